using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PolytomicBulk.Files;
using PolytomicBulk.Http;
using PolytomicBulk.Json;
using PolytomicBulk.Waiting;

namespace PolytomicBulk.Operations;

/// <summary>The logs of executions.</summary>
public sealed class LogOperations
{
    private const int LargestPage = 50;
    private const long ProgressStep = 1024 * 1024;

    private readonly PolytomicClient _client;

    internal LogOperations(PolytomicClient client) => _client = client;

    /// <summary>
    /// The console log of an execution, oldest entry first (executions_getConsoleLogs), or of one of its schemas
    /// (executions_getSchemaConsoleLogs).
    /// </summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="schemaId">The schema's id, or null for the whole execution.</param>
    /// <param name="tail">Only so many of the entries that there are, the last ones; null for all.</param>
    /// <param name="follow">Whether to go on until the execution is over.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSyncLogEntry> ReadAsync(
        Guid syncId,
        Guid executionId,
        string? schemaId = null,
        int? tail = null,
        bool follow = false,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var reader = new LogReader((after, cancel) => GetPageAsync(syncId, executionId, schemaId, after, cancel));
        if (tail is { } most)
        {
            var last = new Queue<BulkSyncLogEntry>();
            await foreach (var entry in reader.ReadNewAsync(cancel).ConfigureAwait(false))
            {
                last.Enqueue(entry);
                if (last.Count > most) last.Dequeue();
            }

            foreach (var entry in last) yield return entry;
        }
        else
        {
            await foreach (var entry in reader.ReadNewAsync(cancel).ConfigureAwait(false)) yield return entry;
        }

        if (!follow) yield break;
        await foreach (var entry in reader.FollowAsync(IsOverAsync, _client.Clock, cancel).ConfigureAwait(false)) yield return entry;

        async Task<bool> IsOverAsync(CancellationToken cancel) =>
            (await _client.Executions.GetAsync(syncId, executionId, cancel).ConfigureAwait(false)).IsTerminal;
    }

    /// <summary>The log files of an execution (executions_getLogs).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<IReadOnlyList<BulkSyncLogFile>> ListFilesAsync(Guid syncId, Guid executionId, CancellationToken cancel = default)
    {
        var addresses = await ListAddressesAsync(syncId, executionId, cancel).ConfigureAwait(false);
        var files = new List<BulkSyncLogFile>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            var plain = SafeFileName.From(address, $"log-{files.Count + 1}");
            var name = plain;
            for (var number = 2; !taken.Add(name); number++) name = SafeFileName.Numbered(plain, number);
            files.Add(new(name, address) { Renew = RenewAsync });

            async Task<Uri?> RenewAsync(CancellationToken cancel) =>
                (await ListAddressesAsync(syncId, executionId, cancel).ConfigureAwait(false)).Find(other => other.AbsolutePath == address.AbsolutePath);
        }

        return files;
    }

    /// <summary>Has the service pack the logs of an execution into one file, and waits for it (executions_exportLogs, jobs_get).</summary>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="progress">Is told of the waiting.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<BulkSyncLogFile> ExportAsync(Guid syncId, Guid executionId, IProgress<LogTransfer>? progress = null, CancellationToken cancel = default)
    {
        var request = Request(HttpMethod.Post, "export the logs", syncId, executionId, "logs", "export");
        var answer = await _client.SendAsync(request, ApiJson.Default.LogExportEnvelope, FindFault, cancel).ConfigureAwait(false);
        var url = answer.Data?.Url is { Length: > 0 } atOnce ? atOnce : await WaitForExportAsync(request, answer.Job!, progress, cancel).ConfigureAwait(false);
        var address = ToAddress(request, url);
        return new(SafeFileName.From(address, $"{executionId}-logs"), address);
    }

    /// <summary>Saves a log file. Under its name there is never a part of it: it gets the name once it is whole.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The full path to save it under.</param>
    /// <param name="overwrite">Whether it may take the place of another file.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends the transfer; nothing of it is left.</param>
    /// <exception cref="IOException">The file system refused, or there is a file already.</exception>
    public Task SaveAsync(
        BulkSyncLogFile file, string path, bool overwrite = false, IProgress<LogTransfer>? progress = null, CancellationToken cancel = default) =>
        WholeFile.WriteAsync(path, overwrite, target => DownloadAsync(file, target, progress, cancel));

    private async Task DownloadAsync(BulkSyncLogFile file, FileStream target, IProgress<LogTransfer>? progress, CancellationToken cancel)
    {
        var told = -ProgressStep;
        void Tell(long bytes, long? total)
        {
            if (bytes - told < ProgressStep && bytes != total) return;
            told = bytes;
            progress?.Report(new(file.Name, bytes, total));
        }

        try
        {
            await _client.DownloadAsync(file.Address, file.Name, target, Tell, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.Forbidden && file.Renew is not null)
        {
            // The files before it may have taken longer than its signature is good for.
            if (await file.Renew(cancel).ConfigureAwait(false) is not { } renewed) throw;
            file.Address = renewed;
            await _client.DownloadAsync(file.Address, file.Name, target, Tell, cancel).ConfigureAwait(false);
        }
    }

    private async Task<LogPage> GetPageAsync(Guid syncId, Guid executionId, string? schemaId, string? after, CancellationToken cancel)
    {
        var request = schemaId is null
            ? Request(HttpMethod.Get, "read the log", syncId, executionId, "consolelog")
            : Request(HttpMethod.Get, $"read the log of schema '{schemaId}'", syncId, executionId, "schemas", schemaId, "consolelog");
        request.With("limit", LargestPage.ToString(CultureInfo.InvariantCulture)).With("after", after);
        var page = await _client.GetAsync(request, ApiJson.Default.EnvelopeLogPage, cancel).ConfigureAwait(false);
        foreach (var entry in page.Entries ?? []) (entry.SyncId, entry.ExecutionId, entry.SchemaId) = (syncId, executionId, schemaId);
        return page;
    }

    private async Task<List<Uri>> ListAddressesAsync(Guid syncId, Guid executionId, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Get, "list the log files", syncId, executionId, "logs");
        var list = await _client.GetAsync(request, ApiJson.Default.EnvelopeLogFileList, cancel).ConfigureAwait(false);
        return [.. (list.Urls ?? []).Select(url => ToAddress(request, url))];
    }

    private static string? FindFault(LogExportEnvelope answer) => answer switch
    {
        { Data.Url.Length: > 0 } or { Job.JobId: not null } => null,
        { Job: not null } => "its job has no id",
        _ => "it holds neither an address nor a job",
    };

    private async Task<string> WaitForExportAsync(ApiRequest export, Job job, IProgress<LogTransfer>? progress, CancellationToken cancel)
    {
        var request = new ApiRequest(HttpMethod.Get, export.Action, "api", "jobs", "exportlogs", job.JobId!.Value.ToString());
        var ended = await new ExportJob(cancel => _client.GetAsync(request, ApiJson.Default.EnvelopeJob, cancel), _client.Clock)
            .EndAsync(job, job => progress?.Report(new($"Export {job.Status}")), cancel)
            .ConfigureAwait(false);
        if (ended.Status == "failed") throw Failures.ExportFailed(export, ended.Error);
        return FindUrl(ended.Result) ?? throw Failures.BadResponse(request, "the job is done but has no address", answer: null);
    }

    /// <summary>A job's result has no fixed shape: the address itself, or an object that has it.</summary>
    private static string? FindUrl(JsonElement? result) => result switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } item => item.EnumerateObject()
            .Where(property => string.Equals(property.Name, "url", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => property.Value.GetString())
            .FirstOrDefault(),
        _ => null,
    };

    /// <summary>Only what is encrypted on its way, or never leaves this machine.</summary>
    private static Uri ToAddress(ApiRequest request, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw Failures.BadResponse(request, "the address of a log file is not https", answer: null);

    private static ApiRequest Request(HttpMethod method, string action, Guid syncId, Guid executionId, params string[] rest) =>
        new(
            method,
            $"{action} of execution {executionId} of bulk sync {syncId}",
            ["api", "bulk", "syncs", syncId.ToString(), "executions", executionId.ToString(), .. rest]);
}
