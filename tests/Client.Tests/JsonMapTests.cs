using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

public sealed class JsonMapTests
{
    [Fact]
    public void Properties_keep_their_order_and_read_in_any_case()
    {
        var map = Read("""{"zeta":1,"Alpha":"a","mid":null}""");
        Assert.Equal(["zeta", "Alpha", "mid"], map.Keys);
        Assert.Equal([1L, "a", null], map.Values);
        Assert.Equal(3, map.Count);
        Assert.Equal("a", map["ALPHA"]);
        Assert.True(map.ContainsKey("MID"));
        Assert.True(map.TryGetValue("mid", out var none) && none is null);
        Assert.False(map.ContainsKey("absent"));
        Assert.Null(map["absent"]);
    }

    [Fact]
    public void An_exact_name_has_priority_over_a_name_that_differs_in_case()
    {
        var map = Read("""{"NAME":1,"name":2,"Name":3}""");
        Assert.Equal(2L, map["name"]);
        Assert.Equal(3L, map["Name"]);
        Assert.Equal(1L, map["nAmE"]);
    }

    public static TheoryData<string, object> Numbers => new()
    {
        { "0", 0L },
        { "-7", -7L },
        { "9223372036854775807", long.MaxValue },
        { "9223372036854775808", 9223372036854775808m },
        { "79228162514264337593543950335", decimal.MaxValue },
        { "1.0", 1.0m },
        { "2.50", 2.50m },
        { "-0.1", -0.1m },
        { "1e3", 1000m },
        { "1.5E+3", 1500m },
        { "12e-2", 0.12m },
        { "1e-30", 1e-30 },
        { "1e300", 1e300 },
        { "79228162514264337593543950336", 79228162514264337593543950336d },
        { "0.12345678901234567890123456789012345", 0.12345678901234567890123456789012345 },
        { "1e400", "1e400" },
        { "-1e400", "-1e400" },
        { "1e-400", "1e-400" },
        { "0e99999999999", 0m },
    };

    [Theory, MemberData(nameof(Numbers))]
    public void A_number_has_the_nearest_value_of_NET_and_exact_JSON(string text, object value)
    {
        var map = Read($$$"""{"n":{{{text}}}}""");
        Assert.Equal(value, map["n"]);
        Assert.Equal(value.GetType(), map["n"]!.GetType());
        Assert.Equal($$$"""{"n":{{{text}}}}""", map.ToString());
        Assert.Equal($$$"""{"source_configuration":{"n":{{{text}}}}}""", JsonSerializer.Serialize(new BulkSync { SourceConfiguration = map }, ApiJson.Default.BulkSync));
    }

    [Fact]
    public void The_scale_of_a_decimal_is_kept() => Assert.Equal("2.50", FormattableString.Invariant($"{Read("""{"n":2.50}""")["n"]}"));

    [Fact]
    public void Objects_and_arrays_nest()
    {
        var map = Read("""{"a":{"b":[{"c":true},[false],[]],"d":{}}}""");
        var list = Assert.IsType<object?[]>(((JsonMap)map["a"]!)["B"]);
        Assert.Equal(true, ((JsonMap)list[0]!)["c"]);
        Assert.Equal(new object?[] { false }, list[1]);
        Assert.Empty((object?[])list[2]!);
        Assert.Empty((JsonMap)((JsonMap)map["a"]!)["d"]!);
    }

    [Fact]
    public void A_map_can_be_used_as_a_dictionary()
    {
        IDictionary map = Read("""{"b":1,"A":"x"}""");
        Assert.Equal(1L, map["B"]);
        Assert.Null(map["c"]);
        Assert.Null(map[5]);
        Assert.True(map.Contains("a"));
        Assert.False(map.Contains("c"));
        Assert.False(map.Contains(5));
        Assert.Equal(new object[] { "b", "A" }, map.Keys.Cast<object>());
        Assert.Equal(new object[] { 1L, "x" }, map.Values.Cast<object>());
        Assert.Equal(2, map.Count);
        Assert.Same(map, map.SyncRoot);

        var entries = new List<DictionaryEntry>();
        var each = map.GetEnumerator();
        while (each.MoveNext())
        {
            Assert.Equal(each.Entry, each.Current);
            Assert.Equal(each.Entry.Key, each.Key);
            Assert.Equal(each.Entry.Value, each.Value);
            entries.Add(each.Entry);
        }

        DictionaryEntry[] expected = [new("b", 1L), new("A", "x")];
        Assert.Equal(expected, entries);

        var copy = new object[4];
        map.CopyTo(copy, 1);
        Assert.Equal(new object?[] { null, expected[0], expected[1], null }, copy);
        var typed = new DictionaryEntry[2];
        map.CopyTo(typed, 0);
        Assert.Equal(expected, typed);
    }

    [Fact]
    public void Generic_enumeration_returns_pairs() =>
        Assert.Equal([KeyValuePair.Create<string, object?>("b", 1L), KeyValuePair.Create<string, object?>("A", null)], Read("""{"b":1,"A":null}"""));

    [Fact]
    public void PowerShell_shows_a_map_as_its_JSON()
    {
        IEnumerable map = Read("""{"b":"x","A":{"c":[1.50,null]}}""");
        Assert.Equal(["\"b\":\"x\"", "\"A\":{\"c\":[1.50,null]}"], map.Cast<object>().Select(pair => pair.ToString()));
    }

    [Fact]
    public void A_map_is_read_only()
    {
        IDictionary map = Read("""{"a":1}""");
        Assert.True(map.IsReadOnly);
        Assert.True(map.IsFixedSize);
        Assert.Throws<NotSupportedException>(() => map["a"] = 2);
        Assert.Throws<NotSupportedException>(() => map.Add("b", 2));
        Assert.Throws<NotSupportedException>(() => map.Remove("a"));
        Assert.Throws<NotSupportedException>(map.Clear);
        Assert.Equal("""{"a":1}""", map.ToString());
    }

    [Fact]
    public void Text_in_a_map_can_be_changed_without_changing_its_numbers()
    {
        var map = Read("""{"old":["old","x",1.0,1e400,true,null,{"old":12345}]}""");
        var changed = map.WithText(text => text.Replace("old", "new", StringComparison.Ordinal).Replace("234", "*", StringComparison.Ordinal));
        Assert.Equal("""{"new":["new","x",1.0,1e400,true,null,{"new":"1*5"}]}""", changed.ToString());
    }

    private static JsonMap Read(string json) => JsonSerializer.Deserialize($$$"""{"source_configuration":{{{json}}}}""", ApiJson.Default.BulkSync)!.SourceConfiguration!;
}
