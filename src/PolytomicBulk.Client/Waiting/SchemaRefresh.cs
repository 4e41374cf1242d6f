namespace PolytomicBulk.Waiting;

/// <summary>A refresh of the schemas of a connection to wait for.</summary>
/// <param name="connectionId">The connection's id.</param>
public sealed class SchemaRefresh(Guid connectionId) : Watch
{
    /// <summary>The connection's id.</summary>
    public Guid ConnectionId { get; } = connectionId;

    /// <summary>The status of the schemas, after the refresh has ended.</summary>
    public ConnectionSchemaStatus? Status { get; private set; }

    private protected override bool HasEnded => Status is not null;

    /// <summary>Checks whether the refresh has ended.</summary>
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
