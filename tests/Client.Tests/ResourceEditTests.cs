using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>An edit describes and contains exactly the changes. Everything else stays as the service sent it.</summary>
public sealed class ResourceEditTests
{
    private const string Source = "11111111-0000-4000-8000-000000000001";
    private const string Other = "11111111-0000-4000-8000-000000000003";

    private const string Sync = """
        {"id":"248df4b7-aa70-47b8-a036-33ac447e668d","name":"A","mode":"replicate","source_connection_id":"11111111-0000-4000-8000-000000000001",
        "destination_connection_id":"11111111-0000-4000-8000-000000000002","destination_configuration":{"schema":"raw","note":""},
        "default_schedule":{"frequency":"hourly","minute":"5"},"updated_at":"2026-06-01T10:00:00Z"}
        """;

    private const string Schema = """
        {"id":"orders","enabled":true,"partition_key":"old","tomorrow":1,
        "fields":[{"id":"id","enabled":true,"hint":"h"},{"id":"email","enabled":true}],"filters":[{"field_id":"gone","function":"IsNull"}]}
        """;

    [Theory]
    [InlineData("""{"name":"B"}""", "~ Name: 'A' -> 'B'")]
    [InlineData("""{"name":"A"}""")]
    [InlineData("""{"concurrency_limit":3}""", "~ ConcurrencyLimit: (none) -> 3")]
    [InlineData("""{"normalize_names":""}""")]
    [InlineData("""{"tomorrow":{"a":1}}""", """~ Tomorrow: (none) -> {"a":1}""")]
    [InlineData("""{"default_schedule":{"minute":"7"}}""", "~ DefaultSchedule.Minute: '5' -> '7'")]
    [InlineData("""{"destination_configuration":{"schema":"new","region":"eu"}}""",
        "~ DestinationConfiguration.schema: 'raw' -> 'new'", "~ DestinationConfiguration.region: (none) -> 'eu'")]
    [InlineData("""{"destination_configuration":{"note":null}}""", "~ DestinationConfiguration.note: (none) -> (none)")]
    [InlineData("""{"destination_configuration":{"note":""}}""")]
    public void Only_properties_that_change_are_differences(string changes, params string[] differences) =>
        Assert.Equal(differences, Changed(ApiTables.BulkSync, Sync, changes).Differences);

    [Fact]
    public void A_time_in_another_zone_is_not_a_difference() => Assert.Empty(
        Changed(
            ApiTables.Schema,
            """{"data_cutoff_timestamp":"2026-01-01T00:00:00Z"}""",
            """{"data_cutoff_timestamp":"2026-01-01T01:00:00+01:00"}""").Differences);

    [Fact]
    public void Nested_objects_keep_what_the_changes_do_not_name()
    {
        var edit = Changed(ApiTables.BulkSync, Sync, """{"destination_configuration":{"schema":"new"},"default_schedule":{"minute":"7"}}""");
        Assert.Equal("""{"schema":"new","note":""}""", edit["destination_configuration"]!.ToJsonString());
        Assert.Equal("""{"frequency":"hourly","minute":"7"}""", edit["default_schedule"]!.ToJsonString());
        Assert.Equal(("raw", "A"), ((string?)edit.Original["destination_configuration"]!["schema"], edit.Preview(ApiJson.Default.BulkSync).Name));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    public void A_change_of_an_item_that_is_not_an_object_is_refused(string change) => Facts.Hold(
        Assert.Throws<ArgumentException>(() => Changed(ApiTables.Schema, Schema, $$$"""{"fields":{"email":{{{change}}}}}""")).Message, "Fields.email", "not an object");

    [Fact]
    public void Items_with_ids_are_changed_by_id_and_other_lists_are_replaced()
    {
        var edit = Changed(
            ApiTables.Schema,
            Schema,
            """{"fields":{"email":{"enabled":false,"user_output_name":"mail"}},"filters":[{"field_id":"id","function":"Equality","value":1}]}""");
        Assert.Equal(
            [
                "~ Schemas.orders.Fields.email.Enabled: True -> False",
                "~ Schemas.orders.Fields.email.UserOutputName: (none) -> 'mail'",
                "~ Schemas.orders.Filters: gone IsNull -> id Equality 1",
            ],
            edit.Differences);
        Assert.Equal(
            """[{"id":"id","enabled":true,"hint":"h"},{"id":"email","enabled":false,"user_output_name":"mail"}]""", edit["fields"]!.ToJsonString());
        Assert.Equal("""[{"field_id":"id","function":"Equality","value":1}]""", edit["filters"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"enabled":false,"fields":{"id":{"enabled":false},"phone":{"enabled":true}}}""", "phone")]
    [InlineData("""{"fields":{"note":{"enabled":true}}}""", "note")]
    [InlineData("""{"partition_key":"phone"}""", "phone")]
    [InlineData("""{"partition_key":"phone","tracking_field":"phone"}""", "phone")]
    [InlineData("""{"filters":[{"field_id":"phone","function":"IsNull"},{"field_id":"note","function":"IsNull"}]}""", "phone")]
    public void A_change_with_a_field_that_does_not_exist_is_not_made(string changes, params string[] unknown)
    {
        var edit = Edit(ApiTables.Schema, Schema, fieldIds: ["id", "email", "note"]);
        edit.Apply(OneSync.Parse(changes));
        Assert.Equal(unknown, edit.Unknown);
        Assert.Empty(edit.Differences);
        Assert.Empty(edit.Changes);
        Assert.Equal(OneSync.Parse(Schema).ToJsonString(), edit.Whole.ToJsonString());
    }

    [Theory]
    [InlineData("""{"partition_key":"note"}""", "~ Schemas.orders.PartitionKey: 'old' -> 'note'")]
    [InlineData("""{"partition_key":""}""", "~ Schemas.orders.PartitionKey: 'old' -> (none)")]
    [InlineData("""{"partition_key":"old","enabled":false}""", "~ Schemas.orders.Enabled: True -> False")]
    [InlineData("""{"filters":[{"field_id":"","function":"IsNull"}]}""", "~ Schemas.orders.Filters: gone IsNull -> IsNull")]
    [InlineData("""{"filters":[{"field_id":"gone","function":"IsNotNull"}]}""", "~ Schemas.orders.Filters: gone IsNull -> gone IsNotNull")]
    public void Existing_fields_and_fields_that_the_service_already_uses_are_known(string changes, string difference)
    {
        var edit = Edit(ApiTables.Schema, Schema, fieldIds: ["id", "email", "note"]);
        edit.Apply(OneSync.Parse(changes));
        Assert.Empty(edit.Unknown);
        Assert.Equal([difference], edit.Differences);
    }

    [Fact]
    public void An_unknown_field_is_added_if_the_service_decides()
    {
        var edit = Edit(ApiTables.Schema, Schema, fieldIds: ["id", "email"]);
        edit.Apply(OneSync.Parse("""{"fields":{"phone":{"enabled":true}},"partition_key":"phone"}"""), allowsUnknown: true);
        Assert.Empty(edit.Unknown);
        Assert.Equal(["~ Schemas.orders.Fields.phone.Enabled: (none) -> True", "~ Schemas.orders.PartitionKey: 'old' -> 'phone'"], edit.Differences);
        Assert.Equal(
            """[{"id":"id","enabled":true,"hint":"h"},{"id":"email","enabled":true},{"id":"phone","enabled":true}]""", edit["fields"]!.ToJsonString());
    }

    [Fact]
    public void A_value_that_the_service_never_returns_has_no_old_value() => Assert.Equal(
        ["~ Path: 'a' -> 'b'", "~ Example: (not shown) -> 'x'"],
        Changed(ApiTables.ConnectionField, """{"path":"a"}""", """{"path":"b","example":"x"}""").Differences);

    [Theory]
    [InlineData("schedule")]
    [InlineData("schedule of its own")]
    public void An_hour_without_a_minute_means_minute_0(string table)
    {
        var edit = Changed(ApiTables.All.Single(one => one.Name == table), """{"frequency":"hourly","minute":""}""", """{"frequency":"daily","hour":"7"}""");
        Assert.Equal(["~ Frequency: 'hourly' -> 'daily'", "~ Hour: (none) -> '7'", "~ Minute: (none) -> '0'"], edit.Differences);
        Assert.Equal("""{"frequency":"daily","minute":"0","hour":"7"}""", edit.Whole.ToJsonString());
    }

    [Fact]
    public void A_minute_is_added_only_to_schedules()
    {
        var edit = Changed(ApiTables.BulkSync, Sync, """{"destination_configuration":{"frequency":"daily","hour":"7"}}""");
        Assert.Equal("""{"schema":"raw","note":"","frequency":"daily","hour":"7"}""", edit["destination_configuration"]!.ToJsonString());
        edit = Changed(ApiTables.BulkSync, Sync, """{"frequency":"daily","hour":"7"}""");
        Assert.Null(edit["minute"]);
    }

    [Theory]
    [InlineData("{}", "{}", "Name", "Mode", "SourceConnectionId", "DestinationConnectionId", "DestinationConfiguration", "DefaultSchedule")]
    [InlineData(Sync, "{}")]
    [InlineData(Sync, """{"name":""}""", "Name")]
    [InlineData(Sync, """{"default_schedule":{"frequency":"weekly","hour":"7"}}""", "DayOfWeek")]
    public void What_the_write_requires_and_nothing_provides_is_missing(string sync, string changes, params string[] missing) =>
        Assert.Equal(missing, Changed(ApiTables.BulkSync, sync, changes).Missing);

    [Fact]
    public void Another_order_of_a_set_changes_nothing()
    {
        Assert.Empty(Changed(ApiTables.PrimaryKey, """{"primary_key":["a","b"]}""", """{"primary_key":["b","a"]}""").Differences);
        Assert.Empty(Changed(ApiTables.BulkSync, """{"policies":["a","b"]}""", """{"policies":["b","a"]}""").Differences);
        Assert.NotEmpty(Changed(ApiTables.PrimaryKey, """{"primary_key":["a","b"]}""", """{"primary_key":["b"]}""").Differences);
    }

    [Fact]
    public void A_schedule_must_be_complete_only_if_it_changes()
    {
        var incomplete = Sync.Replace("\"hourly\",\"minute\":\"5\"", "\"daily\"", StringComparison.Ordinal);
        Assert.Empty(Changed(ApiTables.BulkSync, incomplete, """{"name":"B"}""").Missing);
        Assert.Equal(["Minute", "Hour"], Changed(ApiTables.BulkSync, incomplete, """{"default_schedule":{"selective_mode":"none"}}""").Missing);
        var without = OneSync.Parse(Sync);
        without.Remove("default_schedule");
        Assert.Equal(
            ["Minute", "Hour"], Changed(ApiTables.BulkSync, without.ToJsonString(), """{"default_schedule":{"frequency":"daily"}}""").Missing);
    }

    [Fact]
    public void A_partial_write_contains_and_needs_only_the_changes()
    {
        const string masked = """{"name":"A","mode":"replicate","destination_configuration":{"password":"****","schema":"raw"}}""";
        var edit = Edit(ApiTables.BulkSync, masked, isPartial: true);
        edit.Apply(OneSync.Parse("""{"name":"B","source_configuration":{"a":1}}"""));
        Assert.Empty(edit.Missing);
        Assert.Empty(edit.Masked);
        Assert.Equal("""{"name":"B","source_configuration":{"a":1}}""", edit.Body.ToJsonString());

        edit.Apply(OneSync.Parse("""{"destination_configuration":{"key":"****"}}"""));
        Assert.Equal(["destination_configuration.key"], edit.Masked);
    }

    [Fact]
    public void A_complete_write_contains_the_masks_of_the_service()
    {
        const string masked = """{"destination_configuration":{"password":"****","key":"****"}}""";
        var edit = Changed(ApiTables.BulkSync, masked, """{"destination_configuration":{"key":"k"}}""");
        Assert.Equal(["destination_configuration.password"], edit.Masked);
    }

    [Fact]
    public void The_body_omits_what_only_the_service_sets_and_contains_all_required_lists()
    {
        var edit = Changed(
            ApiTables.Schema, """{"id":"orders","sync_id":"s","output_name":"o","fields":[{"id":"id","output_name":"i"}]}""", """{"enabled":true}""");
        Assert.Equal("""{"id":"orders","fields":[{"id":"id"}],"enabled":true,"filters":[]}""", edit.Body.ToJsonString());
        Assert.Equal(
            """{"id":"orders","sync_id":"s","output_name":"o","fields":[{"id":"id","output_name":"i"}],"enabled":true,"filters":[]}""",
            edit.Whole.ToJsonString());
    }

    [Theory]
    [InlineData("schema", """{"fields":[],"filters":[]}""", false)]
    [InlineData("schema", """{"fields":[]}""", false)]
    [InlineData("schema", """{"filters":[]}""", true)]
    [InlineData("schema", """{"fields":null,"filters":[]}""", true)]
    [InlineData("bulk sync", "{}", false)]
    public void Only_missing_fields_would_select_everything(string table, string json, bool lacksItems) =>
        Assert.Equal(lacksItems, Edit(ApiTables.All.Single(one => one.Name == table), json).LacksItems);

    [Theory]
    [InlineData("""{"frequency":"daily"}""", "daily")]
    [InlineData("""{"default_schedule":{"frequency":"hourly"}}""", "hourly")]
    [InlineData("""{"frequency":"daily","default_schedule":{"frequency":"hourly"}}""", "daily")]
    [InlineData("""{"default_schedule":null}""", null)]
    public void The_frequency_is_that_of_the_schedule_or_of_the_default_schedule(string json, string? frequency) =>
        Assert.Equal(frequency, Edit(ApiTables.BulkSync, json).Frequency);

    [Fact]
    public void A_value_that_cannot_be_read_is_a_fault_until_a_change_replaces_it()
    {
        var edit = Edit(ApiTables.BulkSync, """{"name":1,"mode":"replicate"}""", findFault: FaultOf);
        edit.Apply(OneSync.Parse("""{"mode":"snapshot"}"""));
        Assert.Equal("name must be text", edit.Unreadable);
        Facts.Hold(Assert.Throws<PolytomicApiException>(edit.Check).Message, "thing", "name must be text");
        edit.Apply(OneSync.Parse("""{"name":"A"}"""));
        Assert.Null(edit.Unreadable);
        edit.Check();
    }

    [Fact]
    public void Only_values_of_the_service_are_checked()
    {
        var edit = Edit(ApiTables.BulkSync, Sync, findFault: FaultOf);
        edit.Apply(OneSync.Parse("""{"name":1}"""));
        Assert.Null(edit.Unreadable);
        Assert.Null(Edit(ApiTables.BulkSync, """{"name":1}""").Unreadable);
    }

    [Fact]
    public void The_same_changes_can_be_made_to_an_object_that_was_read_again()
    {
        var edit = Edit(
            ApiTables.BulkSync,
            $$"""{"name":1,"mode":"replicate","source_connection_id":"{{Source}}"}""",
            isPartial: true,
            findFault: FaultOf,
            nameOf: (_, id) => id == Guid.Parse(Other) ? "Other" : null);
        edit.Apply(OneSync.Parse($$"""{"source_connection_id":"{{Other}}","active":true}"""));
        var again = new ResourceEdit(
            Guid.Empty, "other", "thing, read again", ApiTables.BulkSync, OneSync.Parse("""{"name":2,"mode":"snapshot","active":true}"""))
        {
            FieldIds = ["a"],
        };

        var on = edit.On(again);
        Assert.Equal((OneSync.Id, "id", "thing, read again"), (on.OwnerId, on.Id, on.What));
        Assert.Equal(["a"], on.FieldIds);
        Assert.Equal([$"~ SourceConnectionId: (none) -> 'Other' ({Other})"], on.Differences);
        Assert.Equal("snapshot", (string?)on["mode"]);
        Assert.Equal($$"""{"source_connection_id":"{{Other}}","active":true}""", on.Body.ToJsonString());
        Assert.Equal("name must be text", on.Unreadable);
    }

    /// <summary>The name is changed from A to B. The service last changed the bulk sync at 10:00.</summary>
    [Theory]
    [InlineData("""{"name":"B","mode":"replicate","updated_at":"2026-06-01T10:00:00Z"}""", true)]
    [InlineData("""{"name":" B ","mode":"replicate","updated_at":"2026-06-01T10:00:00Z"}""", true)]
    [InlineData("""{"name":"B","mode":"snapshot","updated_at":"2026-06-01T10:00:00Z"}""", true)]
    [InlineData("""{"name":"A","mode":"replicate","updated_at":"2026-06-01T10:00:00Z"}""", false)]
    // Somebody changed something else after that.
    [InlineData("""{"name":"A","mode":"snapshot","updated_at":"2026-06-01T10:00:01Z"}""", false)]
    // The service stored the change, but in another form.
    [InlineData("""{"name":"B2","mode":"replicate","updated_at":"2026-06-01T10:00:01Z"}""", true)]
    [InlineData("""{"name":"B2","mode":"snapshot","updated_at":"2026-06-01T10:00:01Z"}""", true)]
    // These are older versions.
    [InlineData("""{"name":"B2","mode":"replicate","updated_at":"2026-06-01T10:00:00Z"}""", false)]
    [InlineData("""{"name":"B2","mode":"replicate","updated_at":"2026-06-01T09:59:59Z"}""", false)]
    [InlineData("""{"name":"B2","mode":"replicate"}""", false)]
    public void A_change_is_seen_in_its_value_or_in_a_later_version_with_a_new_value(string again, bool isSeen)
    {
        var edit = Changed(ApiTables.BulkSync, """{"name":"A","mode":"replicate","updated_at":"2026-06-01T10:00:00Z"}""", """{"name":"B"}""");
        Assert.Equal(isSeen, edit.IsSeenIn(Edit(ApiTables.BulkSync, again)));
    }

    [Fact]
    public void Values_that_the_service_stored_differently_are_lost_or_have_another_form()
    {
        var edit = Changed(
            ApiTables.BulkSync,
            """{"name":"A","mode":" replicate","active":true,"default_schedule":{"frequency":"manual"},"created_at":"2026-01-01T00:00:00Z"}""",
            """{"name":" B ","concurrency_limit":5,"default_schedule":{"frequency":"hourly","minute":"05"}}""");
        var again = Edit(ApiTables.BulkSync, """
            {"name":"B","mode":"replicate","active":false,"concurrency_limit":3,"created_at":"2026-02-01T00:00:00Z",
            "default_schedule":{"frequency":"hourly","minute":"5","selective_mode":"none"}}
            """);
        Assert.Equal(
            ["~ Active: False -> True", "~ ConcurrencyLimit: 3 -> 5"],
            edit.DifferencesIn(again).Select(difference => difference.ToString()));
        Assert.Equal(
            ["~ Name: 'B' -> ' B '", "~ DefaultSchedule.Minute: '5' -> '05'", "~ DefaultSchedule.SelectiveMode: 'none' -> (none)"],
            edit.FormsIn(again).Select(difference => difference.ToString()));
        Assert.Equal(
            ["ConcurrencyLimit", "DefaultSchedule.Frequency", "DefaultSchedule.Minute", "Name"],
            edit.ChangedProperties.OrderBy(name => name, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"A","active":false,"rows_count":9,"tomorrow":2}""", true, true)]
    [InlineData("""{"name":"A","active":false,"rows_count":9,"tomorrow":1,"next":3}""", true, false)]
    [InlineData("""{"name":"A","active":true,"rows_count":1,"tomorrow":1}""", false, false)]
    public void Two_versions_are_alike_if_all_known_settings_are_equal(string other, bool isAlike, bool isReadAlike)
    {
        var edit = Edit(ApiTables.BulkSync, """{"name":"A","active":false,"rows_count":1,"tomorrow":1}""");
        Assert.Equal(isAlike, edit.IsAlike(OneSync.Parse(other)));
        Assert.Equal(isReadAlike, edit.IsReadAlike(Edit(ApiTables.BulkSync, other)));
    }

    private static string? FaultOf(JsonObject json) => json["name"] is JsonValue name && !name.TryGetValue<string>(out _) ? "name must be text" : null;

    private static ResourceEdit Changed(ApiTable table, string json, string changes)
    {
        var edit = Edit(table, json);
        edit.Apply(OneSync.Parse(changes));
        return edit;
    }

    private static ResourceEdit Edit(
        ApiTable table,
        string json,
        bool isPartial = false,
        string[]? fieldIds = null,
        Func<JsonObject, string?>? findFault = null,
        NameLookup? nameOf = null) =>
        new(OneSync.Id, table == ApiTables.Schema ? "orders" : "id", "thing", table, OneSync.Parse(json))
        {
            IsPartial = isPartial, FieldIds = fieldIds ?? [], FindFault = findFault, NameOf = nameOf,
        };
}
