using static PolytomicBulk.Report.ReportText;

namespace PolytomicBulk.Report;

/// <summary>Formats a report in Markdown, for example for the summary of a GitHub job.</summary>
internal sealed partial class ReportMarkdown
{
    private const int MostRows = 50;

    private readonly StringBuilder _text = new();
    private readonly BulkSyncReport _report;
    private readonly ReportInput _input;

    private ReportMarkdown(BulkSyncReport report) => (_report, _input) = (report, report.Input);

    public static string Of(BulkSyncReport report) => new ReportMarkdown(report).Write();

    private string Write()
    {
        Line($"# Bulk syncs of {T(string.IsNullOrWhiteSpace(_report.Organization) ? "the organization" : _report.Organization)}");
        Line(Escape(Heading(_report)));
        Line($"**{Escape(_report.Verdict)}**");
        Table(
            ["Schemas on time", "Runs succeeded", "Records in the last 7 full days", "Compared with the 7 days before"],
            [[
                OnTime(_report),
                $"{Percent(_report.SuccessRate)} ({Number(_report.Succeeded)} of {Number(_report.Succeeded + _report.Failed)}, "
                    + $"not counting {Number(_report.Canceled)} canceled)",
                $"{Number(_report.RecordCount)} (and {Number(_report.OtherRecordCount)} from schemas that did not complete)",
                $"{Change(_report.Growth)} (for {_report.CoveredSyncCount} of {Count(_report.SyncCount, "sync")})",
            ]]);
        if (Incomplete(_report) is { } incomplete) Line($"> **Incomplete:** {Escape(incomplete)}");

        Head("Needs attention");
        Table(
            ["Sync", "What is wrong", "Since", "Last full success", "Late schemas", "Next run"],
            [.. _report.NeedingAttention.Select(sync => new[]
            {
                $"**{T(sync.SyncName)}** ({T(From(sync))}, {T(sync.Schedule)})",
                string.Join(" · ", new[] { State(sync), T(Wrong(sync)), T(sync.ConnectionError) }.Where(part => part.Length > 0)),
                When(Since(sync)) + OrBefore(sync),
                sync.LastSuccess is null ? NoneKnown : When(sync.LastSuccess),
                LateCount(sync) + (Late(sync) is { Count: > 0 } late ? $": {Escape(Some(late, 3))}" : ""),
                Next(sync),
            })]);

        Head($"All syncs, runs since {Day(_input.Since)}");
        Table(
            ["Sync", "Now", "14 days", "Succeeded:", "Failed:", "Rate:", "Records / run:", "Median:", "95th pct.:", "Oldest schema", "Next run"],
            [.. _report.WorstFirst.Select(sync => new[]
            {
                T(sync.SyncName), State(sync), Squares(sync.Days), Number(sync.Succeeded), Number(sync.Failed), Percent(sync.SuccessRate),
                Number(sync.RecordsPerRun), Duration(sync.MedianDuration),
                High(sync),
                sync.Schemas.Count == 0 ? Nothing : sync.OldestSchema is null ? NoneKnown : When(sync.OldestSchema), Next(sync),
            })]);
        if (_report.SyncCount > 0) Line(DayKey);

        NextHours();
        List([.. _report.Collisions.Select(one =>
            $"**{Time(one.Instant, _input)}** on {T(one.SourceName)}: {string.Join(", ", one.SyncNames.Select(name => T(name)))}"
                + (one.IsEstimated ? " (partly estimated)" : ""))],
            "No more than two syncs read from one source at the same time.");

        RecordsByDay();
        LargestSchemas();

        Head("Schemas older than their schedule allows");
        Table(
            ["Sync", "Schema", "Last success", "Age:", "Run was due"],
            [.. _report.Schemas.Where(schema => schema.IsLate == true).OrderByDescending(schema => schema.Age ?? TimeSpan.MaxValue)
                .Select(schema => new[]
                {
                    T(schema.SyncName), T(schema.ToString()), schema.LastSuccess is null ? NoneKnown : When(schema.LastSuccess),
                    schema.LastSuccess is null ? Nothing : Age(schema.Age), When(schema.DueAt),
                })]);
        Line(Escape(OtherSchemas(_report)));

        if (_report.Changes is not null)
        {
            Head("Changes since the export");
            Table(
                ["Sync", "Property", "Was", "Is"],
                [.. ReportChange.Of(_report).Select(change => new[]
                {
                    T(change.Sync), (change.IsAboutData ? "**data** " : "") + T(change.Property), T(change.Was), T(change.Is),
                })]);
        }

        Head("What the numbers mean");
        List([.. ReportMeanings.All.Select(one => $"**{Escape(one.Term)}**: {Escape(one.Meaning)}")], "");
        return _text.ToString();
    }

    private void Head(string title) => Line($"## {title}");

    private void Line(string text) => _text.Append(text).Append("\n\n");

    private void List(IReadOnlyList<string> items, string otherwise)
    {
        if (items.Count == 0)
        {
            Line(otherwise);
            return;
        }

        foreach (var item in items.Take(MostRows)) _text.Append("- ").Append(item).Append('\n');
        _text.Append('\n');
    }

    /// <summary>Writes a table. A heading that ends with a colon marks a column of numbers.</summary>
    private void Table(string[] heads, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            Line("None.");
            return;
        }

        Row(heads.Select(head => head.TrimEnd(':')));
        Row(heads.Select(head => head[head.Length - 1] == ':' ? "---:" : "---"));
        foreach (var row in rows.Take(MostRows)) Row(row);
        _text.Append('\n');
        if (rows.Count > MostRows) Line($"And {Number(rows.Count - MostRows)} more, which are not shown.");
    }

    private void Row(IEnumerable<string> cells) => _text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");

    private string Next(BulkSyncReportSync sync) => When(sync.NextRun) + (sync.NextRunNote is { } note ? $" ({note})" : "");

    private string When(DateTime? time) => Time(time, _input);

    private static string State(BulkSyncReportSync sync)
    {
        var (sign, words) = ReportText.State(sync);
        return $"{sign} {words}";
    }

    /// <summary>Formats text of the service, and escapes what Markdown or HTML would interpret.</summary>
    private static string T(string? text) => Escape(Safe(text));

    private static string Escape(string text) =>
        Regex.Replace(
                text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"), @"[\\`*_{}\[\]()#+!|~@-]", match => "\\" + match.Value)
            .Replace("://", ":\u200B//");
}
