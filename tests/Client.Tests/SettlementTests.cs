using System.Text.Json.Nodes;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>Which differences are undone whatever the write did.</summary>
public sealed class SettlementTests
{
    [Theory]
    [InlineData("enabled", "false", "true", true)]
    [InlineData("enabled", "true", "false", false)]
    [InlineData("user_output_name", "\"a\"", "\"b\"", false)]
    public void A_difference_is_undone_if_everything_was_requested_or_if_that_copies_less(string name, string wanted, string actual, bool copiesLess)
    {
        var difference = new SchemaDifference("t", null, name, JsonNode.Parse(wanted), JsonNode.Parse(actual));
        Assert.Equal([difference], Settlement.Of([difference], asked: null, effect: null, Touch.Another).Undone);
        Assert.Equal([difference], Settlement.Of([difference], [Settlement.KeyOf(difference)], effect: null, Touch.Another).Undone);
        var settlement = Settlement.Of([difference], asked: [], effect: null, Touch.None);
        Assert.Equal([difference], copiesLess ? settlement.Undone : settlement.Left);
        Assert.Empty(copiesLess ? settlement.Left : settlement.Undone);
    }

    [Fact]
    public void A_schema_that_no_longer_exists_cannot_be_undone()
    {
        var difference = new SchemaDifference("t", null, "", JsonNode.Parse("""{"id":"t","enabled":true}"""), null);
        var settlement = Settlement.Of([difference], asked: null, effect: null, Touch.None);
        Assert.Equal((0, 1), (settlement.Undone.Count, settlement.Left.Count));
    }
}
