using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk;

/// <summary>A list that reads as its items, so that a CSV cell or a string shows them and not a type name.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a list, and named as one.")]
public class ApiList<T> : List<T>
{
    /// <summary>The items, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this);
}
