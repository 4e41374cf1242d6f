namespace PolytomicBulk.Commands;

/// <summary>Gets sample records of a schema of a connection.</summary>
/// <remarks>
/// <para>The service chooses the records. They are a sample, not an export. They contain real data from the source. Treat the output as
/// confidential.</para>
/// <para>Each record is an object with the fields as properties. A field that only some records have is empty in the others. Use dots to read nested
/// objects.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each schema (API operation connectionSchemas_getRecords).</para>
/// </notes>
/// <example>
/// <para>Show sample records as a table.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' |
///     Get-PolytomicConnectionRecord -Schema public.orders | Format-Table
/// </code>
/// </example>
/// <example>
/// <para>Write sample records to a CSV file.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// Get-PolytomicConnectionRecord -ConnectionId $connection.Id -Schema public.orders |
///     Export-Csv orders-sample.csv
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionRecord", HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionRecord.md")]
[OutputType(typeof(PSObject))]
public sealed class GetPolytomicConnectionRecordCommand : SchemaOfConnectionCommand
{
    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => ReadAsync(id, Schema, cancel), async (_, records) => WriteAll(await records));

    private async Task<List<JsonMap>> ReadAsync(Guid connectionId, string schema, CancellationToken cancel)
    {
        var records = new List<JsonMap>();
        await foreach (var record in Client.ConnectionSchemas.ListRecordsAsync(connectionId, schema, cancel).ConfigureAwait(false)) records.Add(record);
        return records;
    }

    private void WriteAll(List<JsonMap> records)
    {
        // Format-Table and Export-Csv take the columns from the first object.
        var columns = records.SelectMany(record => record.Keys).Distinct().ToArray();
        foreach (var record in records) Write(ToObject(record, columns));
    }

    private static PSObject ToObject(IReadOnlyDictionary<string, object?> record, string[] columns)
    {
        var result = new PSObject();
        var values = new Dictionary<string, object?>();
        foreach (var pair in record) values[pair.Key] = pair.Value;
        foreach (var column in columns)
        {
            // A property of an object needs a name, and names that differ only in case are the same.
            var name = column.Length > 0 ? column : "_";
            while (result.Properties[name] is not null) name += "_";
            result.Properties.Add(new PSNoteProperty(name, values.TryGetValue(column, out var value) ? ToCell(value) : null));
        }

        return result;
    }

    /// <summary>A CSV file would show an array as its type.</summary>
    private static object? ToCell(object? value) => value is object?[] items ? (ApiList<object?>)[.. items.Select(ToCell)] : value;
}
