using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>An object keeps the current values of what it does not name.</summary>
public sealed class LeftOutTests
{
    [Theory]
    [InlineData("""{"name":"B"}""", """{"name":"A","mode":"m","tomorrow":1}""", """{"name":"B","mode":"m","tomorrow":1}""")]
    [InlineData("""{"name":null}""", """{"name":"A"}""", """{"name":null}""")]
    // Nested objects are completed, whether a table describes them or not.
    [InlineData("""{"destination_configuration":{"a":{"x":1}}}""", """{"destination_configuration":{"a":{"x":2,"y":3},"b":4}}""",
        """{"destination_configuration":{"a":{"x":1,"y":3},"b":4}}""")]
    [InlineData("""{"tomorrow":{"x":1}}""", """{"tomorrow":{"x":2,"y":3}}""", """{"tomorrow":{"x":1,"y":3}}""")]
    [InlineData("""{"default_schedule":{"minute":"1"}}""", """{"default_schedule":{"frequency":"hourly","minute":"2","selective_mode":"none"}}""",
        """{"default_schedule":{"minute":"1","frequency":"hourly","selective_mode":"none"}}""")]
    // The times of a schedule belong to its frequency.
    [InlineData("""{"default_schedule":{"frequency":"manual"}}""", """{"default_schedule":{"frequency":"daily","hour":"2","selective_mode":"none"}}""",
        """{"default_schedule":{"frequency":"manual","selective_mode":"none"}}""")]
    [InlineData("""{"default_schedule":{"frequency":" daily"}}""", """{"default_schedule":{"frequency":"daily","hour":"2"}}""",
        """{"default_schedule":{"frequency":" daily","hour":"2"}}""")]
    // Lists replace lists.
    [InlineData("""{"policies":["a"]}""", """{"policies":["a","b"]}""", """{"policies":["a"]}""")]
    [InlineData("""{"tomorrow":[{"x":1}]}""", """{"tomorrow":[{"x":1,"y":2}]}""", """{"tomorrow":[{"x":1}]}""")]
    public void What_a_bulk_sync_does_not_name_stays(string wanted, string now, string whole) => Assert.Equal(whole, Fill(ApiTables.BulkSync, wanted, now));

    [Fact]
    public void What_free_configuration_does_not_name_stays() =>
        Assert.Equal("""{"a":{"x":1,"y":[2]},"b":4}""", Fill(table: null, """{"a":{"x":1}}""", """{"a":{"x":{"z":1},"y":[2]},"b":4}"""));

    [Theory]
    [InlineData("""[{"id":"b"},{"id":"c"}]""", """[{"id":"a","enabled":true},{"id":"b","enabled":false}]""", """[{"id":"b","enabled":false},{"id":"c"}]""")]
    [InlineData("""[{"id":"b","enabled":true}]""", """[{"id":"b","enabled":false,"hint":"h"}]""", """[{"id":"b","enabled":true,"hint":"h"}]""")]
    [InlineData("""[1,{"id":"b"}]""", """[{"id":"b","hint":"h"}]""", """[1,{"id":"b","hint":"h"}]""")]
    public void An_item_with_an_id_is_completed_by_id(string wanted, string now, string whole) =>
        Assert.Equal($$"""{"fields":{{whole}}}""", Fill(ApiTables.Schema, $$"""{"fields":{{wanted}}}""", $$"""{"fields":{{now}}}"""));

    [Theory]
    [InlineData("""[{"field_id":"b"}]""", """[{"field_id":"a","value":1},{"field_id":"b","value":2}]""", """[{"field_id":"b","value":2}]""")]
    [InlineData("""[{"field_id":"b"},{"field_id":"b"}]""", """[{"field_id":"b","value":1},{"field_id":"b","value":2}]""",
        """[{"field_id":"b","value":1},{"field_id":"b","value":2}]""")]
    [InlineData("""[{"field_id":"b"}]""", """[{"field_id":"a","value":1}]""", """[{"field_id":"b"}]""")]
    // A value is complete.
    [InlineData("""[{"field_id":"b","value":{"x":1}}]""", """[{"field_id":"b","value":{"x":1,"y":2}}]""", """[{"field_id":"b","value":{"x":1}}]""")]
    public void An_item_without_an_id_is_completed_by_an_item_with_the_same_values(string wanted, string now, string whole) =>
        Assert.Equal($$"""{"filters":{{whole}}}""", Fill(ApiTables.Schema, $$"""{"filters":{{wanted}}}""", $$"""{"filters":{{now}}}"""));

    [Fact]
    public void A_value_of_any_kind_is_not_completed() =>
        Assert.Equal(
            """{"value":{"x":1},"function":"Between"}""",
            Fill(ApiTables.Filter, """{"value":{"x":1}}""", """{"function":"Between","value":{"x":1,"y":2}}"""));

    private static string Fill(ApiTable? table, string wanted, string now) => LeftOut.Fill(table, OneSync.Parse(wanted), OneSync.Parse(now)).ToJsonString();
}
