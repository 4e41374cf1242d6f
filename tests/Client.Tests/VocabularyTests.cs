using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>The tables match the contract.</summary>
public sealed class VocabularyTests
{
    /// <summary>The schemas in the contract for the answers and the requests of each table.</summary>
    private static readonly Dictionary<string, (string[] Answers, string[] Requests)> Schemas = new()
    {
        [ApiTables.BulkSync.Name] = (["BulkSyncResponse"], ["CreateBulkSyncRequest", "UpdateBulkSyncRequest"]),
        [ApiTables.DefaultSchedule.Name] = (["BulkSyncDefaultScheduleResponse"], ["BulkSyncDefaultScheduleRequest"]),
        [ApiTables.Schedule.Name] = (["BulkSyncAdditionalScheduleResponse"], ["BulkSyncAdditionalScheduleRequest"]),
        [ApiTables.ScheduleOfItsOwn.Name] = (["BulkBulkSyncSchedule"], ["BulkSyncScheduleApi"]),
        [ApiTables.Schema.Name] = (["BulkSchema"], []),
        [ApiTables.Field.Name] = (["BulkField"], []),
        [ApiTables.Filter.Name] = (["BulkFilter"], []),
        [ApiTables.Start.Name] = ([], ["StartBulkSyncRequest"]),
        [ApiTables.ConnectionField.Name] = ([], ["UserFieldRequest"]),
    };

    /// <summary>Properties that are not in the contract, with the reason.</summary>
    private static readonly Dictionary<(string Table, string Property), string> Extra = new()
    {
        [(ApiTables.Schema.Name, "sync_id")] = "The module adds it to each schema.",
        [(ApiTables.ConnectionField.Name, "user_managed")] = "Answers have it, which are another object.",
        [(ApiTables.ScheduleOfItsOwn.Name, "id")] = "The service sends it, though the contract does not say so.",
    };

    /// <summary>
    /// Values that the service returns but does not accept: schedules with settings that bulk syncs do not have, and a type that a patch refuses.
    /// </summary>
    private static readonly string[] OnlyInAnswers = ["runafter", "multi", "dbtcloud", "unknown"];

    public static TheoryData<string> Tables => [.. ApiTables.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_has_the_properties_of_the_contract(string name)
    {
        var (answers, requests) = Schemas[name];
        var inContract = answers.Concat(requests).SelectMany(schema => PropertiesOf(schema).Select(property => property.Key)).Distinct();
        var inTable = Table(name).Names.Where(property => !Extra.ContainsKey((name, property)));
        Assert.Equal(inContract.Order(StringComparer.Ordinal), inTable.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Known_values_are_those_of_the_contract(string name)
    {
        foreach (var (property, schema) in RowsOf(name))
        {
            var values = schema["enum"] is JsonArray inContract ? inContract.Select(value => (string?)value).OfType<string>() : [];
            // In requests, both are plain text. Answers have the types, and days are days of the week.
            if (property.Name is "day_of_week" or "dayOfWeek") values = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            if (name == ApiTables.ConnectionField.Name && property.Name == "type") values = Contract.Schema("UtilFieldType")["enum"]!.AsArray().Select(type => (string)type!);
            Assert.Equal(values.Except(OnlyInAnswers).Order(StringComparer.Ordinal), property.Values.Select(known => known.Text).Order(StringComparer.Ordinal));
            Assert.All(property.Values, known => Assert.NotEmpty(known.Meaning));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_property_has_the_type_of_the_contract(string name)
    {
        foreach (var (property, schema) in RowsOf(name))
        {
            var types = schema["type"] switch
            {
                JsonArray several => several.Select(type => (string)type!).Where(type => type != "null").ToArray(),
                { } one => [(string)one!],
                null => [],
            };
            var expected = property.Kind switch
            {
                PropertyKind.Flag => "boolean",
                PropertyKind.Number => "integer",
                PropertyKind.Values or PropertyKind.Items => "array",
                PropertyKind.Item or PropertyKind.Free => "object",
                PropertyKind.Any => types.FirstOrDefault(),
                _ => "string",
            };
            Assert.Equal((property.Name, expected), (property.Name, types.FirstOrDefault()));
            if (property.Kind == PropertyKind.Time) Assert.Equal("date-time", (string?)schema["format"]);
            if (property.Kind == PropertyKind.Id) Assert.Equal((property.Name, "uuid"), (property.Name, (string?)schema["format"]));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Requests_require_and_accept_the_properties_in_the_table(string name)
    {
        foreach (var schema in Schemas[name].Requests)
        {
            var required = Contract.Schema(schema)["required"] is JsonArray names ? names.Select(property => (string)property!) : [];
            Assert.Equal(required.Order(StringComparer.Ordinal), Table(name).Required.Order(StringComparer.Ordinal));
            var taken = PropertiesOf(schema).Select(property => property.Key).ToHashSet();
            Assert.DoesNotContain(Table(name).SetByService, taken.Contains);
        }
    }

    [Theory]
    [InlineData("CreateBulkSyncRequest")]
    [InlineData("UpdateBulkSyncRequest")]
    public void An_optional_setting_of_a_bulk_sync_is_never_empty_if_requests_do_not_accept_null(string schema)
    {
        var names = from property in PropertiesOf(schema)
                    where !ApiTables.BulkSync[property.Key].IsRequired
                    where Contract.Resolve(property.Value!)["type"] is not JsonArray types || !types.Any(type => (string?)type == "null")
                    select property.Key;
        var inTable = ApiTables.BulkSync.Properties.Where(property => property.IsNeverEmpty).Select(property => property.Name);
        Assert.Equal(names.Order(StringComparer.Ordinal), inTable.Order(StringComparer.Ordinal));
        Assert.NotEmpty(names);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Values_that_are_equivalent_to_a_third_are_equivalent(string name)
    {
        JsonNode?[] values =
        [
            null, "", " ", "\t", "a", " a", "A", "0", "00", "1", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", 0, 1, true, false,
            new JsonArray(), new JsonArray("a"), new JsonArray(" a"), new JsonArray("b", "a"), new JsonArray("a", "b"), new JsonObject(), new JsonObject { ["x"] = null },
        ];
        foreach (var property in Table(name).Properties)
        {
            var same = values.Select(one => values.Select(other => AreSame(property.Name, one, other)).ToArray()).ToArray();
            var faults = from a in Enumerable.Range(0, values.Length)
                         from b in Enumerable.Range(0, values.Length)
                         where same[a][b]
                         from c in Enumerable.Range(0, values.Length)
                         where same[b][c] && !same[a][c]
                         select $"{property.Name}: {Text(values[a])} = {Text(values[b])} = {Text(values[c])}";
            Assert.Empty(faults);
        }

        bool AreSame(string property, JsonNode? one, JsonNode? other) => !JsonDifference.Between(Table(name), Only(property, one), Only(property, other)).Any();

        static JsonObject Only(string property, JsonNode? value) => new() { [property] = value?.DeepClone() };

        static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
    }

    private static ApiTable Table(string name) => ApiTables.All.Single(table => table.Name == name);

    private static List<(ApiProperty Property, JsonObject Schema)> RowsOf(string name)
    {
        var (answers, requests) = Schemas[name];
        var rows = (from schema in answers.Concat(requests)
                    from property in PropertiesOf(schema)
                    select (Table(name)[property.Key], Contract.Resolve(property.Value!))).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static JsonObject PropertiesOf(string schema) => Contract.Schema(schema)["properties"]!.AsObject();
}
