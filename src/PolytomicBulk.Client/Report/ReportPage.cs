using System.Security.Cryptography;
using static PolytomicBulk.Report.ReportText;

namespace PolytomicBulk.Report;

/// <summary>Formats a report as one HTML page that needs no other files and no network.</summary>
internal sealed partial class ReportPage
{
    /// <summary>The maximum number of rows in a table. If there are more, the page shows their number.</summary>
    private const int MostRows = 100;

    private readonly BulkSyncReport _report;
    private readonly ReportInput _input;

    private ReportPage(BulkSyncReport report) => (_report, _input) = (report, report.Input);

    public static string Of(BulkSyncReport report) => new ReportPage(report).Write();

    private string Write()
    {
        var (style, script) = (Resource("report.css").Replace("/* The names of the columns. */", CardNames()), Resource("report.js"));
        // A content security policy that allows only this script, whatever a name on the page contains.
        var digest = Convert.ToBase64String(Hash(Encoding.UTF8.GetBytes(script)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>Bulk syncs of {T(Organization)}</title>
            <link rel="icon" href="data:,">
            <style>{style}</style>
            </head>
            <body>
            {Symbols()}
            <header>
            <h1>Bulk syncs of {T(Organization)}</h1>
            <p class="muted">{T(Heading(_report))}</p>
            </header>
            <main>
            <p class="verdict{(_report.Syncs.Any(sync => sync.NeedsAttention || sync.Failure is not null) ? "" : " well")}">{T(_report.Verdict)}</p>
            {Numbers()}
            {(Incomplete(_report) is { } incomplete ? $"<p class=\"note\"><b>Incomplete:</b> {T(incomplete)}</p>" : "")}
            {NeedsAttention()}
            {AllSyncs()}
            {NextHours()}
            <div class="two">
            {RecordsByDay()}
            {LargestSchemas()}
            </div>
            {LateSchemas()}
            {Changes()}
            {Meanings()}
            </main>
            <script>{script}</script>
            </body>
            </html>

            """.Replace("\r\n", "\n");
    }

    private string Organization => string.IsNullOrWhiteSpace(_report.Organization) ? "the organization" : Safe(_report.Organization);

    private string Numbers()
    {
        var finished = _report.Succeeded + _report.Failed;
        return $"""
            <ul class="numbers">
            <li><b>{OnTime(_report)}</b><span>schemas on time</span>
            <small>of active syncs, by their schedules, not counting {Number(_report.NewSchemaCount)} that were never due</small></li>
            <li><b>{Percent(_report.SuccessRate)}</b><span>runs succeeded</span>
            <small>{Number(_report.Succeeded)} of {Number(finished)} since {Day(_input.Since)}, not counting {Number(_report.Canceled)} canceled</small></li>
            <li><b>{Compact(_report.RecordCount)}</b><span>records in the last 7 full days</span>
            <small>{Number(_report.RecordCount)}, and {Number(_report.OtherRecordCount)} from schemas that did not complete</small></li>
            <li><b>{Change(_report.Growth)}</b><span>compared with the 7 days before</span>
            <small>for the {_report.CoveredSyncCount} of {Count(_report.SyncCount, "sync")} whose history covers both periods</small></li>
            </ul>
            """;
    }

    private static string Meanings()
    {
        var terms = ReportMeanings.All.Select(one => $"<dt>{T(one.Term)}</dt><dd>{T(one.Meaning)}</dd>");
        return Section("What the numbers mean", "", $"<dl>{string.Concat(terms)}</dl>");
    }

    private static string Section(string title, string remark, string content)
    {
        var id = new string([.. title.ToLowerInvariant().Select(letter => letter is >= 'a' and <= 'z' ? letter : '-')]);
        var small = remark.Length == 0 ? "" : $" <small>{T(remark)}</small>";
        return $"<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{T(title)}{small}</h2>\n{content}\n</section>";
    }

    private string When(DateTimeOffset? time) => time is not { } known ? Nothing
        : FormattableString.Invariant($"<time datetime=\"{known.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}\">{Unbroken(Time(known, _input))}</time>");

    /// <summary>Prevents line breaks in a time, except before the hour.</summary>
    private static string Unbroken(string time) => Regex.Replace(time, " (?=.* )", "\u00A0");

    private string When(DateTime? time) => When(Run.Instant(time));

    /// <summary>A text of the service, escaped. Direction marks in it do not affect the text beside it.</summary>
    private static string Name(string? text) => $"<bdi>{T(Safe(text))}</bdi>";

    private static string T(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");

    private static byte[] Hash(byte[] bytes)
    {
#if NET
        return SHA256.HashData(bytes);
#else
        using var hash = SHA256.Create();
        return hash.ComputeHash(bytes);
#endif
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"PolytomicBulk.Report.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
