namespace PolytomicBulk;

/// <summary>A log file that can be saved. Its address is not shown, because anybody can download the file with it.</summary>
public sealed class BulkSyncLogFile
{
    internal BulkSyncLogFile(string name, Uri address) => (Name, Address) = (name, address);

    /// <summary>A file name that is valid on every file system and stays in the folder.</summary>
    public string Name { get; }

    /// <summary>The signed address.</summary>
    internal Uri Address { get; set; }

    /// <summary>Gets a new address after the signature of the first one has expired.</summary>
    internal Func<CancellationToken, Task<Uri?>>? Renew { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
