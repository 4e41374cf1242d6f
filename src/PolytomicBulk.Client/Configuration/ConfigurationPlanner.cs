using System.Runtime.CompilerServices;

namespace PolytomicBulk.Configuration;

/// <summary>
/// Plans the steps that make the bulk syncs of an organization match configuration files, and performs them. Each step is planned when it is
/// requested. Bulk syncs without a file come last, and are deleted only if the earlier steps allow it.
/// </summary>
public sealed partial class ConfigurationPlanner
{
    private readonly ConfigurationOperations _configurations;
    private readonly ConfigurationSet _files;
    private readonly ConfigurationPlanOptions _options;
    private readonly Dictionary<string, ISet<string>> _namesIn = [];
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);
    private readonly List<ConfigurationMatch> _new = [];
    private readonly HashSet<Guid> _mayHaveFile = [];
    private IReadOnlyList<ConfigurationMatch> _matches = [];
    private readonly ConfigurationVocabulary _service = new([]);
    private bool _knowsService;
    private bool _hasLeftFile;

    internal ConfigurationPlanner(ConfigurationOperations configurations, ConfigurationSet files, ConfigurationPlanOptions options) =>
        (_configurations, _files, _options) = (configurations, files, options);

    /// <summary>The number of steps, as far as it is known.</summary>
    public int Total { get; private set; }

    /// <summary>The bulk syncs without a file that the plan deletes, unless something prevents it. Empty until all files are planned.</summary>
    public IReadOnlyList<BulkSync> Deletions { get; private set; } = [];

    /// <summary>Returns the steps in the order to perform them (connections_list, bulkSync_list, bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public IAsyncEnumerable<ConfigurationStep> PlanAsync(CancellationToken cancel = default) => PlanAsync(static () => Task.CompletedTask, cancel);

    /// <summary>Returns the steps while earlier ones are performed.</summary>
    /// <param name="settleAsync">Waits until all earlier steps are completed. No bulk sync is deleted before.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<ConfigurationStep> PlanAsync(Func<Task> settleAsync, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        Total = _files.Configurations.Count;
        // Without any file, all bulk syncs would count as extra.
        if (Total > 0)
        {
            var syncs = await _configurations.ListSyncsAsync(cancel).ConfigureAwait(false);
            var connected = await ConnectAsync(syncs, cancel).ConfigureAwait(false);
            foreach (var (configuration, lost) in connected.Where(file => file.Lost.Length > 0))
            {
                _files.NoteLack();
                yield return new ConfigurationStep(ConfigurationStepKind.Refuse, configuration.Name) { Wanted = configuration, Reasons = lost };
            }

            var useful = connected.Where(file => file.Lost.Length == 0).Select(file => file.Configuration).ToList();
            _matches = await _configurations.MatchAsync(useful, syncs, readsAll: false, cancel).ConfigureAwait(false);
            // Bulk syncs are deleted only after all files are imported, because a remaining file may belong to one of them.
            if (!_options.OnlyCompares) _matches = [.. _matches.OrderBy(match => match.Configuration is null)];
            if (Deletes) Total += _matches.Count(match => match.Configuration is null);
        }

        foreach (var match in _matches)
        {
            if (match.Actual is { } known) _service.Learn(known);
        }

        var ahead = ReadAll(_matches.Where(IsToBeRead), cancel);
        await using var _ = ahead.ConfigureAwait(false);
        var isSettled = !_options.Prune;
        for (var i = 0; i < _matches.Count; i++)
        {
            var match = IsToBeRead(_matches[i]) ? await ahead.NextAsync().ConfigureAwait(false) : _matches[i];
            if (match.Configuration is null && !isSettled)
            {
                await settleAsync().ConfigureAwait(false);
                isSettled = true;
            }

            if (MayDelete && match.Configuration is null && Deletions.Count == 0)
            {
                Deletions = [.. _matches.Where(other => other.Configuration is null && !MayHaveFile(other.Sync!)).Select(other => other.Sync!)];
            }

            if (match.Configuration is { } wanted) yield return await TryPlanFileAsync(match, wanted, i + 1, cancel).ConfigureAwait(false);
            else if (MayDelete) yield return PlanDeletion(match.Sync!);
        }

        if (!isSettled) await settleAsync().ConfigureAwait(false);
        if (PlanLack(_matches.Count(match => match.Configuration is null)) is { } lack) yield return lack;
    }

    private static bool IsToBeRead(ConfigurationMatch match) =>
        match is { Configuration: not null, Sync: not null, Actual: null, Failure: null, Candidates: null };

    private ReadAhead<ConfigurationMatch, ConfigurationMatch> ReadAll(IEnumerable<ConfigurationMatch> matches, CancellationToken cancel) =>
        new(matches, _configurations.ReadMatchAsync, _configurations.Width, cancel);

    /// <summary>Plans a file. The file can have changed since it was first read.</summary>
    private async Task<ConfigurationStep> TryPlanFileAsync(ConfigurationMatch match, BulkSyncConfiguration wanted, int next, CancellationToken cancel)
    {
        try
        {
            return await PlanFileAsync(match, wanted, next, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            var step = new ConfigurationStep(ConfigurationStepKind.Nothing, wanted.Name) { Wanted = wanted, Sync = match.Sync, Failure = failure };
            return Leave(step, new(ConfigurationReasonKind.Unreadable, failure.Message));
        }
    }

    /// <summary>Performs a step of this plan. If a step for a file fails, no bulk sync is deleted afterwards.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The result. Null after a deletion, and if there was nothing to do.</returns>
    public async Task<BulkSyncUpdate?> ApplyAsync(ConfigurationStep step, CancellationToken cancel = default)
    {
        var isDone = false;
        try
        {
            var update = await _configurations.ApplyAsync(step, cancel).ConfigureAwait(false);
            isDone = true;
            return update;
        }
        finally
        {
            _hasLeftFile |= !isDone && step.Wanted is not null;
        }
    }

    private bool Deletes => _options.Prune || _options.OnlyCompares;

    private bool MayDelete => Deletes && _files.IsComplete && !_hasLeftFile;

    private async Task<ConfigurationStep> PlanFileAsync(ConfigurationMatch match, BulkSyncConfiguration wanted, int next, CancellationToken cancel)
    {
        var step = new ConfigurationStep(ConfigurationStepKind.Nothing, wanted.Name) { Wanted = wanted, Sync = match.Sync, Actual = match.Actual };
        var reasons = new List<ConfigurationReason>();
        if (match.Failure is { } failure) return Leave(step with { Failure = failure }, new(ConfigurationReasonKind.Unreadable, failure.Message));
        if (match.Candidates is { } candidates) return Leave(step, ConfigurationWords.Ambiguous(wanted, candidates));
        await foreach (var reason in CheckAsync(wanted, match.Actual, next, cancel).ConfigureAwait(false))
        {
            if (!_options.SkipValidation) return Leave(step, reason);
            reasons.Add(reason);
        }

        step = step with { Reasons = reasons };
        if (match.Actual is not { } actual)
        {
            if (_options.OnlyCompares && await FindSameAsync(wanted, cancel).ConfigureAwait(false) is { Sync.Id: { } id } same)
            {
                return step.Refuse(ConfigurationWords.SameSync(wanted, id, same.Configuration?.Path));
            }

            var (state, (enabled, all)) = (wanted.IsActive ? "active" : "paused", wanted.Schemas);
            step = step with { Kind = ConfigurationStepKind.Create, Changes = [$"Create, {state}, with {enabled} of {all} schemas"] };
            step = await FitAsync(step, cancel).ConfigureAwait(false);
            if (step.Kind == ConfigurationStepKind.Create) _new.Add(match);
            return step;
        }

        var differences = wanted.DifferencesFrom(actual).ToList();
        if (differences.Count == 0) return step;
        PolytomicApiException? unknown = null;
        if (!_options.OnlyCompares)
        {
            (var secrets, var unreadable, unknown) = ConfigurationOperations.FindLosses(step);
            if (secrets.Count > 0) return Leave(step, ConfigurationWords.LosesSecret(wanted, match.Sync!, secrets));
            if (unreadable is not null) return Leave(step with { Failure = unreadable }, new(ConfigurationReasonKind.Unreadable, unreadable.Message));
        }

        step = step with
        {
            Kind = ConfigurationStepKind.Update,
            Differences = differences,
            Changes = [.. differences.Select(difference => difference.InWords(_configurations.NameOf))],
        };
        step = await FitAsync(step, cancel).ConfigureAwait(false);
        return unknown is null || step.Kind == ConfigurationStepKind.Refuse
            ? step
            : Leave(step with { Failure = unknown }, new(ConfigurationReasonKind.Unreadable, unknown.Message));
    }

    /// <summary>Refuses a step that would write settings that are not complete or do not fit the connections.</summary>
    private async Task<ConfigurationStep> FitAsync(ConfigurationStep step, CancellationToken cancel)
    {
        if (_options.OnlyCompares) return step;
        var lacking = ConfigurationNeeds.Find(step).ToArray();
        if (_options.SkipValidation) return step with { Reasons = [.. step.Reasons, .. lacking] };
        if (lacking.Length > 0) return LeaveAll(step, lacking);
        var faults = await _configurations.FindFaultsAsync(step.Wanted!, step.Actual, cancel).ConfigureAwait(false);
        return faults.Count == 0 ? step : Leave(step, ConfigurationWords.DoesNotFit($"'{step.Path}'", faults, step.Path));
    }

    /// <summary>Returns the objections to a file one at a time, so that nothing more is read if the first one is enough.</summary>
    private async IAsyncEnumerable<ConfigurationReason> CheckAsync(
        BulkSyncConfiguration wanted, BulkSyncConfiguration? actual, int next, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (_options.OnlyCompares) yield break;
        if (actual is not null) _service.Learn(actual);
        var doubts = await FindDoubtsAsync(wanted, next, cancel).ConfigureAwait(false);
        if (doubts.Count > 0) yield return ConfigurationWords.Mistyped(wanted, doubts);
        if (actual is not null) yield break;
        var like = await FindLikeAsync(wanted, cancel).ConfigureAwait(false);
        if (like is not null) yield return like;
        if (!_created.Add(wanted.TextHash) && like is null) yield return ConfigurationWords.SaysTheSame(wanted);
    }

    /// <summary>
    /// Finds names and values of a file that may be mistyped. If the bulk syncs that were read do not use them, the remaining ones are read too.
    /// </summary>
    private async Task<List<ConfigurationDoubt>> FindDoubtsAsync(BulkSyncConfiguration wanted, int next, CancellationToken cancel)
    {
        if (wanted.OddWords.Count == 0) return [];
        var doubts = ConfigurationCheck.FindDoubts(wanted, _service).ToList();
        if (doubts.Count == 0 || _knowsService) return doubts;
        _knowsService = true;
        var rest = _matches.Skip(next).Where(IsToBeRead).ToList();
        var ahead = ReadAll(rest, cancel);
        await using var _ = ahead.ConfigureAwait(false);
        for (var i = 0; i < rest.Count; i++)
        {
            if ((await ahead.NextAsync().ConfigureAwait(false)).Actual is { } actual) _service.Learn(actual);
        }

        return [.. ConfigurationCheck.FindDoubts(wanted, _service)];
    }

    /// <summary>
    /// Finds a bulk sync or an earlier new file that copies to the same place as the bulk sync to create. If it has no file, it may be the renamed bulk
    /// sync of this file.
    /// </summary>
    private async Task<ConfigurationReason?> FindLikeAsync(BulkSyncConfiguration wanted, CancellationToken cancel)
    {
        var others = _matches.Where(other => other.Sync is not null).Concat(_new);
        if (await _configurations.FindLikeAsync(wanted, others, cancel).ConfigureAwait(false) is not { } other) return null;
        if (other.Sync is not { Id: { } id } like) return ConfigurationWords.SecondFile(wanted, other.Configuration?.Path);
        if (other.Configuration is not null || HasFileBeside(wanted, like))
        {
            return ConfigurationWords.SecondSync(wanted, like, id, other.Configuration?.Path);
        }

        _mayHaveFile.Add(id);
        return ConfigurationWords.MayBeRenamed(wanted, like, id);
    }

    /// <summary>Finds a bulk sync with the same name that copies to the same place. A second file describes it, so it is not missing.</summary>
    private Task<ConfigurationMatch?> FindSameAsync(BulkSyncConfiguration wanted, CancellationToken cancel) =>
        _configurations.FindLikeAsync(wanted, _matches.Where(other => other.Sync?.Name?.Trim() == wanted.Name.Trim()), cancel);

    /// <summary>Whether the folder of the wanted file contains a file for a bulk sync. The user may have specified only some files of the folder.</summary>
    private bool HasFileBeside(BulkSyncConfiguration wanted, BulkSync sync)
    {
        var folder = Path.GetDirectoryName(wanted.Path)!;
        if (!_namesIn.TryGetValue(folder, out var names)) _namesIn[folder] = names = ConfigurationFolder.NamesIn(folder);
        return names.Contains(sync.Name?.Trim() ?? "");
    }

    private ConfigurationStep PlanDeletion(BulkSync sync)
    {
        var step = new ConfigurationStep(ConfigurationStepKind.Delete, sync.ToString())
        {
            Sync = sync,
            Changes = ["Delete with its schedules, schema settings and history"],
        };
        return MayHaveFile(sync) ? step.Refuse(ConfigurationWords.MayHaveFile(step, sync.Id!.Value)) : step;
    }

    private bool MayHaveFile(BulkSync sync) => sync.Id is { } id && _mayHaveFile.Contains(id);

    /// <summary>Reports that nothing was planned for bulk syncs without a file, if the user expects that.</summary>
    private ConfigurationStep? PlanLack(int withoutFile)
    {
        var lacks = _options.OnlyCompares
            ? _files.IsCutShort && withoutFile > 0
            : _options.Prune && (!_files.IsComplete || (_hasLeftFile && withoutFile > 0));
        if (!lacks) return null;
        var reason = ConfigurationWords.Incomplete(_options.OnlyCompares, withoutFile, _files.Unmatched);
        return new ConfigurationStep(ConfigurationStepKind.Refuse, Name: null) { Reasons = [reason] };
    }

    private ConfigurationStep Leave(ConfigurationStep step, ConfigurationReason reason) => LeaveAll(step, reason);

    private ConfigurationStep LeaveAll(ConfigurationStep step, params ConfigurationReason[] reasons)
    {
        _hasLeftFile = true;
        return step.Refuse(reasons);
    }
}
