namespace PolytomicBulk.Completion;

/// <summary>Completes the last executions of the bulk sync on the command line, the newest first.</summary>
internal sealed class ExecutionCompleter : SessionCompleter
{
    private const int Last = 20;

    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        var executions = await scene
            .OfEachAsync("executions", syncs, static (client, id, cancel) => client.Executions.ListAsync(id, first: Last, cancel: cancel), cancel)
            .ConfigureAwait(false);
        return from execution in executions
               where execution.Id is not null
               let began = execution.StartedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
               select new Choice(
                   execution.Id.ToString()!,
                   $"{began ?? "not begun"}: {execution}",
                   $"{began ?? "not begun"} {execution.Status} ({execution.Id.ToString()!.Split('-')[0]})");
    }
}
