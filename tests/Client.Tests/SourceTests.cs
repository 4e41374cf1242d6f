using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Client.Tests;

/// <summary>Rules for the source that the compiler does not check.</summary>
public sealed class SourceTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void No_line_is_longer_than_the_limit_in_editorconfig()
    {
        var lines = LinesLongerThan(MaxLineLength());
        // A comparison of lists would show only the first lines, and shorten them.
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }

    [Fact]
    public void A_longer_line_is_found() => Assert.NotEmpty(LinesLongerThan(MaxLineLength() / 2));

    [Fact]
    public void The_client_names_no_cmdlet() => Assert.Empty(LinesThatName(@"\b[A-Z][a-z]+-Polytomic", "PolytomicBulk.Client"));

    [Fact]
    public void A_name_of_a_cmdlet_is_found() => Assert.NotEmpty(LinesThatName(@"\b[A-Z][a-z]+-Polytomic", "PolytomicBulk"));

    private static int MaxLineLength() => int.Parse(
        Assert.Single(Regex.Matches(File.ReadAllText(Path.Combine(Root, ".editorconfig")), @"(?m)^max_line_length *= *(\d+)")).Groups[1].Value,
        CultureInfo.InvariantCulture);

    /// <summary>The file and number of each longer line, such as <c>src/A.cs:12 (170 columns)</c>.</summary>
    private static string[] LinesLongerThan(int columns) =>
        [.. from line in Lines("src") where line.Text.Length > columns select $"{line.Place} ({line.Text.Length} columns)"];

    /// <summary>The lines of a project's code that match a pattern, without comments.</summary>
    private static string[] LinesThatName(string pattern, string project) =>
    [
        .. from line in Lines("src/" + project)
           where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line.Text, pattern)
           select $"{line.Place} {line.Text.Trim()}",
    ];

    private static IEnumerable<(string Place, string Text)> Lines(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Any(folder => folder is "obj" or "bin")
        orderby path
        from line in File.ReadLines(file).Index()
        select ($"{path}:{line.Index + 1}", line.Item);

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, ".editorconfig"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests has an .editorconfig."));
}
