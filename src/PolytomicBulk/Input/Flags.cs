namespace PolytomicBulk.Input;

/// <summary>Reads true and false, also from the text of a CSV file.</summary>
internal static class Flags
{
    public static bool? Read(string name, object? value) => PowerShellValue.Unwrap(value) switch
    {
        null => null,
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when Is(text, "true", "yes", "1") => true,
        string text when Is(text, "false", "no", "0") => false,
        int number and (0 or 1) => number == 1,
        long number and (0 or 1) => number == 1,
        var other => throw new ArgumentException($"{name} must be true or false, not '{other}'."),
    };

    private static bool Is(string text, params string[] words) => words.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
}
