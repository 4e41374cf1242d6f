using System.Runtime.CompilerServices;

namespace PolytomicBulk.Configuration;

/// <summary>
/// Plans, and does step by step, what makes the bulk syncs of an organization what configuration files say. A step is planned
/// when it is asked for. Syncs without a file come last, and are deleted only where the steps before allow it.
/// </summary>
public sealed partial class ConfigurationPlanner
{
    private readonly ConfigurationOperations _configurations;
    private readonly ConfigurationSet _files;
    private readonly ConfigurationPlanOptions _options;
    private readonly Dictionary<string, ISet<string>> _namesIn = [];
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _mayHaveFile = [];
    private IReadOnlyList<ConfigurationMatch> _matches = [];
    private readonly ConfigurationVocabulary _service = new([]);
    private bool _knowsService;
    private bool _hasLeftFile;

    internal ConfigurationPlanner(ConfigurationOperations configurations, ConfigurationSet files, ConfigurationPlanOptions options) =>
        (_configurations, _files, _options) = (configurations, files, options);

    /// <summary>How many steps there are, as far as is known.</summary>
    public int Total { get; private set; }

    /// <summary>
    /// The syncs without a file that the plan deletes as far as nothing stands in the way; empty as long as not all files have had their turn.
    /// </summary>
    public IReadOnlyList<BulkSync> Deletions { get; private set; } = [];

    /// <summary>The steps, in the order in which they are to be done (connections_list, bulkSync_list, bulkSchemas_list, bulkSchemas_get).</summary>
    /// <param name="cancel">Ends the planning.</param>
    public IAsyncEnumerable<ConfigurationStep> PlanAsync(CancellationToken cancel = default) => PlanAsync(static () => Task.CompletedTask, cancel);

    /// <summary>The same, where steps are done while others are planned.</summary>
    /// <param name="settleAsync">Waits until all steps so far are done. Before that no sync is deleted.</param>
    /// <param name="cancel">Ends the planning.</param>
    public async IAsyncEnumerable<ConfigurationStep> PlanAsync(Func<Task> settleAsync, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        Total = _files.Configurations.Count;
        // With nothing to compare with, every sync would be one too many.
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
            // A sync is only deleted once all files have been imported, since a file that is left may be of it.
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

    /// <summary>Plans a file, which may have changed since it was first read.</summary>
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

    /// <summary>Does what a step of this plan says. Where it fails, no sync is deleted any more.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What came of it; null where there is nothing left.</returns>
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
            var (state, (enabled, all)) = (wanted.IsActive ? "active" : "paused", wanted.Schemas);
            step = step with { Kind = ConfigurationStepKind.Create, Changes = [$"Create, {state}, with {enabled} of {all} schemas"] };
            return await FitAsync(step, cancel).ConfigureAwait(false);
        }

        var differences = wanted.DifferencesFrom(actual).ToList();
        if (differences.Count == 0) return step;
        if (!_options.OnlyCompares)
        {
            var (secrets, unreadable) = ConfigurationOperations.FindLosses(step);
            if (secrets.Count > 0) return Leave(step, ConfigurationWords.LosesSecret(wanted, match.Sync!, secrets));
            if (unreadable is not null) return Leave(step with { Failure = unreadable }, new(ConfigurationReasonKind.Unreadable, unreadable.Message));
        }

        step = step with
        {
            Kind = ConfigurationStepKind.Update,
            Differences = differences,
            Changes = [.. differences.Select(difference => difference.ToString())],
        };
        return await FitAsync(step, cancel).ConfigureAwait(false);
    }

    /// <summary>Refuses a step that would write what the connections do not have.</summary>
    private async Task<ConfigurationStep> FitAsync(ConfigurationStep step, CancellationToken cancel)
    {
        if (_options.OnlyCompares || _options.SkipValidation) return step;
        var faults = await _configurations.FindFaultsAsync(step.Wanted!, step.Actual, cancel).ConfigureAwait(false);
        return faults.Count == 0 ? step : Leave(step, ConfigurationWords.DoesNotFit($"'{step.Path}'", faults));
    }

    /// <summary>What speaks against a file, one after the other, so that nothing more is read where the first is enough.</summary>
    private async IAsyncEnumerable<ConfigurationReason> CheckAsync(
        BulkSyncConfiguration wanted, BulkSyncConfiguration? actual, int next, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (_options.OnlyCompares) yield break;
        if (actual is not null) _service.Learn(actual);
        var doubts = await FindDoubtsAsync(wanted, next, cancel).ConfigureAwait(false);
        if (doubts.Count > 0) yield return ConfigurationWords.Mistyped(wanted, doubts);
        if (actual is not null) yield break;
        if (await FindLikeAsync(wanted, cancel).ConfigureAwait(false) is { } like) yield return like;
        if (!_created.Add(wanted.TextHash)) yield return ConfigurationWords.SaysTheSame(wanted);
    }

    /// <summary>What may be mistyped in a file. Where its own sync has no such word, those that have not had their turn are read for theirs, too.</summary>
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
    /// Looks for a sync that copies to the same place as one that is to be created: of the same name, or without a file, so that it may have had the
    /// file's.
    /// </summary>
    private async Task<ConfigurationReason?> FindLikeAsync(BulkSyncConfiguration wanted, CancellationToken cancel)
    {
        var others = _matches.Where(other =>
            other.Sync is { } sync && (sync.Name?.Trim() == wanted.Name.Trim() || (other.Configuration is null && !HasFileBeside(wanted, sync))));
        if (await _configurations.FindLikeAsync(wanted, others, cancel).ConfigureAwait(false) is not { Sync: { Id: { } id } like } other) return null;
        if (like.Name?.Trim() == wanted.Name.Trim()) return ConfigurationWords.SecondSync(wanted, id, other.Configuration?.Path);
        _mayHaveFile.Add(id);
        return ConfigurationWords.MayBeRenamed(wanted, like, id);
    }

    /// <summary>Whether a sync has a file in the folder of another's, where perhaps just that other was given.</summary>
    private bool HasFileBeside(BulkSyncConfiguration wanted, BulkSync sync)
    {
        if (Path.GetDirectoryName(wanted.Path) is not { Length: > 0 } folder) return false;
        if (!_namesIn.TryGetValue(folder, out var names)) _namesIn[folder] = names = ConfigurationFolder.NamesIn(folder);
        return names.Contains(sync.Name ?? "");
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

    /// <summary>Says that nothing was planned for syncs without a file, where somebody expects it.</summary>
    private ConfigurationStep? PlanLack(int withoutFile)
    {
        var lacks = _options.OnlyCompares
            ? _files.IsCutShort && withoutFile > 0
            : _options.Prune && (!_files.IsComplete || (_hasLeftFile && withoutFile > 0));
        if (!lacks) return null;
        var reason = ConfigurationWords.Incomplete(_options.OnlyCompares, withoutFile, _files.Unmatched);
        return new ConfigurationStep(ConfigurationStepKind.Refuse, Name: null) { Reasons = [reason] };
    }

    private ConfigurationStep Leave(ConfigurationStep step, ConfigurationReason reason)
    {
        _hasLeftFile = true;
        return step.Refuse(reason);
    }
}
