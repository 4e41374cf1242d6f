using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

public sealed class BulkSyncJsonTests
{
    private static readonly string Contract = Path.Combine(AppContext.BaseDirectory, "contract");

    [Fact]
    public void The_references_own_example_round_trips_to_the_last_value()
    {
        var text = File.ReadAllText(Path.Combine(Contract, "get-bulk-sync.example.json"));
        var envelope = JsonSerializer.Deserialize(text, ApiJson.Default.EnvelopeBulkSync)!;
        var back = JsonSerializer.SerializeToNode(envelope, ApiJson.Default.EnvelopeBulkSync);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), back), back!.ToJsonString());
        Assert.Null(envelope.Data!.AdditionalProperties);
    }
}
