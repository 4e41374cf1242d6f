using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Gets some records of a schema of a connection, to see what its data looks like.</summary>
/// <remarks>
/// <para>API operation connectionSchemas_getRecords. The service picks the records; they are a sample, not an export.</para>
/// <para>Each record is an object with the fields as properties. A field that only some of the records have is null in the others, so that tables and
/// CSV files have a column for every field. Nested objects read with dots, and show as JSON in a table.</para>
/// <para>Records hold real data of the source: mind who reads the output.</para>
/// <para>It makes one request for each schema.</para>
/// </remarks>
/// <example>
/// <para>Show some records as a table.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' | Get-PolytomicConnectionRecord -Schema public.orders | Format-Table
/// </code>
/// </example>
/// <example>
/// <para>Write them to a file.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// Get-PolytomicConnectionRecord -ConnectionId $connection.Id -Schema public.orders | Export-Csv orders-sample.csv
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionRecord",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionRecord.md")]
[OutputType(typeof(PSObject))]
public sealed class GetPolytomicConnectionRecordCommand : SchemaOfConnectionCommand
{
    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => ReadAsync(id, Schema, cancel), async (_, records) => WriteAll(await records));

    private async Task<List<JsonMap>> ReadAsync(Guid connectionId, string schema, CancellationToken cancel)
    {
        var records = new List<JsonMap>();
        await foreach (var record in Client.ConnectionSchemas.ListRecordsAsync(connectionId, schema, cancel).ConfigureAwait(false)) records.Add(record);
        return records;
    }

    private void WriteAll(List<JsonMap> records)
    {
        // Format-Table and Export-Csv take their columns from the first object that comes.
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
            // PowerShell has no property without a name, and none that differs from another only in case.
            var name = column.Length > 0 ? column : "_";
            while (result.Properties[name] is not null) name += "_";
            result.Properties.Add(new PSNoteProperty(name, values.TryGetValue(column, out var value) ? ToCell(value) : null));
        }

        return result;
    }

    /// <summary>An array would show as its type in a CSV file.</summary>
    private static object? ToCell(object? value) => value is object?[] items ? (ApiList<object?>)[.. items.Select(ToCell)] : value;
}
