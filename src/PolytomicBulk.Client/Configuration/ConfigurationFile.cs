namespace PolytomicBulk.Configuration;

/// <summary>A file of a folder of configurations, as it is to be.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Name">The bulk sync's name; null for the index.</param>
/// <param name="IsForeign">Whether there is a file that no export has written.</param>
/// <param name="IsUnclear">Whether there is a file that may be of another bulk sync of that name.</param>
public sealed record ConfigurationFile(string Path, string? Name, bool IsForeign = false, bool IsUnclear = false)
{
    private readonly Func<byte[]>? _text;
    private bool? _isSame;

    internal ConfigurationFile(string path, string? name, Func<byte[]>? text)
        : this(path, name) => _text = text;

    /// <summary>Whether it is not known yet what is to be in it.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>Whether it is to be removed.</summary>
    public bool IsRemoved => _text is null && !IsAwaited;

    /// <summary>What is to be in it; null where it is to be removed. As the texts of all files take much memory, each is made when it is asked for.</summary>
    public string? Text => _text?.Invoke() is { } text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>
    /// Whether the file already has the right text. It is read once, and again after <see cref="ApplyAsync"/>. False where the file cannot be read.
    /// </summary>
    public bool IsSame => _isSame ??= Compare();

    /// <summary>Makes the file what it is to be.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
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
            // A checkout may have given it other line ends.
            return (new FileInfo(Path).Length == text.Length && File.ReadAllBytes(Path).AsSpan().SequenceEqual(text))
                || ConfigurationReader.ReadText(Path).Replace("\r\n", "\n") == Encoding.UTF8.GetString(text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
