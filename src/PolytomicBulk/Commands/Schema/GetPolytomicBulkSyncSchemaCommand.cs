using System.Management.Automation;
using System.Runtime.CompilerServices;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the schemas of a bulk sync: the tables, and with -Id their fields and filters too.</summary>
/// <remarks>
/// <para>Without -Id it lists the schemas with one request (API operation bulkSchemas_list). The list does not hold fields and filters: Fields and
/// Filters are then null, which does not mean that there are none: the table says "not read".</para>
/// <para>With -Id it reads each schema by itself, with all its fields and filters (API operation bulkSchemas_get). A * in an id stands for any text,
/// so that -Id * reads every schema in full, with one request each. Other characters stand for themselves, since ids may hold them.</para>
/// <para>Right after a connection was made, the service has not read its schemas yet. Then this is an error (PolytomicInvalidRequest), and
/// Update-PolytomicConnectionSchema -Wait, which takes the sync from the pipeline, waits for them.</para>
/// <para>An id that does not exist is an error for that id; the others still come. A pattern that fits none is not.</para>
/// </remarks>
/// <example>
/// <para>List the tables that a sync copies.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Get-PolytomicBulkSyncSchema -Enabled
/// </code>
/// </example>
/// <example>
/// <para>Show which fields of a table are obfuscated.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
/// $contact = Get-PolytomicBulkSyncSchema -SyncId $sync.Id -Id Contact
/// $contact.Fields | Where-Object Obfuscated
/// </code>
/// </example>
/// <example>
/// <para>Report every field of every bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncSchema -Id * |
///     ForEach-Object { $schema = $_; $_.Fields | Select-Object @{ n = 'Schema'; e = { $schema.Id } }, Id, Enabled, Obfuscated, OutputName } |
///     Export-Csv fields.csv
/// </code>
/// </example>
/// <seealso cref="SetPolytomicBulkSyncSchemaCommand"/>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncSchema",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncSchema.md")]
[OutputType(typeof(BulkSyncSchema))]
public sealed class GetPolytomicBulkSyncSchemaCommand : SchemaOfBulkSyncCommand
{
    /// <summary>Ids of schemas, where * stands for any text.</summary>
    /// <value>All schemas, without their fields and filters</value>
    [Parameter(Position = 1)]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only schemas that are synced.</summary>
    [Parameter]
    public SwitchParameter Enabled { get; set; }

    /// <summary>Only schemas that are not synced.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        if (Enabled && Disabled)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument("-Enabled and -Disabled exclude each other. Leave both out to get all schemas."));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        Id is null ? SendListAsync(syncId, ListAsync(syncId, cancel), cancel)
        : Id.Any(HasStar) ? ForEachAsync([syncId], async (syncId, cancel) => await ReadAsync(syncId, await ExpandAsync(syncId, cancel), cancel), cancel)
        : ReadAsync(syncId, Id.Distinct(), cancel);

    private async IAsyncEnumerable<BulkSyncSchema> ListAsync(Guid syncId, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var schema in Client.Schemas.ListAsync(syncId, cancel).ConfigureAwait(false))
        {
            if (IsWanted(schema)) yield return schema;
        }
    }

    private Task ReadAsync(Guid syncId, IEnumerable<string> ids, CancellationToken cancel) => SendAsync(
        ids,
        id => SuggestAsync(syncId, id, Client.Schemas.GetAsync(syncId, id, cancel), cancel),
        async (_, request) =>
        {
            var schema = await request;
            if (IsWanted(schema)) Write(schema);
        });

    /// <summary>The ids that are meant, each once, in the order of the parameter.</summary>
    private async Task<List<string>> ExpandAsync(Guid syncId, CancellationToken cancel)
    {
        var all = await ListIdsAsync(syncId, cancel);
        return [.. Id!.SelectMany(id => HasStar(id) && !all.Contains(id) ? all.Where(ToPattern(id).IsMatch) : [id]).Distinct()];
    }

    private static bool HasStar(string id) => id.Contains('*');

    private static WildcardPattern ToPattern(string id) =>
        WildcardPattern.Get(string.Join("*", id.Split('*').Select(WildcardPattern.Escape)), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private bool IsWanted(BulkSyncSchema schema) => (!Enabled || schema.Enabled == true) && (!Disabled || schema.Enabled != true);
}
