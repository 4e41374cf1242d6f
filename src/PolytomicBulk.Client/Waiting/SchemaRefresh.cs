namespace PolytomicBulk.Waiting;

/// <summary>A refresh of a connection's schemas that is waited for.</summary>
/// <param name="connectionId">The connection's id.</param>
public sealed class SchemaRefresh(Guid connectionId) : Watch
{
    /// <summary>The connection's id.</summary>
    public Guid ConnectionId { get; } = connectionId;

    /// <summary>How fresh the schemas are, once the refresh has ended.</summary>
    public ConnectionSchemaStatus? Status { get; private set; }

    private protected override bool HasEnded => Status is not null;

    /// <summary>Looks whether it has ended.</summary>
    internal async Task LookAsync(Func<Guid, CancellationToken, Task<ConnectionSchemaStatus>> getStatus, CancellationToken cancel)
    {
        try
        {
            var status = await getStatus(ConnectionId, cancel).ConfigureAwait(false);
            if (!status.IsRefreshing) Status = status;
            Note(null);
        }
        catch (PolytomicApiException failure)
        {
            Note(failure);
        }
    }
}
