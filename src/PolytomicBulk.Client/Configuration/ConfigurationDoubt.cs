namespace PolytomicBulk.Configuration;

/// <summary>Something in a configuration that neither this version nor the service knows, and that may be mistyped.</summary>
/// <param name="Property">The property, as the file has it, such as <c>schemas.contact.enabled</c>.</param>
/// <param name="Text">What is not known: the property's own name, or its value.</param>
/// <param name="IsValue">Whether it is the value.</param>
/// <param name="Known">What there is to choose from.</param>
public sealed record ConfigurationDoubt(string Property, string Text, bool IsValue, IReadOnlyCollection<string> Known)
{
    /// <summary>The doubt as sentences, with what may be meant.</summary>
    public override string ToString()
    {
        var meant = Likeness.Nearest(Text, Known) is { Length: > 0 } near ? Likeness.DidYouMean(near) : null;
        return IsValue
            ? $"'{Property}' cannot be '{Text}'. {meant ?? $"It is one of: {string.Join(", ", Known)}."}"
            : $"Neither this version nor the service knows the property '{Property}'. {meant}".TrimEnd();
    }
}
