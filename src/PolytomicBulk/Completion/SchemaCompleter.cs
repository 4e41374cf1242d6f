namespace PolytomicBulk.Completion;

/// <summary>Completes the schemas of the bulk sync or the connection on the command line.</summary>
internal sealed class SchemaCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        if (scene.IsOfConnection)
        {
            var connections = await scene.FindConnectionsAsync(cancel).ConfigureAwait(false);
            var offered = await scene.ListOfEachAsync<ConnectionSchema>(
                "schemas",
                connections,
                async (client, id, cancel) =>
                    (await client.Connections.GetSourceAsync(id, includeFields: false, cancel).ConfigureAwait(false)).Schemas ?? [],
                cancel).ConfigureAwait(false);
            return Distinct(offered.Select(schema => new Choice(schema.Id ?? "", schema.Name ?? "")));
        }

        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        var schemas = await scene
            .OfEachAsync("schemas", syncs, static (client, id, cancel) => client.Schemas.ListAsync(id, cancel), cancel)
            .ConfigureAwait(false);
        return Distinct(schemas.Select(schema => new Choice(schema.Id ?? "", $"{schema.OutputName}{(schema.Enabled == true ? "" : " (not synced)")}")));
    }

    private static IEnumerable<Choice> Distinct(IEnumerable<Choice> choices) =>
        choices
            .Where(choice => choice.Text.Length > 0)
            .GroupBy(choice => choice.Text)
            .Select(same => same.First())
            .OrderBy(choice => choice.Text, StringComparer.OrdinalIgnoreCase);
}
