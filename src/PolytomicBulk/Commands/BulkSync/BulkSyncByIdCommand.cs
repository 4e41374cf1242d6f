using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that do one thing with each bulk sync they are given.</summary>
public abstract class BulkSyncByIdCommand : SessionCommand
{
    /// <summary>Ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SyncId")]
    [IdFrom("SyncId")]
    public Guid[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ForEachAsync(Id, ProcessAsync, cancel);

    /// <summary>What is done with one sync.</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ProcessAsync(Guid id, CancellationToken cancel);
}
