namespace PolytomicBulk.Operations;

/// <summary>The progress of a download of logs.</summary>
/// <param name="What">The name of the file, or the step that is in progress.</param>
/// <param name="Bytes">The number of bytes that have arrived. Null while the service prepares the file.</param>
/// <param name="Total">The total number of bytes. Null if the storage host does not return it.</param>
public readonly record struct LogTransfer(string What, long? Bytes = null, long? Total = null);
