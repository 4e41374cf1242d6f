using System.Management.Automation;
using PolytomicBulk.Configuration;
using PolytomicBulk.Input;
using PolytomicBulk.Operations;
using PolytomicBulk.Updates;

namespace PolytomicBulk.Commands;

/// <summary>Makes bulk syncs what configuration files say: creates what is missing, and changes only what differs.</summary>
/// <remarks>
/// <para>Syncs are found by their names. A file without a sync creates one (API operation bulkSync_create): paused, then checked to copy what the file says and nothing else, and activated last where the file says so (API operation bulkSync_activate). A sync that differs from its file is changed (API operations bulkSync_update and bulkSchemas_patch) with the care of Set-PolytomicBulkSync: what is off in the file or not in it is never switched on. A sync that is as its file says is not written, so a second run writes nothing.</para>
/// <para>A file is refused that would create a second sync beside one that copies some of the same schemas to the same place: one of the same name, as where a file was copied; or one without a file, as where a sync was renamed, or the name in its file. It is an error for that file, under -WhatIf too, and -Force creates the sync all the same. To rename a sync, use Set-PolytomicBulkSync -NewName and export again.</para>
/// <para>A file that may be mistyped is refused as a whole in the same way: where it has a property of a sync, schedule, schema, field or filter, or a value of a mode, frequency, day, filter's function or the like, that neither this version knows nor the service itself sent at that place. With -Force it is written as it is. Where a file does not say whether the sync is active, an existing one stays active or paused, and a new one is paused.</para>
/// <para>-WhatIf shows the plan, and only reads: the connections (API operation connections_list), the syncs (API operation bulkSync_list), and the schemas of those that have a file, or may have one under another name (API operations bulkSchemas_list and bulkSchemas_get). -Prune deletes syncs (API operation bulkSync_delete). One file that cannot be imported is an error for that file; the others go on, and -Prune deletes nothing then.</para>
/// <para>What looks like a secret is not in the files, and stays on the service as it is.</para>
/// <para>Requests: 1 for the connections, 1 for every 50 bulk syncs of the organization, and for each sync that has a file 1 and 1 for each of its schemas. A sync with N schemas that is changed takes 2 N + 6 to 2 N + 8 more, and one that is created N + 3 to N + 5 more; each schema that is written by itself takes 1 more.</para>
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
    private readonly Dictionary<string, ISet<string>> _namesIn = [];
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _mayHaveFile = [];
    private ConfigurationVocabulary? _service;
    private bool _yesToAll;
    private bool _noToAll;
    private bool _hasLeftFile;

    /// <summary>Also deletes syncs that have no file. Only where nothing but folders was given, and each of their files could be read and imported.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Deletes without asking, and imports what is refused otherwise, with a warning. To delete without asking and do no more, use -Confirm:$false.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the syncs that were created or changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        // A sync is only deleted once all files have been imported, since a file that is left may be of it.
        var matches = (await MatchAsync(needsConnections: true, cancel)).OrderBy(match => match.Configuration is null).ToList();
        var progress = new ProgressRecord(0, "Importing bulk syncs", "Writing what differs");
        for (var i = 0; i < matches.Count; i++)
        {
            progress.StatusDescription = $"{i} of {matches.Count}";
            progress.PercentComplete = 100 * i / matches.Count;
            ShowProgress(progress);
            await ForEachAsync([matches[i]], (match, cancel) => ImportAsync(match, matches, cancel), cancel);
        }

        if (matches.Count > 0) ShowProgress(new ProgressRecord(0, progress.Activity, "Done") { RecordType = ProgressRecordType.Completed });
        if (Prune && (!IsComplete || (_hasLeftFile && matches.Exists(match => match.Configuration is null))))
        {
            Fail(ErrorRecords.Refused("Nothing was deleted: -Prune needs folders whose files can all be read and imported, since a file that is missing would cost its bulk sync.", null));
        }
    }

    private async Task ImportAsync(ConfigurationMatch match, IReadOnlyList<ConfigurationMatch> all, CancellationToken cancel)
    {
        if (match.Configuration is null)
        {
            if (Prune && IsComplete && !_hasLeftFile) await DeleteAsync(match.Sync!, cancel);
            return;
        }

        var isImported = false;
        try
        {
            isImported = await TryImportAsync(match, match.Configuration, all, cancel);
        }
        finally
        {
            _hasLeftFile |= !isImported;
        }
    }

    private async Task<bool> TryImportAsync(ConfigurationMatch match, BulkSyncConfiguration wanted, IReadOnlyList<ConfigurationMatch> all, CancellationToken cancel)
    {
        if (match.Failure is { } failure) throw failure;
        if (match.Candidates is not null)
        {
            FailAmbiguous(match);
            return false;
        }

        _service ??= new(all.Select(other => other.Actual).OfType<BulkSyncConfiguration>());
        if (ConfigurationCheck.Doubt(PathOf(wanted)!, wanted, _service) is { } doubt && !MayImport(wanted, doubt, "writes")) return false;
        if (match.Actual is { } actual)
        {
            await UpdateAsync(match.Sync!.Id ?? Guid.Empty, wanted, actual, cancel);
            return true;
        }

        if (await FindLikeAsync(wanted, all, cancel) is { } like && !MayImport(wanted, like, "creates")) return false;
        if (!_created.Add(wanted.ToText()) && !MayImport(wanted, $"'{PathOf(wanted)}' says the same as another file, and would create the same bulk sync once more. Delete the copy.", "creates")) return false;
        await CreateAsync(wanted, cancel);
        return true;
    }

    /// <summary>Tells, in words, of a sync that copies to the same place as one that is to be created: of the same name, or without a file, so that it may have had the file's.</summary>
    private async Task<string?> FindLikeAsync(BulkSyncConfiguration wanted, IEnumerable<ConfigurationMatch> all, CancellationToken cancel)
    {
        var others = all.Where(other => other.Sync is { } sync && (sync.Name == wanted.Name || (other.Configuration is null && !HasFileBeside(wanted, sync))));
        var (file, name) = (PathOf(wanted), wanted.Name);
        if (await Client.Configurations.FindLikeAsync(wanted, others, cancel) is not { Sync: { Id: { } id } like } other) return null;
        if (like.Name == name)
        {
            var its = PathOf(other.Configuration) is { } path ? $", whose file is '{path}'" : "";
            return $"'{file}' is to create a second bulk sync named '{name}', beside the one that there is ({id}){its} and that copies to the same place. If the file is a copy, delete it, or give it a name and a place of its own.";
        }

        _mayHaveFile.Add(id);
        return $"No bulk sync is named '{name}', so '{file}' is to create one. But '{like}' ({id}), which has no file, copies to the same place: if it is the same sync under its old name, rename it instead with Set-PolytomicBulkSync -Id {id} -NewName '{name.Replace("'", "''")}', and it keeps its history. If the name that it has now is right, export it again.";
    }

    /// <summary>Whether a sync has a file in the folder of another's, where perhaps just that other was given.</summary>
    private bool HasFileBeside(BulkSyncConfiguration wanted, BulkSync sync)
    {
        var folder = System.IO.Path.GetDirectoryName(PathOf(wanted))!;
        if (!_namesIn.TryGetValue(folder, out var names)) _namesIn[folder] = names = ConfigurationFolder.NamesIn(folder);
        return names.Contains(sync.Name ?? "");
    }

    /// <summary>Refuses a file, or warns of it with -Force.</summary>
    private bool MayImport(BulkSyncConfiguration wanted, string why, string does)
    {
        if (Force) Warn(why);
        else Fail(ErrorRecords.Refused($"{why} Nothing was done; -Force {does} it all the same.", wanted.Name));
        return Force;
    }

    private async Task CreateAsync(BulkSyncConfiguration wanted, CancellationToken cancel)
    {
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
        if (sync.Id is { } id && _mayHaveFile.Contains(id))
        {
            Fail(ErrorRecords.Refused($"Bulk sync '{sync}' ({id}) was not deleted, since the file that created another may be its own. Where it is not, Remove-PolytomicBulkSync -Id {id} deletes it.", id));
            return;
        }

        var what = $"bulk sync '{sync}' ({sync.Id})";
        if (!MayProcess(what, "Delete with its schedules, schema settings and history")) return;
        if (!Force && !MayGoOn($"There is no file for {what}. Delete it with its schedules, schema settings and history?", ref _yesToAll, ref _noToAll)) return;
        await Client.BulkSyncs.DeleteAsync(sync.Id ?? Guid.Empty, cancel);
    }
}
