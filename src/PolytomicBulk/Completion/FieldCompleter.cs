namespace PolytomicBulk.Completion;

/// <summary>Completes the fields of the schema on the command line.</summary>
internal sealed class FieldCompleter : SessionCompleter
{
    /// <summary>The fields of a schema of a bulk sync.</summary>
    public static async Task<IEnumerable<BulkSyncField>> FindOfSyncAsync(CompletionScene scene, CancellationToken cancel)
    {
        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        var fields = await OfSchemasAsync<BulkSyncField>(
            scene,
            syncs,
            async (client, id, schema, cancel) => (await client.Schemas.GetAsync(id, schema, cancel).ConfigureAwait(false)).Fields,
            cancel).ConfigureAwait(false);
        return fields.Where(field => field.Id is not null).GroupBy(field => field.Id).Select(same => same.First())
            .OrderBy(field => field.Id, StringComparer.OrdinalIgnoreCase);
    }

    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        if (!scene.IsOfConnection)
        {
            return (await FindOfSyncAsync(scene, cancel).ConfigureAwait(false)).Select(field => new Choice(field.Id!, field.OutputName ?? ""));
        }

        var fields = await OfSchemasAsync<SchemaField>(
            scene,
            await scene.FindConnectionsAsync(cancel).ConfigureAwait(false),
            async (client, id, schema, cancel) => (await client.ConnectionSchemas.GetAsync(id, schema, cancel).ConfigureAwait(false)).Fields,
            cancel).ConfigureAwait(false);
        return from field in fields where field.Id is not null orderby field.Id select new Choice(field.Id!, $"{field.Name}, {field.Type}");
    }

    private static async Task<IEnumerable<T>> OfSchemasAsync<T>(
        CompletionScene scene,
        Guid[] parents,
        Func<PolytomicClient, Guid, string, CancellationToken, Task<IEnumerable<T?>?>> read,
        CancellationToken cancel)
        where T : class
    {
        var lists = scene.SchemaTexts.Select(schema => scene.ListOfEachAsync(
            $"fields in {schema}", parents, async (client, id, cancel) => await read(client, id, schema, cancel).ConfigureAwait(false) ?? [], cancel));
        return (await Task.WhenAll(lists).ConfigureAwait(false)).SelectMany(fields => fields).OfType<T>();
    }
}
