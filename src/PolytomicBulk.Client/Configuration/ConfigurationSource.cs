namespace PolytomicBulk.Configuration;

/// <summary>The result of reading a configuration file: the configuration or the fault.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Configuration">The configuration. Null if the file cannot be used.</param>
/// <param name="Fault">Why the file cannot be used. Null if it can.</param>
public sealed record ConfigurationSource(string Path, BulkSyncConfiguration? Configuration, ConfigurationFault? Fault);
