namespace PolytomicBulk.Report;

/// <summary>The words and numbers of a report. They are the same in every culture, because people share reports.</summary>
internal static class ReportText
{
    public const string Nothing = "–";

    /// <summary>The service does not keep all executions, so "never" might not be true.</summary>
    public const string NoneKnown = "none known";

    /// <summary>Describes the bulk syncs that are not compared.</summary>
    public const string NotCovered =
        "syncs that are new, or whose history is shorter than 14 days. The rise at the end comes from them. It is not growth.";

    /// <summary>The maximum length of a message in a table.</summary>
    private const int LongestMessage = 240;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Summarizes the state of the bulk syncs.</summary>
    public static string Verdict(BulkSyncReport report)
    {
        var (failing, late) = (report.FailingSyncCount, report.LateSyncCount);
        var syncs = report.ActiveSyncCount switch
        {
            0 => "There are no active syncs.",
            var active when failing + late == 0 => $"No sync needs attention. Of {Count(active, "active sync")}, none is failing and none is late.",
            var active => $"{failing + late} of {Count(active, "active sync")} {(failing + late == 1 ? "needs" : "need")} attention: "
                + $"{Number(failing)} failing now, {Number(late)} late.",
        };
        var schemas = report.SchemaCount == 0 ? "No schema has been due yet."
            : $"{Number(report.LateSchemaCount)} of {Count(report.SchemaCount, "schema")} {(report.LateSchemaCount == 1 ? "is" : "are")} older than "
                + $"{(report.LateSchemaCount == 1 ? "its" : "their")} schedule allows.";
        var unread = report.Syncs.Count(sync => sync.Failure is not null);
        return unread == 0 ? $"{syncs} {schemas}" : $"{syncs} {schemas} {Count(unread, "sync")} could not be read.";
    }

    /// <summary>Describes when the data was read, the period, and the number of bulk syncs.</summary>
    public static string Heading(BulkSyncReport report) =>
        $"{TimeZoneInfo.ConvertTime(report.Input.Now, report.Input.Zone).ToString("dddd d MMMM yyyy, HH:mm", Culture)} · all times {Zone(report.Input)} · "
            + $"runs from {Day(report.Input.Since)} 00:00 to now · "
            + $"{Count(report.SyncCount, "sync")}: {report.ActiveSyncCount} active, {report.SyncCount - report.ActiveSyncCount} paused";

    /// <summary>How many schemas are on time.</summary>
    public static string OnTime(BulkSyncReport report) =>
        report.SchemaCount == 0 ? Nothing : $"{Number(report.SchemaCount - report.LateSchemaCount)} of {Number(report.SchemaCount)}";

    /// <summary>The 95th percentile of the durations of a bulk sync, or the longest duration.</summary>
    public static string High(BulkSyncReportSync sync) =>
        (sync is { IsHighDurationLongest: true, HighDuration: not null } ? "max " : "") + Duration(sync.HighDuration);

    /// <summary>Describes bulk syncs whose history is too short or that cannot be read, and the effect on the numbers. Null if there are none.</summary>
    public static string? Incomplete(BulkSyncReport report)
    {
        var parts = new List<string>();
        var late = report.Syncs.Where(sync => sync.HistoryBegins is not null).ToList();
        if (late.Count > 0)
        {
            var names = late.Select(sync => $"{Safe(sync.SyncName)} before {Time(sync.HistoryBegins, report.Input)}");
            var left = late.Count(sync => !sync.History.IsCovered);
            var who = left == late.Count ? "they" : $"{left} of them";
            parts.Add($"The service has no runs of {Join(names)}. Their earlier numbers are too low"
                + (left == 0 ? "." : $", and {who} are left out of the comparison."));
        }

        var unread = report.Syncs.Where(sync => sync.Failure is not null);
        parts.AddRange(unread.Select(sync => $"{Safe(sync.SyncName)} could not be read: {Safe(sync.Failure)}"));
        return parts.Count == 0 ? null : string.Join(" ", parts);
    }

    /// <summary>Formats text of the service: one line, without email addresses and ids, and not too long.</summary>
    public static string Safe(string? text)
    {
        var line = PlainText.Line(text ?? "").Trim();
        line = Regex.Replace(line, @"[^\s@<>""'(),;:]+@[^\s@<>""'(),;:]+\.[A-Za-z]{2,}", "(address)");
        line = Regex.Replace(line, "(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "(id)");
        if (line.Length <= LongestMessage) return line;
        return line.Remove(char.IsHighSurrogate(line[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage) + "…";
    }

    /// <summary>A time in the time zone of the report, such as <c>Mon 30 Nov 07:00</c>. The year is included if it is not the current one.</summary>
    public static string Time(DateTimeOffset time, ReportInput report)
    {
        var local = TimeZoneInfo.ConvertTime(time, report.Zone);
        return local.ToString(local.Year == report.Today.Year ? "ddd d MMM HH:mm" : "ddd d MMM yyyy HH:mm", Culture);
    }

    /// <inheritdoc cref="Time(DateTimeOffset, ReportInput)"/>
    public static string Time(DateTime? time, ReportInput report) => Run.Instant(time) is { } known ? Time(known, report) : Nothing;

    /// <summary>The time zone and its current offset from UTC, such as <c>Europe/Berlin (UTC+01:00)</c>.</summary>
    public static string Zone(ReportInput report)
    {
        var offset = report.Zone.GetUtcOffset(report.Now);
        return $"{report.Zone.Id} (UTC{(offset < TimeSpan.Zero ? "−" : "+")}{offset.ToString("hh\\:mm", Culture)})";
    }

    /// <summary>A day, such as <c>Mon 30 Nov</c>.</summary>
    public static string Day(DateTime day) => day.ToString("ddd d MMM", Culture);

    public static string Number(long? number) => number?.ToString("N0", Culture) ?? Nothing;

    /// <summary>A number in short form, such as <c>1.5M</c>.</summary>
    public static string Compact(long number) => Math.Abs((decimal)number) switch
    {
        < 10_000 => Number(number),
        < 1_000_000 => $"{Math.Round(number / 1000m).ToString("N0", Culture)}k",
        < 1_000_000_000 => $"{(number / 1_000_000m).ToString("0.#", Culture)}M",
        _ => $"{(number / 1_000_000_000m).ToString("N1", Culture)}bn",
    };

    public static string Percent(double? percent) => percent is { } known ? $"{known.ToString("0.0", Culture)} %" : Nothing;

    /// <summary>A change in percent, always with a sign.</summary>
    public static string Change(double? percent) => percent is { } known
        ? $"{(known < 0 ? "−" : known > 0 ? "+" : "±")}{Math.Abs(known).ToString("0.#", Culture)} %"
        : Nothing;

    /// <summary>A duration in minutes and seconds, and in hours if there are any.</summary>
    public static string Duration(TimeSpan? duration) => duration is not { } time ? Nothing
        : time.TotalHours < 1 ? $"{time.Minutes}:{time.Seconds:00}"
        : $"{Math.Floor(time.TotalHours).ToString("0", Culture)}:{time.Minutes:00}:{time.Seconds:00}";

    /// <summary>How long ago something was, such as <c>40.7 h</c>.</summary>
    public static string Age(TimeSpan? age) => age is not { } time ? NoneKnown
        : time.TotalMinutes < 100 ? $"{Math.Max(0, Math.Floor(time.TotalMinutes)).ToString("0", Culture)} min"
        : time.TotalHours < 72 ? $"{time.TotalHours.ToString("0.0", Culture)} h"
        : $"{Math.Floor(time.TotalDays).ToString("N0", Culture)} d";

    public static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    public static string From(BulkSyncReportSync sync) => $"{Safe(sync.SourceName ?? "?")} → {Safe(sync.DestinationName ?? "?")}";

    /// <summary>The names and ages of the first few schemas.</summary>
    public static string Some(IReadOnlyCollection<BulkSyncReportSchema> schemas, int most) =>
        string.Join(", ", schemas.Take(most).Select(schema => $"{Safe(schema.OutputName)} ({Age(schema.Age)})"))
            + (schemas.Count > most ? $" and {Number(schemas.Count - most)} more" : "");

    /// <summary>Describes schemas that do not count as late, although they may be old.</summary>
    public static string OtherSchemas(BulkSyncReport report)
    {
        var paused = report.Syncs.Where(sync => !sync.Active).Sum(sync => sync.Schemas.Count);
        var old = report.Schemas.Count(schema => schema.IsLate is not null && schema.Age > TimeSpan.FromHours(24));
        return $"{Count(paused, "schema")} of paused syncs {(paused == 1 ? "is" : "are")} not counted. "
            + $"{Count(old, "schema")} of active syncs {(old == 1 ? "is" : "are")} older than 24 h.";
    }

    /// <summary>Describes the problem of a bulk sync that needs attention.</summary>
    public static string Wrong(BulkSyncReportSync sync) =>
        sync.Problem ?? $"{Count(sync.Schemas.Count(schema => schema.IsLate == true), "schema")} had no success since a run was due";

    /// <summary>When the problem of a bulk sync began: its first failure or, if there is none, when a late schema was due.</summary>
    public static DateTime? Since(BulkSyncReportSync sync) =>
        sync.Since ?? sync.Schemas.Where(schema => schema.IsLate == true).Min(schema => schema.DueAt);

    /// <summary>The words after this time. If no success is known, the failures may have begun earlier.</summary>
    public static string OrBefore(BulkSyncReportSync sync) => sync is { Since: not null, LastSuccess: null } ? " or before" : "";

    /// <summary>The late schemas of a bulk sync, oldest first.</summary>
    public static IReadOnlyList<BulkSyncReportSchema> Late(BulkSyncReportSync sync) =>
        [.. sync.Schemas.Where(schema => schema.IsLate == true).OrderByDescending(schema => schema.Age ?? TimeSpan.MaxValue)];

    /// <summary>The number of late schemas, and of schemas that have been due.</summary>
    public static string LateCount(BulkSyncReportSync sync) =>
        $"{Number(Late(sync).Count)} of {Number(sync.Schemas.Count(schema => schema.IsLate is not null))}";

    /// <summary>Describes the days of a bulk sync, for users who cannot see the squares.</summary>
    public static string Describe(IReadOnlyList<DayOfRuns> days)
    {
        int Of(DayResult result) => days.Count(day => day.Result == result);
        var parts = new List<string>();
        if (Of(DayResult.Succeeded) is > 0 and var good) parts.Add($"{good} all succeeded");
        if (Of(DayResult.NoRun) is > 0 and var none) parts.Add($"{none} no run");
        if (Of(DayResult.NoHistory) is > 0 and var unknown) parts.Add($"{unknown} no history");
        var bad = days.Where(day => day.Failures > 0).Select(day => $"{day.Day.ToString("d MMM", Culture)} {day.Failures} failed");
        return $"{Count(days.Count, "day")}: {string.Join(", ", parts.Concat(bad))}";
    }

    /// <summary>The state of a bulk sync as a symbol and words.</summary>
    public static (string Sign, string Words) State(BulkSyncReportSync sync) => sync.State switch
    {
        "failing" => ("✕", sync.IsRunning ? "failing, running" : "failing"),
        "late" => ("!", sync.IsRunning ? "late, running" : "late"),
        "running" => ("▶", "running"),
        "paused" => ("‖", "paused"),
        "new" => ("○", "new, never run"),
        var other => ("✓", other),
    };

    private static string Join(IEnumerable<string> parts)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} and {all[all.Count - 1]}";
    }
}
