namespace PolytomicBulk.Completion;

/// <summary>Something to choose where an argument is typed.</summary>
/// <param name="Text">The argument.</param>
/// <param name="ToolTip">What is said of it.</param>
/// <param name="Name">What it may also be found by, and is shown as.</param>
internal sealed record Choice(string Text, string ToolTip, string? Name = null)
{
    /// <summary>Whether the parameter takes wildcards, so that those in the text must be marked as its own.</summary>
    public bool IsPattern { get; init; }

    /// <summary>Whether the text is an expression, and not a string.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Whether the text or the name begins with what was typed, in which wildcards may be.</summary>
    public bool Begins(string typed) => Fits($"{typed}*");

    /// <summary>Whether what was typed is anywhere in the text or the name.</summary>
    public bool Holds(string typed) => Fits($"*{typed}*");

    public CompletionResult ToResult() => new(
        IsExpression ? Text : Quote(IsPattern ? WildcardPattern.Escape(Text) : Text),
        PlainText.Of(Name ?? Text),
        CompletionResultType.ParameterValue,
        PlainText.Of(ToolTip.Length > 0 ? ToolTip : Text));

    /// <summary>Maps that lead from each name in files to what has it in this organization, ready to be changed.</summary>
    public static IEnumerable<Choice> MapsOf<T>(IEnumerable<T> items, Func<T, string?> name, Func<T, Guid?> id, Func<T, string> toolTip) =>
        from item in items
        where !string.IsNullOrEmpty(name(item))
        orderby name(item)
        group item by name(item) into same
        from item in same
        // A map that leads to a name must lead to one thing.
        let to = same.Count() == 1 ? same.Key : id(item).ToString()
        select new Choice($"@{{ {InQuotes(same.Key)} = {InQuotes(to)} }}", toolTip(item), same.Key)
        {
            IsExpression = true,
        };

    public static string InQuotes(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>A value of JSON as a script has it.</summary>
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

    /// <summary>A hashtable's key as a script has it.</summary>
    public static string Key(string name) => Regex.IsMatch(name, @"^[A-Za-z_]\w*\z") ? name : InQuotes(name);

    private bool Fits(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return wildcard.IsMatch(Name ?? Text) || (Name is not null && !IsExpression && wildcard.IsMatch(Text));
    }

    /// <summary>The text as PowerShell reads it: bare where it can be, or else in quotes.</summary>
    private static string Quote(string text) =>
        Regex.IsMatch(text, @"^[A-Za-z_][A-Za-z0-9_.\-]*\z") || Guid.TryParse(text, out _) ? text : InQuotes(text);
}
