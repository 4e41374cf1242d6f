using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk.Configuration;

/// <summary>A text is not a configuration of a bulk sync. The message is a sentence that explains why.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only the client creates it, and always with details.")]
public sealed class InvalidConfigurationException : FormatException
{
    internal InvalidConfigurationException(string message, string? property = null, long? line = null, Exception? inner = null)
        : base(message, inner) => (Property, Line) = (property, line);

    /// <summary>The object with the fault, and the name of the property in it, if a property has the fault.</summary>
    internal (JsonNode Owner, string? Name)? Where { get; init; }

    /// <summary>The name of the bulk sync in the file. Null if it is unknown.</summary>
    internal string? SyncName { get; init; }

    /// <summary>The same exception, with the line of the fault in a text.</summary>
    internal InvalidConfigurationException At(string text)
    {
        long? line = Where is { } place ? ConfigurationReader.LineOf(text, place.Owner, place.Name) : null;
        return line is null ? this : new($"{Message.TrimEnd('.')} (line {line}).", Property, line) { SyncName = SyncName };
    }

    /// <summary>The property with the fault, such as <c>schemas.contact.fields</c>. Null if the fault is not in a single property.</summary>
    public string? Property { get; }

    /// <summary>The line of the fault, or the first line that cannot be parsed, counted from 1. Null if unknown.</summary>
    public long? Line { get; }
}
