using System.Management.Automation;
using PolytomicBulk.Operations;

namespace PolytomicBulk.Commands;

/// <summary>Makes bulk syncs what configuration files say: creates what is missing, and changes only what differs.</summary>
/// <remarks>
/// <para>Syncs are found by their names. A file without a sync creates one (API operation bulkSync_create): paused, then checked to copy what the file says and nothing else, and activated last where the file says so (API operation bulkSync_activate). A sync that differs from its file is changed (API operations bulkSync_update and bulkSchemas_patch) with the care of Set-PolytomicBulkSync: what is off in the file or not in it is never switched on. A sync that is as its file says is not written, so a second run writes nothing.</para>
/// <para>A file whose name was edited is of another sync, and creates it beside the one that there is, with a warning where that one copies to the same place and has no file. To rename a sync, use Set-PolytomicBulkSync -NewName and export again.</para>
/// <para>-WhatIf shows the plan, and only reads: the connections (API operation connections_list), the syncs (API operation bulkSync_list), and the schemas of those that have a file, or may have one under another name (API operations bulkSchemas_list and bulkSchemas_get). -Prune deletes syncs (API operation bulkSync_delete). One file that cannot be applied is an error for that file; the others go on.</para>
/// <para>What looks like a secret is not in the files, and stays on the service as it is.</para>
/// </remarks>
/// <example>
/// <para>See what would change, and then change it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Export-PolytomicBulkSync ./polytomic
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
/// Import-PolytomicBulkSync ./polytomic -WhatIf
/// Import-PolytomicBulkSync ./polytomic
/// </code>
/// </example>
/// <example>
/// <para>Move a sync to another connection, or to another organization with its own.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Export-PolytomicBulkSync ./moving
/// Get-PolytomicBulkSync 'Salesforce to Snowflake' | Remove-PolytomicBulkSync -Force
/// $bigQuery = (Get-PolytomicConnection *BigQuery*)[0]
/// Import-PolytomicBulkSync ./moving -ConnectionMap @{ 'df17031c-7e75-5a8c-84e0-086692c1ac52' = $bigQuery.Id } -PassThru
/// </code>
/// </example>
/// <seealso cref="ExportPolytomicBulkSyncCommand"/>
/// <seealso cref="ComparePolytomicBulkSyncCommand"/>
/// <seealso cref="SetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsData.Import, Nouns.BulkSync, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Path")]
[OutputType(typeof(BulkSync))]
public sealed class ImportPolytomicBulkSyncCommand : ConfigurationFilesCommand
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Also deletes syncs that have no file. Only where nothing but folders was given, and each of their files could be read.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Deletes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the syncs that were created or changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        var matches = await MatchAsync(needsConnections: true, cancel);
        if (Prune && !IsComplete) Fail(ErrorRecords.Refused("Nothing was deleted: -Prune needs folders whose files can all be read, since a file that is missing would cost its bulk sync.", null));
        var progress = new ProgressRecord(0, "Importing bulk syncs", "Writing what differs");
        for (var i = 0; i < matches.Count; i++)
        {
            progress.StatusDescription = $"{i} of {matches.Count}";
            progress.PercentComplete = 100 * i / matches.Count;
            ShowProgress(progress);
            await ForEachAsync([matches[i]], (match, cancel) => ImportAsync(match, matches, cancel), cancel);
        }

        if (matches.Count > 0) ShowProgress(new ProgressRecord(0, progress.Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private Task ImportAsync(ConfigurationMatch match, IReadOnlyList<ConfigurationMatch> all, CancellationToken cancel)
    {
        switch (match)
        {
            case { Failure: { } failure }:
                throw failure;
            case { Candidates: not null }:
                FailAmbiguous(match);
                return Task.CompletedTask;
            case { Configuration: { } wanted, Actual: { } actual }:
                return UpdateAsync(match.Sync!.Id ?? Guid.Empty, wanted, actual, cancel);
            case { Configuration: { } wanted }:
                return CreateAsync(wanted, all.Where(other => other.Configuration is null).Select(other => other.Sync!), cancel);
            default:
                return Prune && IsComplete ? DeleteAsync(match.Sync!, cancel) : Task.CompletedTask;
        }
    }

    private async Task CreateAsync(BulkSyncConfiguration wanted, IEnumerable<BulkSync> withoutFiles, CancellationToken cancel)
    {
        if (await Client.Configurations.FindLikeAsync(wanted, withoutFiles, cancel) is { } like)
        {
            Warn($"No bulk sync is named '{wanted.Name}', so '{PathOf(wanted)}' creates one. But '{like}' ({like.Id}), which has no file, copies to the same place: if it is the same sync under its old name, rename it instead with Set-PolytomicBulkSync -Id {like.Id} -NewName '{wanted.Name.Replace("'", "''")}', and it keeps its history.");
        }

        var (enabled, all) = wanted.Schemas;
        if (!MayProcess($"bulk sync '{wanted.Name}'", $"Create, {(wanted.IsActive ? "active" : "paused")}, with {enabled} of {all} schemas")) return;
        var made = await Client.Configurations.CreateAsync(wanted, cancel);
        if (PassThru) Write(made);
    }

    private async Task UpdateAsync(Guid id, BulkSyncConfiguration wanted, BulkSyncConfiguration actual, CancellationToken cancel)
    {
        var changes = wanted.ChangesTo(actual);
        if (changes.Count == 0)
        {
            Say($"Bulk sync '{wanted.Name}' ({id}) is as its file says: nothing is written.");
            return;
        }

        if (!MayProcess($"bulk sync '{wanted.Name}' ({id})", string.Join("; ", changes))) return;
        var update = await Client.Configurations.UpdateAsync(id, wanted, cancel);
        foreach (var warning in update.Warnings) Warn(warning);
        if (PassThru) Write(update.Sync);
    }

    private async Task DeleteAsync(BulkSync sync, CancellationToken cancel)
    {
        var what = $"bulk sync '{sync}' ({sync.Id})";
        if (!MayProcess(what, "Delete with its schedules, schema settings and history")) return;
        if (!Force && !MayGoOn($"There is no file for {what}. Delete it with its schedules, schema settings and history?", ref _yesToAll, ref _noToAll)) return;
        await Client.BulkSyncs.DeleteAsync(sync.Id ?? Guid.Empty, cancel);
    }
}
