using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>A refused file has a reason with the line and the property of its fault.</summary>
public sealed class ConfigurationLinesTests : IDisposable
{
    private const string Good = """
        {
          "name": "a",
          "mode": "replicate",
          "source_connection": { "id": "fe37380e-a1d7-5015-b18b-27b0c7a45bcf" },
          "destination_connection": { "id": "df17031c-7e75-5a8c-84e0-086692c1ac52" },
          "destination_configuration": {
            "schema": "here"
          },
          "default_schedule": { "frequency": "manual" },
          "additional_schedules": [
            { "frequency": "hourly", "minute": "7" },
            { "frequency": "hourly", "minute": "1" },
            { "frequency": "daily", "hour": "2", "minute": "3" }
          ],
          "schemas": [
            {
              "id": "Account",
              "enabled": true,
              "fields": [
                { "id": "Id", "enabled": true }
              ],
              "filters": [
                { "field_id": "Id", "function": "IsNull" },
                { "field_id": "Id", "function": "IsNotNull" }
              ]
            }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\"replicate\"", "\"mirror\"", "mode")]
    [InlineData("\"mode\"", "\"actve\": true,\n  \"mode\"", "actve")]
    [InlineData("fe37380e", "00000000", "source_connection")]
    [InlineData("\"mode\"", "\"policies\": [ \"00000000-0000-4000-8000-000000000001\" ],\n  \"mode\"", "policies")]
    [InlineData("\"schema\"", "\"schem\": \"x\",\n  \"schema\"", "destination_configuration.schem")]
    [InlineData("\"destination_configuration\": {\n    \"schema\": \"here\"", "\"destination_configuration\": {", "destination_configuration.schema")]
    [InlineData("{ \"frequency\": \"hourly\", \"minute\": \"1\" }", "{ \"frequency\": \"hourly\" }", "additional_schedules.minute")]
    [InlineData("\"daily\"", "\"dayly\"", "additional_schedules.frequency")]
    [InlineData("\"hour\": \"2\",", "\"hour\": \"2\", \"minutes\": \"3\",", "additional_schedules.minutes")]
    [InlineData("\"Account\"", "\"Acount\"", "schemas.Acount.id")]
    [InlineData("\"id\": \"Id\"", "\"id\": \"Idd\"", "schemas.Account.fields.Idd.id")]
    [InlineData("\"IsNotNull\"", "\"IsNotNul\"", "schemas.Account.filters.function")]
    [InlineData("\"Id\", \"function\": \"IsNotNull\"", "\"Idd\", \"function\": \"IsNotNull\"", "schemas.Account.filters.field_id")]
    [InlineData("\"Id\", \"function\": \"IsNotNull\"", "\"Id\"", "schemas.Account.filters.function")]
    [InlineData("\"enabled\": true,\n", "\"enabled\": true, \"partition_key\": \"Idd\",\n", "schemas.Account.partition_key")]
    public async Task A_refused_file_has_the_line_of_its_fault(string good, string wrong, string property)
    {
        var text = Good.ReplaceLineEndings("\n");
        var at = text.IndexOf(good, StringComparison.Ordinal);
        text = text[..at] + wrong + text[(at + good.Length)..];
        var line = 1 + text[..at].Count(letter => letter == '\n');
        var (reason, plan) = await PlanAsync(text);
        Assert.Equal((property, line, property, line), (reason.Property, reason.Line, plan.Property, plan.Line));
        Facts.Hold(reason.Words, "a.json", $"line {line}");
    }

    [Fact]
    public async Task A_missing_list_of_fields_has_the_line_of_its_schema()
    {
        var text = Good.ReplaceLineEndings("\n");
        text = text.Replace("\"fields\": [\n        { \"id\": \"Id\", \"enabled\": true }\n      ],\n", "", StringComparison.Ordinal);
        var (reason, _) = await PlanAsync(text);
        Assert.Equal(("schemas.Account.fields", 16), (reason.Property, reason.Line));
    }

    [Fact]
    public async Task Each_of_several_faults_has_its_line()
    {
        var (reason, plan) = await PlanAsync(Good.Replace("replicate", "mirror", StringComparison.Ordinal).Replace("IsNotNull", "IsNotNul", StringComparison.Ordinal));
        Assert.Equal(("mode", 3, "mode"), (reason.Property, reason.Line, plan.Property));
        Facts.Hold(reason.Words, "line 3", "line 24");
    }

    [Theory]
    [InlineData("mode", "\"mode\"")]
    [InlineData("additional_schedules.hour", "\"hour\"")]
    [InlineData("additional_schedules.month", null)]
    [InlineData("destination_configuration.", "\"\": {")]
    [InlineData("destination_configuration..deep", "\"deep\"")]
    [InlineData("destination_configuration.other.deep", "\"destination_configuration\"")]
    [InlineData("schemas.Account.fields.Id.enabled", "\"Id\", \"enabled\"")]
    [InlineData("schemas.Account.filters.field_id", null, false)]
    [InlineData("nothing", "{")]
    public void A_property_has_the_line_where_it_is_or_where_its_object_begins(string property, string? found, bool isIt = true)
    {
        var text = Good.ReplaceLineEndings("\n").Replace("\"schema\": \"here\"", "\"schema\": \"here\",\n    \"\": {\n      \"deep\": 1 }", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "a.json"), text);
        var line = found is null ? (long?)null : 1 + text[..text.IndexOf(found, StringComparison.Ordinal)].Count(letter => letter == '\n');
        Assert.Equal(line, ConfigurationLines.Read(Path.Combine(_folder, "a.json"))!.Find(property, isIt ? null : _ => false));
    }

    [Theory]
    [InlineData("missing.json")]
    [InlineData("")]
    [InlineData("invalid.json")]
    [InlineData("list.json")]
    [InlineData(null)]
    public void A_file_that_cannot_be_read_has_no_lines(string? file)
    {
        File.WriteAllText(Path.Combine(_folder, "invalid.json"), "{");
        File.WriteAllText(Path.Combine(_folder, "list.json"), "[]");
        Assert.Null(ConfigurationLines.Read(file is null ? null : Path.Combine(_folder, file)));
    }

    private async Task<(ConfigurationReason Reason, PolytomicBulk.BulkSyncPlan Plan)> PlanAsync(string text)
    {
        using var world = new World(updateIgnoresSchemas: false);
        File.WriteAllText(Path.Combine(_folder, "a.json"), text);
        var files = new ConfigurationSet();
        files.Add(_folder);
        Assert.Null(Assert.Single(files.Read()).Fault);
        var steps = new List<ConfigurationStep>();
        await foreach (var one in world.Client.Configurations.Planner(files, new()).PlanAsync()) steps.Add(one);
        var step = Assert.Single(steps);
        Assert.Equal(ConfigurationStepKind.Refuse, step.Kind);
        return (Assert.Single(step.Reasons), Assert.Single(step.Plan));
    }
}
