namespace PolytomicBulk.Configuration;

public sealed partial class BulkSyncConfiguration
{
    /// <summary>The selection for a new bulk sync.</summary>
    internal Selection Selection => new(SchemaObjects.Select(schema => WithoutNothing(schema)));

    /// <summary>The schemas of an existing bulk sync that are enabled or use fields. The service accepts them.</summary>
    internal JsonArray KnownSchemas => new([.. SchemaObjects.Where(IsChecked).Select(schema => schema.DeepClone())]);

    private static bool IsChecked(JsonObject schema) => SchemaForm.IsOn(schema) || SettingsCheck.FieldsIn(schema).Any();

    /// <summary>
    /// The selection after an update. A schema keeps the values of properties that this configuration omits. Schemas that it omits are disabled. With
    /// another source, it is not known yet what exists.
    /// </summary>
    internal Selection Over(Selection now, bool hasOtherSource = false) => Fill(now, withFields: true, keepsGone: hasOtherSource).Over(now);

    /// <summary>
    /// The selection for a bulk sync that was just created. Properties that this configuration omits keep the values that the service chose. Omitted
    /// fields are disabled.
    /// </summary>
    internal Selection OverNew(Selection now) => Fill(now, withFields: false, keepsGone: false);

    /// <summary>Disabled schemas and fields that do not exist mean the same as omitted ones.</summary>
    private Selection Fill(Selection now, bool withFields, bool keepsGone) => new(
        from wanted in SchemaObjects
        let same = now.Find(SchemaForm.IdOf(wanted))
        where same is not null || keepsGone || SchemaForm.IsOn(wanted)
        select same is null ? WithoutNothing(wanted) : Fill(wanted, same, withFields, keepsGone));

    private static JsonObject Fill(JsonObject wanted, JsonObject same, bool withFields, bool keepsGone)
    {
        var existing = SchemaForm.FieldsOf(same).Select(SchemaForm.IdOf).ToList();
        if (!withFields && !wanted.ContainsKey("fields")) same["fields"] = new JsonArray();
        var filled = WithoutNothing(Editing.LeftOut.Fill(ApiTables.Schema, wanted, same), same);
        if (!keepsGone) SchemaForm.RemoveGone(filled, existing);
        return filled;
    }

    /// <summary>The settings in the form of the API.</summary>
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

    /// <summary>
    /// The part of an update that the connections can refuse: the mode and destination settings that differ, the enabled schemas that differ or are new,
    /// and the disabled ones that differ and use fields. If there is no bulk sync yet, all of them.
    /// </summary>
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

        if (actual is not null && !IsChanged("SourceConnection"))
        {
            foreach (var name in ApiTables.SchedulesOfSync.Where(name => !IsChanged(JsonWords.Label(name)))) settings.Remove(name);
            SettingsCheck.RemoveScheduled(settings, new HashSet<string>(actual.SchemaObjects.Select(SchemaForm.IdOf), StringComparer.Ordinal));
        }

        var now = isMoved ? null : actual?.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        var schemas = SchemaObjects.Where(IsChecked).Where(schema => now is null || (now.TryGetValue(SchemaForm.IdOf(schema), out var same)
            ? SchemaForm.Differences(schema, same, how: Comparing.OnlyNamed).Any()
            : SchemaForm.IsOn(schema)));
        settings["schemas"] = new JsonArray([.. schemas.Select(OnlyOn)]);
        return settings;

        bool IsChanged(string place) => differences is null
            || differences.Exists(property => property == place || property.StartsWith(place + ".", StringComparison.Ordinal));

        static JsonNode OnlyOn(JsonObject schema)
        {
            var copy = schema.DeepClone().AsObject();
            var fields = SchemaForm.FieldsOf(schema).Where(field => SchemaForm.IsOn(schema) && SchemaForm.IsOn(field));
            copy["fields"] = new JsonArray([.. fields.Select(field => field.DeepClone())]);
            return copy;
        }
    }

    /// <summary>The settings to create a bulk sync. Null values and empty schedule properties are omitted, so the service uses its defaults.</summary>
    internal JsonObject ToNewSettings()
    {
        var settings = ToSettings();
        foreach (var name in settings.Where(setting => setting.Value is null).Select(setting => setting.Key).ToList()) settings.Remove(name);
        var schedules = settings.Where(setting => ApiTables.BulkSync.Get(setting.Key)?.Table is not null).SelectMany(setting => Choices.ItemsOf(setting.Value));
        foreach (var schedule in schedules.ToList()) ConfigurationEdit.RemoveNothing(schedule);
        return settings;
    }

    private static void WithBareIds(JsonObject settings)
    {
        if (settings["policies"] is JsonArray policies)
        {
            settings["policies"] = NormalForm.InOrder(policies.Select(IdOfPolicy));
        }
    }

    /// <summary>The schema without null values, and without empty values of properties that the service omits.</summary>
    private static JsonObject WithoutNothing(JsonObject schema, JsonObject? now = null)
    {
        var copy = schema.DeepClone().AsObject();
        Clean(ApiTables.Schema, copy, now);
        foreach (var field in SchemaForm.FieldsOf(copy))
        {
            var same = now is null ? null : SchemaForm.FieldsOf(now).FirstOrDefault(other => SchemaForm.IdOf(other) == SchemaForm.IdOf(field));
            Clean(ApiTables.Field, field, same);
        }

        foreach (var filter in Choices.ItemsOf(copy["filters"]))
        {
            foreach (var property in ApiTables.Filter.Properties.Where(property => property.Kind != PropertyKind.Any))
            {
                if (filter[property.Name] is null) filter.Remove(property.Name);
            }
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
