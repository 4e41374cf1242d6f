using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>Unknown properties of the service are kept, even if a property of the model has the same name.</summary>
public sealed class AdditionalPropertiesTests
{
    public static TheoryData<Type> Models =>
        [.. typeof(ApiObject).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ApiObject)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Models))]
    public void A_model_property_never_hides_a_property_of_the_service_with_its_name(Type model)
    {
        var type = ApiJson.Default.GetTypeInfo(model)!;
        var filled = type.Properties.Where(property => property.Set is not null).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var names = model.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(property => new[] { JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.Name })
            .Distinct().Where(name => !filled.Contains(name)).ToList();
        Assert.Contains("additional_properties", names);

        var sent = new JsonObject(names.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["number"] = i })));
        var read = (ApiObject)JsonSerializer.Deserialize(sent.ToJsonString(), type)!;
        Assert.Equal(names, read.AdditionalProperties!.Keys);
        Assert.Equal(sent.ToJsonString(), read.AdditionalProperties.ToString());
        Assert.Equal(World.Exact(sent), World.Exact(JsonSerializer.SerializeToNode(read, type)));
    }

    [Fact]
    public async Task A_computed_property_and_a_property_of_the_service_can_have_the_same_name()
    {
        using var api = new Api();
        api.Script.Answer(200, $$"""{"data":{"id":"{{Api.Id}}","status":"completed","started_at":"2026-01-01T00:00:00Z","completed_at":"2026-01-01T00:00:05Z","duration":"5 s","is_terminal":"so it says","execution_id":7} }""");
        var execution = await api.Client.Executions.GetAsync(Api.Id, Api.Id);
        Assert.Equal((TimeSpan.FromSeconds(5), true, Api.Id), (execution.Duration, execution.IsTerminal, execution.ExecutionId));
        Assert.Equal("""{"duration":"5 s","is_terminal":"so it says","execution_id":7}""", execution.AdditionalProperties!.ToString());
    }
}
