using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>Says in tables which bulk sync something is of. For the views, which are scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SyncLabel
{
    /// <summary>The sync's name and id, or its id alone where the runspace's session has not read the sync.</summary>
    /// <param name="id">The sync's id.</param>
    public static string? Of(Guid? id) => NameOf(id) is { } name ? $"{name} ({id})" : id?.ToString();

    /// <summary>The same, with no more of the id beside a name than tells syncs of one name apart.</summary>
    /// <param name="id">The sync's id.</param>
    public static string? Brief(Guid? id) => NameOf(id) is { } name ? $"{name} ({id.ToString()!.Split('-')[0]})" : id?.ToString();

    private static string? NameOf(Guid? id) => id is { } known ? RunspaceSession.Current?.Client.SyncNames.Of(known) : null;
}
