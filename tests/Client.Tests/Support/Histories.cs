using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Report;

namespace Client.Tests.Support;

/// <summary>Random bulk syncs with their executions, for reports.</summary>
internal static class Histories
{
    public static readonly string[] Failures = ["failed", "errors", "interrupted"];

    /// <summary>A Sunday.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The offset from UTC is not a whole number of hours, so that a day in UTC is a different day.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromMinutes(345), "test", "test");

    private static readonly string[] Statuses = [.. Failures, "completed", "completed", "completed", "completed", "canceled", "running"];

    private static readonly Gen<SchemaExecutionList> Schemas =
        Gen.Select(Gen.OneOf("completed", "completed", "completed", "failed", "running"), Gen.Long[0, 1000], Gen.Int[0, 5]).Array[2].Select(rows =>
        {
            var list = new SchemaExecutionList();
            for (var number = 0; number < rows.Length; number++)
            {
                var (status, records, errors) = rows[number];
                list.Add(new() { Schema = $"t{number}", OutputName = $"T{number}", Status = status, RecordCount = records, ErrorCount = errors == 5 ? 1 : 0 });
            }

            return list;
        });

    private static readonly Gen<BulkSyncExecution> Execution =
        Gen.Select(Gen.OneOf(Statuses), Gen.Int[1, 60 * 24 * 35], Gen.Int[0, 5000], Gen.Int[0, 15], Schemas).Select((status, ago, seconds, flags, schemas) =>
        {
            var start = Now.AddMinutes(-ago);
            return new BulkSyncExecution
            {
                Id = Guid.NewGuid(),
                Status = status,
                StatusMessage = status == "completed" ? "" : $"why {ago}",
                CreatedAt = start.LocalDateTime,
                StartedAt = start.LocalDateTime,
                CompletedAt = status == "running" ? null : start.AddSeconds(seconds).LocalDateTime,
                IsTest = (flags & 3) == 1,
                IsPartial = (flags & 12) == 4,
                Schemas = schemas,
            };
        });

    /// <summary>Bulk syncs that run hourly or daily, active or paused.</summary>
    public static readonly Gen<ReportSyncInput[]> Syncs =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 59], Gen.Int[0, 23], Gen.Int[0, 60], Execution.Array[0, 40]).Select((active, hourly, minute, hour, age, executions) =>
        {
            var id = Guid.NewGuid();
            // A bulk sync runs one execution at a time, so no two begin at once.
            executions = [.. executions.GroupBy(execution => execution.StartedAt).Select(same => same.First())];
            foreach (var execution in executions) execution.SyncId = id;
            var sync = new BulkSync
            {
                Id = id,
                Name = $"Sync {id.ToString()[..4]}",
                Active = active,
                CreatedAt = Now.AddDays(-age).LocalDateTime,
                SourceConnectionId = Guid.Empty,
                DefaultSchedule = new() { Frequency = hourly ? "hourly" : "daily", Minute = $"{minute}", Hour = hourly ? null : $"{hour}" },
            };
            return new ReportSyncInput(sync, executions, [new() { Id = "t0", OutputName = "T0", Enabled = true }, new() { Id = "t1", OutputName = "T1", Enabled = true }]) { IsWhole = true };
        }).Array[0, 5];

    public static ReportInput Input(params ReportSyncInput[] syncs) =>
        new(Now, Zone) { Organization = "Acme", Since = new DateTime(2026, 11, 22), Syncs = syncs };
}
