using System.Security.Cryptography;

namespace PolytomicBulk.Configuration;

/// <summary>
/// A bulk sync as a file holds it: its settings, schemas, fields, filters and schedules, without what only the service
/// says and without anything that looks like a secret. The same configuration is always the same text.
/// </summary>
public sealed class BulkSyncConfiguration
{
    private readonly ConfigurationContent _content;
    private readonly byte[]? _text;
    private readonly string _hash;

    /// <param name="json">The normal form, or what has the same words.</param>
    /// <param name="path">The file's full path; null where it is the service's.</param>
    /// <param name="text">The normal form as text; null where it is made again from somewhere else.</param>
    /// <param name="hash">The hash of the text that it was read from, or that it is written as.</param>
    /// <param name="again">Makes the normal form again.</param>
    /// <param name="isNormalForm">Whether it is the normal form already.</param>
    private BulkSyncConfiguration(JsonObject json, string? path, byte[]? text, string hash, Func<JsonObject> again, bool isNormalForm = true)
    {
        (Path, _text, _hash, _content) = (path, text, hash, new(isNormalForm ? json : null, again));
        Name = JsonWords.Text(json["name"]) ?? "";
        IsActive = JsonWords.IsTrue(json["active"]);
        Schemas = (Choices.ItemsOf(json["schemas"]).Count(SchemaForm.IsOn), Choices.ItemsOf(json["schemas"]).Count());
        Fault = ConfigurationCheck.FindFaultInShape(json)?.Message;
        ConnectionIds = ConfigurationForm.Connections
            .Where(role => Guid.TryParse(JsonWords.Text((json[role] as JsonObject)?["id"]), out _))
            .ToDictionary(role => role, role => (Guid.Parse((string)json[role]!["id"]!), JsonWords.Text(json[role]!["name"])));
        PolicyIds =
        [
            .. from policy in json["policies"] as JsonArray ?? []
               let id = JsonWords.Text(IdOfPolicy(policy))
               where Guid.TryParse(id, out _)
               select (Guid.Parse(id), JsonWords.Text((policy as JsonObject)?["name"])),
        ];
    }

    private JsonObject Json => _content.Read();

    /// <summary>The full path of the file that it was read from; null where it is the service's.</summary>
    public string? Path { get; }

    /// <summary>Whether the sync's schedules fire.</summary>
    public bool IsActive { get; }

    /// <summary>How many schemas are synced, and how many there are.</summary>
    public (int Enabled, int All) Schemas { get; private set; }

    /// <summary>The sync's name.</summary>
    public string Name { get; }

    /// <summary>The connections by role, each with its id and its name where that is known.</summary>
    public IReadOnlyDictionary<string, (Guid Id, string? Name)> ConnectionIds { get; }

    /// <summary>The permission policies, each with its id and its name where that is known.</summary>
    public IReadOnlyList<(Guid Id, string? Name)> PolicyIds { get; }

    /// <summary>What looked like a secret and is not in it.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>Why it could not be written to the service; null where it could.</summary>
    internal string? Fault { get; }

    /// <summary>The same for all configurations that are written as the same text.</summary>
    internal string TextHash => _text is null ? HashOf(ToUtf8()) : _hash;

    /// <summary>Its parts.</summary>
    internal IEnumerable<ConfigurationPart> Parts => ConfigurationPart.ListIn(Json);

    /// <summary>
    /// The names and values in it that this version does not know, by the kind of place that they are at. Names without a value are among them.
    /// </summary>
    internal IReadOnlyCollection<(string Kind, string Name, string? Value)> OddWords { get; private init; } = [];

    /// <summary>What a sync copies that is made of it.</summary>
    internal Selection Selection => new(SchemaObjects.Select(schema => WithoutNothing(schema)));

    private IEnumerable<JsonObject> SchemaObjects => (Json["schemas"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Reads a configuration from a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's full path, where there is a file.</param>
    /// <exception cref="InvalidConfigurationException">It is no configuration.</exception>
    public static BulkSyncConfiguration Parse(string text, string? path = null) => FromDocument(ReadDocument(text), path, isWhole: false);

    /// <summary>
    /// Reads a configuration from a file, of which only a few words are kept: what else is in it is read again when it is needed.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="InvalidConfigurationException">It is no configuration.</exception>
    internal static BulkSyncConfiguration FromFile(string text, string path)
    {
        var plain = ConfigurationReader.ParseWithout(text, "schemas", PlainSchemas.Count);
        if (plain is { } seen && ConfigurationCheck.FindFault(seen.Json) is not null) plain = null;
        var (document, hash, leftOut) = (plain?.Json ?? ReadDocument(text), HashOf(text), new List<string>());
        ConfigurationSecrets.Remove(document, leftOut);
        var odd = ConfigurationVocabulary.OddIn(document);
        var read = new BulkSyncConfiguration(document, path, text: null, hash, ReadAgain, isNormalForm: false) { LeftOut = leftOut, OddWords = odd };
        if (plain is { } counted) read.Schemas = counted.Seen;
        return read;

        JsonObject ReadAgain()
        {
            try
            {
                var now = ConfigurationReader.ReadText(path);
                if (HashOf(now) != hash) throw Failures.FileChanged(path, "It has changed since this command first read it.");
                var again = ConfigurationReader.Parse(now);
                ConfigurationSecrets.Remove(again, []);
                return ConfigurationForm.Normalize(again, isWhole: false);
            }
            catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
            {
                throw Failures.FileChanged(path, fault.Message);
            }
        }
    }

    private static JsonObject ReadDocument(string text)
    {
        var json = ConfigurationReader.Parse(text);
        return ConfigurationCheck.FindFault(json) is { } found ? throw found.At(text) : json;
    }

    /// <param name="document">What was read. It is changed.</param>
    /// <param name="path">The file's full path; null where it is the service's.</param>
    /// <param name="isWhole">Whether what is not in it is nothing.</param>
    private static BulkSyncConfiguration FromDocument(JsonObject document, string? path, bool isWhole)
    {
        var leftOut = new List<string>();
        ConfigurationSecrets.Remove(document, leftOut);
        var odd = ConfigurationVocabulary.OddIn(document);
        var json = ConfigurationForm.Normalize(document, isWhole);
        var text = ConfigurationText.Write(json);
        return new(json, path, text, HashOf(text), () => JsonNode.Parse(text)!.AsObject()) { LeftOut = leftOut, OddWords = odd };
    }

    /// <summary>A configuration whose schemas are written without nodes; null where they cannot be.</summary>
    private static BulkSyncConfiguration? FromPlain(JsonObject document, Selection selection)
    {
        var (leftOut, enabled) = (new List<string>(), 0);
        ConfigurationSecrets.Remove(document, leftOut);
        var settings = ConfigurationForm.Normalize(document, isWhole: true);
        settings.Remove("schemas");
        var text = ConfigurationText.Write(
            settings, "schemas", (writer, bytes) => PlainSchemas.TryWrite(writer, bytes, selection.Texts, out enabled));
        if (text is null) return null;
        settings["schemas"] = new JsonArray();
        return new(settings, path: null, text, HashOf(text), () => JsonNode.Parse(text)!.AsObject(), isNormalForm: false)
        {
            LeftOut = leftOut,
            OddWords = ConfigurationVocabulary.OddIn(document),
            Schemas = (enabled, selection.Texts.Count),
        };
    }

    /// <summary>The same configuration with a change of its normal form.</summary>
    private BulkSyncConfiguration With(Action<JsonObject> change)
    {
        var json = Change();
        return new(json, Path, text: null, HashOf(ConfigurationText.Write(json)), Change) { OddWords = OddWords };

        JsonObject Change()
        {
            var copy = Json.DeepClone().AsObject();
            change(copy);
            return ConfigurationForm.Normalize(copy, isWhole: false);
        }
    }

    /// <summary>The hash of a file's text, whatever its line ends.</summary>
    private static string HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n")));

    private static string HashOf(byte[] text)
    {
#if NET
        return Convert.ToBase64String(SHA256.HashData(text));
#else
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(text));
#endif
    }

    /// <summary>The configuration of a sync that the service has.</summary>
    /// <param name="sync">The sync's JSON.</param>
    /// <param name="selection">What it copies.</param>
    /// <param name="nameOf">Gives a connection's name, where it is known.</param>
    /// <param name="policyName">Gives a permission policy's name, where it is known.</param>
    internal static BulkSyncConfiguration FromService(
        JsonObject sync, Selection selection, Func<Guid, string?> nameOf, Func<Guid, string?>? policyName = null)
    {
        var document = Choices.In(ApiTables.BulkSync, sync);
        foreach (var role in ConfigurationForm.Connections)
        {
            var id = JsonWords.Text(document[role + "_id"]);
            document.Remove(role + "_id");
            if (Guid.TryParse(id, out var guid)) document[role] = new JsonObject { ["id"] = guid.ToString(), ["name"] = nameOf(guid) };
        }

        if (document["policies"] is JsonArray policies)
        {
            document["policies"] = new JsonArray([.. policies.Select(id => ToPolicy(id, policyName))]);
        }

        document["schemas"] = new JsonArray();
        if (FromPlain(document.DeepClone().AsObject(), selection) is { } plain) return plain;
        document["schemas"] = new JsonArray([.. selection.Schemas]);
        return FromDocument(document, path: null, isWhole: true);
    }

    /// <summary>The text of its file. It ends with a line feed, and has no other line ends than such.</summary>
    public string ToText() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>The same in UTF-8.</summary>
    internal byte[] ToUtf8() => _text ?? ConfigurationText.Write(Json);

    /// <summary>The same configuration with other connections.</summary>
    /// <param name="map">Gives the connection that is to take another's place.</param>
    public BulkSyncConfiguration WithConnections(Func<(Guid Id, string? Name), (Guid Id, string? Name)> map)
    {
        var others = ConnectionIds.ToDictionary(connection => connection.Key, connection => map(connection.Value));
        if (others.All(connection => connection.Value == ConnectionIds[connection.Key])) return this;
        return With(json =>
        {
            foreach (var (role, (id, name)) in others) json[role] = new JsonObject { ["id"] = id.ToString(), ["name"] = name };
        });
    }

    /// <summary>The same configuration with other permission policies.</summary>
    /// <param name="map">Gives the policy that is to take another's place.</param>
    public BulkSyncConfiguration WithPolicies(Func<(Guid Id, string? Name), (Guid Id, string? Name)> map)
    {
        var others = PolicyIds.Select(map).ToList();
        if (others.SequenceEqual(PolicyIds)) return this;
        return With(json => json["policies"] =
            new JsonArray([.. others.Select(policy => new JsonObject { ["id"] = policy.Id.ToString(), ["name"] = policy.Name })]));
    }

    /// <summary>The configuration of a copy, which is paused.</summary>
    /// <param name="name">The copy's name.</param>
    /// <param name="changes">What else is other than here, by the API's own names. Objects within are changed in the same way.</param>
    public BulkSyncConfiguration ToCopy(string name, JsonObject changes)
    {
        var edit = new ResourceEdit(Guid.Empty, "", Name, ApiTables.BulkSync, ToSettings());
        edit.Apply(changes);
        var settings = edit.Body;
        (settings["name"], settings["active"]) = (name, false);
        return FromService(settings, Selection, _ => null);
    }

    /// <summary>
    /// In what a sync is not as this configuration says. What it leaves out makes no difference, nor does a schema or field that is off and not named.
    /// </summary>
    internal IEnumerable<JsonDifference> DifferencesFrom(BulkSyncConfiguration actual) =>
        // Equal text means the same, and is not read any further.
        _hash == actual._hash ? [] : SettingsThatDifferFrom(actual).Concat(SchemasThatDifferFrom(actual));

    /// <summary>In what the settings differ, but for schemas and what connections are called.</summary>
    internal IEnumerable<JsonDifference> SettingsThatDifferFrom(BulkSyncConfiguration actual) =>
        JsonDifference.Between(ConfigurationForm.Table, ToBareSettings(), actual.ToBareSettings(), Comparing.OnlyNamed);

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

    private IEnumerable<JsonDifference> SchemasThatDifferFrom(BulkSyncConfiguration actual)
    {
        var now = actual.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        foreach (var wanted in SchemaObjects)
        {
            var id = SchemaForm.IdOf(wanted);
            if (!now.TryGetValue(id, out var same))
            {
                if (SchemaForm.IsOn(wanted)) yield return new($"Schemas.{id}.Enabled", true, null);
                continue;
            }

            now.Remove(id);
            foreach (var difference in SchemaForm.Differences(wanted, same, how: Comparing.OnlyNamed)) yield return difference;
        }

        foreach (var extra in now.Values.Where(SchemaForm.IsOn)) yield return new($"Schemas.{SchemaForm.IdOf(extra)}.Enabled", false, true);
    }

    /// <summary>Whether another copies from the same connection to the same place.</summary>
    internal bool GoesWhere(BulkSyncConfiguration other)
    {
        return !JsonDifference.Between(ConfigurationForm.Table, Place(this), Place(other), Comparing.OnlyNamed).Any();

        static JsonObject Place(BulkSyncConfiguration configuration)
        {
            var settings = configuration.ToBareSettings();
            return new(ConfigurationForm.Connections.Append("destination_configuration")
                .Select(name => new KeyValuePair<string, JsonNode?>(name, settings[name]?.DeepClone())));
        }
    }

    /// <summary>Whether another copies some of the same schemas.</summary>
    internal bool Overlaps(BulkSyncConfiguration other)
    {
        return Enabled(this).Intersect(Enabled(other)).Any();

        static IEnumerable<string> Enabled(BulkSyncConfiguration configuration) =>
            configuration.SchemaObjects.Where(SchemaForm.IsOn).Select(SchemaForm.IdOf);
    }

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

    private static void WithBareIds(JsonObject settings)
    {
        if (settings["policies"] is JsonArray policies)
        {
            settings["policies"] = NormalForm.InOrder(policies.Select(policy => IdOfPolicy(policy)?.DeepClone()));
        }
    }

    /// <summary>A file may also have the bare id.</summary>
    private static JsonNode? IdOfPolicy(JsonNode? policy) => policy is JsonObject known ? known["id"] : policy;

    private static JsonNode? ToPolicy(JsonNode? id, Func<Guid, string?>? nameOf) => Guid.TryParse(JsonWords.Text(id), out var guid)
        ? new JsonObject { ["id"] = guid.ToString(), ["name"] = nameOf?.Invoke(guid) }
        : id?.DeepClone();

    /// <summary>What a sync has already, which its source must have had.</summary>
    internal JsonArray KnownSchemas => new([.. SchemaObjects.Where(SchemaForm.IsOn).Select(schema => schema.DeepClone())]);

    /// <summary>What would be written to a sync: the settings that differ, and the schemas that are on and differ or are new to its source.</summary>
    /// <param name="actual">The sync's own configuration; null where there is none, so that all is written.</param>
    internal JsonObject ToChanges(BulkSyncConfiguration? actual)
    {
        var settings = ToSettings();
        var changed = actual is null ? null : new HashSet<string>(SettingsThatDifferFrom(actual).Select(difference => difference.Property.Split('.')[0]));
        bool IsChanged(string name) => changed is null || changed.Contains(JsonWords.Label(name));
        var isMoved = ConfigurationForm.Connections.Any(IsChanged);
        foreach (var name in new[] { "mode", "destination_configuration" })
        {
            if (!IsChanged(name) && !IsChanged("destination_connection")) settings.Remove(name);
        }

        // What the sync has already, the destination takes.
        if (changed is not null && settings["destination_configuration"] is JsonObject configuration)
        {
            var differs = SettingsThatDifferFrom(actual!).Select(difference => difference.Property).ToList();
            foreach (var name in configuration.Select(property => property.Key).ToList())
            {
                var place = $"DestinationConfiguration.{name}";
                if (!differs.Exists(property => property == place || property.StartsWith(place + ".", StringComparison.Ordinal))) configuration.Remove(name);
            }
        }

        var now = isMoved ? null : actual?.SchemaObjects.ToDictionary(SchemaForm.IdOf, StringComparer.Ordinal);
        var schemas = SchemaObjects.Where(SchemaForm.IsOn).Where(schema => now is null || !now.TryGetValue(SchemaForm.IdOf(schema), out var same)
            || SchemaForm.Differences(schema, same, how: Comparing.OnlyNamed).Any());
        settings["schemas"] = new JsonArray([.. schemas.Select(OnlyOn)]);
        return settings;

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

    /// <summary>The settings alone, as they are compared: where a secret may be on the service, nobody can tell what is in its place.</summary>
    private JsonObject ToBareSettings()
    {
        var bare = Json.DeepClone().AsObject();
        bare.Remove("schemas");
        foreach (var role in ConfigurationForm.Connections) (bare[role] as JsonObject)?.Remove("name");
        WithBareIds(bare);
        ConfigurationSecrets.Remove(bare, [], emptyToo: true);
        return bare;
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
