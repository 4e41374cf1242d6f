using PolytomicBulk.Operations;
using Xunit;

namespace Client.Tests;

/// <summary>A session remembers the names of bulk syncs, up to a maximum number.</summary>
public sealed class SyncNamesTests
{
    private readonly SyncNames _names = new();

    [Fact]
    public void The_last_name_that_was_read_is_used()
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
    public void The_number_of_remembered_names_is_limited_and_they_stay_current()
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
