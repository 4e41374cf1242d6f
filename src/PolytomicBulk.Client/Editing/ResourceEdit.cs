using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Editing;

/// <summary>
/// An object of the service with changes that are not written yet: a bulk sync, schedule, schema, field or primary key. It keeps the JSON of the service
/// exactly, so that properties that are not changed are written back unchanged.
/// </summary>
public sealed class ResourceEdit
{
    private readonly ApiTable _table;
    private readonly JsonObject _original;
    private readonly JsonObject _json;
    private readonly List<Action<ResourceEdit>> _changes = [];
    private readonly List<string> _differences = [];
    private readonly List<string> _unknown = [];
    private readonly HashSet<JsonObject> _touched = [];

    internal ResourceEdit(Guid ownerId, string id, string what, ApiTable table, JsonObject json)
    {
        (OwnerId, Id, What, _table, _original, _json) = (ownerId, id, what, table, json, json.DeepClone().AsObject());
        Version = ResourceVersion.Read(json);
    }

    /// <summary>The id of the bulk sync or connection that the object is or belongs to.</summary>
    public Guid OwnerId { get; }

    /// <summary>The id of the object.</summary>
    public string Id { get; }

    /// <summary>Describes the object in messages.</summary>
    public string What { get; }

    /// <summary>The version that was read.</summary>
    public ResourceVersion Version { get; }

    /// <summary>The changes, such as <c>~ Name: 'A' -> 'B'</c>. Empty if there are none.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>
    /// What the write needs and neither the service nor a change provides: required settings, and what the frequency of a changed schedule requires.
    /// </summary>
    public IReadOnlyList<string> Missing => IsPartial ? [] : [.. MissingIn(_table, _json, isTouched: true).Distinct()];

    /// <summary>
    /// Secrets that the service masks and no change replaces, such as <c>destination_configuration.password</c>. The write would store the mask.
    /// </summary>
    public IReadOnlyList<string> Masked => [.. Choices.MasksIn(_table, IsPartial ? Changes : _json)];

    /// <summary>A value of the wrong type that no change replaces, which no write can contain. Null if there is none.</summary>
    internal string? Unreadable => FindFault?.Invoke(_original) is null ? null : FindFault(_json);

    /// <summary>Throws if a value that cannot be read remains in the edit.</summary>
    /// <exception cref="PolytomicApiException">The edit contains such a value.</exception>
    public void Check()
    {
        if (Unreadable is { } fault) throw Failures.Unreadable(What, fault);
    }

    /// <summary>Finds values that cannot be read. Null if that was done when the object was read.</summary>
    internal Func<JsonObject, string?>? FindFault { get; init; }

    /// <summary>Finds the names of the connections and policies that the object refers to. Null to show only ids.</summary>
    internal NameLookup? NameOf { get; init; }

    /// <summary>Values that messages do not show, whatever their names are.</summary>
    internal IReadOnlyCollection<string> SecretTexts { get; init; } = [];

    /// <summary>The ids of fields that a change names and that do not exist. Such a change is not made.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>The ids of the existing fields. Empty if the service names none.</summary>
    public IReadOnlyList<string> FieldIds { get; init; } = [];

    /// <summary>Whether a write sends only the changes, because the operation keeps everything else.</summary>
    internal bool IsPartial { get; init; }

    /// <summary>Whether the service omitted a list that the write needs. The write would then select everything.</summary>
    public bool LacksItems =>
        _table.Properties.Any(property => property.IsAlwaysSent && property.Table == ApiTables.Field && _json[property.Name] is not JsonArray);

    /// <summary>The changes as one object.</summary>
    internal JsonObject Changes { get; } = [];

    /// <summary>The value of a setting after the changes.</summary>
    internal JsonNode? this[string name] => _json[name];

    /// <summary>The frequency of a schedule, or of the default schedule of a bulk sync, after the changes.</summary>
    public string? Frequency => JsonWords.Text(_json["frequency"] ?? (_json["default_schedule"] as JsonObject)?["frequency"]);

    /// <summary>The body of the write, without what only the service sets.</summary>
    internal JsonObject Body
    {
        get
        {
            var body = Whole;
            Choices.RemoveSetByService(_table, body);
            return body;
        }
    }

    /// <summary>The body of the write, with everything that the service sent.</summary>
    internal JsonObject Whole
    {
        get
        {
            var body = (IsPartial ? Changes : _json).DeepClone().AsObject();
            foreach (var property in _table.Properties)
            {
                if (property.IsAlwaysSent && body[property.Name] is not JsonArray) body[property.Name] = new JsonArray();
            }

            return body;
        }
    }

    /// <summary>
    /// Changes the properties that an object names. Nested objects are changed in the same way, and so are list items that have ids. Other lists are replaced.
    /// </summary>
    /// <param name="changes">The new values.</param>
    /// <param name="allowsUnknown">Whether to accept fields that do not exist. The service then decides.</param>
    /// <exception cref="ArgumentException">The change of a list item is not an object.</exception>
    public void Apply(JsonObject changes, bool allowsUnknown = false)
    {
        var unknown = allowsUnknown ? [] : UnknownIn(_table, _json, changes).Distinct().ToList();
        _unknown.AddRange(unknown);
        if (unknown.Count > 0) return;
        var copy = changes.DeepClone().AsObject();
        foreach (var (name, value) in copy) Changes[name] = value?.DeepClone();
        Edit(edit =>
        {
            // If the object was read again, a field may be gone.
            if (!allowsUnknown) edit._unknown.AddRange(edit.UnknownIn(edit._table, edit._json, copy).Distinct());
            edit.Merge(edit._table, edit._json, copy, edit.Prefix);
        });
    }

    /// <summary>Changes the object with a function. It is called again if the object is read again.</summary>
    internal void Edit(Action<ResourceEdit> change)
    {
        _changes.Add(change);
        change(this);
    }

    /// <summary>Applies the same changes to an object that was read again.</summary>
    internal ResourceEdit On(ResourceEdit again)
    {
        var edit = new ResourceEdit(OwnerId, Id, again.What, _table, again._original)
        {
            FieldIds = again.FieldIds,
            IsPartial = IsPartial,
            FindFault = FindFault,
            NameOf = NameOf,
            SecretTexts = SecretTexts,
        };
        foreach (var change in _changes) edit.Edit(change);
        foreach (var (name, value) in Changes) edit.Changes[name] = value?.DeepClone();
        return edit;
    }

    /// <summary>Records a difference that a function makes.</summary>
    internal void Note(JsonDifference difference) => _differences.Add((difference with { SecretTexts = SecretTexts }).InWords(NameOf));

    /// <summary>Sets a property. The function that calls this records the difference.</summary>
    internal void Put(string name, JsonNode? value) => _json[name] = value;

    /// <summary>The settings that differ from the intended values, after the object was read again.</summary>
    internal IReadOnlyList<JsonDifference> DifferencesIn(ResourceEdit again, Comparing how = Comparing.OnlyNamed) =>
    [
        .. from difference in JsonDifference.Between(_table, Choices.In(_table, _json), Choices.In(_table, again._original), how)
           select difference with { SecretTexts = SecretTexts },
    ];

    /// <summary>The written values that the service stored in another form with the same meaning, or with its own defaults.</summary>
    internal IReadOnlyList<JsonDifference> FormsIn(ResourceEdit again)
    {
        var written = _json.Where(property => !JsonNode.DeepEquals(property.Value, _original[property.Key])).Select(property => _table.LabelOf(property.Key));
        var lost = DifferencesIn(again).Select(difference => difference.Property);
        return
        [
            .. from difference in DifferencesIn(again, Comparing.Exact)
               where written.Contains(difference.Property.Split('.')[0]) && !lost.Contains(difference.Property)
               select difference,
        ];
    }

    /// <summary>Whether the object, read again, contains the changes. The service can store a value in another form.</summary>
    internal bool IsSeenIn(ResourceEdit again)
    {
        var (before, changed) = (Choices.In(_table, _original), ChangedProperties);
        if (!DifferencesIn(again).Any(difference => changed.Contains(difference.Property))) return true;
        return again.Version.UpdatedAt > Version.UpdatedAt
            && JsonDifference.Between(_table, before, Choices.In(_table, again._original)).Any(difference => changed.Contains(difference.Property));
    }

    /// <summary>Describes the changed properties.</summary>
    internal HashSet<string> ChangedProperties => new(
        JsonDifference.Between(_table, Choices.In(_table, _original), Choices.In(_table, _json)).Select(difference => difference.Property),
        StringComparer.Ordinal);

    /// <summary>Whether the settings of a version that a caller knows are still current. Properties that no table knows are ignored.</summary>
    internal bool IsAlike(JsonObject other) =>
        JsonDifference.Between(_table, Choices.In(_table, other), Choices.In(_table, _original)).All(difference => difference.IsUnknown);

    /// <summary>Whether two versions have the same settings. Properties that no table knows may be computed, and are ignored.</summary>
    internal bool IsReadAlike(ResourceEdit again) =>
        new HashSet<string>(_original.Select(property => property.Key), StringComparer.Ordinal).SetEquals(again._original.Select(property => property.Key))
        && JsonDifference.Between(_table, Choices.In(_table, _original), Choices.In(_table, again._original)).All(difference => difference.IsUnknown);

    /// <summary>The JSON of the service as it was read.</summary>
    internal JsonObject Original => _original.DeepClone().AsObject();

    /// <summary>The object after the changes.</summary>
    internal T Preview<T>(JsonTypeInfo<T> type) => _json.Read(type)!;

    /// <summary>Describes the object in messages.</summary>
    public override string ToString() => What;

    /// <summary>The first part of property names in messages: a schema belongs to its bulk sync.</summary>
    private string Prefix => _table == ApiTables.Schema ? $"Schemas.{Id}." : "";

    /// <summary>Without a table, the names and the meaning of empty values are unknown.</summary>
    private void Merge(ApiTable? table, JsonObject json, JsonObject changes, string prefix)
    {
        _touched.Add(json);
        foreach (var (name, given) in changes)
        {
            var (property, label, old) = (table?.Get(name), prefix + (table is null ? name : table.LabelOf(name)), json[name]);
            var value = property?.Table == ApiTables.Schedule && (given, old) is (JsonArray list, JsonArray current) ? ScheduleList.Keep(list, current) : given;
            var free = JsonDifference.FreeIn(label, table, property);
            switch (value, old)
            {
                case (JsonObject byId, JsonArray items) when property?.Kind == PropertyKind.Items:
                    foreach (var (id, change) in byId)
                    {
                        var inItem = change as JsonObject ?? throw new ArgumentException($"The change of {label}.{id} is not an object.");
                        Merge(property.Table, Find(items, id) ?? Add(items, id), inItem, $"{label}.{id}.");
                    }
                    break;
                case (JsonObject inner, JsonObject now):
                    Merge(property?.Table, now, inner, label + ".");
                    break;
                case var _ when !(table is null ? JsonNode.DeepEquals(old, value) : JsonDifference.AreSame(property, old, value)):
                    var was = property?.IsWriteOnly == true ? Secrets.NotShown : Words(property, old, free);
                    _differences.Add(JsonDifference.Words(label, was, Words(property, value, free), property));
                    json[name] = value?.DeepClone();
                    if (json[name] is JsonObject added) _touched.Add(added);
                    break;
            }
        }

        if ((ApiTables.IsInSync(table) || table == ApiTables.ScheduleOfItsOwn) && json["minute"] is var minute && ApiTables.FillIn(json))
        {
            _differences.Add(JsonDifference.Words(prefix + "Minute", Words(property: null, minute), Words(property: null, json["minute"])));
        }
    }

    /// <summary>The ids of fields that changes name and that do not exist.</summary>
    private IEnumerable<string> UnknownIn(ApiTable table, JsonObject json, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (table.Get(name) is not { } property) continue;
            if (property.Kind == PropertyKind.Items && value is JsonObject byId)
            {
                foreach (var (id, _) in byId.Where(item => Find(json[name] as JsonArray ?? [], item.Key) is null)) yield return id;
            }
            else if (FieldIds.Count > 0 && (property.NamesField || property.Table == ApiTables.Filter))
            {
                // The object on the service can name a field that no longer exists.
                Func<JsonNode?, IEnumerable<string>> idsIn = property.NamesField ? Choices.IdsIn : Choices.FilteredIn;
                foreach (var id in idsIn(value).Except(FieldIds).Except(idsIn(json[name]))) yield return id;
            }
        }
    }

    private IEnumerable<string> MissingIn(ApiTable table, JsonObject json, bool isTouched)
    {
        foreach (var label in isTouched ? table.MissingIn(json) : []) yield return label;
        foreach (var property in table.Properties)
        {
            if (property.Table is not { } inner || property.Kind != PropertyKind.Item || json[property.Name] is not JsonObject item) continue;
            foreach (var label in MissingIn(inner, item, _touched.Contains(item))) yield return label;
        }
    }

    private static JsonObject? Find(JsonArray items, string id) => items.OfType<JsonObject>().FirstOrDefault(item => JsonWords.Text(item["id"]) == id);

    private static JsonObject Add(JsonArray items, string id)
    {
        var added = new JsonObject { ["id"] = id };
        items.Add((JsonNode)added);
        return added;
    }

    private string Words(ApiProperty? property, JsonNode? value, string? free = null) =>
        value is JsonArray { Count: > 0 } filters && property?.Table == ApiTables.Filter
            ? string.Join(" and ", filters.Select(filter => filter!.Read(ApiJson.Default.BulkSyncFilter)))
            : JsonDifference.Show(property, value, NameOf, free, SecretTexts);
}
