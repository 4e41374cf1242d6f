using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Report;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>When schedules run, and which schemas are late.</summary>
public sealed class PunctualityTests
{
    // A Sunday.
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<ScheduleSettings> Schedule =
        Gen.Select(Gen.OneOf("hourly", "daily", "weekly", "custom"), Gen.Int[0, 59], Gen.Int[0, 23], Gen.Int[1, 28], Gen.Int[0, 7], Gen.Int[0, 7]).Select((frequency, minute, hour, day, weekday, stars) => new ScheduleSettings
        {
            Frequency = frequency,
            Minute = frequency == "custom" && (stars & 1) == 1 ? "*" : $"{minute}",
            Hour = frequency == "custom" && (stars & 2) == 2 ? "*" : $"{hour}",
            DayOfMonth = frequency == "custom" && (stars & 4) == 4 ? $"{day}" : null,
            DayOfWeek = frequency == "weekly" ? $"{weekday}" : null,
        });

    [Fact]
    public void Times_in_a_range_are_the_same_as_successive_next_times() => Gen.Select(Schedule, Gen.Int[0, 100_000], Gen.Int[1, 6000]).Sample((schedule, from, minutes) =>
    {
        var begin = new DateTime(2026, 1, 1, 0, 0, 30, DateTimeKind.Utc).AddMinutes(from);
        var end = begin.AddMinutes(minutes);
        var expected = new List<DateTime>();
        for (var at = ScheduleTimes.Next(schedule, begin); at <= end; at = ScheduleTimes.Next(schedule, at.Value)) expected.Add(at.Value);
        Assert.Equal(expected, ScheduleTimes.Between(schedule, begin, end));
        Assert.Equal(expected.Count == 0 ? null : expected[^1], ScheduleTimes.Last(schedule, end, begin));
    }, iter: Cases.AtMost(300));

    [Theory]
    [InlineData("daily", "11:00", "2026-11-29T11:01", false)]
    [InlineData("daily", "11:00", "2026-11-28T11:01", true)]
    // An execution takes 20 minutes, so a schema is late after twice that time.
    [InlineData("daily", "11:15", "2026-11-28T11:16", true)]
    [InlineData("daily", "11:25", "2026-11-28T11:26", false)]
    [InlineData("weekly", "06:00", "2026-11-23T06:01", false)]
    [InlineData("weekly", "06:00", "2026-11-22T06:01", true)]
    [InlineData("weekly", "06:00", null, true)]
    public void A_schema_is_late_if_no_success_has_begun_since_its_last_scheduled_time(string frequency, string time, string? began, bool isLate)
    {
        var sync = Sync(new() { Frequency = frequency, Hour = time[..2], Minute = time[3..], DayOfWeek = "monday" });
        var judged = new Punctuality(sync, Runs(20), Now).Judge("a", At(began), At(began)?.AddMinutes(20));
        Assert.Equal(isLate, judged.IsLate);
        Assert.NotNull(judged.DueAt);
    }

    [Fact]
    public void A_schema_is_late_only_after_twice_the_median_duration()
    {
        var sync = Sync(new() { Frequency = "daily", Hour = "11", Minute = "0" });
        Assert.True(new Punctuality(sync, Runs(20), Now).Judge("a", Now.AddDays(-1), Now.AddDays(-1)).IsLate);
        var judged = new Punctuality(sync, Runs(40), Now).Judge("a", Now.AddDays(-1), Now.AddDays(-1));
        Assert.False(judged.IsLate);
        Assert.Equal(Now.AddHours(-1).AddDays(-1), judged.DueAt);
    }

    [Fact]
    public void Times_before_the_schedule_the_sync_or_the_first_known_run_do_not_count()
    {
        var sync = Sync(new() { Frequency = "daily", Hour = "11", Minute = "0" });
        Assert.NotNull(new Punctuality(sync, [], Now).Judge("a", null, null).IsLate);
        sync.CreatedAt = Now.AddMinutes(-10).LocalDateTime;
        Assert.Null(new Punctuality(sync, [], Now).Judge("a", null, null).IsLate);
        sync.CreatedAt = null;
        sync.DefaultSchedule!.CreatedAt = Now.AddMinutes(-10).LocalDateTime;
        Assert.Null(new Punctuality(sync, [], Now).Judge("a", null, null).IsLate);
        sync.DefaultSchedule.CreatedAt = null;
        Assert.Null(new Punctuality(sync, [new(RunResult.Failed, Now.AddMinutes(-10), Now)], Now).Judge("a", null, null).IsLate);
    }

    [Fact]
    public void No_schema_of_a_paused_or_manual_sync_is_late()
    {
        Assert.Equal((null, null), new Punctuality(Sync(new() { Frequency = "manual" }), Runs(1), Now).Judge("a", null, null));
        var sync = Sync(new() { Frequency = "daily", Hour = "11", Minute = "0" });
        sync.Active = false;
        Assert.Equal((null, null), new Punctuality(sync, Runs(1), Now).Judge("a", null, null));
    }

    [Fact]
    public void A_schedule_of_some_schemas_does_not_make_others_late()
    {
        var sync = Sync(new() { Frequency = "manual" });
        sync.AdditionalSchedules = [new() { Frequency = "daily", Hour = "1", Minute = "0", Schemas = ["a"] }];
        var punctuality = new Punctuality(sync, Runs(1), Now);
        Assert.True(punctuality.Judge("a", null, null).IsLate);
        Assert.Null(punctuality.Judge("b", null, null).IsLate);
    }

    [Theory]
    // Executions begin every 20 minutes. Four such intervals are longer than the minimum of an hour.
    [InlineData(79, false)]
    [InlineData(81, true)]
    public void A_continuous_schema_is_late_after_four_intervals(int minutes, bool isLate)
    {
        var sync = Sync(new() { Frequency = "continuous" });
        var runs = Enumerable.Range(1, 10).Select(number => new Run(RunResult.Succeeded, Now.AddMinutes(-20 * number), Now.AddMinutes((-20 * number) + 1))).ToList();
        var ended = Now.AddMinutes(-minutes);
        Assert.Equal((ended.AddMinutes(80), isLate), new Punctuality(sync, runs, Now).Judge("a", ended, ended));
        Assert.Equal(ended.AddMinutes(60), new Punctuality(sync, Runs(1), Now).Judge("a", ended, ended).DueAt);
    }

    private static BulkSync Sync(ScheduleSettings schedule) =>
        new() { Id = Guid.NewGuid(), Active = true, DefaultSchedule = schedule, CreatedAt = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc) };

    private static Run[] Runs(int minutes) => [new(RunResult.Succeeded, Now.AddDays(-60), Now.AddDays(-60).AddMinutes(minutes))];

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
