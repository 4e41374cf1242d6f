namespace PolytomicBulk.Configuration;

/// <summary>Why a file is of no use.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Cause">What was wrong: it cannot be read, or is no configuration.</param>
public sealed record ConfigurationFault(string Path, Exception Cause)
{
    /// <summary>The line on which or from which on it is wrong, from 1 on; null where that is not known.</summary>
    public long? Line => (Cause as InvalidConfigurationException)?.Line;

    /// <summary>The property that is wrong; null where that is not known.</summary>
    public string? Property => (Cause as InvalidConfigurationException)?.Property;

    /// <summary>The fault in words.</summary>
    public override string ToString() => $"{Path}: {Cause.Message}";
}
