namespace PolytomicBulk.Vocabulary;

/// <summary>A value of an enumeration of the API, and what it means.</summary>
/// <param name="Text">The value.</param>
/// <param name="Meaning">What it means, as a sentence.</param>
public sealed record KnownValue(string Text, string Meaning)
{
    /// <summary>The properties that an object with this value cannot be without.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Whether an object with this value may have patterns such as * or 1-5 where others have a number or a day.</summary>
    public bool TakesPatterns { get; init; }

    /// <summary>Whether the value of an object with this one is a list in any order, as of a filter for one of some texts.</summary>
    public bool TakesSet { get; init; }
}
