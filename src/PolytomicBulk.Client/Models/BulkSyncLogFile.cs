namespace PolytomicBulk;

/// <summary>A file of logs, which can be saved. Its address is as good as a key to it, and is not shown.</summary>
public sealed class BulkSyncLogFile
{
    internal BulkSyncLogFile(string name, Uri address) => (Name, Address) = (name, address);

    /// <summary>A name for it that is fit for any file system and leads out of no folder.</summary>
    public string Name { get; }

    /// <summary>The signed address.</summary>
    internal Uri Address { get; set; }

    /// <summary>Gives the address anew, once the signature of the first is no longer good.</summary>
    internal Func<CancellationToken, Task<Uri?>>? Renew { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
