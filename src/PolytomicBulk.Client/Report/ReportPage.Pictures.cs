using static PolytomicBulk.Report.ReportText;

namespace PolytomicBulk.Report;

/// <summary>The charts of the page, each with a text.</summary>
internal sealed partial class ReportPage
{
    private const int LaneMinutes = 48 * 60;

    /// <summary>The maximum number of collisions to list. If there are more, the page shows their number.</summary>
    private const int MostCollisions = 12;

    /// <summary>The minimum length of a bar. A shorter bar would not be visible.</summary>
    private const double LeastMinutes = 9;

    private static readonly (DayResult Result, string Id, string Words)[] DayKey =
    [
        (DayResult.Succeeded, "ds", "all succeeded"),
        (DayResult.Recovered, "dr", "some failed, later ones succeeded"),
        (DayResult.Failed, "df", "last one of the day failed"),
        (DayResult.NoRun, "dn", "no run"),
        (DayResult.NoHistory, "du", "no history"),
    ];

    private string Symbols() => $"""
        <svg class="hide" aria-hidden="true"><defs>
        <path id="ds" d="M1 1h12v12H1z" fill="#1b7a43"/>
        <path id="dr" d="M1 1h12v12H1z" fill="#e0a030"/>
        <path id="df" d="M1 1h12v12H1z" fill="#b3261e"/>
        <path id="dn" d="M1 1h12v12H1z" fill="var(--none)"/>
        <path id="du" d="M1.5 1.5h11v11h-11z" fill="none" stroke="var(--muted)" stroke-dasharray="2 2"/>
        {Grid()}
        </defs></svg>
        """;

    private static string Squares(IReadOnlyList<DayOfRuns> days)
    {
        var squares = new StringBuilder();
        for (var i = 0; i < days.Count; i++)
        {
            squares.Append(FormattableString.Invariant($"<use href=\"#{DayKey.First(key => key.Result == days[i].Result).Id}\" x=\"{14 * i}\"/>"));
            if (days[i].Failures == 0) continue;
            var text = days[i].Failures > 99 ? "+" : Number(days[i].Failures);
            var style = days[i].Result == DayResult.Failed ? " class=\"f\"" : "";
            squares.Append(FormattableString.Invariant($"<text x=\"{(14 * i) + 7}\" y=\"10.5\"{style}>{text}</text>"));
        }

        return $"<svg class=\"days\" viewBox=\"0 0 {14 * days.Count} 14\" role=\"img\" aria-label=\"{T(Describe(days))}\">{squares}</svg>";
    }

    private static string Key()
    {
        var items = DayKey.Select(key => $"<li><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><use href=\"#{key.Id}\"/></svg>{T(key.Words)}</li>");
        return $"<ul class=\"key\">{string.Concat(items)}<li>The number in a square shows how many runs failed that day.</li></ul>";
    }

    private string NextHours()
    {
        var collisions = _report.Collisions;
        if (_report.Lanes.Count == 0) return Section("Next 48 hours", "", "<p>No active sync has a schedule with fixed times.</p>");
        var rows = new StringBuilder();
        Guid? source = null;
        foreach (var lane in _report.Lanes)
        {
            var isFirst = rows.Length == 0 || lane.Sync.SourceId != source;
            source = lane.Sync.SourceId;
            rows.Append(string.Concat(
                isFirst ? "<tr class=\"group\">" : "<tr>",
                $"<th scope=\"row\">{Name(lane.Sync.SyncName)}</th><td class=\"from\">{Name(lane.Sync.SourceName ?? "?")}</td>",
                $"<td class=\"lane\">{Lane(lane)}</td></tr>\n"));
        }

        var list = collisions.Count == 0 ? "" : $"<ul>{string.Concat(collisions.Take(MostCollisions).Select(Collision))}</ul>"
            + (collisions.Count > MostCollisions ? $"<p>And {Number(collisions.Count - MostCollisions)} more.</p>" : "");
        var unknown = _report.Lanes.Count(lane => !lane.IsLengthKnown);
        var remark = "Each bar is as long as the median run. Red bars are in one of the listed collisions. Pale bars are continuous syncs, estimated from the "
            + "median time between starts. Paused and manual syncs are not shown."
            + (unknown == 0 ? "" : $" For {Count(unknown, "sync")}, no success is known. The bars show the median duration of the others.");
        const string Heads = "<th scope=\"col\">Sync</th><th scope=\"col\" class=\"from\">Source</th>";
        return Section(
            "Next 48 hours",
            $"{Count(collisions.Count, "collision")}: more than two syncs on one source at once",
            $"<table class=\"lanes\"><thead><tr>{Heads}<th scope=\"col\" class=\"lane\"><span class=\"hide\">When</span>{Axis()}</th></tr></thead>\n"
                + $"<tbody>\n{rows}</tbody></table>\n{list}\n<p class=\"muted\">{T(remark)}</p>");
    }

    private string Collision(BulkSyncReportCollision one)
    {
        var names = string.Join(", ", one.SyncNames.Take(MostCollisions).Select(Name));
        var more = one.SyncNames.Count > MostCollisions ? $" and {one.SyncNames.Count - MostCollisions} more" : "";
        return $"<li><b>{When(one.Instant)}</b> on {Name(one.SourceName)}: {names}{more}{(one.IsEstimated ? " (partly estimated)" : "")}</li>";
    }

    private string Lane(ReportLane lane)
    {
        List<double> Minutes(IEnumerable<DateTimeOffset> times) => [.. times.Select(time => Math.Round((time - _input.Now).TotalMinutes, 1))];
        var starts = Minutes(lane.Starts);
        var length = Math.Min(LaneMinutes, Math.Max(LeastMinutes, lane.Length.TotalMinutes));
        var hit = Minutes(lane.StartsIn(_report.Collisions.Take(MostCollisions)));
        var words = $"{Count(starts.Count, "run")}, the first {Time(lane.Starts[0], _input)}, each {Duration(lane.Length)}"
            + (lane.IsLengthKnown ? "" : " (estimated)") + (hit.Count == 0 ? "" : $", {hit.Count} in a collision");
        var bars = Bars(starts, length, lane.IsEstimated ? "var(--pale)" : "var(--bar)") + Bars(hit, length, "var(--bad)");
        return $"<svg viewBox=\"0 0 {LaneMinutes} 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{T(words)}\"><use href=\"#g\"/>{bars}</svg>";
    }

    /// <summary>Draws bars. Bars at equal distances are one dashed line, because a lane can have hundreds of them.</summary>
    private static string Bars(List<double> starts, double length, string color)
    {
        if (starts.Count == 0) return "";
        var gaps = starts.Skip(1).Zip(starts, (next, one) => next - one).ToList();
        var isRegular = gaps.Count > 2 && gaps.TrueForAll(gap => Math.Abs(gap - gaps[0]) < 0.3) && gaps[0] > length;
        if (isRegular)
        {
            var end = Math.Min(LaneMinutes, starts[starts.Count - 1] + length);
            return FormattableString.Invariant($"<path d=\"M{starts[0]:0.#} 8H{end:0.#}\" stroke=\"{color}\" stroke-width=\"11\" ")
                + FormattableString.Invariant($"stroke-dasharray=\"{length:0.##} {gaps.Average() - length:0.###}\"/>");
        }

        var path = starts
            .Select(start => (start, Width: Math.Min(length, LaneMinutes - start)))
            .Select(bar => FormattableString.Invariant($"M{bar.start:0.#} 2.5h{bar.Width:0.#}v11h-{bar.Width:0.#}z"));
        return $"<path d=\"{string.Concat(path)}\" fill=\"{color}\"/>";
    }

    private IEnumerable<(DateTime Local, double Minutes)> Ticks()
    {
        // Local days have 23, 24 or 25 hours.
        for (var minute = 0; minute < LaneMinutes; minute++)
        {
            var at = TimeZoneInfo.ConvertTime(_input.Now.AddMinutes(minute), _input.Zone);
            if (at.Minute == 0 && at.Hour % 6 == 0) yield return (at.DateTime, minute);
        }
    }

    private string Grid()
    {
        var path = string.Concat(Ticks().Select(tick => FormattableString.Invariant($"M{tick.Minutes} 0V16")));
        return $"<path id=\"g\" d=\"{path}\" stroke=\"var(--line)\" vector-effect=\"non-scaling-stroke\"/>";
    }

    private string Axis()
    {
        var labels = Ticks().Where(tick => tick.Minutes is > LaneMinutes * 0.04 and < LaneMinutes * 0.97).Select(tick =>
        {
            var isDay = tick.Local.Hour == 0;
            var (style, text) = (isDay ? "day" : "h", tick.Local.ToString(isDay ? "ddd d" : "HH:mm", CultureInfo.InvariantCulture));
            return FormattableString.Invariant($"<span class=\"{style}\" style=\"--x:{100.0 * tick.Minutes / LaneMinutes:0.#}%\">{text}</span>");
        });
        return $"<div class=\"axis\" aria-hidden=\"true\">{string.Concat(labels)}</div>";
    }

    private string RecordsByDay()
    {
        var days = _report.Days;
        var top = RecordsOfDay.Scale(days);
        var (covered, others, labels) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var i = 0; i < days.Count; i++)
        {
            var high = Math.Min(100, 100.0 * days[i].Covered / top);
            var pale = Math.Min(100 - high, 100.0 * days[i].Others / top);
            if (high > 0) covered.Append(FormattableString.Invariant($"M{(10 * i) + 1} 100h8v-{high:0.##}h-8z"));
            if (pale > 0) others.Append(FormattableString.Invariant($"M{(10 * i) + 1} {100 - high:0.##}h8v-{pale:0.##}h-8z"));
            var shift = i < 2 ? "0" : i > days.Count - 3 ? "-100" : "-50";
            var place = FormattableString.Invariant($"left:{100.0 * (i + 0.5) / days.Count:0.#}%;transform:translateX({shift}%)");
            if (days[i].All > top) labels.Append("<span class=\"cut\" style=\"" + place + "\">↑ " + Compact(days[i].All) + "</span>");
            if (days[i].Day.DayOfWeek == DayOfWeek.Monday)
                labels.Append(FormattableString.Invariant($"<span style=\"{place}\">{days[i].Day.ToString("d MMM", CultureInfo.InvariantCulture)}</span>"));
        }

        var rows = days.Select(day => $"<tr><th scope=\"row\">{T(Day(day.Day))}</th><td class=\"n\">{Number(day.All)}</td></tr>");
        var words = $"Records per day for {days.Count} days, at most {Number(days.Max(day => day.All))}";
        var remark = (_report.CoveredSyncCount == _report.SyncCount ? "" : $"Pale on top: {NotCovered} ")
            + (days.Any(day => day.All > top) ? "A bar with ↑ is cut off. The number above it is its value. " : "") + "Today is not over.";
        return Section("Records by day", $"{ReportInput.Days} days", $"""
            <div class="chart"><div class="scale" aria-hidden="true"><span>{Compact(top)}</span><span>{Compact(top / 2)}</span><span>0</span></div>
            <svg viewBox="0 0 {10 * days.Count} 100" preserveAspectRatio="none" role="img" aria-label="{T(words)}">
            <path d="M0 0H{10 * days.Count}M0 50H{10 * days.Count}M0 100H{10 * days.Count}" stroke="var(--line)" vector-effect="non-scaling-stroke"/>
            <path d="{covered}" fill="var(--bar)"/><path d="{others}" fill="var(--pale)"/></svg>
            <div class="axis" aria-hidden="true">{labels}</div></div>
            <p class="muted">{T(remark)}</p>
            <details><summary>The numbers</summary><table><thead><tr><th scope="col">Day</th><th scope="col" class="n">Records</th></tr></thead>
            <tbody>{string.Concat(rows)}</tbody></table></details>
            """);
    }

    private string LargestSchemas()
    {
        var largest = _report.Schemas.Where(schema => schema.RecordCount > 0).OrderByDescending(schema => schema.RecordCount).Take(10).ToList();
        const string Title = "Ten largest schemas";
        if (largest.Count == 0) return Section(Title, $"{ReportInput.Days} days", "<p>No records.</p>");
        var rows = largest.Select(schema =>
        {
            var width = (100.0 * schema.RecordCount / largest[0].RecordCount).ToString("0.#", CultureInfo.InvariantCulture);
            return $"""
                <tr><th scope="row">{Name(schema.ToString())}</th>
                <td class="bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 0h{width}v10H0z" fill="var(--bar)"/></svg></td>
                <td class="n">{Compact(schema.RecordCount)}</td><td class="n">{Change(schema.Growth)}</td></tr>
                """;
        });
        return Section(Title, $"{ReportInput.Days} days; change from the week before", $"""
            <table class="top"><thead><tr><th scope="col">Schema</th><th scope="col" class="bar"><span class="hide">Chart</span></th>
            <th scope="col" class="n">Records</th><th scope="col" class="n">Change</th></tr></thead>
            <tbody>
            {string.Join("\n", rows)}
            </tbody></table>
            """);
    }
}
