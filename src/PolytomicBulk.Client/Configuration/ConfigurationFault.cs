namespace PolytomicBulk.Configuration;

/// <summary>Why a file cannot be used.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Cause">The error: the file cannot be read, it is not a configuration, or it was refused.</param>
public sealed record ConfigurationFault(string Path, Exception Cause)
{
    /// <summary>The line of the fault, or the first line that cannot be parsed, counted from 1. Null if unknown.</summary>
    public long? Line { get; init; } = (Cause as InvalidConfigurationException)?.Line;

    /// <summary>The property with the fault. Null if unknown.</summary>
    public string? Property { get; init; } = (Cause as InvalidConfigurationException)?.Property;

    /// <summary>The fault as an entry of a plan, which refuses the file.</summary>
    public BulkSyncPlan Plan =>
        new((Cause as InvalidConfigurationException)?.SyncName, nameof(ConfigurationStepKind.Refuse), syncId: null, Path)
        {
            Property = Property,
            Line = Line,
            Reason = Cause is FormatException or IOException or UnauthorizedAccessException
                ? $"'{Path}' is not the configuration of a bulk sync: {Cause.Message}"
                : Cause.Message,
        };

    /// <summary>Describes the fault.</summary>
    public override string ToString() => $"{Path}: {Cause.Message}";
}
