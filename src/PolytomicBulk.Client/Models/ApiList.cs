using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk;

/// <summary>A list whose text is its items, so that a CSV cell shows them instead of a type name.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a list, and List is the usual suffix.")]
public class ApiList<T> : List<T>
{
    /// <summary>The items, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this);
}
