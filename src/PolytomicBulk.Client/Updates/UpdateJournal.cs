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
            // If the update ends meanwhile, it is not unfinished, so its file is read last.
            if (Guid.TryParse(Path.GetFileNameWithoutExtension(path), out var id) && (IsHeld(id), Read(id)) is (var isHeld, { } update))
            {
                updates.Add(new(id, update.Name, isHeld ? null : update.Begun.ToLocalTime()) { OrganizationId = update.OrganizationId });
            }
        }

        return updates;
    }

    /// <summary>The unfinished update of a bulk sync. Null if there is none.</summary>
    public OpenUpdate? Read(Guid syncId)
    {
        var path = PathOf(syncId);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return Read(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidOperationException)
        {
            // Another session finished the update, or the file contains text that is not valid.
            return null;
        }
    }

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
        using var file = new FileStream(PathOf(syncId), FileMode.Append, FileAccess.Write, FileShare.Read);
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
        try
        {
            using var file = new FileStream(PathOf(syncId, LockExtension), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
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

    /// <summary>Null if the text is not a journal, or is incomplete. An incomplete journal means that nothing was written.</summary>
    private static OpenUpdate? Read(StreamReader file)
    {
        if (Parse(file.ReadLine()) is not { } header || JsonWords.Whole(header["schemas"]) is not { } count) return null;
        var schemas = new List<SchemaText>();
        while (schemas.Count < count)
        {
            if (Parse(file.ReadLine()) is not { } schema) return null;
            schemas.Add(SchemaText.From(schema));
        }

        // An incomplete line is ignored.
        while (Parse(file.ReadLine()) is { } later) header = later;
        if (JsonWords.Instant(header["begun"]) is not { } begun) return null;
        return new(new(schemas), begun, header["answer"] is JsonObject answer ? ResourceVersion.Read(answer) : null, JsonWords.Instant(header["lost"]))
        {
            Name = JsonWords.Text(header["name"]),
            OrganizationId = JsonWords.Id(header["organization_id"]),
        };
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
        RemoveSecrets(ApiTables.Schema, schema);
        foreach (var field in SchemaForm.FieldsOf(schema)) RemoveSecrets(ApiTables.Field, field);
        return schema;
    }

    private static void RemoveSecrets(ApiTable table, JsonObject item)
    {
        foreach (var (name, value) in item.Where(property => table.Get(property.Key) is null).ToList())
        {
            var alone = new JsonObject { [name] = value?.DeepClone() };
            Secrets.Remove(alone, "", []);
            if (alone.Count == 0) item.Remove(name);
            else item[name] = alone[name]?.DeepClone();
        }
    }

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
