using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk.Configuration;

/// <summary>Text that is no configuration of a bulk sync. The message says why, as a sentence.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only the client makes one, and always with all it knows.")]
public sealed class InvalidConfigurationException : FormatException
{
    internal InvalidConfigurationException(string message, string? property = null, long? line = null, Exception? inner = null)
        : base(message, inner) => (Property, Line) = (property, line);

    /// <summary>The property that is wrong, such as <c>schemas.contact.fields</c>; null where it is none alone.</summary>
    public string? Property { get; }

    /// <summary>The line from which on the text cannot be read, from 1 on; null where it can be.</summary>
    public long? Line { get; }
}
