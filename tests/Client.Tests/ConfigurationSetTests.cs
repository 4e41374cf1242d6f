using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>Which files belong to a set, and whether they are all files.</summary>
public sealed class ConfigurationSetTests : IDisposable
{
    private const string Good = """
        {"name":"a","mode":"replicate","source_connection":{"id":"11111111-2222-3333-4444-555555555555"},"destination_connection":
        {"id":"11111111-2222-3333-4444-555555555556"},"destination_configuration":{},"default_schedule":{"frequency":"manual"},"schemas":[]}
        """;

    private const string Index = """{"syncs":[{"name":"a","file":"a.json"}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "a.json")]
    [InlineData(false, "", "a.json")]
    [InlineData(false, "a.json", "")]
    public void A_set_is_complete_only_if_it_has_only_folders(bool isComplete, params string[] paths)
    {
        File.WriteAllText(In("a.json"), Good);
        var set = new ConfigurationSet();
        foreach (var path in paths) Assert.Equal([In("a.json")], set.Add(path.Length == 0 ? _folder : In(path)));
        Assert.Single(set.Read());
        Assert.Equal((isComplete, false), (set.IsComplete, set.IsCutShort));
        set.NoteLack();
        Assert.Equal((false, isComplete), (set.IsComplete, set.IsCutShort));
    }

    [Theory]
    [InlineData("index.json")]
    [InlineData("renamed.json")]
    public void The_index_of_a_folder_is_skipped_even_if_it_is_specified(string name)
    {
        File.WriteAllText(In("a.json"), Good);
        File.WriteAllText(In(name), Index);
        var set = new ConfigurationSet();
        set.Add(In(name));
        set.Add(_folder);
        Assert.Equal(In("a.json"), Assert.Single(set.Read()).Path);
        Assert.Equal("a", Assert.Single(set.Configurations).Name);
        Assert.False(set.LacksFiles);
    }

    [Fact]
    public void More_files_than_are_read_at_the_same_time_stay_in_order()
    {
        var count = (4 * Environment.ProcessorCount) + 1;
        for (var i = 0; i < count; i++) File.WriteAllText(In($"{i:000}.json"), i % 3 == 1 ? Index : Good.Replace("\"a\"", $"\"{i}\"", StringComparison.Ordinal));
        var set = new ConfigurationSet();
        set.Add(_folder);
        var names = Enumerable.Range(0, count).Where(i => i % 3 != 1).Select(i => $"{i}").ToList();
        Assert.Equal(names, set.Read().Select(source => source.Configuration!.Name));
        Assert.Equal(names, set.Configurations.Select(configuration => configuration.Name));
    }

#if NET
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_link_in_a_folder_is_followed_within_it_even_if_the_folder_is_a_link(int links)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateDirectory(In("real")).FullName;
        File.WriteAllText(Path.Combine(folder, "near.data"), Good);
        File.CreateSymbolicLink(Path.Combine(folder, "full.json"), Path.Combine(folder, "near.data"));
        File.CreateSymbolicLink(Path.Combine(folder, "short.json"), "near.data");
        for (var i = 0; i < links; i++) folder = Directory.CreateSymbolicLink(In($"link{i}"), folder).FullName;
        Assert.Equal([true, true], Read(folder).Select(source => source.Configuration is not null));
    }

    [Fact]
    public void A_link_that_leads_out_of_its_folder_through_another_link_is_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateDirectory(In("inside")).FullName;
        File.WriteAllText(In("far.data"), Good);
        File.CreateSymbolicLink(Path.Combine(folder, "middle.data"), In("far.data"));
        File.CreateSymbolicLink(Path.Combine(folder, "a.json"), "middle.data");
        Facts.Hold(Assert.Single(Read(folder)).Fault!.Cause.Message, "link", "outside");
    }

    private static List<ConfigurationSource> Read(string folder)
    {
        var set = new ConfigurationSet();
        set.Add(folder);
        return [.. set.Read()];
    }
#endif

    private string In(string file) => Path.Combine(_folder, file);
}
