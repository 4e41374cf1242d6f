namespace PolytomicBulk.Completion;

/// <summary>Says which values <see cref="KnownValueCompleter"/> offers for a parameter.</summary>
/// <param name="known">The values, separated by spaces.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownValuesAttribute(string known) : Attribute
{
    public string Known { get; } = known;
}
