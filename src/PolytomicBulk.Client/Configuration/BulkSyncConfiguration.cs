using System.Security.Cryptography;

namespace PolytomicBulk.Configuration;

/// <summary>
/// A bulk sync in the form of a file: its settings, schemas, fields, filters and schedules. It omits properties that only the service sets, and
/// values that look like secrets. The same configuration always has the same text.
/// </summary>
public sealed partial class BulkSyncConfiguration
{
    private const string Destination = "destination_configuration";

    private readonly ConfigurationContent _content;
    private readonly byte[]? _text;
    private readonly string _hash;
    private readonly JsonObject _place;
    private HashSet<string>? _enabledSchemas;

    private BulkSyncConfiguration(JsonObject json, string? path, byte[]? text, string hash, Func<JsonObject> again, bool isNormalForm = true)
    {
        (Path, _text, _hash, _content) = (path, text, hash, new(isNormalForm ? json : null, again));
        Name = JsonWords.Text(json["name"]) ?? "";
        IsActive = JsonWords.IsTrue(json["active"]);
        _place = PlaceIn(json);
        Schemas = (Choices.ItemsOf(json["schemas"]).Count(SchemaForm.IsOn), Choices.ItemsOf(json["schemas"]).Count());
        Fault = ConfigurationCheck.FindFaultInShape(json)?.Message;
        ConnectionIds = ConfigurationForm.Connections
            .Where(role => JsonWords.Id((json[role] as JsonObject)?["id"]) is not null)
            .ToDictionary(role => role, role => (JsonWords.Id(json[role]!["id"])!.Value, JsonWords.Text(json[role]!["name"])));
        PolicyIds =
        [
            .. from policy in json["policies"] as JsonArray ?? []
               let id = JsonWords.Id(IdOfPolicy(policy))
               where id is not null
               select (id.Value, JsonWords.Text((policy as JsonObject)?["name"])),
        ];
    }

    private JsonObject Json => _content.Read();

    /// <summary>The full path of the file. Null if the configuration comes from the service.</summary>
    public string? Path { get; }

    /// <summary>Whether the bulk sync is active, so that its schedules run.</summary>
    public bool IsActive { get; }

    /// <summary>The number of enabled schemas, and of all schemas.</summary>
    public (int Enabled, int All) Schemas { get; private set; }

    /// <summary>The name of the bulk sync.</summary>
    public string Name { get; }

    /// <summary>The connections by role, each with its id and, if known, its name.</summary>
    public IReadOnlyDictionary<string, (Guid Id, string? Name)> ConnectionIds { get; }

    /// <summary>The permission policies, each with its id and, if known, its name.</summary>
    public IReadOnlyList<(Guid Id, string? Name)> PolicyIds { get; }

    /// <summary>The settings that were removed because they look like secrets.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>Why the configuration cannot be written to the service. Null if it can.</summary>
    internal string? Fault { get; }

    /// <summary>A hash that is the same for all configurations with the same text.</summary>
    internal string TextHash => HashOf(ToUtf8());

    internal IEnumerable<ConfigurationPart> Parts => ConfigurationPart.ListIn(Json);

    /// <summary>
    /// The names and values that this version does not know, each with the kind of place where it occurs. For an unknown name, the value is null.
    /// </summary>
    internal IReadOnlyCollection<(string Kind, string Name, string? Value)> OddWords { get; private init; } = [];

    internal IEnumerable<JsonObject> SchemaObjects => Json["schemas"]!.AsArray().OfType<JsonObject>();

    /// <summary>Reads a configuration from a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The full path of the file, if there is one.</param>
    /// <exception cref="InvalidConfigurationException">The text is not a configuration.</exception>
    public static BulkSyncConfiguration Parse(string text, string? path = null) =>
        FromDocument(ReadDocument(Encoding.UTF8.GetBytes(text)), path, isWhole: false);

    /// <summary>Reads a configuration from a file and keeps only a few of its properties. The rest is read again when it is needed.</summary>
    /// <exception cref="InvalidConfigurationException">The file does not contain a configuration.</exception>
    internal static BulkSyncConfiguration FromFile(byte[] text, string path)
    {
        var plain = ConfigurationReader.ParseWithout(text, "schemas", PlainSchemas.Count);
        if (plain is { } seen && ConfigurationCheck.FindFault(seen.Json) is not null) plain = null;
        var (document, hash, leftOut) = (plain?.Json ?? ReadDocument(text), HashOfLines(text), new List<string>());
        ConfigurationSecrets.Remove(document, leftOut);
        var odd = ConfigurationVocabulary.OddIn(document);
        var read = new BulkSyncConfiguration(document, path, text: null, hash, ReadAgain, isNormalForm: false) { LeftOut = leftOut, OddWords = odd };
        if (plain is { } counted) read.Schemas = counted.Seen;
        return read;

        JsonObject ReadAgain()
        {
            try
            {
                var now = ConfigurationReader.ReadUtf8(path);
                if (HashOfLines(now) != hash) throw Failures.FileChanged(path, "It has changed since this command first read it.");
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

    private static JsonObject ReadDocument(byte[] text)
    {
        var json = ConfigurationReader.Parse(text);
        return ConfigurationCheck.FindFault(json) is { } found ? throw found.At(Encoding.UTF8.GetString(text)) : json;
    }

    private static BulkSyncConfiguration FromDocument(JsonObject document, string? path, bool isWhole)
    {
        var leftOut = new List<string>();
        ConfigurationSecrets.Remove(document, leftOut);
        var odd = ConfigurationVocabulary.OddIn(document);
        var json = ConfigurationForm.Normalize(document, isWhole);
        var text = ConfigurationText.Write(json);
        return new(json, path, text, HashOf(text), () => JsonNode.Parse(text)!.AsObject()) { LeftOut = leftOut, OddWords = odd };
    }

    /// <summary>Creates a configuration without JSON nodes for its schemas. Null if that is not possible.</summary>
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

    /// <summary>The same configuration with a changed normal form.</summary>
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

    /// <summary>The hash of the text of a file. Line endings do not matter.</summary>
    private static string HashOfLines(byte[] text) =>
        HashOf(Array.IndexOf(text, (byte)'\r') < 0 ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\r\n", "\n")));

    private static string HashOf(byte[] text)
    {
#if NET
        return Convert.ToBase64String(SHA256.HashData(text));
#else
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(text));
#endif
    }

    /// <summary>The configuration of a bulk sync of the service.</summary>
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

    /// <summary>The text of the file. Each line, including the last one, ends with a line feed.</summary>
    public string ToText() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>The text of the file in UTF-8.</summary>
    internal byte[] ToUtf8() => _text ?? ConfigurationText.Write(Json);

    /// <summary>The same configuration with other connections.</summary>
    /// <param name="map">Returns the connection that replaces a connection.</param>
    public BulkSyncConfiguration WithConnections(Func<(Guid Id, string? Name), (Guid Id, string? Name)> map) =>
        WithConnections((_, connection) => map(connection));

    /// <summary>The same configuration with other connections. The function gets the role of each connection.</summary>
    internal BulkSyncConfiguration WithConnections(Func<string, (Guid Id, string? Name), (Guid Id, string? Name)> map)
    {
        var others = ConnectionIds.ToDictionary(connection => connection.Key, connection => map(connection.Key, connection.Value));
        if (others.All(connection => connection.Value == ConnectionIds[connection.Key])) return this;
        return With(json =>
        {
            foreach (var (role, (id, name)) in others) json[role] = new JsonObject { ["id"] = id.ToString(), ["name"] = name };
        });
    }

    /// <summary>The same configuration with other permission policies.</summary>
    /// <param name="map">Returns the policy that replaces a policy.</param>
    public BulkSyncConfiguration WithPolicies(Func<(Guid Id, string? Name), (Guid Id, string? Name)> map)
    {
        var others = PolicyIds.Select(map).ToList();
        if (others.SequenceEqual(PolicyIds)) return this;
        return With(json => json["policies"] =
            new JsonArray([.. others.Select(policy => new JsonObject { ["id"] = policy.Id.ToString(), ["name"] = policy.Name })]));
    }

    /// <summary>The configuration of a copy. The copy is paused.</summary>
    /// <param name="name">The name of the copy.</param>
    /// <param name="changes">The other changes, by the property names of the API. Nested objects are changed in the same way.</param>
    public BulkSyncConfiguration ToCopy(string name, JsonObject changes)
    {
        var edit = new ResourceEdit(Guid.Empty, "", Name, ApiTables.BulkSync, ToSettings());
        edit.Apply(changes);
        var settings = edit.Body;
        (settings["name"], settings["active"]) = (name, false);
        return FromService(settings, Selection, _ => null);
    }

    /// <summary>In a file, a policy can also be only its id, in any notation.</summary>
    internal static JsonNode? IdOfPolicy(JsonNode? policy)
    {
        var id = policy is JsonObject known ? known["id"] : policy;
        return JsonWords.Id(id) is { } guid ? guid.ToString() : id?.DeepClone();
    }

    private static JsonNode? ToPolicy(JsonNode? id, Func<Guid, string?>? nameOf) => JsonWords.Id(id) is { } guid
        ? new JsonObject { ["id"] = guid.ToString(), ["name"] = nameOf?.Invoke(guid) }
        : id?.DeepClone();
}
