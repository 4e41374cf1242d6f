namespace PolytomicBulk.Operations;

/// <summary>Operations on the logs of executions.</summary>
public sealed class LogOperations
{
    private const int LargestPage = 50;
    private const long ProgressStep = 1024 * 1024;

    private readonly ApiRequestor _api;
    private readonly SyncNames _names;

    internal LogOperations(ApiRequestor api, SyncNames names) => (_api, _names) = (api, names);

    /// <summary>
    /// Gets a page of the console log of an execution (executions_getConsoleLogs), or of one of its schemas (executions_getSchemaConsoleLogs).
    /// </summary>
    internal async Task<LogPage> GetPageAsync(Guid syncId, Guid executionId, string? schemaId, string? after, CancellationToken cancel)
    {
        var request = schemaId is null
            ? Request(HttpMethod.Get, "read the log", syncId, executionId, "consolelog")
            : Request(HttpMethod.Get, $"read the log of schema '{schemaId}'", syncId, executionId, "schemas", schemaId, "consolelog");
        request.With("limit", LargestPage.ToString(CultureInfo.InvariantCulture)).With("after", after);
        var page = await _api.GetAsync(request, ApiJson.Default.EnvelopeLogPage, cancel).ConfigureAwait(false);
        foreach (var entry in page.Entries ?? [])
        {
            (entry.SyncId, entry.SyncName, entry.ExecutionId, entry.SchemaId) = (syncId, _names.Get(syncId), executionId, schemaId);
        }

        return page;
    }

    /// <summary>Lists the log files of an execution (executions_getLogs).</summary>
    /// <param name="syncId">The id of the bulk sync.</param>
    /// <param name="executionId">The execution's id.</param>
    /// <param name="cancel">Cancels the request.</param>
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

            async Task<Uri?> RenewAsync(CancellationToken cancel)
            {
                var renewed = await ListAddressesAsync(syncId, executionId, cancel).ConfigureAwait(false);
                // If two files have the same path, they cannot be told apart.
                return addresses.Count(IsSame) == 1 && renewed.Count(IsSame) == 1 ? renewed.Find(IsSame) : null;
            }

            bool IsSame(Uri other) => other.AbsolutePath == address.AbsolutePath;
        }

        return files;
    }

    /// <summary>Exports the logs of an execution as one file (executions_exportLogs). The job is complete if the file already existed.</summary>
    internal async Task<Job> StartExportAsync(Guid syncId, Guid executionId, CancellationToken cancel)
    {
        var answer = await _api.SendAsync(ExportRequest(syncId, executionId), ApiJson.Default.LogExportEnvelope, FindFault, cancel).ConfigureAwait(false);
        return answer.Data?.Url is { Length: > 0 } url ? new Job { Status = "done", Url = url } : answer.Job!;
    }

    /// <summary>Gets the status of a job that exports logs (jobs_get).</summary>
    internal Task<Job> GetExportAsync(Guid syncId, Guid executionId, Guid jobId, CancellationToken cancel) =>
        _api.GetAsync(JobRequest(syncId, executionId, jobId), ApiJson.Default.EnvelopeJob, cancel);

    /// <summary>The file that a job created.</summary>
    internal BulkSyncLogFile FileOf(Guid syncId, Guid executionId, Job job)
    {
        var request = job.JobId is { } id ? JobRequest(syncId, executionId, id) : ExportRequest(syncId, executionId);
        if (job.Status == "failed") throw _api.ExportFailed(request, job.Error);
        var url = job.Url ?? FindUrl(job.Result) ?? throw Failures.BadResponse(request, "the job is done but has no address", answer: null, credential: null);
        var address = ToAddress(request, url);
        return new(SafeFileName.From(address, $"{executionId}-logs"), address);
    }

    /// <summary>Downloads a log file. The file gets its name only when it is complete.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The full path for the saved file.</param>
    /// <param name="overwrite">Whether to overwrite an existing file.</param>
    /// <param name="progress">Receives the progress of the download.</param>
    /// <param name="cancel">Cancels the download. The partial file is deleted.</param>
    /// <exception cref="IOException">The file cannot be written, or it already exists.</exception>
    public Task SaveAsync(
        BulkSyncLogFile file, string path, bool overwrite = false, IProgress<LogTransfer>? progress = null, CancellationToken cancel = default) =>
        WholeFile.WriteAsync(path, overwrite, target => DownloadAsync(file, target, progress, cancel));

    /// <summary>Deletes partial files of a download that was killed.</summary>
    /// <param name="path">The full path of the saved file.</param>
    public static void DeleteLeftovers(string path) => WholeFile.DeleteLeftovers(path);

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
            await _api.DownloadAsync(file.Address, file.Name, target, Tell, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.Forbidden && file.Renew is not null)
        {
            // The signature may have expired while the files before it were downloaded.
            if (await file.Renew(cancel).ConfigureAwait(false) is not { } renewed) throw;
            file.Address = renewed;
            await _api.DownloadAsync(file.Address, file.Name, target, Tell, cancel).ConfigureAwait(false);
        }
    }

    private async Task<List<Uri>> ListAddressesAsync(Guid syncId, Guid executionId, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Get, "list the log files", syncId, executionId, "logs");
        var list = await _api.GetAsync(request, ApiJson.Default.EnvelopeLogFileList, cancel).ConfigureAwait(false);
        return [.. (list.Urls ?? []).Select(url => ToAddress(request, url))];
    }

    private static string? FindFault(LogExportEnvelope answer) => answer switch
    {
        { Data.Url.Length: > 0 } or { Job.JobId: not null } => null,
        { Job: not null } => "its job has no id",
        _ => "it contains neither an address nor a job",
    };

    /// <summary>The result of a job has no fixed shape: the address, or an object that contains it.</summary>
    private static string? FindUrl(JsonElement? result) => result switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } item => item.EnumerateObject()
            .Where(property => string.Equals(property.Name, "url", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => property.Value.GetString())
            .FirstOrDefault(),
        _ => null,
    };

    /// <summary>Accepts only encrypted or local addresses that lead where their text says.</summary>
    private static Uri ToAddress(ApiRequest request, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw Failures.BadResponse(request, "the address of a log file is not https", answer: null, credential: null);
        }

        if (PathSegments.AreOf(address, url)) return address;
        throw Failures.BadResponse(request, "the address of a log file contains '..' in its path", answer: null, credential: null);
    }

    private ApiRequest Request(HttpMethod method, string action, Guid syncId, Guid executionId, params string[] rest) =>
        new(
            method,
            $"{action} of execution {executionId} of {_names.InWords(syncId)}",
            ["api", "bulk", "syncs", syncId.ToString(), "executions", executionId.ToString(), .. rest]) { Resource = ResourceKind.Execution };

    private ApiRequest ExportRequest(Guid syncId, Guid executionId) =>
        Request(HttpMethod.Post, "export the logs", syncId, executionId, "logs", "export");

    private ApiRequest JobRequest(Guid syncId, Guid executionId, Guid jobId) =>
        new(HttpMethod.Get, ExportRequest(syncId, executionId).Action, "api", "jobs", "exportlogs", jobId.ToString()) { Resource = ResourceKind.Execution };
}
