using PolytomicBulk.Operations;
using Xunit;

namespace Client.Tests;

/// <summary>A session remembers the names of bulk syncs, up to a maximum number.</summary>
public sealed class SyncNamesTests
{
    private readonly SyncNames _names = new();

    [Fact]
    public void A_name_is_the_last_that_was_read()
    {
        var id = Guid.NewGuid();
        Assert.Null(_names.Get(id));
        _names.Learn(id, "old");
        _names.Learn(id, "new");
        Assert.Equal("new", _names.Get(id));
        _names.Learn(id, null);
        Assert.Null(_names.Get(id));
        _names.Learn(id: null, "nobody's");
    }

    [Fact]
    public void Names_are_not_remembered_without_end_and_those_that_are_stay_fresh()
    {
        var ids = Enumerable.Range(0, 6000).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in ids) _names.Learn(id, "name");
        Assert.Equal(5000, ids.Count(id => _names.Get(id) is not null));
        Assert.Null(_names.Get(ids[^1]));

        _names.Learn(ids[0], "another");
        Assert.Equal("another", _names.Get(ids[0]));
        _names.Forget(ids[1]);
        _names.Learn(ids[^1], "now there is room");
        Assert.Equal("now there is room", _names.Get(ids[^1]));
    }
}
