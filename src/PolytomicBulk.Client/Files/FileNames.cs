namespace PolytomicBulk.Files;

/// <summary>Compares file names as the least exact file systems do: ignoring case, and treating a letter with an accent as one character.</summary>
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
