namespace PolytomicBulk.Operations;

/// <summary>What the bulk syncs that have been read are called.</summary>
public sealed class SyncNames : Names
{
    internal SyncNames()
        : base("bulk sync")
    {
    }
}
