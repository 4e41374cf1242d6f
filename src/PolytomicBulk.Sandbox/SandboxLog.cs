using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>The logs of an execution: always the same for the same one, and such as a run of its sync would write.</summary>
internal sealed class SandboxLog
{
    private readonly JsonObject _sync;
    private readonly DateTimeOffset _begin;
    private readonly Random _random;
    private readonly List<(string? Schema, JsonObject Entry)> _entries = [];

    public SandboxLog(JsonObject sync, Guid executionId, DateTimeOffset start)
    {
        (_sync, ExecutionId) = (sync, executionId);
        _random = new Random(BitConverter.ToInt32(executionId.ToByteArray(), 0));
        _begin = start.AddMinutes(-_random.Next(60, 24 * 60));
        Write();
    }

    public Guid ExecutionId { get; }

    public string SyncId => (string)_sync["id"]!;

    public IReadOnlyList<JsonObject> Entries => _entries.ConvertAll(line => line.Entry.DeepClone().AsObject());

    public IEnumerable<string> FileNames => Schemas.Select(schema => $"{schema}.ndjson");

    public string ArchiveName => $"logs-{ExecutionId:N}.zip";

    private IReadOnlyList<string> Schemas => SandboxTables.SchemaNames(_sync);

    public IReadOnlyList<JsonObject> EntriesOf(string schema) => Schemas.Contains(schema)
        ? _entries.FindAll(line => line.Schema == schema).ConvertAll(line => line.Entry.DeepClone().AsObject())
        : throw new SandboxError(404, "not_found", "schema not found");

    /// <summary>A file's bytes, or null where there is none of that name.</summary>
    public byte[]? File(string name)
    {
        if (name == ArchiveName) return Archive();
        return FileNames.Contains(name) ? Encoding.UTF8.GetBytes(string.Concat(EntriesOf(name[..^".ndjson".Length]).Select(entry => entry.ToJsonString() + "\n"))) : null;
    }

    private byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in FileNames)
            {
                var item = zip.CreateEntry(name);
                item.LastWriteTime = _begin;
                using var content = item.Open();
                var file = File(name)!;
                content.Write(file, 0, file.Length);
            }
        }

        return bytes.ToArray();
    }

    private void Write()
    {
        Say(null, "info", $"Execution of '{_sync["name"]}' started", []);
        foreach (var schema in Schemas)
        {
            Say(schema, "info", $"{schema}: reading from the source", []);
            var (records, pages) = (0, _random.Next(6, 10));
            for (var page = 1; page <= pages; page++)
            {
                records += _random.Next(200, 1000);
                Say(schema, "info", $"{schema}: read page {page} of {pages}", new() { ["page"] = page, ["records"] = records });
            }

            if (_random.Next(4) == 0) Say(schema, "warn", $"{schema}: a value was too long and was cut", new() { ["field"] = "Description", ["length"] = 70000 });
            Say(schema, "info", $"{schema}: wrote {records.ToString(CultureInfo.InvariantCulture)} records to the destination", new() { ["records"] = records });
        }

        Say(null, "info", "Execution completed", []);
    }

    private void Say(string? schema, string level, string message, JsonObject payload)
    {
        if (schema is not null) payload["schema"] = schema;
        _entries.Add((schema, new JsonObject
        {
            ["id"] = $"{ExecutionId.ToString("N")[..12]}-{_entries.Count:00000}",
            ["timestamp"] = _begin.AddMilliseconds(_entries.Count * 730).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["level"] = level,
            ["message"] = message,
            ["payload"] = payload,
        }));
    }
}
