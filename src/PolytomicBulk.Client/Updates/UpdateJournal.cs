namespace PolytomicBulk.Updates;

/// <summary>
/// Stores unfinished updates in files, so that they survive the process. Each bulk sync has one file that only its owner can read and that contains no
/// secrets. Each line is a JSON object: first the update, then one for each schema, then later events.
/// </summary>
internal sealed class UpdateJournal(string folder)
{
    private const string Extension = ".jsonl";
    private const string LockExtension = ".lock";

    /// <summary>File errors that are not faults of the program.</summary>
    public static bool IsFault(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException or ArgumentException;

    /// <summary>The journal of a host in a folder. Null if none is kept.</summary>
    public static UpdateJournal? Below(string? root, Uri service) =>
        string.IsNullOrEmpty(root) ? null : new(Path.Combine(root, SafeFileName.From(service.Authority, "host")));

    /// <summary>The folder of the files.</summary>
    public string Folder => folder;

    /// <summary>The unfinished updates.</summary>
    public IReadOnlyList<UnfinishedUpdate> List()
    {
        if (!Directory.Exists(folder)) return [];
        var updates = new List<UnfinishedUpdate>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).OrderBy(path => path, StringComparer.Ordinal))
        {
            if (!Guid.TryParse(Path.GetFileNameWithoutExtension(path), out var id)) continue;
            var isHeld = IsHeld(id);
            if (Read(id, withSchemas: false) is { } update)
            {
                updates.Add(new(id, update.Name, isHeld ? null : update.Begun.ToLocalTime()) { OrganizationId = update.OrganizationId });
            }
        }

        return updates;
    }

    /// <summary>The unfinished update of a bulk sync. Null if there is none.</summary>
    public OpenUpdate? Read(Guid syncId) => Read(syncId, withSchemas: true);

    /// <summary>Stores an update with its selection. The file is never incomplete.</summary>
    public async Task WriteAsync(Guid syncId, OpenUpdate update)
    {
        MakeFolder();
        await WholeFile.WriteAsync(PathOf(syncId), overwrite: true, async file =>
        {
            Protect(file);
            await WriteLineAsync(file, JsonBytes.Of(Header(update, update.Wanted.Texts.Count))).ConfigureAwait(false);
            foreach (var schema in update.Wanted.Texts) await WriteLineAsync(file, Line(schema)).ConfigureAwait(false);
#if NET
            await file.FlushAsync().ConfigureAwait(false);
#else
            file.Flush(flushToDisk: true);
#endif
        }).ConfigureAwait(false);
    }

    /// <summary>Appends a later event of an update.</summary>
    public async Task AmendAsync(Guid syncId, OpenUpdate update)
    {
        using var file = new FileStream(PathOf(syncId), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 4096, useAsync: true);
        await WriteLineAsync(file, JsonBytes.Of(Header(update, schemas: null))).ConfigureAwait(false);
    }

    /// <summary>Removes the file of a finished update.</summary>
    public void Remove(Guid syncId)
    {
        if (Directory.Exists(folder)) File.Delete(PathOf(syncId));
    }

    /// <summary>Keeps other sessions from updating a bulk sync. Null if one is already doing so.</summary>
    public IDisposable? TryHold(Guid syncId)
    {
        MakeFolder();
        var path = PathOf(syncId, LockExtension);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private bool IsHeld(Guid syncId)
    {
        var path = PathOf(syncId, LockExtension);
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private OpenUpdate? Read(Guid syncId, bool withSchemas)
    {
        var path = PathOf(syncId);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            if (Parse(file.ReadLine()) is not { } header || (int?)header["schemas"] is not { } count) return null;
            var schemas = new List<SchemaText>();
            for (; count > 0; count--)
            {
                var line = file.ReadLine();
                if (withSchemas) schemas.Add(SchemaText.From(Parse(line)!));
            }

            // An incomplete line is ignored.
            while (Parse(file.ReadLine()) is { } later) header = later;
            return new(new(schemas), Time(header["begun"])!.Value, Version(header["answer"] as JsonObject), Time(header["lost"]))
            {
                Name = JsonWords.Text(header["name"]),
                OrganizationId = Guid.TryParse(JsonWords.Text(header["organization_id"]), out var id) ? id : null,
            };
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            // Another session finished the update, or the file is not a journal. An incomplete journal means that nothing was written.
            return null;
        }
    }

    private static JsonObject? Parse(string? line)
    {
        try
        {
            return line is null ? null : JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Header(OpenUpdate update, int? schemas) => new()
    {
        ["name"] = update.Name,
        ["organization_id"] = update.OrganizationId?.ToString(),
        ["begun"] = Text(update.Begun),
        ["answer"] = update.Answer is null ? null : new JsonObject
        {
            ["updated_at"] = update.Answer.UpdatedAt is { } time ? Text(time) : null,
            ["updated_by"] = new JsonObject { ["id"] = update.Answer.UpdatedById, ["name"] = update.Answer.UpdatedBy },
        },
        ["lost"] = update.LostAt is { } lost ? Text(lost) : null,
        ["schemas"] = schemas,
    };

    /// <summary>No known property of a schema is a secret, but a future one could be.</summary>
    private static ArraySegment<byte> Line(SchemaText schema) =>
        PlainJson.IsKnown(ApiTables.Schema, schema.Element) ? new(schema.Text) : JsonBytes.Of(WithoutSecrets(schema.Read()));

    private static JsonObject WithoutSecrets(JsonObject schema)
    {
        foreach (var (table, item) in SchemaForm.FieldsOf(schema).Select(field => (ApiTables.Field, field)).Prepend((ApiTables.Schema, schema)))
        {
            var unknown = new JsonObject();
            foreach (var (name, value) in item) if (table.Get(name) is null) unknown[name] = value?.DeepClone();
            if (unknown.Count == 0) continue;
            var secrets = new List<string>();
            Secrets.Remove(unknown, "", secrets);
            if (secrets.Count == 0) continue;
            foreach (var name in item.Select(property => property.Key).Where(name => table.Get(name) is null).ToList()) item.Remove(name);
            foreach (var (name, value) in unknown) item[name] = value?.DeepClone();
        }

        return schema;
    }

    private static ResourceVersion? Version(JsonObject? json) => json is null ? null : ResourceVersion.Read(json);

    private static DateTime? Time(JsonNode? node) => JsonWords.Instant(node);

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static async Task WriteLineAsync(FileStream file, ArraySegment<byte> line)
    {
#if NET
        await file.WriteAsync(line.AsMemory()).ConfigureAwait(false);
#else
        await file.WriteAsync(line.Array!, line.Offset, line.Count).ConfigureAwait(false);
#endif
        file.WriteByte((byte)'\n');
    }

    /// <summary>The file of a bulk sync.</summary>
    public string PathOf(Guid syncId) => PathOf(syncId, Extension);

    private string PathOf(Guid syncId, string extension) => Path.Combine(folder, syncId + extension);

    private void MakeFolder()
    {
#if NET
        if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else Directory.CreateDirectory(folder);
#else
        // On Windows, other users cannot open the application data folder.
        Directory.CreateDirectory(folder);
#endif
    }

    private static void Protect(FileStream file)
    {
#if NET
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
#endif
    }
}
