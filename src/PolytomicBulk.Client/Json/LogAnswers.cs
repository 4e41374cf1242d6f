namespace PolytomicBulk.Json;

/// <summary>A page of a console log.</summary>
internal sealed class LogPage
{
    public List<BulkSyncLogEntry>? Entries { get; set; }

    public string? NextCursor { get; set; }
}

/// <summary>The signed addresses of log files. Anybody with an address can read the file, so the addresses are never shown.</summary>
internal sealed class LogFileList
{
    [JsonPropertyName("URLs")]
    public List<string>? Urls { get; set; }
}

/// <summary>The answer to an export of logs: the address, or the job that creates the file.</summary>
internal sealed class LogExportEnvelope
{
    public LogExport? Data { get; set; }

    public Job? Job { get; set; }
}

internal sealed class LogExport
{
    public string? Url { get; set; }
}

/// <summary>A background job of the service.</summary>
internal sealed class Job
{
    public Guid? JobId { get; set; }

    public string? Status { get; set; }

    public string? Error { get; set; }

    public JsonElement? Result { get; set; }

    /// <summary>The address of the file, if it already existed.</summary>
    [JsonIgnore]
    public string? Url { get; set; }
}
