using PolytomicBulk;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>The folders of the client's source depend on each other in one direction.</summary>
public sealed class FolderTests
{
    private static readonly string[] FromTheTopDown =
        ["", "Report", "Configuration", "Updates", "Waiting", "Operations", "Editing", "Vocabulary", "Http", "Files", "Json", "Errors", "Models"];

    [Fact]
    public void A_folder_uses_only_folders_below_it() =>
        Assert.Equal([], SourceFolders.Against(typeof(PolytomicClient).Assembly.Location, "src/PolytomicBulk.Client", FromTheTopDown));

    [Fact]
    public void A_dependency_against_the_order_is_found() =>
        Assert.NotEmpty(SourceFolders.Against(typeof(PolytomicClient).Assembly.Location, "src/PolytomicBulk.Client", [.. FromTheTopDown.Reverse()]));
}
