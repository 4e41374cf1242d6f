namespace PolytomicBulk.Completion;

/// <summary>The fields of the schema that a command line is about.</summary>
internal sealed class FieldCompleter : SessionCompleter
{
    /// <summary>The fields of a sync's schema, wherever the sync and the schema are named.</summary>
    public static async Task<IEnumerable<BulkSyncField>> FindOfSyncAsync(CompletionScene scene, CancellationToken cancel)
    {
        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        var lists = scene.SchemaTexts.Select(schema => scene.OfEachAsync(
            $"fields in {schema}", syncs, (client, id, cancel) => ReadOfSyncAsync(client, id, schema, cancel), cancel));
        return (await Task.WhenAll(lists).ConfigureAwait(false))
            .SelectMany(fields => fields)
            .GroupBy(field => field.Id)
            .Select(same => same.First())
            .OrderBy(field => field.Id, StringComparer.OrdinalIgnoreCase);
    }

    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        if (!scene.IsOfConnection)
        {
            return (await FindOfSyncAsync(scene, cancel).ConfigureAwait(false)).Select(field => new Choice(field.Id!, field.OutputName ?? ""));
        }

        var connections = await scene.FindConnectionsAsync(cancel).ConfigureAwait(false);
        var lists = scene.SchemaTexts.Select(schema => scene.OfEachAsync(
            $"fields in {schema}", connections, (client, id, cancel) => ReadOfConnectionAsync(client, id, schema, cancel), cancel));
        return from field in (await Task.WhenAll(lists).ConfigureAwait(false)).SelectMany(fields => fields)
               orderby field.Id
               select new Choice(field.Id!, $"{field.Name}, {field.Type}");
    }

    private static async IAsyncEnumerable<BulkSyncField> ReadOfSyncAsync(
        PolytomicClient client, Guid syncId, string schema, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var field in (await client.Schemas.GetAsync(syncId, schema, cancel).ConfigureAwait(false)).Fields ?? [])
        {
            if (field?.Id is not null) yield return field;
        }
    }

    private static async IAsyncEnumerable<SchemaField> ReadOfConnectionAsync(
        PolytomicClient client, Guid connectionId, string schema, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var field in (await client.ConnectionSchemas.GetAsync(connectionId, schema, cancel).ConfigureAwait(false)).Fields ?? [])
        {
            if (field?.Id is not null) yield return field;
        }
    }
}
