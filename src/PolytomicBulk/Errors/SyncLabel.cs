using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>The label of a bulk sync in views and messages.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SyncLabel
{
    /// <summary>The name and the id, or only the id if the name is not known.</summary>
    public static string? Full(Guid? id, string? name) => string.IsNullOrWhiteSpace(name) ? id?.ToString() : $"{PlainText.Line(name!)} ({id})";

    /// <summary>The same as a part of a sentence, such as <c>bulk sync 'Orders' (id)</c>.</summary>
    public static string InWords(Guid? id, string? name) =>
        string.IsNullOrWhiteSpace(name) ? $"bulk sync {id}" : $"bulk sync '{PlainText.Line(name!)}' ({id})";

    /// <summary>The name, or the id if the name is not known.</summary>
    public static string? Brief(Guid? id, string? name) => string.IsNullOrWhiteSpace(name) ? id?.ToString() : PlainText.Line(name!);
}
