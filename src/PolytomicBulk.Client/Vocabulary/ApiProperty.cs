namespace PolytomicBulk.Vocabulary;

/// <summary>A row of an <see cref="ApiTable"/>, which describes one property.</summary>
/// <param name="Name">The name in the API.</param>
/// <param name="Kind">The kind of value.</param>
public sealed record ApiProperty(string Name, PropertyKind Kind)
{
    /// <summary>The known values. Empty if any value is possible.</summary>
    public IReadOnlyList<KnownValue> Values { get; init; } = [];

    /// <summary>The minimum. Null if there is no limit.</summary>
    public long? Least { get; init; }

    /// <summary>The maximum. Null if there is no limit.</summary>
    public long? Most { get; init; }

    /// <summary>Whether a write requires it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether only the service sets it, so that it is never sent.</summary>
    public bool IsSetByService { get; init; }

    /// <summary>Whether it is set when the object is created and never changes, such as an id.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the service accepts it, but never returns it.</summary>
    public bool IsWriteOnly { get; init; }

    /// <summary>Whether it is optional, but has no null or empty value.</summary>
    internal bool IsNeverEmpty { get; init; }

    /// <summary>What the service does in addition if the flag becomes false. Null if it does nothing else.</summary>
    internal string? WhenOff { get; init; }

    /// <summary>Whether the value is the id of a field, or a list of such ids.</summary>
    public bool NamesField { get; init; }

    /// <summary>The kind of object whose id, or list of ids, the value is. Null if messages show the value as it is.</summary>
    internal ResourceKind? RefersTo { get; init; }

    /// <summary>Whether a write needs it even if it is empty, because the service treats a missing value as everything.</summary>
    public bool IsAlwaysSent { get; init; }

    /// <summary>Whether an empty text means no value, instead of null.</summary>
    public bool IsClearedByEmptyText { get; init; }

    /// <summary>
    /// The property that this one depends on. For example, the hour of a schedule depends on its frequency: if that changes, the old hour is meaningless.
    /// </summary>
    public string? GoesWith { get; init; }

    /// <summary>The table of the nested objects.</summary>
    public ApiTable? Table { get; init; }

    /// <summary>The name in the output of the module. For example, <c>day_of_week</c> is <c>DayOfWeek</c>.</summary>
    public string Label { get; init; } = JsonWords.Label(Name);

    /// <summary>The name in words. For example, <c>day_of_week</c> is <c>day of week</c>.</summary>
    public string Words => Name.Replace('_', ' ');

    /// <summary>A value in the spelling of the API. Null if none was specified.</summary>
    /// <param name="what">The name of the parameter or property, for messages.</param>
    /// <param name="value">The value, in uppercase or lowercase.</param>
    /// <exception cref="ArgumentException">The value is not one of the known values.</exception>
    public string? Spell(string what, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        return Values.FirstOrDefault(known => string.Equals(known.Text, value!.Trim(), StringComparison.OrdinalIgnoreCase))?.Text
            ?? throw new ArgumentException($"{what} cannot be '{value}'. It is one of: {string.Join(", ", Values.Select(known => known.Text))}.");
    }

    /// <summary>Whether users can clear it by name: an optional text, limit or time. Lists are emptied instead.</summary>
    public bool IsClearable =>
        !IsRequired && !IsSetByService && !IsFixed && (IsClearedByEmptyText || Kind is PropertyKind.Number or PropertyKind.Time);

    /// <summary>The value that clears the property.</summary>
    public JsonNode? Nothing => Kind switch
    {
        PropertyKind.Flag => false,
        PropertyKind.Values or PropertyKind.Items => new JsonArray(),
        _ => IsClearedByEmptyText ? "" : null,
    };

    /// <summary>
    /// What is wrong with the type or range of a value, in words that follow the name of the property, such as <c>must be a whole number from 0 to
    /// 59</c>. Null if it is valid. Known values are not checked, because the service may have more.
    /// </summary>
    internal string? FaultOf(JsonNode? value, bool takesPatterns = false)
    {
        if (IsNeverEmpty && JsonWords.IsEmpty(value)) return "must have a value, or be omitted";
        if (value is null) return null;
        var (kind, text) = (value.GetValueKind(), JsonWords.Text(value));
        return Kind switch
        {
            PropertyKind.Text => text is null ? "must be text" : null,
            PropertyKind.Flag => kind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
            PropertyKind.Number => JsonWords.Whole(value) is { } number && IsInRange(number) ? null : $"must be a whole number: {Range}",
            PropertyKind.NumberText => (takesPatterns && SchedulePattern.Is(text)) || text is ""
                || ((text is null ? JsonWords.Whole(value) : JsonWords.Whole(text)) is { } number && IsInRange(number))
                    ? null
                    : $"must be a whole number: {Range}",
            PropertyKind.Time => text is "" ? null : ApiTime.FaultOf(text),
            PropertyKind.Id => Guid.TryParse(text, out _) ? null : "must be an id, such as 11111111-2222-3333-4444-555555555555",
            PropertyKind.Free or PropertyKind.Item => kind == JsonValueKind.Object ? null : "must be an object",
            PropertyKind.Values => value is JsonArray values && values.All(item => JsonWords.Text(item) is not null) ? null : "must be a list of texts",
            PropertyKind.Items => value is JsonArray items && items.All(item => item is JsonObject) ? null : "must be a list of objects",
            _ => null,
        };
    }

    /// <summary>Whether a number is valid for the property.</summary>
    /// <param name="number">The number.</param>
    public bool IsInRange(long number) => !(number < Least) && !(number > Most);

    /// <summary>The range in words, such as <c>from 0 to 59</c>.</summary>
    public string Range => (Least, Most) switch
    {
        ({ } least, { } most) => $"from {least} to {most}",
        ({ } least, null) => $"{least} or more",
        (null, { } most) => $"{most} or less",
        _ => "any number",
    };
}
