namespace PolytomicBulk.Configuration;

/// <summary>Files that describe a bulk sync whose configuration an export writes to another file.</summary>
public sealed class ConfigurationSurplus
{
    internal ConfigurationSurplus(string name, IReadOnlyList<string> written, IReadOnlyList<string> files) => (Name, Written, Files) = (name, written, files);

    /// <summary>The name of the bulk sync.</summary>
    public string Name { get; }

    /// <summary>The names of the files that an export writes.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>The names of the other files.</summary>
    public IReadOnlyList<string> Files { get; }
}
