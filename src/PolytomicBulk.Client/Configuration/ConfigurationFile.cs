namespace PolytomicBulk.Configuration;

/// <summary>A file in a folder of configurations, with its intended content.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Name">The name of the bulk sync. Null for the index.</param>
/// <param name="IsForeign">Whether a file exists that no export wrote, or that is not a configuration any more.</param>
/// <param name="IsUnclear">Whether a file exists that may belong to another bulk sync with the same name.</param>
public sealed record ConfigurationFile(string Path, string? Name, bool IsForeign = false, bool IsUnclear = false)
{
    private readonly Func<byte[]>? _text;
    private bool? _isSame;

    internal ConfigurationFile(string path, string? name, Func<byte[]>? text)
        : this(path, name) => _text = text;

    /// <summary>Whether the intended content is not known yet.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>Why the existing file is not a configuration, although the index lists it. Null if it is one, or if the index does not list it.</summary>
    public string? Damage { get; init; }

    /// <summary>Whether the file should be removed.</summary>
    public bool IsRemoved => _text is null && !IsAwaited;

    /// <summary>
    /// The intended content. Null if there is none, or if it is not known yet. It is created on demand, because the texts of all files take much
    /// memory.
    /// </summary>
    public string? Text => _text?.Invoke() is { } text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>
    /// Whether the file already has the intended content. The file is read once, and again after <see cref="ApplyAsync"/>. False if it cannot be
    /// read.
    /// </summary>
    public bool IsSame => _isSame ??= Compare();

    /// <summary>Writes the file, or removes it.</summary>
    /// <exception cref="IOException">The file cannot be written or removed.</exception>
    public async Task ApplyAsync()
    {
        _isSame = null;
        if (_text?.Invoke() is not { } text)
        {
            File.Delete(Path);
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await WholeFile.WriteAsync(Path, overwrite: true, target => target.WriteAsync(text, 0, text.Length)).ConfigureAwait(false);
    }

    private bool Compare()
    {
        try
        {
            if (_text is null || !File.Exists(Path)) return _text is null && !File.Exists(Path);
            var text = _text();
            // Version control can change the line endings.
            return (new FileInfo(Path).Length == text.Length && File.ReadAllBytes(Path).AsSpan().SequenceEqual(text))
                || ConfigurationReader.ReadText(Path).Replace("\r\n", "\n") == Encoding.UTF8.GetString(text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
