namespace PolytomicBulk.Configuration;

public sealed partial class BulkSyncConfiguration
{
    /// <summary>What a sync copies that is made of it.</summary>
    internal Selection Selection => new(SchemaObjects.Select(schema => WithoutNothing(schema)));

    /// <summary>What a sync has already, which its source must have had.</summary>
    internal JsonArray KnownSchemas => new([.. SchemaObjects.Where(SchemaForm.IsOn).Select(schema => schema.DeepClone())]);

    /// <summary>What a sync is to copy, with what this configuration leaves out as it is now.</summary>
    internal Selection Over(Selection now) => Fill(now, withFields: true).Over(now);

    /// <summary>The same for a sync that was just made, where what is left out is as the service chose it. A field is off all the same.</summary>
    internal Selection OverNew(Selection now) => Fill(now, withFields: false);

    private Selection Fill(Selection now, bool withFields) => new(SchemaObjects.Select(wanted =>
    {
        if (now.Find(SchemaForm.IdOf(wanted)) is not { } same) return WithoutNothing(wanted);
        if (!withFields && !wanted.ContainsKey("fields")) same["fields"] = new JsonArray();
        return WithoutNothing(Editing.LeftOut.Fill(ApiTables.Schema, wanted, same), same);
    }));

    /// <summary>The settings as the API takes them.</summary>
    internal JsonObject ToSettings()
    {
        var settings = Json.DeepClone().AsObject();
        settings.Remove("schemas");
        foreach (var role in ConfigurationForm.Connections)
        {
            settings[role + "_id"] = (string)settings[role]!["id"]!;
            settings.Remove(role);
        }

        WithBareIds(settings);
        return settings;
    }

    /// <summary>What would be written to a sync: the settings that differ, and the schemas that are on and differ or are new to its source.</summary>
    internal JsonObject ToChanges(BulkSyncConfiguration? actual)
    {
        var settings = ToSettings();
        var differences = actual is null ? null : SettingsThatDifferFrom(actual).Select(difference => difference.Property).ToList();
        var isMoved = ConfigurationForm.Connections.Any(role => IsChanged(JsonWords.Label(role)));
        foreach (var name in new[] { "mode", "destination_configuration" })
        {
            if (!IsChanged(JsonWords.Label(name)) && !IsChanged("DestinationConnection")) settings.Remove(name);
        }

        // The destination accepts what the bulk sync already has.
        if (settings["destination_configuration"] is JsonObject configuration)
        {
            foreach (var name in configuration.Select(property => property.Key).ToList())
            {
                if (!IsChanged($"DestinationConfiguration.{name}")) configuration.Remove(name);
            }
        }

        var now = isMoved ? null : actual?.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        var schemas = SchemaObjects.Where(SchemaForm.IsOn).Where(schema => now is null || !now.TryGetValue(SchemaForm.IdOf(schema), out var same)
            || SchemaForm.Differences(schema, same, how: Comparing.OnlyNamed).Any());
        settings["schemas"] = new JsonArray([.. schemas.Select(OnlyOn)]);
        return settings;

        bool IsChanged(string place) => differences is null
            || differences.Exists(property => property == place || property.StartsWith(place + ".", StringComparison.Ordinal));

        static JsonNode OnlyOn(JsonObject schema)
        {
            var copy = schema.DeepClone().AsObject();
            copy["fields"] = new JsonArray([.. SchemaForm.FieldsOf(schema).Where(SchemaForm.IsOn).Select(field => field.DeepClone())]);
            return copy;
        }
    }

    /// <summary>The same, to make a sync of: what is nothing is left to the service.</summary>
    internal JsonObject ToNewSettings()
    {
        var settings = ToSettings();
        foreach (var name in settings.Where(setting => setting.Value is null).Select(setting => setting.Key).ToList()) settings.Remove(name);
        var schedules = settings.Where(setting => ApiTables.BulkSync.Get(setting.Key)?.Table is not null).SelectMany(setting => Choices.ItemsOf(setting.Value));
        foreach (var schedule in schedules.ToList())
        {
            ConfigurationEdit.RemoveNothing(schedule);
            if (schedule["schemas"] is JsonArray { Count: 0 }) schedule.Remove("schemas");
        }

        return settings;
    }

    private static void WithBareIds(JsonObject settings)
    {
        if (settings["policies"] is JsonArray policies)
        {
            settings["policies"] = NormalForm.InOrder(policies.Select(policy => IdOfPolicy(policy)?.DeepClone()));
        }
    }

    /// <summary>A schema without what says that something is not set, and what the service does not name where it is not.</summary>
    private static JsonObject WithoutNothing(JsonObject schema, JsonObject? now = null)
    {
        var copy = schema.DeepClone().AsObject();
        Clean(ApiTables.Schema, copy, now);
        foreach (var field in SchemaForm.FieldsOf(copy))
        {
            var same = now is null ? null : SchemaForm.FieldsOf(now).FirstOrDefault(other => SchemaForm.IdOf(other) == SchemaForm.IdOf(field));
            Clean(ApiTables.Field, field, same);
        }

        return copy;

        static void Clean(ApiTable table, JsonObject item, JsonObject? now)
        {
            foreach (var (name, value) in item.ToList())
            {
                var isUnsaid = now is not null && !now.ContainsKey(name) && name != "enabled" && table.Get(name) is { Table: null } property
                    && NormalForm.AreSame(property, value, null);
                if (value is null || isUnsaid) item.Remove(name);
            }
        }
    }
}
