using PolytomicBulk;
using PolytomicBulk.Report;
using Client.Tests.Support;
using CsCheck;
using Xunit;
using static Client.Tests.Support.Histories;

namespace Client.Tests;

/// <summary>Compares the numbers of a report with an independent count of the executions.</summary>
public sealed class ReportNumberTests
{
    [Fact]
    public void Runs_and_records_match_an_independent_count() => Syncs.Sample(syncs =>
    {
        var report = new BulkSyncReport(Input(syncs));
        var all = syncs.SelectMany(sync => sync.Executions).ToList();
        Assert.Equal(Counts(all), (report.Succeeded, report.Failed, report.Canceled));
        foreach (var sync in syncs)
        {
            var row = Assert.Single(report.Syncs, row => row.SyncId == sync.Sync.Id);
            Assert.Equal(Counts(sync.Executions), (row.Succeeded, row.Failed, row.Canceled));
        }

        Assert.Equal(Records(all, 1, 7, wanted: true), report.RecordCount);
        Assert.Equal(Records(all, 1, 7, wanted: false), report.OtherRecordCount);
        Assert.Equal(Enumerable.Range(0, 30).Select(ago => Records(all, 29 - ago, 29 - ago, wanted: true)), report.Days.Select(day => day.All));

        var covered = syncs.Where(IsCovered).SelectMany(sync => sync.Executions).ToList();
        var (week, before) = (Records(covered, 1, 7, wanted: true), Records(covered, 8, 14, wanted: true));
        Assert.Equal(syncs.Count(IsCovered), report.CoveredSyncCount);
        if (before == 0) Assert.Null(report.Growth);
        else Assert.Equal(100.0 * (week - before) / before, report.Growth!.Value, 0.051);
    }, iter: Cases.AtMost(300));

    [Fact]
    public void Late_schemas_match_a_check_of_each_minute() => Syncs.Sample(syncs =>
    {
        var report = new BulkSyncReport(Input(syncs));
        foreach (var sync in syncs)
        {
            foreach (var schema in report.Schemas.Where(schema => schema.SyncId == sync.Sync.Id)) Assert.Equal(IsLate(sync, schema.Schema), schema.IsLate);
        }

        Assert.Equal(report.Schemas.Count(schema => schema.IsLate == true), report.LateSchemaCount);
        Assert.Equal(report.Syncs.Count(sync => sync.Active) * 2, report.SchemaCount + report.NewSchemaCount);
    }, iter: Cases.AtMost(200));

    [Fact]
    public void A_sync_is_failing_if_its_last_complete_run_failed() => Syncs.Sample(syncs =>
    {
        var report = new BulkSyncReport(Input(syncs));
        foreach (var sync in syncs)
        {
            var row = Assert.Single(report.Syncs, row => row.SyncId == sync.Sync.Id);
            var whole = sync.Executions.Where(one => one.IsTest == false && one.IsPartial == false && (one.Status == "completed" || Failures.Contains(one.Status))).OrderBy(Start).ToList();
            Assert.Equal(sync.Sync.Active == true && whole.Count > 0 && whole[^1].Status != "completed", row.IsFailing);
            Assert.Equal(whole.FindLast(one => one.Status == "completed")?.CompletedAt, row.LastSuccess);
            var since = whole.Skip(whole.FindLastIndex(one => one.Status == "completed") + 1).FirstOrDefault();
            Assert.Equal(row.IsFailing ? since?.StartedAt : null, row.Since);
        }

        Assert.Equal(report.Syncs.Count(sync => sync.Active && (sync.IsFailing || sync.IsLate)), report.NeedingAttention.Count());
        Assert.Equal(report.NeedingAttention.Count(), report.FailingSyncCount + report.LateSyncCount);
    }, iter: Cases.AtMost(200));

    [Fact]
    public void A_square_shows_the_runs_of_its_day() => Syncs.Sample(syncs =>
    {
        foreach (var row in new BulkSyncReport(Input(syncs)).Syncs)
        {
            var executions = syncs.Single(sync => sync.Sync.Id == row.SyncId).Executions;
            for (var ago = 0; ago < 14; ago++)
            {
                var runs = executions.Where(one => one.IsTest == false && Ago(one) == ago && (one.Status == "completed" || Failures.Contains(one.Status))).OrderBy(Start).ToList();
                var day = row.Days[13 - ago];
                Assert.Equal(runs.Count(one => one.Status != "completed"), day.Failures);
                if (runs.Count == 0) Assert.True(day.Result is DayResult.NoRun or DayResult.NoHistory);
                else Assert.Equal(day.Failures == 0 ? DayResult.Succeeded : runs[^1].Status == "completed" ? DayResult.Recovered : DayResult.Failed, day.Result);
            }
        }
    }, iter: Cases.AtMost(200));

    [Fact]
    public void More_than_two_syncs_that_use_one_source_at_the_same_time_collide()
    {
        var source = Guid.NewGuid();
        ReportSyncInput Make(string name, string minute, int length, bool active = true) => new(
            new BulkSync { Id = Guid.NewGuid(), Name = name, Active = active, SourceConnectionId = source, DefaultSchedule = new() { Frequency = "daily", Hour = "3", Minute = minute } },
            length == 0 ? [] : [new() { Id = Guid.NewGuid(), Status = "completed", StartedAt = Now.AddDays(-1).LocalDateTime, CompletedAt = Now.AddDays(-1).AddMinutes(length).LocalDateTime }],
            []) { Source = new() { Name = "Shop" } };

        var apart = new BulkSyncReport(Input(Make("A", "0", 10), Make("B", "5", 10), Make("C", "10", 10), Make("D", "5", 10, active: false)));
        Assert.Equal(3, apart.Lanes.Count);
        Assert.Empty(apart.Collisions);
        var report = new BulkSyncReport(Input(Make("A", "0", 11), Make("B", "5", 10), Make("C", "10", 10)));
        Assert.Equal(2, report.Collisions.Count);
        Assert.Equal(("Shop", "A, B, C", false), (report.Collisions[0].SourceName, string.Join(", ", report.Collisions[0].SyncNames), report.Collisions[0].IsEstimated));
        Assert.Equal(new DateTime(2026, 11, 30, 3, 10, 0), report.Collisions[0].StartsAt.ToUniversalTime());
        Assert.True(Assert.IsType<BulkSyncReportCollision>(new BulkSyncReport(Input(Make("A", "0", 11), Make("B", "5", 10), Make("C", "10", 0))).Collisions[0]).IsEstimated);
    }

    [Fact]
    public void A_history_that_begins_late_is_reported_and_omitted_from_the_comparison()
    {
        ReportSyncInput Make(DateTimeOffset first, DateTimeOffset created, bool whole) => new(
            new BulkSync { Id = Guid.NewGuid(), Name = "A", Active = true, CreatedAt = created.LocalDateTime, DefaultSchedule = new() { Frequency = "hourly", Minute = "0" } },
            [.. Enumerable.Range(0, 3).Select(number => new BulkSyncExecution { Id = Guid.NewGuid(), Status = "completed", StartedAt = first.AddHours(number).LocalDateTime, CompletedAt = first.AddHours(number).LocalDateTime })],
            []) { IsWhole = whole };

        var cut = new BulkSyncReport(Input(Make(Now.AddDays(-3), Now.AddDays(-300), whole: true)));
        Assert.Equal(Now.AddDays(-3).LocalDateTime, cut.Syncs[0].HistoryBegins);
        Assert.Equal(0, cut.CoveredSyncCount);
        Facts.Hold(ReportText.Incomplete(cut)!, "A", "Thu 26 Nov");
        Assert.Equal(DayResult.NoHistory, cut.Syncs[0].Days[0].Result);
        // The first bulk sync is new, so its history is complete. For the second, only part of the history was read.
        foreach (var input in new[] { Make(Now.AddDays(-3), Now.AddDays(-3).AddMinutes(-10), whole: true), Make(Now.AddDays(-3), Now.AddDays(-300), whole: false) })
        {
            Assert.Null(new BulkSyncReport(Input(input)).Syncs[0].HistoryBegins);
        }

        Assert.Equal(0, new BulkSyncReport(Input(Make(Now.AddDays(-3), Now.AddDays(-3), whole: true))).CoveredSyncCount);
    }

    [Fact]
    public void A_next_run_that_differs_from_the_schedule_is_reported()
    {
        ReportSyncInput Make(DateTimeOffset? next, bool active = true) =>
            new(new BulkSync { Id = Guid.NewGuid(), Name = "A", Active = active, DefaultSchedule = new() { Frequency = "daily", Hour = "15", Minute = "0" } }, [], []) { NextRun = next };

        Assert.Null(new BulkSyncReport(Input(Make(Now.AddHours(3)))).Syncs[0].NextRunNote);
        Facts.Hold(new BulkSyncReport(Input(Make(Now.AddHours(5)))).Syncs[0].NextRunNote!, "Sun 29 Nov 20:45");
        Assert.NotNull(new BulkSyncReport(Input(Make(null))).Syncs[0].NextRunNote);
        var paused = new BulkSyncReport(Input(Make(Now.AddHours(5), active: false))).Syncs[0];
        Assert.Equal((null, null), (paused.NextRun, paused.NextRunNote));
    }

    [Fact]
    public void A_day_is_a_local_day_when_the_clocks_change()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var input = new ReportInput(new(2026, 10, 26, 12, 0, 0, TimeSpan.Zero), berlin);
        Assert.Equal(new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero), input.StartOf(new(2026, 10, 25)));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 23, 0, 0, TimeSpan.Zero), input.StartOf(new(2026, 10, 26)));
        Assert.Equal(new DateTime(2026, 10, 25), input.DayOf(new(2026, 10, 25, 22, 59, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTime(2026, 10, 26), input.Today);
    }

    private static DateTimeOffset Start(BulkSyncExecution execution) => execution.StartedAt!.Value.ToUniversalTime();

    /// <summary>How many local days ago an execution began. The time zone is 5:45 ahead of UTC, so the local time is 17:45.</summary>
    private static int Ago(BulkSyncExecution execution) => (int)(new DateTime(2026, 11, 29) - execution.StartedAt!.Value.ToUniversalTime().AddMinutes(345).Date).TotalDays;

    private static (int, int, int) Counts(IEnumerable<BulkSyncExecution> executions)
    {
        var real = executions.Where(one => one.IsTest == false && Ago(one) <= 7).ToList();
        return (real.Count(one => one.Status == "completed"), real.Count(one => Failures.Contains(one.Status)), real.Count(one => one.Status == "canceled"));
    }

    private static long Records(IEnumerable<BulkSyncExecution> executions, int from, int to, bool wanted)
    {
        var sum = 0L;
        foreach (var execution in executions)
        {
            if (execution.IsTest == true || execution.Status == "running" || Ago(execution) < from || Ago(execution) > to) continue;
            foreach (var schema in execution.Schemas!) if (schema.Status == "completed" == wanted) sum += schema.RecordCount!.Value;
        }

        return sum;
    }

    private static bool IsCovered(ReportSyncInput sync)
    {
        var first = sync.Executions.Count == 0 ? (DateTimeOffset?)null : sync.Executions.Min(Start);
        DateTimeOffset created = sync.Sync.CreatedAt!.Value.ToUniversalTime();
        // Midnight in the time zone, 30 days ago, including today.
        var begin = new DateTimeOffset(2026, 10, 31, 0, 0, 0, TimeSpan.FromMinutes(345));
        var lacks = sync.Sync.Active == true && first is { } one && AnyDue(sync, begin > created ? begin : created, one.AddHours(-1));
        var known = lacks || first < created ? first!.Value : created;
        return known.ToOffset(TimeSpan.FromMinutes(345)).Date <= new DateTime(2026, 11, 15);
    }

    private static bool? IsLate(ReportSyncInput sync, string schema)
    {
        if (sync.Sync.Active != true) return null;
        var full = sync.Executions.Where(one => one is { IsTest: false, IsPartial: false, Status: "completed" })
            .Select(one => one.CompletedAt!.Value.ToUniversalTime() - one.StartedAt!.Value.ToUniversalTime()).Order().ToList();
        var patience = full.Count == 0 ? TimeSpan.Zero : 2 * full[(int)Math.Ceiling(full.Count / 2.0) - 1];
        if (patience < TimeSpan.FromMinutes(30)) patience = TimeSpan.FromMinutes(30);
        DateTimeOffset since = sync.Sync.CreatedAt!.Value.ToUniversalTime();
        var runs = sync.Executions.Where(one => one.IsTest == false && one.Status != "running").ToList();
        // The first known execution began shortly after its scheduled time.
        if (runs.Count > 0 && runs.Min(Start).AddMinutes(-30) is var first && first > since) since = first;
        for (var at = Now - patience; at >= since; at = at.AddMinutes(-1))
        {
            at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
            if (at < since || !Fits(sync, at)) continue;
            return !sync.Executions.Any(one =>
                one.IsTest == false && Start(one) >= at && one.Schemas!.Any(part => part.Schema == schema && part is { Status: "completed", ErrorCount: 0 }));
        }

        return null;
    }

    private static bool AnyDue(ReportSyncInput sync, DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from.AddSeconds(60 - from.Second); at <= to; at = at.AddMinutes(1)) if (Fits(sync, at)) return true;
        return false;
    }

    private static bool Fits(ReportSyncInput sync, DateTimeOffset at)
    {
        var (schedule, utc) = (sync.Sync.DefaultSchedule!, at.UtcDateTime);
        return $"{utc.Minute}" == schedule.Minute && (schedule.Frequency == "hourly" || $"{utc.Hour}" == schedule.Hour);
    }
}
