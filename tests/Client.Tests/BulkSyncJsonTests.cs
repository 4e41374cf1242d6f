using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

public sealed class BulkSyncJsonTests
{
    [Fact]
    public void The_example_of_the_API_reference_round_trips_completely()
    {
        var text = Contract.Read("get-bulk-sync.example.json");
        var envelope = JsonSerializer.Deserialize(text, ApiJson.Default.EnvelopeBulkSync)!;
        var back = JsonSerializer.SerializeToNode(envelope, ApiJson.Default.EnvelopeBulkSync);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), back), back!.ToJsonString());
        Assert.Null(envelope.Data!.AdditionalProperties);
    }

    [Fact]
    public void Values_that_this_version_does_not_know_stay_as_they_are()
    {
        var sync = Read("""{"mode":"mirror","normalize_names":"perhaps","automatically_add_new_objects":"sometimes","default_schedule":{"frequency":"at_full_moon","selective_mode":"x"}}""");
        Assert.Equal("mirror", sync.Mode);
        Assert.Equal("perhaps", sync.NormalizeNames);
        Assert.Equal("sometimes", sync.AutomaticallyAddNewObjects);
        Assert.Equal("at_full_moon", sync.DefaultSchedule!.Frequency);
        Assert.Equal("at_full_moon", sync.DefaultSchedule.ToString());
    }

    [Fact]
    public void Properties_that_this_version_does_not_know_are_kept_at_every_depth_and_written_back()
    {
        const string Text = """
            {"id":"248df4b7-aa70-47b8-a036-33ac447e668d","tier":{"level":1.50,"tags":["a",null]},"nothing":null,
             "created_by":{"name":"Ana","badge":7},"default_schedule":{"frequency":"daily","jitter":0.10},
             "additional_schedules":[{"frequency":"multi","lanes":[1,2]}]}
            """;
        var sync = Read(Text);
        Assert.Equal(["tier", "nothing"], sync.AdditionalProperties!.Keys);
        Assert.Equal(1.50m, ((JsonMap)sync.AdditionalProperties["tier"]!)["level"]);
        Assert.Equal(7L, sync.CreatedBy!.AdditionalProperties!["badge"]);
        Assert.Equal("""{"jitter":0.10}""", sync.DefaultSchedule!.AdditionalProperties!.ToString());
        Assert.Equal(new object[] { 1L, 2L }, sync.AdditionalSchedules![0].AdditionalProperties!["lanes"]);
        AssertSame(Text, sync);
    }

    // The model uses these names for something else. They can still be names of unknown properties.
    [Theory]
    [InlineData("sync_id")]
    [InlineData("additional_properties")]
    [InlineData("unknown_properties")]
    [InlineData("SyncId")]
    [InlineData("Name")]
    public void An_unknown_property_with_the_name_of_a_model_property_is_kept(string name)
    {
        var text = $$"""{"name":"Orders","{{name}}":{"a":1} }""";
        var sync = Read(text);
        Assert.Equal("Orders", sync.Name);
        Assert.Equal([name], sync.AdditionalProperties!.Keys);
        AssertSame(text, sync);
    }

    [Fact]
    public void The_id_of_a_sync_has_both_names()
    {
        var sync = Read($$"""{"id":"{{Api.Id}}"}""");
        Assert.Equal(Api.Id, sync.SyncId);
        Assert.Equal(Api.Id.ToString(), sync.ToString());
        Assert.Equal("Orders", Read($$"""{"id":"{{Api.Id}}","name":"Orders"}""").ToString());
    }

    [Theory]
    [InlineData("""{"email":"ana@acme.example","organization_name":"Acme"}""", "ana@acme.example of Acme")]
    [InlineData("""{"id":"u1","organization_id":"11111111-2222-3333-4444-555555555555"}""", "u1 of 11111111-2222-3333-4444-555555555555")]
    [InlineData("""{"id":"u1"}""", "u1")]
    [InlineData("""{"organization_name":"Acme"}""", "Acme")]
    public void The_text_of_an_identity_is_the_caller_and_the_organization(string json, string words) =>
        Assert.Equal(words, JsonSerializer.Deserialize(json, ApiJson.Default.Identity)!.ToString());

    [Fact]
    public void The_text_of_a_list_is_its_items()
    {
        var sync = Read($$"""{"policies":["{{Api.Id}}","{{Api.Organization}}"],"additional_schedules":[{"frequency":"weekly","day_of_week":"sunday","hour":"3"},{"frequency":"manual"}]}""");
        Assert.Equal($"{Api.Id}; {Api.Organization}", sync.Policies!.ToString());
        Assert.Equal("weekly sunday 03:00 UTC; manual", sync.AdditionalSchedules!.ToString());
        Assert.Equal("", new ApiList<string>().ToString());
    }

    [Theory]
    [InlineData("""{"id":"not a guid"}""")]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"active":"yes"}""")]
    [InlineData("""{"concurrency_limit":9223372036854775808}""")]
    [InlineData("""{"updated_at":"yesterday"}""")]
    [InlineData("""{"source_configuration":[]}""")]
    [InlineData("""{"policies":{}}""")]
    [InlineData("""{"unknown":"\ud800"}""")]
    [InlineData("""{"source_configuration":{"a":["\udc00"]}}""")]
    [InlineData("""{"source_configuration":{"\ud800":1}}""")]
    public void A_value_of_another_type_is_refused(string json) => Assert.Throws<JsonException>(() => Read(json));

    private static BulkSync Read(string json) => JsonSerializer.Deserialize(json, ApiJson.Default.BulkSync)!;

    private static void AssertSame(string text, BulkSync sync)
    {
        var back = JsonSerializer.SerializeToNode(sync, ApiJson.Default.BulkSync);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), back), back!.ToJsonString());
    }
}
