namespace PolytomicBulk.Commands;

/// <summary>Gets the schemas of a bulk sync: the tables or objects that it copies.</summary>
/// <remarks>
/// <para>Without -Id, the list does not include fields and filters. Fields and Filters are then empty, and the table shows "not read". To read
/// schemas with their fields and filters, pipe them to this command again, or use -Id. -Id * reads all of them. In an id, * matches any text, and all
/// other characters are literal.</para>
/// <para>If an id does not exist, you get an error for that id, and the others are still returned. A pattern that matches nothing is not an
/// error.</para>
/// </remarks>
/// <notes>
/// <para>If the connection is new, the service may not have read its schemas yet, and you get an error (PolytomicInvalidRequest). To wait for the
/// schemas, pipe the bulk sync to Update-PolytomicConnectionSchema -Wait.</para>
/// <para>Requests: 1 for the list (API operation bulkSchemas_list). With -Id or piped schemas, 1 for each schema (bulkSchemas_get), and 1 for the list
/// if an id contains *.</para>
/// </notes>
/// <example>
/// <para>List the schemas that a bulk sync copies.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Get-PolytomicBulkSyncSchema -Enabled
/// </code>
/// </example>
/// <example>
/// <para>Read the fields and filters of the listed schemas whose names begin with A.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $listed = Get-PolytomicBulkSyncSchema 'Salesforce to Snowflake'
/// $listed | Where-Object Id -Like 'A*' | Get-PolytomicBulkSyncSchema
/// </code>
/// </example>
/// <example>
/// <para>Show the obfuscated fields of a schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
/// $contact = Get-PolytomicBulkSyncSchema -SyncId $sync.Id -Id Contact
/// $contact.Fields | Where-Object Obfuscated
/// </code>
/// </example>
/// <example>
/// <para>Write every field of every bulk sync to a CSV file.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Get-PolytomicBulkSyncSchema -Id * |
///     ForEach-Object {
///         $schema = @{ Name = 'Schema'; Expression = { $parent.Id } }
///         $parent = $_
///         $_.Fields | Select-Object $schema, Id, Enabled, Obfuscated, OutputName
///     } |
///     Export-Csv fields.csv
/// </code>
/// </example>
/// <seealso cref="SetPolytomicBulkSyncSchemaCommand"/>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncSchema", HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncSchema.md")]
[OutputType(typeof(BulkSyncSchema))]
public sealed class GetPolytomicBulkSyncSchemaCommand : SchemaOfBulkSyncCommand
{
    /// <summary>
    /// Specifies the ids of schemas. * matches any text. You can also pipe objects with a SchemaId or Schema, such as listed schemas or the schemas of an
    /// execution. For other objects from the pipeline, the command gets all schemas of the bulk sync.
    /// </summary>
    /// <value>All schemas, without their fields and filters</value>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [SchemaFrom]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Returns only enabled schemas, which the bulk sync copies.</summary>
    [Parameter]
    public SwitchParameter Enabled { get; set; }

    /// <summary>Returns only disabled schemas.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (Enabled && Disabled) Refuse("-Enabled and -Disabled cannot be used together. Omit both to get all schemas.");
    }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        Id is null || IsSync(Id) ? SendListAsync(syncId, ListAsync(syncId, cancel), cancel)
        : Id.Any(HasStar) ? ForEachAsync([syncId], async (syncId, cancel) => await ReadAsync(syncId, await ExpandAsync(syncId, Id, cancel), cancel), cancel)
        : ReadAsync(syncId, Id.Distinct(), cancel);

    /// <summary>Whether the ids are the piped name or id of a bulk sync, which also binds to -SyncName.</summary>
    private bool IsSync(string[] ids) =>
        !IsIdTyped && ids is [var only] && !string.IsNullOrWhiteSpace(only) && SyncInput.Read(only, takesParts: true).ToString() == SyncName;

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

    private async Task<List<string>> ExpandAsync(Guid syncId, string[] ids, CancellationToken cancel)
    {
        var all = await ListIdsAsync(syncId, cancel);
        return [.. ids.SelectMany(id => HasStar(id) && !all.Contains(id) ? all.Where(ToPattern(id).IsMatch) : [id]).Distinct()];
    }

    private static bool HasStar(string id) => id.Contains('*');

    private static WildcardPattern ToPattern(string id) =>
        WildcardPattern.Get(string.Join("*", id.Split('*').Select(WildcardPattern.Escape)), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private bool IsWanted(BulkSyncSchema schema) => (!Enabled || schema.Enabled == true) && (!Disabled || schema.Enabled != true);
}
