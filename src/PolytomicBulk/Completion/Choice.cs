namespace PolytomicBulk.Completion;

/// <summary>A value that completion offers for an argument.</summary>
/// <param name="Text">The argument.</param>
/// <param name="ToolTip">The text that explains it.</param>
/// <param name="Name">The name that is shown, and that can be typed as well.</param>
internal sealed record Choice(string Text, string ToolTip, string? Name = null)
{
    /// <summary>Whether the parameter takes wildcards, so that wildcard characters in the text are escaped.</summary>
    public bool IsPattern { get; init; }

    /// <summary>Whether the text is an expression and not a string.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Whether the text or the name begins with the typed text, which may have wildcards.</summary>
    public bool Begins(string typed) => Fits($"{typed}*");

    /// <summary>Whether the text or the name contains the typed text.</summary>
    public bool Holds(string typed) => Fits($"*{typed}*");

    public CompletionResult ToResult() => new(
        IsExpression ? Text : Quote(IsPattern ? WildcardPattern.Escape(Text) : Text),
        PlainText.Of(Name ?? Text),
        CompletionResultType.ParameterValue,
        PlainText.Of(ToolTip.Length > 0 ? ToolTip : Text));

    /// <summary>Items by name. The tooltip shows the ids of all items that have the name.</summary>
    public static IEnumerable<Choice> ByName<T>(IEnumerable<T> items, Func<T, string?> name, Func<T, Guid?> id) =>
        from item in items
        where !string.IsNullOrEmpty(name(item))
        orderby name(item)
        group id(item) by name(item) into same
        select new Choice(same.Key, string.Join(", ", same)) { IsPattern = true };

    /// <summary>Items by id, shown with the name and the first digits of the id.</summary>
    public static IEnumerable<Choice> ById<T>(IEnumerable<T> items, Func<T, Guid?> id, Func<T, string?> name, Func<T, string>? toolTip = null) =>
        from item in items
        where id(item) is not null
        orderby name(item)
        select new Choice($"{id(item)}", toolTip?.Invoke(item) ?? name(item) ?? "", $"{name(item)} ({$"{id(item)}".Split('-')[0]})");

    /// <summary>Hashtables from each name in files to the item with this name in the organization.</summary>
    public static IEnumerable<Choice> MapsOf<T>(IEnumerable<T> items, Func<T, string?> name, Func<T, Guid?> id, Func<T, string> toolTip) =>
        from item in items
        where !string.IsNullOrEmpty(name(item))
        orderby name(item)
        group item by name(item) into same
        from item in same
        // A name that several items have is replaced by the id.
        let to = same.Count() == 1 ? same.Key : id(item).ToString()
        select new Choice($"@{{ {InQuotes(same.Key)} = {InQuotes(to)} }}", toolTip(item), same.Key)
        {
            IsExpression = true,
        };

    public static string InQuotes(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>A JSON value as PowerShell code.</summary>
    public static string InScript(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "$true" : "$false",
        string text => InQuotes(text),
        JsonMap { Count: 0 } => "@{}",
        JsonMap map => $"@{{ {string.Join("; ", map.Keys.Select(name => $"{Key(name)} = {InScript(map[name])}"))} }}",
        ICollection items => $"@({string.Join(", ", items.Cast<object?>().Select(InScript))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A key of a hashtable as PowerShell code.</summary>
    public static string Key(string name) => Regex.IsMatch(name, @"^[A-Za-z_]\w*\z") ? name : InQuotes(name);

    private bool Fits(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return wildcard.IsMatch(Name ?? Text) || (Name is not null && !IsExpression && wildcard.IsMatch(Text));
    }

    /// <summary>The text as an argument, in quotes if it needs them.</summary>
    private static string Quote(string text) =>
        Regex.IsMatch(text, @"^[A-Za-z_][A-Za-z0-9_.\-]*\z") || Guid.TryParse(text, out _) ? text : InQuotes(text);
}
