namespace PolytomicBulk.Configuration;

/// <summary>Why a step is refused. For a step that is not refused, what was overridden.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Words">The reason as sentences.</param>
/// <param name="Id">The id of the bulk sync, connection or policy. Null if there is none.</param>
/// <param name="Instead">The id of a possible replacement. Null if none is known.</param>
public sealed record ConfigurationReason(ConfigurationReasonKind Kind, string Words, Guid? Id = null, Guid? Instead = null)
{
    /// <summary>The property of the file, or the first one of several. Null if the reason is not about properties.</summary>
    public string? Property { get; init; }

    /// <summary>The line of the property in the file, counted from 1. Null if unknown.</summary>
    public long? Line { get; init; }
}
