using static PolytomicBulk.Report.ReportText;

namespace PolytomicBulk.Report;

/// <summary>The tables of the page.</summary>
internal sealed partial class ReportPage
{
    private static readonly string[] NeedHeads = ["Sync", "What is wrong", "Since", "Late schemas", "Next run"];

    private static readonly string[] AllHeads =
        ["Sync", "Now", "14 days", "Succeeded", "Failed", "Rate", "Records / run", "Median", "95th pct.", "Oldest schema", "Next run"];

    private static readonly string[] OldHeads = ["Sync", "Schema", "Last success", "Age", "Run was due"];

    private static readonly string[] ChangeHeads = ["Sync", "Property", "Was", "Is"];

    /// <summary>The names of the columns for narrow screens, on which each row is a card.</summary>
    private static string CardNames() =>
        CardNames("need", NeedHeads) + CardNames("all", AllHeads) + CardNames("old", OldHeads) + CardNames("changes", ChangeHeads);

    private static string CardNames(string style, string[] heads) =>
        string.Concat(heads.Skip(1).Select((head, i) => FormattableString.Invariant($".{style} td:nth-child({i + 2}):before{{content:\"{head}\"}}")));

    private string NeedsAttention()
    {
        var syncs = _report.NeedingAttention.ToList();
        if (syncs.Count == 0) return Section("Needs attention", "", "<p>None.</p>");
        return Section("Needs attention", "worst first", Table(
            "cards need",
            NeedHeads,
            syncs.Select(sync => Row(
                $"{Name(sync.SyncName)}<small>{Name(From(sync))}<br>{Name(sync.Schedule)}</small>",
                $"{Badge(sync)} {Name(Wrong(sync))}{(sync.ConnectionError is { } error ? $"<small>{Name(error)}</small>" : "")}",
                $"{When(Since(sync))}{OrBefore(sync)}"
                    + $"<small>last full success {(sync.LastSuccess is null ? NoneKnown : When(sync.LastSuccess))}</small>",
                Behind(sync),
                Next(sync)))));
    }

    private static string Behind(BulkSyncReportSync sync) =>
        T(LateCount(sync)) + (Late(sync) is { Count: > 0 } late ? $"<small>{Name(Some(late, 3))}</small>" : "");

    private string AllSyncs()
    {
        if (_report.SyncCount == 0) return Section("All syncs", "", "<p>There are none.</p>");
        var table = Table(
            "cards all\" data-sort=\"",
            AllHeads,
            _report.WorstFirst.Select(sync => Row(
                $"{Name(sync.SyncName)}<small>{Name(sync.Schedule)}</small>",
                Badge(sync),
                Squares(sync.Days),
                (Number(sync.Succeeded), sync.Succeeded),
                (sync.Failed == 0 ? "0" : $"<span class=\"fail\">{Number(sync.Failed)}</span>", sync.Failed),
                (Percent(sync.SuccessRate), sync.SuccessRate),
                (Number(sync.RecordsPerRun), sync.RecordsPerRun),
                (Duration(sync.MedianDuration), sync.MedianDuration?.TotalSeconds),
                (High(sync), sync.HighDuration?.TotalSeconds),
                new Cell(Oldest(sync), Run.Instant(sync.OldestSchema)?.ToUnixTimeSeconds(), IsSortable: true),
                new Cell(Next(sync), Run.Instant(sync.NextRun)?.ToUnixTimeSeconds(), IsSortable: true))));
        return Section("All syncs", $"runs since {Day(_input.Since)}; each square is a day, today on the right", table + Key());
    }

    private string Oldest(BulkSyncReportSync sync)
    {
        var late = sync.IsLate && sync.Active ? " <span class=\"late\">late</span>" : "";
        if (sync.Schemas.Count == 0) return Nothing;
        return sync.OldestSchema is { } oldest
            ? $"{When(oldest)}<small>{Age(_input.Now - Run.Instant(oldest))}{late}</small>"
            : $"{NoneKnown}{late}";
    }

    private string Next(BulkSyncReportSync sync) => When(sync.NextRun) + (sync.NextRunNote is { } note ? $"<small class=\"late\">{T(note)}</small>" : "");

    private string LateSchemas()
    {
        var late = _report.Schemas.Where(schema => schema.IsLate == true).OrderByDescending(schema => schema.Age ?? TimeSpan.MaxValue)
            .ThenBy(schema => schema.SyncName, StringComparer.OrdinalIgnoreCase).ToList();
        var remark = $"<p class=\"muted\">{T(OtherSchemas(_report))}</p>";
        if (late.Count == 0) return Section("Schemas older than their schedule allows", "0", $"<p>None.</p>{remark}");
        return Section("Schemas older than their schedule allows", Number(late.Count), Table(
            "cards old",
            OldHeads,
            late.Take(MostRows).Select(schema => Row(
                Name(schema.SyncName),
                Name(schema.ToString()),
                // There can be many rows, so details that only a program would read are omitted.
                schema.LastSuccess is null ? NoneKnown : Unbroken(Time(schema.LastSuccess, _input)),
                schema.LastSuccess is null ? Nothing : Age(schema.Age),
                Unbroken(Time(schema.DueAt, _input)))))
            + More(late.Count) + remark);
    }

    private string Changes()
    {
        if (_report.Changes is null) return "";
        var changes = ReportChange.Of(_report);
        const string Title = "Changes since the export";
        if (changes.Count == 0) return Section(Title, "0", "<p>None.</p>");
        return Section(Title, Number(changes.Count), Table(
            "cards changes",
            ChangeHeads,
            changes.Take(MostRows).Select(change => Row(
                Name(change.Sync),
                (change.IsAboutData ? "<span class=\"badge data\">data</span> " : "") + Name(change.Property),
                Name(change.Was),
                Name(change.Is))))
            + More(changes.Count));
    }

    private static string More(int count) =>
        count <= MostRows ? "" : $"<p>And {Number(count - MostRows)} more, which are not shown.</p>";

    private static string Badge(BulkSyncReportSync sync)
    {
        var (sign, words) = State(sync);
        return $"<span class=\"badge {(sync.State == "late" ? "late-badge" : sync.State)}\"><span aria-hidden=\"true\">{sign}</span> {T(words)}</span>";
    }

    private static string Table(string style, string[] heads, IEnumerable<Cell[]> rows)
    {
        var all = rows.ToList();
        bool IsNumber(int column) => all.Count > 0 && all[0][column].IsNumber;
        string Head(string head, int column) => $"<th scope=\"col\"{(IsNumber(column) ? " class=\"n\"" : "")}>{T(head)}</th>";
        // On narrow screens, the style sheet contains the column names, so that they are not repeated in each row.
        string Data(Cell cell, int column)
        {
            var value = cell.Sort is { } sort ? FormattableString.Invariant($" data-v=\"{sort}\"") : cell.IsSortable ? " data-v=\"\"" : "";
            return column == 0 ? $"<th scope=\"row\">{cell.Html}</th>" : $"<td{(cell.IsNumber ? " class=\"n\"" : "")}{value}>{cell.Html}</td>";
        }

        var body = string.Join("\n", all.Select(row => $"<tr>{string.Concat(row.Select(Data))}</tr>"));
        return $"<table class=\"{style}\">\n<thead><tr>{string.Concat(heads.Select(Head))}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>";
    }

    private static Cell[] Row(params Cell[] cells) => cells;

    /// <summary>A cell of a table.</summary>
    /// <param name="Html">The content.</param>
    /// <param name="Sort">The number by which the script sorts. Null if there is none.</param>
    /// <param name="IsNumber">Whether the content is a number to read.</param>
    /// <param name="IsSortable">Whether the script sorts the column by a number, which this cell may not have.</param>
    private sealed record Cell(string Html, double? Sort = null, bool IsNumber = false, bool IsSortable = false)
    {
        public static implicit operator Cell(string html) => new(html);

        public static implicit operator Cell((string Html, double? Sort) number) => new(number.Html, number.Sort, IsNumber: true, IsSortable: true);
    }
}
