namespace PolytomicBulk.Configuration;

/// <summary>Why a step is refused, or would be if that were not overridden.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Words">The reason in sentences.</param>
/// <param name="Id">The id of the sync or connection that it is about; null where there is none.</param>
/// <param name="Instead">The id of one that may take its place; null where none is known.</param>
public sealed record ConfigurationReason(ConfigurationReasonKind Kind, string Words, Guid? Id = null, Guid? Instead = null)
{
    /// <summary>The property of the file that it is about; null where it is none alone.</summary>
    public string? Property { get; init; }
}
