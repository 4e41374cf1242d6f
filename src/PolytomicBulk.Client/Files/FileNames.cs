namespace PolytomicBulk.Files;

/// <summary>Compares file names like the least strict file systems: case and the encoding of accented letters do not matter.</summary>
internal sealed class FileNames : IEqualityComparer<string>
{
    private FileNames()
    {
    }

    public static FileNames Comparer { get; } = new();

    public bool Equals(string? one, string? other) => string.Equals(Form(one), Form(other), StringComparison.OrdinalIgnoreCase);

    public int GetHashCode(string name) => StringComparer.OrdinalIgnoreCase.GetHashCode(Form(name)!);

    private static string? Form(string? name)
    {
        try
        {
            return name?.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair cannot be normalized.
            return name;
        }
    }
}
