using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that do something with the schemas of one connection.</summary>
public abstract class ConnectionCommand : SessionCommand
{
    /// <summary>The id of a connection. From the pipeline it is taken of connections and what belongs to them; of a bulk sync, the source is meant.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("SourceConnectionId")]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid ConnectionId { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ForEachAsync([ConnectionId], ProcessAsync, cancel);

    /// <summary>What is done with one connection.</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ProcessAsync(Guid connectionId, CancellationToken cancel);
}
