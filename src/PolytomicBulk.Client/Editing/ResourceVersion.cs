namespace PolytomicBulk.Editing;

/// <summary>When the service last changed an object, and who did it.</summary>
/// <param name="UpdatedAt">The time, in UTC. Null if unknown.</param>
/// <param name="UpdatedBy">The user: a name or, if there is none, an id. Null if unknown.</param>
/// <param name="UpdatedById">The id of the user. Null if unknown.</param>
public sealed record ResourceVersion(DateTime? UpdatedAt, string? UpdatedBy, string? UpdatedById)
{
    internal static ResourceVersion Read(JsonObject json)
    {
        var (time, actor) = (json["updated_at"] ?? json["updatedAt"], json["updated_by"] ?? json["updatedBy"]);
        var id = JsonWords.Text(actor is JsonObject known ? known["id"] : actor);
        return new(JsonWords.Instant(time), JsonWords.Text((actor as JsonObject)?["name"]) ?? id, id);
    }

    /// <summary>Whether the change came after a given time.</summary>
    /// <param name="seen">The time. If null, the result is false.</param>
    public bool IsAfter(DateTime? seen) => UpdatedAt > seen?.ToUniversalTime();

    /// <summary>The user and the time, such as <c>Ana Lima at 2026-11-24 12:30:00</c>.</summary>
    public override string ToString() => JsonWords.Show(UpdatedBy, UpdatedAt);
}
