namespace PolytomicBulk.Configuration;

/// <summary>A name or value in a configuration that may be mistyped, because neither this version nor the service knows it.</summary>
/// <param name="Property">The property as the file names it, such as <c>schemas.contact.enabled</c>.</param>
/// <param name="Text">The unknown name or value.</param>
/// <param name="IsValue">Whether the value is unknown. Otherwise the name is.</param>
/// <param name="Known">The known names or values.</param>
public sealed record ConfigurationDoubt(string Property, string Text, bool IsValue, IReadOnlyCollection<string> Known)
{
    /// <summary>Describes the doubt, and suggests similar names or values.</summary>
    public override string ToString()
    {
        var meant = Likeness.Nearest(Text, Known) is { Length: > 0 } near ? Likeness.DidYouMean(near) : null;
        return IsValue
            ? $"'{Property}' cannot be '{Text}'. {meant ?? $"It is one of: {string.Join(", ", Known)}."}"
            : $"Neither this version nor the service knows the property '{Property}'. {meant}".TrimEnd();
    }
}
