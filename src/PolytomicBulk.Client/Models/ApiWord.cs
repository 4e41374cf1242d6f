using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk;

/// <summary>A nested object that is shown as one word, such as the type of a connection. It can be compared with text.</summary>
[SuppressMessage("Design", "CA1036:Override methods on comparable types", Justification = "C# code compares properties. Only scripts compare words.")]
public abstract class ApiWord : ApiObject, IComparable
{
    /// <summary>The word.</summary>
    public abstract override string ToString();

    /// <summary>Whether the word is the same as a text, ignoring case. Another object must also have the same values.</summary>
    /// <param name="obj">A text, or another object.</param>
    public override bool Equals(object? obj) => obj is string text ? Reads(text) : ReferenceEquals(this, obj) || (obj is ApiWord other && HasValuesOf(other));

    /// <summary>The hash code of the word, ignoring case.</summary>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>Compares the word with a text or another object, in the sort order of the user's language, ignoring case.</summary>
    /// <param name="obj">A text, or another object.</param>
    public int CompareTo(object? obj) => obj is null ? 1 : StringComparer.CurrentCultureIgnoreCase.Compare(ToString(), obj.ToString());

    private bool Reads(string text) => StringComparer.OrdinalIgnoreCase.Equals(ToString(), text);

    private bool HasValuesOf(ApiWord other) => GetType() == other.GetType() && Reads(other.ToString()) && Values().AsSpan().SequenceEqual(other.Values());

    private byte[] Values() => JsonSerializer.SerializeToUtf8Bytes(this, GetType());
}
