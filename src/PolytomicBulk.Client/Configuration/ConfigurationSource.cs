namespace PolytomicBulk.Configuration;

/// <summary>A file that was read as a configuration: either that, or what is wrong with it.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Configuration">What is in it; null where it is of no use.</param>
/// <param name="Fault">Why it is of no use; null where it is.</param>
public sealed record ConfigurationSource(string Path, BulkSyncConfiguration? Configuration, ConfigurationFault? Fault);
