using System.Globalization;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>The warnings of an update say what the user has to know, and nothing if there is nothing to know.</summary>
public sealed class UpdateWarningTests
{
    private static readonly Guid Id = new("248df4b7-aa70-47b8-a036-33ac447e668d");

    private static BulkSyncUpdate Raced => new(new BulkSync { Id = Id, Name = "Orders" }, [], []) { IsRaced = true };

    [Fact]
    public void An_update_that_may_overwrite_a_change_of_somebody_else_names_the_sync() =>
        Facts.Hold(Assert.Single(Raced.Warnings), "'Orders'", $"{Id}", "overwritten");

    [Fact]
    public void An_update_that_can_still_arrive_names_the_sync_and_the_time_until_then()
    {
        var until = new DateTime(2026, 6, 1, 12, 10, 5, DateTimeKind.Utc);
        var update = new BulkSyncUpdate(new BulkSync { Id = Id, Name = "Orders" }, [], []) { MayStillChangeUntil = until };
        Facts.Hold(
            Assert.Single(update.Warnings), "'Orders'", $"{Id}", until.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_update_of_a_schedule_repeats_the_warnings_of_the_updates_of_its_sync()
    {
        var update = new ScheduleUpdate(new BulkSyncSchedule()) { Sync = Raced, Finished = Raced with { IsRaced = false, CameLate = true } };
        Assert.Equal([.. update.Finished.Warnings, .. Raced.Warnings], update.Warnings);
        Assert.Equal(2, update.Warnings.Count());
    }

    [Fact]
    public void An_update_without_anything_to_report_has_no_warnings()
    {
        Assert.Empty((Raced with { IsRaced = false }).Warnings);
        Assert.Empty(new ScheduleUpdate(new BulkSyncSchedule()).Warnings);
        Assert.Empty(new SchemaUpdate([]).Warnings);
    }
}
