using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Http;
using PolytomicBulk.Operations;
using PolytomicBulk.Waiting;

namespace PolytomicBulk.Updates;

/// <summary>One write of a bulk sync: it looks, writes, looks again and puts back.</summary>
/// <param name="syncs">Reads and writes the sync.</param>
/// <param name="schemas">Reads and writes what it copies.</param>
/// <param name="open">Keeps what is to be finished.</param>
/// <param name="cache">Waits for the schemas of a connection that are not ready.</param>
internal sealed class SafeUpdate(BulkSyncOperations syncs, SchemaOperations schemas, OpenUpdates open, SchemaCacheWait cache)
{
    /// <summary>How often an update begins anew because somebody else changes the sync at the same time.</summary>
    private const int MostBeginnings = 3;

    private const string Again = "Doing the same again in this session finishes it.";

    private Guid _syncId;
    private string _written = "";
    private Selection _wanted = Selection.Empty;
    private bool _allowsNewSchemas;
    private bool _allowsNewFields;

    /// <summary>In what the sync's schemas are not as they are to be, by schema; null as long as nobody has looked.</summary>
    private IReadOnlyDictionary<string, IReadOnlyList<JsonDifference>>? _differences;

    private List<string> InWords => [.. (_differences?.Values ?? []).SelectMany(differences => differences).Select(difference => difference.ToString())];

    /// <summary>Changes a sync, and sees to it that it copies what it is to copy.</summary>
    /// <param name="edit">The sync with its changes.</param>
    /// <param name="choose">Makes of what the sync copies what it is to copy.</param>
    /// <param name="seen">When the sync last changed, as far as the caller knows.</param>
    /// <param name="allowNew">Whether schemas and fields that come up meanwhile may be on where the sync adds such by itself.</param>
    /// <param name="cancel">Ends the update.</param>
    public async Task<BulkSyncUpdate> UpdateAsync(ResourceEdit edit, Func<Selection, Selection> choose, DateTime? seen, bool allowNew, CancellationToken cancel)
    {
        (edit, var before, var begun) = await LookAsync(edit, seen, cancel).ConfigureAwait(false);
        (_syncId, _wanted) = (edit.OwnerId, choose(before));
        if (_wanted.Unclear is { } unclear) throw Failures.Unclear(edit.What, unclear);
        if (_wanted.UnknownIn(before) is { } unknown) throw Failures.Unknown(edit.What, unknown);

        var (answer, lost) = edit.Differences.Count == 0 ? (edit, null) : await TryWriteAsync(edit, cancel).ConfigureAwait(false);
        _written = Written(edit, lost);
        _allowsNewSchemas = allowNew && Adds(edit, "automatically_add_new_objects");
        _allowsNewFields = allowNew && Adds(edit, "automatically_add_new_fields");
        var (now, repaired) = await FinishAsync(answer?.Version, cancel).ConfigureAwait(false);
        open.Close(_syncId);

        var different = edit.DifferencesIn(now).Select(difference => difference.ToString()).ToList();
        if (lost is not null && different.Count > 0)
        {
            throw lost.With($"Looked at afterwards, what it copies is as asked, but these settings are not: {string.Join("; ", different)}.");
        }

        // What was asked for is no repair, even where it takes the same way.
        var asked = new HashSet<string>(
            _wanted.DifferencesIn(before, allowsNewSchemas: false, allowsNewFields: false)
                .Values.SelectMany(schema => schema)
                .Select(difference => difference.ToString()));
        var changedBy = now.Version.IsOfAnotherSince(answer?.Version) ? now.Version.ToString() : null;
        return new(syncs.Preview(now), [.. repaired.Where(repair => !asked.Contains(repair))], different, changedBy, begun)
        {
            Stored = [.. edit.FormsIn(now).Select(difference => difference.ToString())],
        };
    }

    /// <summary>Makes a paused sync, sees to it that it copies what it is to copy, and activates it last.</summary>
    /// <param name="name">The sync's name, for messages.</param>
    /// <param name="settings">The sync's settings.</param>
    /// <param name="wanted">What it is to copy.</param>
    /// <param name="choose">Makes of what the new sync copies what it is to copy, as far as the service may choose.</param>
    /// <param name="activate">Whether it is active afterwards.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<BulkSync> CreateAsync(
        string name, JsonObject settings, Selection wanted, Func<Selection, Selection> choose, bool activate, CancellationToken cancel)
    {
        settings["active"] = false;
        _syncId = (await CreateAsync(settings, cancel => syncs.CreateAsync(name, settings, wanted.ForCreate(), cancel), cancel).ConfigureAwait(false)).Id
            ?? throw Failures.Incomplete($"bulk sync '{name}', which was made", "Its id is missing.");
        (_wanted, _written) = (wanted, $"Bulk sync '{name}' was made with the id {_syncId}, and is paused.");
        try
        {
            var chosen = await ReadSelectionAsync(_syncId, cancel).ConfigureAwait(false);
            _wanted = choose(chosen);
            Compare(chosen);
            await RepairAsync(chosen, cancel).ConfigureAwait(false);
            if (activate) await syncs.ActivateAsync(_syncId, active: true, cancel).ConfigureAwait(false);
            return await syncs.GetAsync(_syncId, cancel: cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.Selection is null)
        {
            throw Broken(failure);
        }
    }

    /// <summary>Makes a sync, once the schemas of its source are ready.</summary>
    /// <param name="name">The sync's name, for messages.</param>
    /// <param name="settings">The sync's settings.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel) =>
        CreateAsync(settings, cancel => syncs.CreateAsync(name, settings, cancel), cancel);

    private Task<BulkSync> CreateAsync(JsonObject settings, Func<CancellationToken, Task<BulkSync>> create, CancellationToken cancel) =>
        cache.WaitOutAsync(create, _ => Task.FromResult(SchemaCacheWait.SourceOf(settings)), cancel);

    /// <summary>
    /// All that a bulk sync copies, once the schemas of its source are ready: its schemas, each read by itself, as many at a time as the session allows.
    /// </summary>
    public Task<Selection> ReadSelectionAsync(Guid syncId, CancellationToken cancel)
    {
        return cache.WaitOutAsync(
            ReadAsync,
            async cancel => (await syncs.GetAsync(syncId, cancel: cancel).ConfigureAwait(false)).SourceConnectionId ?? Guid.Empty,
            cancel);

        async Task<Selection> ReadAsync(CancellationToken cancel) =>
            await ReadSelectionAsync(syncId, await schemas.ListIdsAsync(syncId, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
    }

    private async Task<Selection> ReadSelectionAsync(Guid syncId, IEnumerable<string> ids, CancellationToken cancel)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        return new(await Task.WhenAll(ids.Select(ReadAsync).ToList()).ConfigureAwait(false));

        async Task<SchemaText> ReadAsync(string id)
        {
            try
            {
                return SchemaText.From(await schemas.ReadAsync(syncId, id, others.Token).ConfigureAwait(false));
            }
            catch (PolytomicApiException)
            {
                // One that cannot be read makes the others useless.
                others.Cancel();
                throw;
            }
        }
    }

    /// <summary>
    /// Reads what a sync copies, and then the sync itself for the last time: between that and the write there is only the
    /// way to the service and back.
    /// </summary>
    private async Task<(ResourceEdit Edit, Selection Before, DateTime? Begun)> LookAsync(ResourceEdit edit, DateTime? seen, CancellationToken cancel)
    {
        for (var beginnings = 1; beginnings <= MostBeginnings; beginnings++)
        {
            var unfinished = open.Get(edit.OwnerId);
            if (unfinished?.HoldsFor(edit.Version) == false)
            {
                open.Close(edit.OwnerId, unfinished);
                unfinished = null;
            }

            var before = unfinished?.Wanted ?? await ReadSelectionAsync(edit.OwnerId, cancel).ConfigureAwait(false);
            var again = edit.On(await syncs.EditAsync(edit.OwnerId, seen, cancel).ConfigureAwait(false));
            if (again.Version.UpdatedAt == edit.Version.UpdatedAt) return (again, before, unfinished?.Begun);
            edit = again;
        }

        throw Failures.Changed(edit.What, edit.Version.ToString());
    }

    /// <summary>Writes a sync. A failure that leaves open whether it was written is given back, not thrown.</summary>
    private async Task<(ResourceEdit? Answer, PolytomicApiException? Lost)> TryWriteAsync(ResourceEdit edit, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var earlier = open.Get(_syncId);
        open.Begin(_syncId, _wanted);
        try
        {
            var answer = await syncs.ReplaceAsync(edit, _wanted.ForCreate(), cancel).ConfigureAwait(false);
            open.SetAnswer(_syncId, answer.Version);
            return (answer, null);
        }
        catch (PolytomicApiException failure) when (IsOpen(failure))
        {
            return (null, failure);
        }
        catch (PolytomicApiException)
        {
            // Refused, it has changed nothing; what an earlier one has left to do is still to be done.
            if (earlier is not null) open.Begin(_syncId, earlier.Wanted);
            else open.Close(_syncId);
            throw;
        }

        static bool IsOpen(PolytomicApiException failure) =>
            failure.MayHaveBeenDone
            || failure.Failure is PolytomicFailure.Timeout or PolytomicFailure.ConnectionFailed or PolytomicFailure.ServerError or PolytomicFailure.BadResponse;
    }

    /// <summary>Looks whether the sync copies what it is to copy, and sees to it that it does.</summary>
    private async Task<(ResourceEdit Now, IReadOnlyList<string> Repaired)> FinishAsync(ResourceVersion? answer, CancellationToken cancel)
    {
        try
        {
            var after = await ReadSelectionAsync(_syncId, cancel).ConfigureAwait(false);
            // Read last, the sync tells of every change that can be seen in the selection.
            var now = await syncs.EditAsync(_syncId, seen: null, cancel).ConfigureAwait(false);
            Compare(after);
            if (_differences!.Count > 0 && now.Version.IsOfAnotherSince(answer)) throw Overtaken(now);

            open.Begin(_syncId, _wanted);
            var repaired = await RepairAsync(after, cancel).ConfigureAwait(false);
            return (repaired.Count > 0 ? await syncs.EditAsync(_syncId, seen: null, cancel).ConfigureAwait(false) : now, repaired);
        }
        catch (PolytomicApiException failure) when (failure.Selection is null)
        {
            throw Broken(failure);
        }
    }

    /// <summary>Puts back what differs in what the sync copies, and looks whether it is.</summary>
    /// <returns>What was put back, in words.</returns>
    private async Task<IReadOnlyList<string>> RepairAsync(Selection actual, CancellationToken cancel)
    {
        var ids = _differences!.Keys.ToList();
        if (ids.Count == 0) return [];

        var repaired = InWords;
        var patches = _wanted.PatchesFor(actual, ids).ToList();
        if (patches.Count > 0) await schemas.PatchAsync(_syncId, patches, cancel).ConfigureAwait(false);
        var again = await ReadSelectionAsync(_syncId, ids.Where(id => actual.Find(id) is not null), cancel).ConfigureAwait(false);
        Compare(again);
        // Those schemas alone have been read again.
        _differences = _differences!.Where(schema => ids.Contains(schema.Key)).ToDictionary(schema => schema.Key, schema => schema.Value);
        return _differences.Count == 0 ? repaired : throw NotRepaired();
    }

    /// <summary>Compares what the sync copies with what it is to copy.</summary>
    private void Compare(Selection actual) => _differences = _wanted.DifferencesIn(actual, _allowsNewSchemas, _allowsNewFields);

    private static bool Adds(ResourceEdit edit, string name) => Json.JsonWords.Text(edit[name]) is not (null or "none");

    private static string Written(ResourceEdit edit, PolytomicApiException? lost)
    {
        var changes = string.Join("; ", edit.Differences);
        return lost is not null ? $"Whether {edit} was changed is not known ({changes})."
            : changes.Length > 0 ? $"The settings of {edit} were changed ({changes})."
            : $"The settings of {edit} are as they are to be.";
    }

    private PolytomicApiException Broken(PolytomicApiException failure) => failure.With(
        _differences switch
        {
            null => $"{_written} What it copies could not be looked at, and may have changed. {Again}",
            { Count: 0 } => $"{_written} What it copies is as asked.",
            _ => $"{_written} What it copies could not be put back: {string.Join("; ", InWords)}. {Again}",
        },
        _wanted.ToSchemas(_syncId));

    private PolytomicApiException NotRepaired() => Failure(
        PolytomicFailure.BadResponse,
        $"{_written} What it copies was put back, but the service did not take it: {string.Join("; ", InWords)}. {Again}");

    private PolytomicApiException Overtaken(ResourceEdit now) => Failure(
        PolytomicFailure.Conflict,
        $"{_written} Then it was changed by {now.Version}, so what it copies was left as it is now, which is not as it was: {string.Join("; ", InWords)}.");

    private PolytomicApiException Failure(PolytomicFailure failure, string message) => new(failure, message) { Selection = _wanted.ToSchemas(_syncId) };
}
