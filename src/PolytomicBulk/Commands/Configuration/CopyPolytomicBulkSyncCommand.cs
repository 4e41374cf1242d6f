using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Configuration;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Makes a copy of a bulk sync under another name, paused.</summary>
/// <remarks>
/// <para>The copy has the same settings, schedules, schemas, fields and filters; it has no history, and is paused until Enable-PolytomicBulkSync. It
/// is checked to copy what the original copies and nothing else.</para>
/// <para>While both write to the same place in the destination they overwrite each other: give the copy another with -DestinationConfiguration or
/// -DestinationConnectionId, or leave one of them paused.</para>
/// <para>What looks like a secret in a configuration is left out with a warning, since the service does not show it.</para>
/// <para>Reads the sync and its schemas (API operations bulkSync_get, bulkSchemas_list and bulkSchemas_get), creates one (API operation
/// bulkSync_create), reads the copy's schemas, and puts right what differs (API operation bulkSchemas_patch).</para>
/// <para>Where the service has not read the schemas of the source yet, as right after a connection was made, the command waits until it has, for 5
/// minutes at most, and shows the progress (API operation connectionSchemas_getStatus).</para>
/// <para>Requests for a sync with N schemas: 2 N + 5, and where something is put right 1 more and 2 for each schema that is.</para>
/// </remarks>
/// <example>
/// <para>Copy a sync into another schema of the destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Copy-PolytomicBulkSync 'Salesforce to Snowflake' -NewName 'Salesforce trial' -DestinationConfiguration @{ schema = 'trial' }
/// </code>
/// </example>
/// <example>
/// <para>Copy several, each under a name made of its own.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync '*Snowflake' | Copy-PolytomicBulkSync -NewName { "$($_.Name) (copy)" }
/// </code>
/// </example>
/// <seealso cref="NewPolytomicBulkSyncCommand"/>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Copy, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Copy-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class CopyPolytomicBulkSyncCommand : BulkSyncByIdCommand
{
    private readonly JsonObject _connections = [];

    /// <summary>
    /// Names of bulk syncs to copy, in full and in either case; they are looked up first, with one request for up to 50 bulk syncs, else with two for
    /// every 50 (API operation bulkSync_list). It is an error if no sync or more than one has the name.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>The copy's name, which must not be the original's. From the pipeline, a script block makes one of each object.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? NewName { get; set; }

    /// <summary>
    /// The connection that the copy reads, by its name in full and in either case, or by its id. Names are looked up first (API operation
    /// connections_list).
    /// </summary>
    /// <value>The original's</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Source { get; set; }

    /// <summary>The id of the connection that the copy reads, in place of -Source.</summary>
    /// <value>The original's</value>
    [Parameter]
    [IdFrom("ConnectionId", "-Source takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid SourceConnectionId { get; set; }

    /// <summary>The connection that the copy writes, by its name or id, as -Source.</summary>
    /// <value>The original's</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Destination { get; set; }

    /// <summary>The id of the connection that the copy writes, in place of -Destination.</summary>
    /// <value>The original's</value>
    [Parameter]
    [IdFrom("ConnectionId", "-Destination takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid DestinationConnectionId { get; set; }

    /// <summary>Settings of the destination for the copy: a hashtable, an object, or JSON text. Settings that are not named are as in the original.</summary>
    /// <value>The original's</value>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? DestinationConfiguration { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancel)
    {
        if ((Id.Length > 0 || MyInvocation.ExpectingInput) && Name.Length > 0) ThrowTerminatingError(ErrorRecords.NameBesideId());
        await base.BeginAsync(cancel);
        await ReadConnectionsAsync(_connections, Source, Destination, cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        var name = NewName;
        JsonObject changes;
        try
        {
            changes = BulkSyncInput.Read(name, MyInvocation.BoundParameters);
            foreach (var connection in _connections) changes[connection.Key] = connection.Value!.DeepClone();
        }
        catch (ArgumentException wrong)
        {
            Fail(ErrorRecords.InvalidArgument(wrong.Message, id));
            return;
        }

        var step = await Client.Configurations.PlanCopyAsync(id, name, changes, cancel);
        if (step.Kind == ConfigurationStepKind.Refuse)
        {
            foreach (var reason in step.Reasons) Fail(ErrorRecords.Refused(step, reason));
            return;
        }

        if (!MayProcess(step.What, string.Join("; ", step.Changes))) return;
        var made = (await Client.Configurations.ApplyAsync(step, cancel))!.Sync;
        if (step.Actual!.LeftOut is { Count: > 0 } leftOut)
        {
            Warn($"The copy of bulk sync '{step.Sync}' is without what looks like a secret: {string.Join(", ", leftOut)}. "
                + $"Set it with Set-PolytomicBulkSync -Id {made.Id}.");
        }

        Write(made);
    }
}
