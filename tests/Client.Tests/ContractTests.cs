using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>The models have every property of the contract, with its name and type.</summary>
public sealed class ContractTests
{
    public static TheoryData<string, Type> Models => new()
    {
        { "BulkSyncResponse", typeof(BulkSync) },
        { "BulkSyncDefaultScheduleResponse", typeof(ScheduleSettings) },
        { "BulkSyncAdditionalScheduleResponse", typeof(ScheduleSettings) },
        { "OutputActor", typeof(Actor) },
        { "GetIdentityResponseSchema", typeof(Identity) },
    };

    [Theory, MemberData(nameof(Models))]
    public void A_model_has_every_property_of_its_schema(string schema, Type model)
    {
        var properties = Contract.Schema(schema)["properties"]!.AsObject();
        Assert.NotEmpty(properties);
        Assert.All(properties, property =>
        {
            var found = model.GetProperty(ToPascalCase(property.Key), BindingFlags.Public | BindingFlags.Instance);
            Assert.NotNull(found);
            Assert.True(found.CanRead && found.CanWrite, property.Key);
            AssertFits(property.Value!, found.PropertyType, property.Key);
        });
    }

    [Theory, MemberData(nameof(Models))]
    public void A_model_writes_only_properties_of_its_schemas(string schema, Type model)
    {
        // Both schemas of schedules have the same model.
        var known = Models.Where(row => row.Data.Item2 == model).SelectMany(row => Contract.Schema(row.Data.Item1)["properties"]!.AsObject().Select(property => ToPascalCase(property.Key))).ToHashSet();
        var own = model.GetProperties().Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute), inherit: false)).Select(property => property.Name);
        Assert.All(own, name => Assert.Contains(name, known));
        Assert.NotEmpty(schema);
    }

    [Theory, MemberData(nameof(Models))]
    public void A_document_with_every_property_round_trips(string schema, Type model)
    {
        var filled = Fill(Contract.Schema(schema));
        var read = JsonSerializer.Deserialize(filled.ToJsonString(), ApiJson.Default.GetTypeInfo(model)!)!;
        foreach (var name in filled.AsObject().Select(property => ToPascalCase(property.Key)))
        {
            Assert.True(model.GetProperty(name)!.GetValue(read) is not null, name);
        }

        Assert.Null(((ApiObject)read).AdditionalProperties);
        var back = JsonSerializer.SerializeToNode(read, ApiJson.Default.GetTypeInfo(model)!);
        Assert.True(JsonNode.DeepEquals(filled, back), $"{filled}\n{back}");
    }

    [Theory, MemberData(nameof(Models))]
    public void Nulls_in_a_document_are_read_as_null(string schema, Type model)
    {
        var nulls = new JsonObject(Contract.Schema(schema)["properties"]!.AsObject().Select(property => KeyValuePair.Create(property.Key, (JsonNode?)null)));
        var read = JsonSerializer.Deserialize(nulls.ToJsonString(), ApiJson.Default.GetTypeInfo(model)!)!;
        Assert.All(model.GetProperties(), property => Assert.Null(property.GetValue(read)));
        Assert.Equal("", read.ToString());
    }

    private static void AssertFits(JsonNode schema, Type type, string name)
    {
        var resolved = Contract.Resolve(schema);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        Assert.True(!type.IsValueType || bare != type, $"{name} cannot be null");
        switch ((Contract.TypeOf(resolved), (string?)resolved["format"]))
        {
            case ("string", "uuid"):
                Assert.Equal(typeof(Guid), bare);
                break;
            case ("string", "date-time"):
                Assert.Equal(typeof(DateTime), bare);
                break;
            case ("string", _):
                Assert.Equal(typeof(string), bare);
                break;
            case ("integer", _):
                Assert.Equal(typeof(long), bare);
                break;
            case ("boolean", _):
                Assert.Equal(typeof(bool), bare);
                break;
            case ("array", _):
                Assert.Equal(typeof(ApiList<>), bare.GetGenericTypeDefinition());
                var item = bare.GetGenericArguments()[0];
                AssertFits(resolved["items"]!, item.IsValueType ? typeof(Nullable<>).MakeGenericType(item) : item, name);
                break;
            case ("object", _) when resolved["properties"] is null:
                Assert.Equal(typeof(JsonMap), bare);
                break;
            case ("object", _):
                Assert.True(typeof(ApiObject).IsAssignableFrom(bare), name);
                Assert.All(resolved["properties"]!.AsObject(), property => Assert.NotNull(bare.GetProperty(ToPascalCase(property.Key))));
                break;
            default:
                Assert.Fail($"{name} is of a kind that no model has: {resolved.ToJsonString()}");
                break;
        }
    }

    private static JsonNode Fill(JsonObject schema) => (Contract.TypeOf(schema), (string?)schema["format"]) switch
    {
        ("string", "uuid") => "248df4b7-aa70-47b8-a036-33ac447e668d",
        ("string", "date-time") => "2024-01-15T09:30:00.1234567Z",
        ("string", _) => Contract.ValuesOf(schema)?[0] ?? "text",
        ("integer", _) => long.MaxValue,
        ("boolean", _) => true,
        ("array", _) => new JsonArray(Fill(Contract.Resolve(schema["items"]!))),
        ("object", _) when schema["properties"] is JsonObject properties => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Fill(Contract.Resolve(property.Value!))))),
        _ => JsonNode.Parse("""{"a":{"b":[1,2.50,null,"x"]}}""")!,
    };

    private static string ToPascalCase(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
