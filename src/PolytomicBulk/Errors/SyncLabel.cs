using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>Says in tables which bulk sync something is of. For the views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SyncLabel
{
    /// <summary>The sync's name and id, or its id alone where the name is not known.</summary>
    public static string? Full(Guid? id, string? name) =>
        string.IsNullOrWhiteSpace(name) ? id?.ToString() : $"{PlainText.Line(name!)} ({id})";

    /// <summary>The same as a part of a sentence, such as <c>bulk sync 'Orders' (id)</c>.</summary>
    public static string InWords(Guid? id, string? name) =>
        string.IsNullOrWhiteSpace(name) ? $"bulk sync {id}" : $"bulk sync '{PlainText.Line(name!)}' ({id})";

    /// <summary>The sync's name, or its id where the name is not known.</summary>
    public static string? Brief(Guid? id, string? name) => string.IsNullOrWhiteSpace(name) ? id?.ToString() : PlainText.Line(name!);
}
