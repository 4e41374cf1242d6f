namespace PolytomicBulk.Vocabulary;

/// <summary>A value of an enumeration of the API, and its meaning.</summary>
/// <param name="Text">The value.</param>
/// <param name="Meaning">What it means, as a sentence.</param>
public sealed record KnownValue(string Text, string Meaning)
{
    /// <summary>The properties that an object with this value requires.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Whether an object with this value can have patterns such as * or 1-5 instead of a number or a day.</summary>
    public bool TakesPatterns { get; init; }

    /// <summary>Whether an object with this value contains a list whose order does not matter, such as a filter for one of several texts.</summary>
    public bool TakesSet { get; init; }
}
