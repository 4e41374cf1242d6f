using static PolytomicBulk.Report.ReportText;

namespace PolytomicBulk.Report;

/// <summary>The charts of the HTML page, drawn with characters that do not need colors.</summary>
internal sealed partial class ReportMarkdown
{
    private const int BarWidth = 24;
    private const char Nobody = '·';
    private const char Bar = '█';
    private const char Pale = '░';
    private const char Collides = '✕';
    private const string Cut = "↑";

    private const string DayKey =
        "Each sign in “14 days” is a day, and the last one is today: ✓ all succeeded, ! some failed and later ones succeeded, ✕ the last one of the "
            + "day failed, – no run, · no history.";

    private static readonly int Hours = (int)ReportLane.Ahead.TotalHours + 1;

    private static string Squares(IReadOnlyList<DayOfRuns> days) => Code(string.Concat(days.Select(day => day.Result switch
    {
        DayResult.Succeeded => '✓',
        DayResult.Recovered => '!',
        DayResult.Failed => Collides,
        DayResult.NoRun => '–',
        _ => Nobody,
    })));

    private void NextHours()
    {
        Head("Next 48 hours");
        if (_report.Lanes.Count == 0)
        {
            Line("No active sync has a schedule with fixed times.");
            return;
        }

        var now = TimeZoneInfo.ConvertTime(_input.Now, _input.Zone);
        var first = now - TimeSpan.FromTicks(now.TimeOfDay.Ticks % TimeSpan.TicksPerHour);
        Table(
            ["Sync", "Source", Code(Axis(first)), "Runs:", "Each:"],
            [.. _report.Lanes.Select(lane => new[]
            {
                T(lane.Sync.SyncName), T(lane.Sync.SourceName ?? "?"), Code(Lane(lane, first)), Number(lane.Starts.Count),
                Duration(lane.Length) + (lane.IsLengthKnown ? "" : " (estimated)"),
            })]);
        Line($"Each sign is an hour. The first begins at {Time(first, _input)}. The numbers are hours of the day. {Bar} is a run, as long as the median "
            + $"run. {Pale} is a run of a continuous sync, estimated from the median time between starts. {Collides} is a listed collision. "
            + "Paused and manual syncs are not shown.");
    }

    private string Axis(DateTimeOffset first)
    {
        var axis = "";
        while (axis.Length < Hours)
        {
            // Local days have 23, 24 or 25 hours.
            var hour = TimeZoneInfo.ConvertTime(first.AddHours(axis.Length), _input.Zone).Hour;
            axis += hour % 6 == 0 && axis.Length < Hours - 1 ? FormattableString.Invariant($"{hour:00}") : $"{Nobody}";
        }

        return axis;
    }

    private string Lane(ReportLane lane, DateTimeOffset first)
    {
        var signs = new string(Nobody, Hours).ToCharArray();
        Draw(lane.Starts, lane.IsEstimated ? Pale : Bar);
        Draw(lane.StartsIn(_report.Collisions), Collides);
        return new(signs);

        void Draw(IEnumerable<DateTimeOffset> starts, char sign)
        {
            foreach (var start in starts)
            {
                var last = Math.Min(Hours - 1, (start + lane.Length - TimeSpan.FromTicks(1) - first).TotalHours);
                for (var hour = (int)(start - first).TotalHours; hour <= last; hour++) signs[hour] = sign;
            }
        }
    }

    private void RecordsByDay()
    {
        Head("Records by day, 30 days");
        var top = RecordsOfDay.Scale(_report.Days);
        Table(
            ["Day", "Chart", "Records:"],
            [.. _report.Days.Select(day => new[] { T(Day(day.Day)), Bars(day.Covered, day.Others, top), Number(day.All) })]);
        Line((_report.CoveredSyncCount == _report.SyncCount ? "" : $"{Pale}: {NotCovered} ")
            + (_report.Days.Any(day => day.All > top) ? $"A bar with {Cut} is cut off. " : "") + "Today is not over.");
    }

    private void LargestSchemas()
    {
        Head("Ten largest schemas, 30 days");
        var largest = _report.Schemas.Where(schema => schema.RecordCount > 0).OrderByDescending(schema => schema.RecordCount).Take(10).ToList();
        Table(
            ["Schema", "Chart", "Records:", "Change from the week before:"],
            [.. largest.Select(schema => new[]
            {
                T(schema.ToString()), Bars(schema.RecordCount, 0, largest[0].RecordCount), Number(schema.RecordCount), Change(schema.Growth),
            })]);
    }

    /// <summary>Draws a bar of two parts. A number above zero is always visible, and a number above the top is cut off.</summary>
    private static string Bars(long part, long rest, long top)
    {
        int Length(decimal number) => number > 0 ? Math.Max(1, (int)Math.Round(BarWidth * Math.Min(1, number / top))) : 0;
        var (own, all, sum) = (Length(part), Length((decimal)part + rest), (decimal)part + rest);
        return Code(new string(Bar, own) + new string(Pale, Math.Max(0, all - own)) + (sum > top ? Cut : ""));
    }

    private static string Code(string signs) => signs.Length == 0 ? "" : $"`{signs}`";
}
