namespace PolytomicBulk.Json;

/// <summary>A page of a console log.</summary>
internal sealed class LogPage
{
    public List<BulkSyncLogEntry>? Entries { get; set; }

    public string? NextCursor { get; set; }
}

/// <summary>The signed addresses of an execution's log files. They are as good as a key to the files, so nothing shows them.</summary>
internal sealed class LogFileList
{
    [JsonPropertyName("URLs")]
    public List<string>? Urls { get; set; }
}

/// <summary>The answer to an export of logs: its address at once, or the job that makes it.</summary>
internal sealed class LogExportEnvelope
{
    public LogExport? Data { get; set; }

    public Job? Job { get; set; }
}

internal sealed class LogExport
{
    public string? Url { get; set; }
}

/// <summary>Something that the service does in the background.</summary>
internal sealed class Job
{
    public Guid? JobId { get; set; }

    public string? Status { get; set; }

    public string? Error { get; set; }

    public JsonElement? Result { get; set; }

    /// <summary>The address of what it made, where that was there at once.</summary>
    [JsonIgnore]
    public string? Url { get; set; }
}
