namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets for the schemas of a connection.</summary>
public abstract class ConnectionCommand : SessionCommand
{
    private NamedConnections? _named;

    /// <summary>Specifies the id of a connection. If you pipe a bulk sync, the command uses its source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SourceConnectionId")]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public virtual Guid ConnectionId { get; set; }

    /// <summary>
    /// Specifies the full name of the connection. Case does not matter. If no connection or several connections have a name, you get an error. Looking up
    /// a name takes 1 request (API operation connections_list).
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? ConnectionName { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (await FindConnectionAsync(cancel) is { } connectionId) await ForEachAsync([connectionId], ProcessAsync, cancel);
    }

    private async Task<Guid?> FindConnectionAsync(CancellationToken cancel)
    {
        if (ConnectionName is null && ConnectionId != Guid.Empty) return ConnectionId;
        if (ConnectionName is not null && ConnectionId == Guid.Empty) return await (_named ??= new(Client, Fail)).FindAsync(ConnectionName, cancel);
        Fail(
            ConnectionName is null
                ? "Specify -ConnectionName or -ConnectionId, or pipe a connection from Get-PolytomicConnection."
                : $"The input already specifies connection {ConnectionId}, so -ConnectionName '{ConnectionName}' cannot be used. Omit one of the two.",
            PipedObject);
        return null;
    }

    private protected abstract Task ProcessAsync(Guid connectionId, CancellationToken cancel);
}
