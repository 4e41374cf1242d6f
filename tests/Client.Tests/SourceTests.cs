using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Client.Tests;

/// <summary>Rules for the text of the source that the compiler does not hold.</summary>
public sealed class SourceTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void A_line_is_no_longer_than_the_editor_is_told()
    {
        var lines = LinesLongerThan(MaxLineLength());
        // A comparison of lists would show the first few only, and not to their ends.
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }

    [Fact]
    public void A_longer_line_is_found() => Assert.NotEmpty(LinesLongerThan(MaxLineLength() / 2));

    private static int MaxLineLength() => int.Parse(
        Assert.Single(Regex.Matches(File.ReadAllText(Path.Combine(Root, ".editorconfig")), @"(?m)^max_line_length *= *(\d+)")).Groups[1].Value,
        CultureInfo.InvariantCulture);

    /// <summary>The file and number of each longer line, such as <c>src/A.cs:12 (170 columns)</c>.</summary>
    private static string[] LinesLongerThan(int columns) =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
           where !path.Split('/').Any(folder => folder is "obj" or "bin")
           orderby path
           from line in File.ReadLines(file).Index()
           where line.Item.Length > columns
           select $"{path}:{line.Index + 1} ({line.Item.Length} columns)",
    ];

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, ".editorconfig"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests has an .editorconfig."));
}
