using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PolytomicBulk;
using PolytomicBulk.Report;
using Client.Tests.Support;
using CsCheck;
using Xunit;
using static Client.Tests.Support.Histories;

namespace Client.Tests;

/// <summary>The content of a report as a page and as Markdown.</summary>
public sealed class ReportPageTests
{
    private const string Hostile = "<script>alert(1)</script> \"quoted\" & 'so' \u202Egnp.exe </td></table> {{x}} | [a](http://evil) `b` ana@acme.example";

    private static readonly string[] Sections =
    [
        "Needs attention", "All syncs", "Next 48 hours", "Records by day", "Ten largest schemas", "Schemas older than their schedule allows",
        "Changes since the export", "What the numbers mean",
    ];

    [Fact]
    public void The_page_has_its_parts_in_order()
    {
        var page = Parse(Story("Orders"));
        Assert.Equal("Bulk syncs of Acme", page.Title);
        Assert.Equal("Bulk syncs of Acme", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(Sections, page.QuerySelectorAll("h2").Select(head => head.FirstChild!.TextContent.Trim()));
        Facts.Hold(page.QuerySelector("header p")!.TextContent, "test (UTC+05:45)", "2026", "2 syncs", "1 active", "1 paused");
        Assert.Equal(new BulkSyncReport(Story("Orders")).Verdict, page.QuerySelector(".verdict")!.TextContent);
        Facts.Hold(page.QuerySelector(".verdict")!.TextContent, "1 of 1", "1 failing", "0 late");
        Assert.Equal(4, page.QuerySelectorAll(".numbers li").Length);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public void A_sync_that_needs_attention_has_the_cause_and_the_time()
    {
        var row = Assert.Single(Parse(Story("Orders")).QuerySelectorAll("table.need tbody tr"));
        Facts.Hold(Text(row), "Orders", "Shop → Lake", "daily 03:00 UTC", "failing", "orders_out: table is locked", "connection Shop: the key was revoked", "Fri 27 Nov 08:45", "Thu 26 Nov 08:55", "1 of 1", "Mon 30 Nov 08:45");
    }

    [Fact]
    public void Each_sync_has_a_row_with_its_numbers()
    {
        var rows = Parse(Story("Orders")).QuerySelectorAll("table.all tbody tr").ToList();
        Assert.Equal(["Orders", "Paused one"], rows.Select(row => row.QuerySelector("th bdi")!.TextContent));
        var cells = rows[0].Children.Select(Text).ToList();
        Assert.Equal(["5", "3", "62.5 %", "100", "10:00", "max 10:00"], cells.Skip(3).Take(6));
        var squares = rows[0].QuerySelector("svg")!;
        Assert.Equal("img", squares.GetAttribute("role"));
        Facts.Hold(squares.GetAttribute("aria-label")!, "14 days", "27 Nov 1 failed", "28 Nov 1 failed", "29 Nov 1 failed");
        Assert.Equal(14, squares.QuerySelectorAll("use").Length);
        Assert.Equal("–", Text(rows[1].Children[^1]));
    }

    [Fact]
    public void Every_text_of_the_service_is_shown_as_text()
    {
        var html = ReportPage.Of(new BulkSyncReport(Story(Hostile)));
        var page = Parse(html);
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Contains("<script>alert(1)</script> \"quoted\" & 'so'", page.QuerySelector("table.need th bdi")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("table.all tbody tr").Length);
        Assert.DoesNotContain('\u202E', html);
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_keeps_its_structure_for_any_name_of_a_sync() => Generate.SomeText.Sample(name =>
    {
        var page = Parse(Story(name));
        Assert.Equal(Sections, page.QuerySelectorAll("h2").Select(head => head.FirstChild!.TextContent.Trim()));
        Assert.Equal(2, page.QuerySelectorAll("table.all tbody tr").Length);
        Assert.Equal(ReportText.Safe(name), page.QuerySelector("table.need th bdi")!.TextContent);
    }, iter: Cases.AtMost(100));

    [Fact]
    public void Nothing_is_loaded_and_only_the_pages_own_script_may_run()
    {
        var html = ReportPage.Of(new BulkSyncReport(Story("Orders")));
        var page = Parse(html);
        Assert.All(page.QuerySelectorAll("[src], [href]"), element => Assert.Matches("^(#|data:)", element.GetAttribute("src") ?? element.GetAttribute("href")));
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)https?://", html);
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("script")!.TextContent)));
        Assert.Contains($"'sha256-{digest}'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_report_contains_no_id_address_or_setting_of_a_connection(bool isPage)
    {
        var report = new BulkSyncReport(Story(Hostile));
        var text = isPage ? ReportFile.ToHtml(report) : ReportFile.ToMarkdown(report);
        Assert.DoesNotMatch("(?i)[0-9a-f]{8}-[0-9a-f]{4}-", text);
        Assert.DoesNotContain("acme.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-bucket", text, StringComparison.Ordinal);
        Assert.Contains("Other lake", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_have_headers_and_pictures_have_text()
    {
        var page = Parse(Story("Orders"));
        Assert.NotEmpty(page.QuerySelectorAll("table"));
        foreach (var table in page.QuerySelectorAll("table"))
        {
            Assert.All(table.QuerySelectorAll("thead th"), head => Assert.Equal("col", head.GetAttribute("scope")));
            Assert.All(table.QuerySelectorAll("tbody tr"), row => Assert.Equal("row", row.Children[0].GetAttribute("scope")));
        }

        Assert.All(page.QuerySelectorAll("svg"), picture => Assert.True(picture.GetAttribute("aria-hidden") == "true" || picture.GetAttribute("aria-label") is { Length: > 5 }));
        Assert.All(page.QuerySelectorAll("section"), section => Assert.NotNull(page.GetElementById(section.GetAttribute("aria-labelledby")!)));
        // Each age has a time beside it.
        Assert.All(page.QuerySelectorAll("table.all tbody tr:first-child td:nth-child(10)"), cell => Assert.NotNull(cell.QuerySelector("time")));
    }

    [Fact]
    public void Without_syncs_there_is_still_a_page()
    {
        var page = Parse(Input());
        Facts.Hold(page.QuerySelector(".verdict")!.TextContent, "no active syncs");
        Assert.Contains("–", page.QuerySelector(".numbers")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("100", page.QuerySelector(".numbers")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Sections.Except([Sections[6]]), page.QuerySelectorAll("h2").Select(head => head.FirstChild!.TextContent.Trim()));
    }

    [Fact]
    public void A_report_of_100_syncs_has_at_most_300_kilobytes()
    {
        var syncs = Enumerable.Range(0, 100).Select(number =>
        {
            var one = Failing($"Sync with a name as long as people give them {number}", number);
            one.Sync.DefaultSchedule = number % 3 == 0 ? new() { Frequency = "continuous" } : number % 3 == 1 ? new() { Frequency = "hourly", Minute = $"{number % 60}" } : one.Sync.DefaultSchedule;
            return one with { Schemas = [.. Enumerable.Range(0, 12).Select(number => new BulkSyncSchema { Id = $"t{number}", OutputName = $"a_table_with_a_name_{number}" })] };
        });
        Assert.InRange(Encoding.UTF8.GetByteCount(ReportPage.Of(new BulkSyncReport(Input([.. syncs])))), 100_000, 300_000);
    }

    [Fact]
    public void The_report_contains_a_sync_that_could_not_be_read_with_the_reason()
    {
        var page = Parse(Input(Failing("Orders", 1), new(new() { Id = Guid.NewGuid(), Name = "Gone", Active = true }, [], []) { Failure = "no access" }));
        Facts.Hold(page.QuerySelector(".note")!.TextContent, "Gone", "no access");
        Facts.Hold(page.QuerySelector(".verdict")!.TextContent, "1 sync");
    }

    [Fact]
    public void The_markdown_has_the_same_parts_and_escapes_all_text()
    {
        var markdown = ReportMarkdown.Of(new BulkSyncReport(Story(Hostile)));
        foreach (var section in Sections) Assert.Contains($"## {section}", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("](http", markdown, StringComparison.Ordinal);
        // Every row of a table has as many cells as the header.
        foreach (var table in Regex.Matches(markdown, @"(?:^\|.*\n)+", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\n').Split('\n')))
        {
            Assert.True(table.Length > 2);
            Assert.Single(table.Select(row => Regex.Count(row, @"(?<!\\)\|")).Distinct());
        }
    }

    [Fact]
    public void The_markdown_draws_days_hours_and_records()
    {
        var report = new BulkSyncReport(Story("Orders"));
        var markdown = ReportMarkdown.Of(report);
        Assert.Contains("| `✓✓✓✓✓✓✓✓✓✓✓✕✕✕` |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain('…', markdown);

        // The bulk sync runs at 03:00 UTC each day, for less than an hour.
        var lane = Regex.Match(markdown, "(?m)^\\| Orders \\| .* \\| `([·█]+)` \\|").Groups[1].Value;
        var axis = Regex.Match(markdown, "(?m)^\\| Sync \\| Source \\| `([·0-9]+)` \\|").Groups[1].Value;
        Assert.Equal((49, 49, 2), (lane.Length, axis.Length, lane.Count(sign => sign == '█')));
        var six = axis.IndexOf("06", StringComparison.Ordinal);
        var hour = TimeZoneInfo.ConvertTime(new DateTimeOffset(2026, 11, 30, 3, 0, 0, TimeSpan.Zero), report.Input.Zone).Hour;
        Assert.Equal('█', lane[six - 6 + hour]);

        var bars = Regex.Matches(markdown, "(?m)^\\| \\w{3} \\d+ \\w{3} \\| (?:`([█░]+)`)? \\| ([0-9,]+) \\|$");
        Assert.Equal(30, bars.Count);
        var most = bars.Max(bar => int.Parse(bar.Groups[2].Value, NumberStyles.Number, CultureInfo.InvariantCulture));
        Assert.All(bars, bar => Assert.Equal(Math.Round(24m * int.Parse(bar.Groups[2].Value, NumberStyles.Number, CultureInfo.InvariantCulture) / most), bar.Groups[1].Length));
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("mail ana.b+c@acme.example now", "mail (address) now")]
    [InlineData("sync 22222222-0000-4000-8000-00000000000a is gone", "sync (id) is gone")]
    [InlineData("two\nlines\u202E", "two lines")]
    public void Addresses_ids_and_control_characters_are_removed_from_text(string text, string safe) => Assert.Equal(safe, ReportText.Safe(text));

    /// <summary>A bulk sync that has failed for three days, a paused bulk sync, and changes.</summary>
    private static ReportInput Story(string name)
    {
        var paused = new ReportSyncInput(new BulkSync { Id = Guid.NewGuid(), Name = "Paused one", Active = false }, [], [new() { Id = "a", OutputName = "a" }]);
        var (old, other) = (Guid.NewGuid(), Guid.NewGuid());
        return Input(Failing(name, 1), paused) with
        {
            ConnectionNames = new Dictionary<Guid, string> { [other] = "Other lake" },
            Changes =
            [
                new(name, "Schemas.orders.Filters", "[]", "[x]", Guid.NewGuid(), path: null),
                new(name, "DestinationConnection.Id", old.ToString(), other.ToString(), Guid.NewGuid(), path: null),
                new(name, "DestinationConfiguration.bucket", "s3cret-bucket", "s3cret-bucket-2", Guid.NewGuid(), path: null),
            ],
        };
    }

    private static ReportSyncInput Failing(string name, int seed)
    {
        var id = new Guid($"22222222-0000-4000-8000-{seed:000000000000}");
        var first = new DateTime(2026, 11, 16, 3, 0, 0, DateTimeKind.Utc);
        var executions = Enumerable.Range(0, 14).Select(day => (Start: first.AddDays(day), IsBad: day > 10)).Select(run => new BulkSyncExecution
        {
            Id = Guid.NewGuid(),
            SyncId = id,
            Status = run.IsBad ? "failed" : "completed",
            StartedAt = run.Start.ToLocalTime(),
            CompletedAt = run.Start.AddMinutes(10).ToLocalTime(),
            StatusMessage = run.IsBad ? "something failed" : "",
            Schemas =
            [
                new()
                {
                    Schema = "orders", OutputName = "orders_out", Status = run.IsBad ? "failed" : "completed", StatusMessage = run.IsBad ? "table is locked" : "",
                    RecordCount = 100, CompletedAt = run.Start.AddMinutes(10).ToLocalTime(),
                },
            ],
        });
        return new(
            new BulkSync
            {
                Id = id, Name = name, Active = true, CreatedAt = first.AddDays(-100), SourceConnectionId = new Guid($"33333333-0000-4000-8000-{seed % 7:000000000000}"),
                DefaultSchedule = new() { Frequency = "daily", Hour = "3", Minute = "0" },
            },
            [.. executions.Reverse()],
            [new() { Id = "orders", OutputName = "orders_out" }])
        {
            Source = new() { Name = "Shop", StatusError = "the key was revoked" },
            Destination = new() { Name = "Lake" },
            NextRun = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero),
            IsWhole = true,
        };
    }

    private static IDocument Parse(ReportInput input) => Parse(ReportPage.Of(new BulkSyncReport(input)));

    private static IDocument Parse(string html) => new HtmlParser(new() { IsStrictMode = true }).ParseDocument(html);

    private static string Text(IElement element) => Regex.Replace(string.Join(' ', element.Descendants<IText>().Select(text => text.Data)), @"\s+", " ").Trim();
}
