using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk.Configuration;

/// <summary>Text that is no configuration of a bulk sync. The message says why, as a sentence.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only the client makes one, and always with all it knows.")]
public sealed class InvalidConfigurationException : FormatException
{
    internal InvalidConfigurationException(string message, string? property = null, long? line = null, Exception? inner = null)
        : base(message, inner) => (Property, Line) = (property, line);

    /// <summary>The object that is wrong, or whose property is, and that property's own name.</summary>
    internal (JsonNode Owner, string? Name)? Where { get; init; }

    /// <summary>The same, with the line on which it stands in a text.</summary>
    internal InvalidConfigurationException At(string text)
    {
        var line = Where is { } place ? ConfigurationReader.LineOf(text, place.Owner, place.Name) : null;
        return line is null ? this : new($"{Message.TrimEnd('.')} (line {line}).", Property, line);
    }

    /// <summary>The property that is wrong, such as <c>schemas.contact.fields</c>; null where it is none alone.</summary>
    public string? Property { get; }

    /// <summary>The line on which it is wrong, or from which on the text cannot be read, from 1 on; null where that is not known.</summary>
    public long? Line { get; }
}
