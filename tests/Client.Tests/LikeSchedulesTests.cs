using Client.Tests.Support;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Lists of schedules without ids. Each schedule gets its own id or none.</summary>
public sealed class LikeSchedulesTests : IDisposable
{
    private const string Two = """
        {"additional_schedules":[{"frequency":"hourly","minute":"5","resync_mode":"refetch","schemas":["public.orders"]},
          {"frequency":"hourly","minute":"5","resync_mode":"rebuild","schemas":["public.audit"]}]}
        """;

    private readonly FakeService _fake = new(new TestClock());
    private readonly Api _api;

    public LikeSchedulesTests() => _api = new Api(_fake);

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Two_schedules_with_the_same_times_are_distinguished_by_other_settings(bool omitsTimes, bool omitsModes)
    {
        var id = _fake.AddSync("Orders", Two);
        if (omitsTimes) _fake.Omits.UnionWith(["createdAt", "created_at"]);
        if (omitsModes) _fake.Omits.UnionWith(["syncMode", "schemas"]);
        _fake.ShufflesLists = true;
        for (var i = 0; i < 8; i++)
        {
            foreach (var schedule in await _api.Client.Schedules.ListAsync(Guid.Parse(id)))
            {
                var same = (await _api.Client.Schedules.GetAsync(Guid.Parse(id), schedule.Id!.Value)).SyncMode;
                Assert.Equal(same, schedule.SyncMode);
            }
        }
    }

    [Fact]
    public async Task Schedules_that_cannot_be_distinguished_get_no_id()
    {
        var id = _fake.AddSync("Orders", Two);
        _fake.Omits.UnionWith(["createdAt", "created_at", "syncMode"]);
        _fake.On("GET", "/api/bulk/syncs/*/schedules", times: int.MaxValue).LeaveOut(["schemas"]);
        var schedules = await _api.Client.Schedules.ListAsync(Guid.Parse(id));
        Assert.Equal([true, false, false], schedules.Select(schedule => schedule.Id is not null));
    }

    [Fact]
    public async Task Schedules_that_are_completely_equal_get_any_of_their_ids()
    {
        var id = _fake.AddSync("Orders", Two.Replace("rebuild", "refetch", StringComparison.Ordinal).Replace("audit", "orders", StringComparison.Ordinal));
        _fake.Omits.UnionWith(["createdAt", "created_at", "syncMode"]);
        var schedules = await _api.Client.Schedules.ListAsync(Guid.Parse(id));
        Assert.Equal(3, schedules.Select(schedule => schedule.Id).OfType<Guid>().Distinct().Count());
    }
}
