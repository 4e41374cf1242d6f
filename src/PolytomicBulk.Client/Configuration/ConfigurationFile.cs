namespace PolytomicBulk.Configuration;

/// <summary>A file of a folder of configurations, as it is to be.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Name">The bulk sync's name; null for the index.</param>
/// <param name="IsForeign">Whether there is a file that no export has written.</param>
/// <param name="IsUnclear">Whether there is a file that may be of another bulk sync of that name.</param>
public sealed record ConfigurationFile(string Path, string? Name, bool IsForeign = false, bool IsUnclear = false)
{
    private readonly Func<string>? _text;
    private bool? _isSame;

    internal ConfigurationFile(string path, string? name, Func<string>? text)
        : this(path, name) => _text = text;

    /// <summary>Whether it is not known yet what is to be in it.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>Whether it is to be removed.</summary>
    public bool IsRemoved => _text is null && !IsAwaited;

    /// <summary>What is to be in it; null where it is to be removed. As the texts of all files take much memory, each is made when it is asked for.</summary>
    public string? Text => _text?.Invoke();

    /// <summary>
    /// Whether the file already has the right text. It is read once, and again after <see cref="ApplyAsync"/>. False where the file cannot be read.
    /// </summary>
    public bool IsSame => _isSame ??= Compare();

    /// <summary>Makes the file what it is to be.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    public async Task ApplyAsync()
    {
        _isSame = null;
        if (Text is not { } text)
        {
            File.Delete(Path);
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var bytes = Encoding.UTF8.GetBytes(text);
        await WholeFile.WriteAsync(Path, overwrite: true, target => target.WriteAsync(bytes, 0, bytes.Length)).ConfigureAwait(false);
    }

    private bool Compare()
    {
        try
        {
            // A checkout may have given it other line ends.
            if (_text is null || !File.Exists(Path)) return _text is null && !File.Exists(Path);
            return ConfigurationReader.ReadText(Path).Replace("\r\n", "\n") == Text;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
