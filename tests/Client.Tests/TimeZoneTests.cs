using System.Globalization;
using System.Text.Json;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>Tests that set the time zone of the process run by themselves.</summary>
[CollectionDefinition(nameof(TimeZoneTests), DisableParallelization = true)]
public sealed class TimeZoneTestGroup;

/// <summary>Elapsed time and order depend on instants, not on local clocks.</summary>
[Collection(nameof(TimeZoneTests))]
public sealed class TimeZoneTests : IDisposable
{
    private readonly string? _zone = Environment.GetEnvironmentVariable("TZ");

    public static readonly TheoryData<string> Zones = ["America/New_York", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Etc/UTC"];

    public void Dispose() => Use(_zone);

    [Fact]
    public void The_duration_of_a_run_across_the_repeated_hour_is_the_elapsed_time()
    {
        Use("America/New_York");
        var execution = Read("2026-11-01T05:50:00Z", "2026-11-01T06:10:00Z");
        Assert.True(execution.CompletedAt < execution.StartedAt, "on the wall it ends before it begins");
        Assert.Equal((TimeSpan.FromMinutes(20), 1200), (execution.Duration, execution.DurationSeconds));
        var schema = execution.Schemas![0];
        Assert.Equal((TimeSpan.FromMinutes(20), 1200), (schema.Duration, schema.DurationSeconds));
        var status = new BulkSyncStatus { LastExecution = execution };
        Assert.Equal((TimeSpan.FromMinutes(20), 1200), (status.Duration, status.DurationSeconds));
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_duration_is_the_difference_of_the_instants(string zone)
    {
        Use(zone);
        // Times within minutes of a clock change, and any other times.
        var changes = ChangesIn(2026).ToArray();
        Assert.Equal(zone is "Asia/Kolkata" or "Etc/UTC" ? 0 : 2, changes.Length);
        var anywhere = Gen.DateTime[new DateTime(2026, 1, 1), new DateTime(2027, 1, 1)].Select(time => Whole(time));
        var near = changes.Length == 0 ? anywhere : Gen.Select(Gen.Int[0, changes.Length - 1], Gen.Int[-200, 200], (number, minutes) => changes[number].AddMinutes(minutes));
        Gen.Select(Gen.OneOf(anywhere, near), Gen.Int[0, 300]).Sample(
            (start, minutes) =>
            {
                var execution = Read(Text(start), Text(start.AddMinutes(minutes)));
                return execution.Duration == TimeSpan.FromMinutes(minutes) && execution.DurationSeconds == 60L * minutes
                    && execution.Schemas![0].Duration == execution.Duration;
            },
            iter: Cases.AtMost(500));
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task The_next_run_is_right_on_the_days_when_the_clocks_change(string zone)
    {
        Use(zone);
        foreach (var change in ChangesIn(2026).DefaultIfEmpty(new DateTime(2026, 3, 8, 7, 0, 0, DateTimeKind.Utc)))
        {
            for (var hours = -3; hours <= 3; hours++)
            {
                using var api = new Api();
                var now = change.AddHours(hours).AddMinutes(1);
                api.Clock.Advance(now - api.Clock.GetUtcNow().UtcDateTime);
                api.Script.AnswerAt($"/api/bulk/syncs/{Api.Id}/schedules", 200, """{"data":[{"id":"5c4f4a2c-0000-4000-8000-000000000001","frequency":"hourly","minute":"30"}]}""");
                api.Script.Otherwise(200, """{"data":{"id":"248df4b7-aa70-47b8-a036-33ac447e668d","active":true}}""");
                var next = (await api.Client.Schedules.ListAsync(Api.Id, TestContext.Current.CancellationToken))[0].NextRun!.Value;
                var half = new DateTime(now.Year, now.Month, now.Day, now.Hour, 30, 0, DateTimeKind.Utc);
                Assert.Equal(DateTimeKind.Local, next.Kind);
                Assert.Equal(half > now ? half : half.AddHours(1), next.ToUniversalTime());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Since_is_read_as_an_instant(string zone)
    {
        Use(zone);
        foreach (var change in ChangesIn(2026).DefaultIfEmpty(new DateTime(2026, 3, 8, 7, 0, 0, DateTimeKind.Utc)))
        {
            var started = Enumerable.Range(-8, 16).Select(quarter => change.AddMinutes(15 * quarter)).Reverse().ToArray();
            for (var i = 0; i < started.Length; i++)
            {
                using var api = new Api();
                api.Script.Otherwise(200, $$"""{"data":[{{string.Join(',', started.Select(time => $$"""{"started_at":"{{Text(time)}}"}"""))}}]}""");
                var found = new List<DateTime>();
                await foreach (var one in api.Client.Executions.ListAsync(Api.Id, since: started[i].ToLocalTime(), cancel: TestContext.Current.CancellationToken))
                {
                    found.Add(one.StartedAt!.Value.ToUniversalTime());
                }

                Assert.Equal(started.Take(i + 1), found);
            }
        }
    }

    [Fact]
    public async Task An_execution_that_never_began_has_the_time_of_its_request()
    {
        const string Page = """{"data":[{"status":"canceled","created_at":"2026-06-01T10:00:00Z"},{"status":"canceled"}]}""";
        async Task<List<BulkSyncExecution>> ListAsync(DateTime since)
        {
            using var api = new Api();
            api.Script.Otherwise(200, Page);
            var found = new List<BulkSyncExecution>();
            await foreach (var one in api.Client.Executions.ListAsync(Api.Id, since: since, cancel: TestContext.Current.CancellationToken)) found.Add(one);
            return found;
        }

        var at = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
        var found = await ListAsync(at);
        Assert.Equal(at, found[0].Time!.Value.ToUniversalTime());
        Assert.DoesNotContain(await ListAsync(at.AddSeconds(1)), one => one.CreatedAt is not null);
    }

    private static void Use(string? zone)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes the time zone from the machine alone");
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
        if (zone is not null) Assert.Equal(TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset, TimeZoneInfo.Local.BaseUtcOffset);
    }

    /// <summary>The instants at which the clocks change, to the minute.</summary>
    private static IEnumerable<DateTime> ChangesIn(int year)
    {
        var zone = TimeZoneInfo.Local;
        for (var time = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc); time.Year == year; time = time.AddMinutes(30))
        {
            if (zone.GetUtcOffset(time) != zone.GetUtcOffset(time.AddMinutes(30))) yield return time.AddMinutes(30);
        }
    }

    private static DateTime Whole(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static BulkSyncExecution Read(string started, string completed)
    {
        var times = $"\"started_at\":\"{started}\",\"completed_at\":\"{completed}\"";
        return JsonSerializer.Deserialize($"{{{times},\"schemas\":[{{{times}}}]}}", ApiJson.Default.BulkSyncExecution)!;
    }
}
