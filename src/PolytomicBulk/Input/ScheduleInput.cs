namespace PolytomicBulk.Input;

/// <summary>Reads and checks a schedule of a bulk sync.</summary>
internal static class ScheduleInput
{
    private static readonly ApiTable Schedule = ApiTables.Schedule;
    private static readonly ApiProperty[] Numbers = [.. Schedule.Properties.Where(property => property.Kind == PropertyKind.NumberText)];

    /// <summary>
    /// The JSON of a default schedule that is a hashtable, an object, words, JSON text, or what Get-PolytomicBulkSync gives; null where none was given.
    /// </summary>
    public static JsonObject? ToJson(string name, object? schedule, params (string Name, object? Value)[] changes) =>
        ToJson(name, schedule, isDefault: true, changes);

    private static JsonObject? ToJson(string name, object? schedule, bool isDefault, params (string Name, object? Value)[] changes)
    {
        var bare = PowerShellValue.Unwrap(schedule);
        if (bare is null || (bare is string blank && string.IsNullOrWhiteSpace(blank))) return null;
        if (bare is string text) bare = IsJson(text) ? Entries(JsonInput.ToObject(name, text)!) : ScheduleWords.Read(name, text);
        var given = NamedValues.From(bare) ?? throw new ArgumentException($"{name} cannot be '{schedule}'. Use a hashtable, such as "
            + "@{frequency='daily'; hour=12; minute=30}, text such as 'daily 12:30 UTC', a schedule of a bulk sync, or JSON text.");
        foreach (var change in changes)
        {
            if (change.Value is not (null or "")) given.Set(change.Name, change.Value);
        }

        if (isDefault) RefuseAdditional(name, given);
        return ToJson(given);
    }

    /// <summary>Refuses what only an additional schedule has. In an answer, the modes that mean the same as no mode are no values.</summary>
    private static void RefuseAdditional(string name, NamedValues given)
    {
        foreach (var property in Schedule.Names.Except(ApiTables.DefaultSchedule.Names))
        {
            var value = JsonInput.ToNode(property, given.Take(property));
            var text = value is JsonValue single && single.TryGetValue<string>(out var found) ? found.Trim() : null;
            if (value is null or JsonArray { Count: 0 } || text is "" || (given.IsFromService && text is "none" or "normal")) continue;
            throw new ArgumentException(
                $"{name} cannot have '{property}', because only an additional schedule has this setting. To add such a schedule, use -AdditionalSchedule.");
        }
    }

    /// <summary>The JSON of single settings of a schedule; null if there are none.</summary>
    public static JsonObject? ToParts(params (string Name, object? Value)[] parts)
    {
        var given = NamedValues.From(parts.Where(part => part.Value is not (null or "")).ToDictionary(part => part.Name, part => part.Value))!;
        var frequency = Spell("frequency", given.TakeText("frequency"));
        var json = new JsonObject();
        Put(json, "frequency", frequency);
        PutTimes(json, given, frequency ?? "custom");
        return json.Count > 0 ? json : null;
    }

    /// <summary>Makes a schedule clear the times of the schedule that it replaces.</summary>
    public static JsonObject InPlaceOfAnother(JsonObject schedule)
    {
        foreach (var name in Numbers.Select(number => number.Name).Append("day_of_week").Where(name => !schedule.ContainsKey(name))) schedule[name] = null;
        return schedule;
    }

    /// <summary>The JSON of an additional schedule. Words are refused, because they do not contain its schemas and modes.</summary>
    public static JsonObject? ToAdditionalJson(string name, object? schedule) =>
        PowerShellValue.Unwrap(schedule) is string text && !string.IsNullOrWhiteSpace(text) && !IsJson(text)
            ? throw new ArgumentException(
                $"{name} '{text.Trim()}' does not contain its schemas and modes. "
                    + "Use a hashtable, such as @{frequency='daily'; hour=12; minute=30; schemas='a'}, or JSON text.")
            : ToJson(name, schedule, isDefault: false);

    private static bool IsJson(string text) => text.TrimStart()[0] == '{';

    private static JsonObject ToJson(NamedValues given)
    {
        foreach (var property in Schedule.SetByService.Append("sync_id")) given.Take(property);
        var frequency = given.TakeText("frequency");
        // The service may return a frequency that this version does not know.
        if (!given.IsFromService) frequency = Spell("frequency", frequency);
        if (frequency is null)
        {
            throw new ArgumentException(
                $"A schedule needs a frequency, one of: {string.Join(", ", Schedule["frequency"].Values.Select(known => known.Text))}.");
        }

        var json = new JsonObject { ["frequency"] = frequency };
        Put(json, "id", given.TakeText("id"));
        PutTimes(json, given, frequency);
        Put(json, "resync_mode", SpellUnlessAnswer(given, "resync_mode"));
        Put(json, "selective_mode", SpellUnlessAnswer(given, "selective_mode"));
        PutRest(json, given);
        ApiTables.FillIn(json);
        ThrowIfIncomplete(json, frequency);
        return json;
    }

    private static void PutTimes(JsonObject json, NamedValues given, string frequency)
    {
        foreach (var number in Numbers) Put(json, number.Name, CheckNumber(given.TakeText(number.Name), number, frequency));
        Put(json, "day_of_week", CheckDay(given.TakeText("day_of_week"), frequency));
    }

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null) json[name] = value;
    }

    /// <summary>Keeps unknown settings, unless their names are similar to known ones.</summary>
    private static void PutRest(JsonObject json, NamedValues given)
    {
        if (given.Take("schemas") is { } schemas) json["schemas"] = JsonInput.ToNode("schemas", schemas is string one ? new[] { one } : schemas);
        var unknown = given.IsFromService && given.Take("AdditionalProperties") is JsonMap map ? NamedValues.From(map)! : given;
        var own = Schedule.Properties.Where(property => property is { IsFixed: false, IsSetByService: false }).Select(property => property.Label).ToList();
        foreach (var (name, value) in unknown.Rest)
        {
            if (given.IsHandwritten && Likeness.Nearest(name, own) is [_, ..] near)
                throw new ArgumentException($"A schedule has no setting '{name}'. {Likeness.DidYouMean(near)}");
            json[name] = JsonInput.ToNode(name, value);
        }
    }

    private static string? Spell(string name, string? value) => Schedule[name].Spell($"A schedule's {name}", value);

    private static string? SpellUnlessAnswer(NamedValues given, string name) =>
        given.IsFromService ? given.TakeText(name) : Spell(name, given.TakeText(name));

    private static string? CheckNumber(string? text, ApiProperty number, string frequency)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && number.IsInRange(value)) return text;
        if (ApiTables.TakesPatterns(frequency) && SchedulePattern.Is(text)) return text;
        throw new ArgumentException($"The {number.Words} of a schedule must be {number.Range}, not '{text}'. Schedules are in UTC.");
    }

    private static string? CheckDay(string? text, string frequency) =>
        text is not null && ApiTables.TakesPatterns(frequency) && SchedulePattern.Is(text) ? text : Spell("day_of_week", text);

    private static void ThrowIfIncomplete(JsonObject json, string frequency)
    {
        var needed = ApiTables.NeedsOf(frequency);
        var missing = needed.Where(name => !json.ContainsKey(name)).ToList();
        if (missing.Count == 0) return;
        throw new ArgumentException(
            $"A schedule with the frequency {frequency} needs {InWords(needed, " and ")}; missing: {InWords(missing, ", ")}. Times of day are in UTC.");

        static string InWords(IEnumerable<string> names, string separator) => string.Join(separator, names.Select(name => Schedule[name].Words));
    }

    private static Dictionary<string, object?> Entries(JsonObject json) => json.ToDictionary(property => property.Key, property => (object?)property.Value);
}
