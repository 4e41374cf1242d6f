using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Report;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>Compares the sums of executions with an independent count of the executions.</summary>
public sealed class ExecutionMeasureTests
{
    private static readonly Guid[] Syncs = [.. Enumerable.Range(1, 3).Select(number => new Guid($"00000000-0000-4000-8000-00000000000{number}"))];

    private static readonly string[] Failures = ["failed", "errors", "interrupted"];

    private static readonly string[] Statuses = [.. Failures, "completed", "completed", "completed", "canceled", "running", "created", "later"];

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromMinutes(345), "test", "test");

    private static readonly Gen<BulkSyncExecution> Execution =
        Gen.Select(Gen.Int[0, 2], Gen.OneOf(Statuses), Gen.Int[0, 60 * 24 * 20], Gen.Int[0, 9000], Gen.Int[0, 15], Schemas()).Select((sync, status, minutes, seconds, flags, schemas) =>
        {
            var start = new DateTime(2026, 3, 20, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes);
            var isOver = status is not ("running" or "created");
            return new BulkSyncExecution
            {
                Id = Guid.NewGuid(),
                SyncId = Syncs[sync],
                SyncName = $"Sync {sync}",
                Status = status,
                StatusMessage = $"{status} {minutes}",
                CreatedAt = start.ToLocalTime(),
                StartedAt = status == "created" ? null : start.ToLocalTime(),
                CompletedAt = isOver ? start.AddSeconds(seconds).ToLocalTime() : null,
                IsTest = (flags & 3) == 1,
                IsPartial = (flags & 12) == 4,
                Schemas = schemas,
            };
        });

    private static Gen<SchemaExecutionList> Schemas() =>
        Gen.Select(Gen.OneOf("completed", "completed", "failed", "running"), Gen.Long[0, 1000], Gen.Int[0, 3]).Array[0, 3].Select(rows =>
        {
            var list = new SchemaExecutionList();
            for (var number = 0; number < rows.Length; number++)
            {
                var (status, records, errors) = rows[number];
                list.Add(new() { Schema = $"t{number}", OutputName = $"T{number}", Status = status, RecordCount = records, ErrorCount = errors == 3 ? 1 : 0 });
            }

            return list;
        });

    [Fact]
    public void The_row_of_a_sync_matches_an_independent_count() => Execution.Array[1, 60].Sample(executions =>
    {
        var rows = new ExecutionMeasures([.. executions, .. executions], Zone, hasBlocks: true).BySync().ToList();
        Assert.Equal(executions.Select(one => one.SyncId).Distinct(), rows.Select(row => row.SyncId));
        foreach (var row in rows) Hold(row, [.. executions.Where(one => one.SyncId == row.SyncId)]);
        Hold(new ExecutionMeasures(executions, Zone, hasBlocks: true).Total(), executions);
    }, iter: Cases.AtMost(300));

    [Fact]
    public void The_row_of_a_day_matches_an_independent_count() => Execution.Array[1, 60].Sample(executions =>
    {
        var days = executions.GroupBy(one => (one.StartedAt ?? one.CreatedAt)!.Value.ToUniversalTime().AddMinutes(345).Date).OrderBy(day => day.Key).ToList();
        var rows = new ExecutionMeasures(executions, Zone, hasBlocks: false).ByDay().ToList();
        Assert.Equal(days.Select(day => (DateTime?)day.Key), rows.Select(row => row.Day));
        foreach (var (day, row) in days.Zip(rows)) Hold(row, [.. day]);

        var weeks = new ExecutionMeasures(executions, Zone, hasBlocks: false).ByWeek().ToList();
        Assert.Equal(rows.Sum(row => row.Runs), weeks.Sum(row => row.Runs));
        Assert.All(weeks, week => Assert.Equal(DayOfWeek.Monday, week.Day!.Value.DayOfWeek));
        foreach (var week in weeks) Assert.Equal(rows.Where(row => row.Day >= week.Day && row.Day < week.Day!.Value.AddDays(7)).Sum(row => row.Failed), week.Failed);
    }, iter: Cases.AtMost(300));

    [Fact]
    public void The_row_of_a_schema_matches_an_independent_count() => Execution.Array[1, 40].Sample(executions =>
    {
        foreach (var row in new ExecutionMeasures(executions, Zone, hasBlocks: true).BySchema([], DateTimeOffset.UtcNow))
        {
            var (succeeded, failed, records) = (0, 0, 0L);
            foreach (var execution in executions.Where(one => one.SyncId == row.SyncId && one.IsTest != true))
            {
                foreach (var schema in execution.Schemas!.Where(schema => schema.Schema == row.Schema))
                {
                    if (schema.Status == "completed" && schema.ErrorCount == 0) succeeded++;
                    if (schema.Status == "failed" || (schema.Status == "completed" && schema.ErrorCount > 0)) failed++;
                    if (schema.Status == "completed") records += schema.RecordCount!.Value;
                }
            }

            Assert.Equal((succeeded, failed, records), (row.Succeeded, row.Failed, row.RecordCount));
            Assert.Equal($"T{row.Schema![1..]}", row.OutputName);
            Assert.Null(row.IsLate);
        }
    }, iter: Cases.AtMost(200));

    private static void Hold(BulkSyncExecutionMeasure row, BulkSyncExecution[] executions)
    {
        var real = Array.FindAll(executions, one => one.IsTest == false);
        int Count(params string[] statuses) => real.Count(one => statuses.Contains(one.Status));
        Assert.Equal((Count("completed"), Count(Failures), Count("canceled"), Count("running", "created")), (row.Succeeded, row.Failed, row.Canceled, row.UnderWay));
        Assert.Equal(executions.Length - real.Length, row.Tests);
        Assert.Equal(row.Succeeded + row.Failed + Count("later"), row.Runs);
        var finished = row.Succeeded + row.Failed;
        if (finished == 0) Assert.Null(row.SuccessRate);
        else
        {
            Assert.InRange((100m * row.Succeeded / finished) - (decimal)row.SuccessRate!.Value, 0, 0.1m);
            Assert.Equal(row.Failed == 0, row.SuccessRate == 100);
        }

        var records = 0L;
        foreach (var execution in real.Where(one => one.Status is not ("running" or "created")))
        {
            foreach (var schema in execution.Schemas!) if (schema.Status == "completed") records += schema.RecordCount!.Value;
        }

        Assert.Equal(records, row.RecordCount);
        var full = Array.FindAll(real, one => one is { Status: "completed", IsPartial: false });
        var durations = full.Select(one => one.CompletedAt!.Value.ToUniversalTime() - one.StartedAt!.Value.ToUniversalTime()).Order().ToList();
        Assert.Equal(durations.Count == 0 ? null : durations[(int)Math.Ceiling(durations.Count / 2.0) - 1], row.MedianDuration);
        Assert.Equal(durations.Count == 0 ? null : durations[^1], row.LongestDuration);
        Assert.Equal((long?)row.MedianDuration?.TotalSeconds, row.MedianDurationSeconds);
        Assert.Equal(full.Max(one => one.CompletedAt), row.LastSuccess);
        Assert.Equal(real.Where(one => Failures.Contains(one.Status)).Max(one => one.StartedAt), row.LastFailure);
        Assert.Equal(Math.Min(12, finished), row.Trend.Length);
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(19, 19 * 60)]
    [InlineData(20, 19 * 60)]
    [InlineData(40, 38 * 60)]
    [InlineData(100, 95 * 60)]
    public void The_95th_percentile_is_the_nearest_rank_and_for_few_runs_the_longest(int count, int seconds)
    {
        var begin = DateTimeOffset.UnixEpoch;
        var durations = new RunDurations(Enumerable.Range(1, count).Select(number => new Run(RunResult.Succeeded, begin, begin.AddMinutes(number))));
        Assert.Equal(TimeSpan.FromSeconds(seconds), durations.High);
        Assert.Equal(count < 20, durations.IsHighLongest);
    }

    [Theory]
    [InlineData(true, "▁█×▅")]
    [InlineData(false, ".#x+")]
    public void A_trend_shows_durations_and_failures_and_ends_with_the_newest(bool hasBlocks, string trend)
    {
        var begin = DateTimeOffset.UnixEpoch;
        Run Make(int hour, RunResult result, double minutes, bool test = false) => new(result, begin.AddHours(hour), begin.AddHours(hour).AddMinutes(minutes)) { IsTest = test };
        var runs = new[]
        {
            Make(4, RunResult.Succeeded, 6), Make(1, RunResult.Succeeded, 0), Make(3, RunResult.Failed, 90), Make(2, RunResult.Succeeded, 10),
            Make(5, RunResult.Canceled, 1), Make(6, RunResult.UnderWay, 1), Make(7, RunResult.Succeeded, 50, test: true),
        };
        Assert.Equal(trend, RunTrend.Draw(runs, hasBlocks));
        Assert.Equal("", RunTrend.Draw([], hasBlocks));
        Assert.Equal(RunTrend.Most, RunTrend.Draw(Enumerable.Range(0, 50).Select(hour => Make(hour, RunResult.Failed, 1)), hasBlocks).Length);
    }

    [Theory]
    [InlineData("later", false, 0, 1)]
    [InlineData("later", true, 1, 0)]
    [InlineData("running", true, 0, 1)]
    public void An_unknown_status_is_ended_if_the_execution_has_an_end(string status, bool hasEnd, int runs, int underWay)
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local);
        var row = new ExecutionMeasures(
            [new() { SyncId = Syncs[0], Status = status, StartedAt = start, CompletedAt = hasEnd ? start.AddMinutes(1) : null, RecordCount = 7 }], Zone, hasBlocks: true).Total();
        Assert.Equal((runs, underWay, 0, 0), (row.Runs, row.UnderWay, row.Succeeded, row.Failed));
        Assert.Equal(0, row.RecordCount);
    }

    [Fact]
    public void An_execution_without_schemas_counts_its_own_records()
    {
        BulkSyncExecution Make(string status) => new() { SyncId = Syncs[0], Status = status, StartedAt = DateTime.Now, CompletedAt = DateTime.Now, RecordCount = 7 };
        var row = new ExecutionMeasures([Make("completed"), Make("failed")], Zone, hasBlocks: true).Total();
        Assert.Equal((7, 7), (row.RecordCount, row.OtherRecordCount));
    }
}
