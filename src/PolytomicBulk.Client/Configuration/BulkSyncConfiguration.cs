using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;
using PolytomicBulk.Updates;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Configuration;

/// <summary>
/// A bulk sync as a file holds it: its settings, schemas, fields, filters and schedules, without what only the service
/// says and without anything that looks like a secret. The same configuration is always the same text.
/// </summary>
public sealed class BulkSyncConfiguration
{
    internal static readonly string[] Connections = ["source_connection", "destination_connection"];

    private readonly JsonObject _document;
    private readonly JsonObject _json;
    private readonly List<string> _leftOut = [];

    private BulkSyncConfiguration(JsonObject document)
    {
        _document = document;
        RemoveSecrets(document, _leftOut);
        _json = ConfigurationForm.Normalize(document);
        _json["schemas"] ??= new JsonArray();
    }

    /// <summary>Whether the sync's schedules fire.</summary>
    public bool IsActive => JsonWords.IsTrue(_json["active"]);

    /// <summary>How many schemas are synced, and how many there are.</summary>
    public (int Enabled, int All) Schemas => (Selection.Schemas.Count(SchemaForm.IsOn), Selection.Schemas.Count);

    /// <summary>The sync's name.</summary>
    public string Name => (string)_json["name"]!;

    /// <summary>The connections by role, each with its id and its name where that is known.</summary>
    public IReadOnlyDictionary<string, (Guid Id, string? Name)> ConnectionIds => Connections.ToDictionary(role => role, role => (Guid.Parse((string)_json[role]!["id"]!), JsonWords.Text(_json[role]!["name"])));

    /// <summary>What looked like a secret and is not in it.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Why it could not be written to the service; null where it could.</summary>
    internal string? Fault => ConfigurationFault.Of(_json);

    /// <summary>Its parts before anything was left out, since what is empty there is known, too.</summary>
    internal IEnumerable<ConfigurationPart> PartsAsTheyCame => ConfigurationPart.Of(_document);

    internal Selection Selection => new([.. (_json["schemas"] as JsonArray ?? []).OfType<JsonObject>()]);

    /// <summary>Reads a configuration from a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no configuration; the message says why.</exception>
    public static BulkSyncConfiguration Parse(string text)
    {
        JsonObject json;
        try
        {
            json = JsonSerializer.Deserialize(text, ApiJson.Default.JsonObject) ?? throw new FormatException("it holds null.");
        }
        catch (JsonException fault)
        {
            throw new FormatException(fault.LineNumber is { } line ? $"its JSON cannot be read from line {line + 1} on." : fault.Message, fault);
        }

        return ConfigurationFault.Of(json) is { } why ? throw new FormatException(why) : new(json);
    }

    /// <summary>The configuration of a sync that the service has.</summary>
    /// <param name="sync">The sync's JSON.</param>
    /// <param name="selection">What it copies.</param>
    /// <param name="nameOf">Gives a connection's name, where it is known.</param>
    internal static BulkSyncConfiguration Of(JsonObject sync, Selection selection, Func<Guid, string?> nameOf)
    {
        var document = Choices.In(ApiTables.BulkSync, sync);
        foreach (var role in Connections)
        {
            var id = JsonWords.Text(document[role + "_id"]);
            document.Remove(role + "_id");
            if (Guid.TryParse(id, out var guid)) document[role] = new JsonObject { ["id"] = guid.ToString(), ["name"] = nameOf(guid) };
        }

        // A file says it of every sync, so that one that does not leaves the sync as it is.
        document["active"] ??= false;
        document["schemas"] = new JsonArray([.. selection.Schemas.Select(schema => schema.DeepClone())]);
        return new(document);
    }

    /// <summary>The text of its file. It ends with a line feed, and has no other line ends than such.</summary>
    public string ToText() => ConfigurationText.Of(_json);

    /// <summary>The same configuration with other connections.</summary>
    /// <param name="map">Gives the connection that is to take another's place.</param>
    public BulkSyncConfiguration WithConnections(Func<(Guid Id, string? Name), (Guid Id, string? Name)> map)
    {
        var json = _json.DeepClone().AsObject();
        foreach (var connection in ConnectionIds)
        {
            var (id, name) = map(connection.Value);
            json[connection.Key] = new JsonObject { ["id"] = id.ToString(), ["name"] = name };
        }

        return new(json);
    }

    /// <summary>What may be mistyped: names that this version does not know, and values that are none of the known ones, where the service has neither at the same place.</summary>
    /// <param name="service">What the service has.</param>
    public IEnumerable<ConfigurationDoubt> DoubtsBeside(ConfigurationVocabulary service)
    {
        foreach (var part in ConfigurationPart.Of(_json))
        {
            foreach (var (name, value) in part.Json.Select(property => (property.Key, JsonWords.Text(property.Value))))
            {
                if (part.Names?.Contains(name) == false && !service.Has(part, name)) yield return new(part.Place + name, name, IsValue: false, part.Names);
                else if (value is not null && part.ValuesOf(name) is { } known && !known.Contains(value) && !service.Has(part, name, value))
                {
                    yield return new(part.Place + name, value, IsValue: true, known);
                }
            }
        }
    }

    /// <summary>The configuration of a copy, which is paused.</summary>
    /// <param name="name">The copy's name.</param>
    /// <param name="changes">What else is other than here, by the API's own names. Objects within are changed in the same way.</param>
    public BulkSyncConfiguration With(string name, JsonObject changes)
    {
        var edit = new ResourceEdit(Guid.Empty, "", Name, ApiTables.BulkSync, ToSettings());
        edit.Apply(changes);
        var settings = edit.Body;
        (settings["name"], settings["active"]) = (name, false);
        return Of(settings, Selection, _ => null);
    }

    /// <summary>What would make a sync what this configuration says, such as <c>~ Mode: 'snapshot' -> 'replicate'</c>.</summary>
    /// <param name="actual">The sync's configuration.</param>
    public IReadOnlyList<string> ChangesTo(BulkSyncConfiguration actual) => [.. AllDifferencesIn(actual).Select(difference => difference.ToString())];

    /// <summary>In what a sync is not as this configuration says. A schema or field that is off and not named makes no difference.</summary>
    internal IEnumerable<JsonDifference> AllDifferencesIn(BulkSyncConfiguration actual) =>
        DifferencesIn(actual).Concat(Selection.DifferencesIn(actual.Selection, allowsNewSchemas: false, allowsNewFields: false).Values.SelectMany(schema => schema));

    /// <summary>In what the settings differ, but for schemas and what connections are called.</summary>
    internal IEnumerable<JsonDifference> DifferencesIn(BulkSyncConfiguration actual)
    {
        var wanted = Bare();
        // A file that somebody wrote by hand may not say it.
        wanted["active"] ??= actual.IsActive;
        return JsonDifference.Between(ConfigurationForm.Table, wanted, actual.Bare());
    }

    /// <summary>Whether another copies from the same connection to the same place.</summary>
    internal bool GoesWhere(BulkSyncConfiguration other)
    {
        var (one, two) = (Bare(), other.Bare());
        return Connections.Append("destination_configuration").All(name => JsonNode.DeepEquals(one[name], two[name]));
    }

    /// <summary>Whether another copies some of the same schemas.</summary>
    internal bool Overlaps(BulkSyncConfiguration other)
    {
        return Enabled(this).Intersect(Enabled(other)).Any();

        static IEnumerable<string> Enabled(BulkSyncConfiguration configuration) => configuration.Selection.Schemas.Where(SchemaForm.IsOn).Select(SchemaForm.IdOf);
    }

    /// <summary>The settings as the API takes them.</summary>
    internal JsonObject ToSettings()
    {
        var settings = _json.DeepClone().AsObject();
        settings.Remove("schemas");
        foreach (var role in Connections)
        {
            settings[role + "_id"] = (string)settings[role]!["id"]!;
            settings.Remove(role);
        }

        return settings;
    }

    /// <summary>Changes a sync so that it has these settings, and only these. Secrets stay, and schedules keep their ids.</summary>
    internal void Apply(ResourceEdit edit)
    {
        var (sync, settings) = (edit.Original, ToSettings());
        var differences = DifferencesIn(Of(sync, new([]), _ => null)).ToList();
        foreach (var difference in differences) edit.Note(difference);

        foreach (var name in settings.Select(setting => setting.Key).Concat(sync.Select(setting => setting.Key)).Distinct())
        {
            var label = JsonWords.Label(name.EndsWith("_connection_id", StringComparison.Ordinal) ? name[..^3] : name);
            if (!differences.Exists(difference => difference.Property == label || difference.Property.StartsWith(label + ".", StringComparison.Ordinal))) continue;
            var property = ApiTables.BulkSync.Get(name);
            edit.Put(name, (settings[name], sync[name]) switch
            {
                (JsonObject wanted, JsonObject now) when property?.Kind == PropertyKind.Free => WithSecretsOf(now, wanted),
                (JsonObject wanted, JsonObject now) => WithIdOf(now, wanted),
                (JsonArray wanted, JsonArray now) when name == "additional_schedules" => WithIdsOf(now, wanted),
                (null, JsonObject now) when property?.Kind == PropertyKind.Free && WithSecretsOf(now, []) is { Count: > 0 } secrets => secrets,
                (null, var now) => property is null ? SchemaForm.NothingLike(now) : property.Nothing,
                (var wanted, _) => wanted.DeepClone(),
            });
        }
    }

    private static JsonObject WithSecretsOf(JsonObject now, JsonObject wanted)
    {
        var result = wanted.DeepClone().AsObject();
        Secrets.Keep(result, now);
        return result;
    }

    private static JsonObject WithIdOf(JsonObject now, JsonObject wanted)
    {
        var result = wanted.DeepClone().AsObject();
        if (now["id"] is { } id) result["id"] = id.DeepClone();
        return result;
    }

    /// <summary>Schedules that stay the same keep their ids; those that change take the ids that are left, in order.</summary>
    private static JsonArray WithIdsOf(JsonArray now, JsonArray wanted)
    {
        var left = now.OfType<JsonObject>().ToList();
        var kept = wanted.OfType<JsonObject>().Select(schedule => (Schedule: schedule, Same: Take(left.Find(candidate => JsonNode.DeepEquals(NormalSchedule(candidate), schedule))))).ToList();
        return new JsonArray([.. kept.Select(pair => WithIdOf(pair.Same ?? Take(left.FirstOrDefault()) ?? [], pair.Schedule))]);

        JsonObject? Take(JsonObject? schedule)
        {
            if (schedule is not null) left.Remove(schedule);
            return schedule;
        }

        static JsonNode NormalSchedule(JsonObject schedule) => ConfigurationForm.Normalize(Choices.In(ApiTables.BulkSync, new JsonObject { ["default_schedule"] = schedule.DeepClone() }))["default_schedule"]!;
    }

    /// <summary>The settings alone, as they are compared: where a secret may be on the service, nobody can tell what is in its place.</summary>
    private JsonObject Bare()
    {
        var bare = _json.DeepClone().AsObject();
        bare.Remove("schemas");
        foreach (var role in Connections) (bare[role] as JsonObject)?.Remove("name");
        RemoveSecrets(bare, [], emptyToo: true);
        return ConfigurationForm.Normalize(bare);
    }

    private static void RemoveSecrets(JsonObject settings, ICollection<string> leftOut, bool emptyToo = false)
    {
        foreach (var setting in settings)
        {
            if (setting.Value is JsonObject json && ApiTables.BulkSync.Get(setting.Key)?.Kind == PropertyKind.Free) Secrets.Remove(json, setting.Key, leftOut, emptyToo);
        }
    }
}
