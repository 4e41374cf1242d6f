namespace PolytomicBulk.Operations;

/// <summary>The progress of a download of logs.</summary>
/// <param name="What">The file's name, or what is waited for.</param>
/// <param name="Bytes">How many bytes have come; null while the service is still at work.</param>
/// <param name="Total">How many bytes there will be, where the storage host says so.</param>
public readonly record struct LogTransfer(string What, long? Bytes = null, long? Total = null);
