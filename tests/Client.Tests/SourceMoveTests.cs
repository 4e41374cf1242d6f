using System.Text.Json.Nodes;
using PolytomicBulk;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>The schemas that an update sends if the source of a bulk sync changes.</summary>
public sealed class SourceMoveTests
{
    private static readonly BulkSource Offer = new()
    {
        Schemas =
        [
            new() { Id = "a", Fields = [new() { Id = "x" }, new() { Id = "y" }] },
            new() { Id = "b", Fields = [new() { Id = "x" }] },
            new() { Id = "c" },
        ],
    };

    [Theory]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"x","enabled":true},{"id":"y","enabled":false},{"id":"z","enabled":false}]}""", "x y")]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"x","enabled":true},{"id":"z","enabled":true}]}""", "x z")]
    [InlineData("""{"id":"b","enabled":false,"fields":[{"id":"x","enabled":true},{"id":"y","enabled":false}]}""", "x")]
    [InlineData("""{"id":"b","enabled":false,"fields":[{"id":"x","enabled":true},{"id":"y","enabled":true}]}""", "x")]
    [InlineData("""{"id":"b","enabled":false,"fields":[{"id":"x","enabled":true}],"tracking_field":"y"}""", null)]
    [InlineData("""{"id":"c","enabled":false,"fields":[{"id":"z","enabled":false}]}""", "z")]
    [InlineData("""{"id":"d","enabled":false,"fields":[]}""", null)]
    [InlineData("""{"id":"d","enabled":true,"fields":[{"id":"x","enabled":true}]}""", "x")]
    public void Only_what_is_enabled_or_exists_in_the_new_source_is_sent(string schema, string? fields)
    {
        var selection = new Selection([JsonNode.Parse(schema)!.AsObject()]);
        Assert.Equal(fields, FieldsIn(SourceMove.Fit(selection, Offer)));
        // If the source cannot be asked, the service decides.
        foreach (var unknown in new[] { null, new BulkSource(), new BulkSource { Schemas = [] } }) Assert.Same(selection, SourceMove.Fit(selection, unknown));
    }

    private static string? FieldsIn(Selection selection) => selection.Schemas.SingleOrDefault() is { } schema
        ? string.Join(" ", schema["fields"]!.AsArray().Select(field => (string)field!["id"]!))
        : null;
}
