using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>The folder of an export: which bulk sync has which file, and what the index lists.</summary>
public sealed class ConfigurationFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private ConfigurationFolder Folder => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_files_of_a_folder_are_its_JSON_files_without_the_index()
    {
        foreach (var file in new[] { "b.json", "a.JSON", "notes.txt", "json", "INDEX.json" }) File.WriteAllText(In(file), "{}");
        Assert.Equal([In("a.JSON"), In("b.json")], ConfigurationFolder.FilesIn(_folder));
    }

    [Fact]
    public void The_names_in_a_folder_are_those_in_files_that_can_be_read()
    {
        Write("a.json", Draft.Of("one"));
        File.WriteAllText(In("b.json"), """{"name":"broken",""");
        File.WriteAllText(In("c.json"), """{"name":"not complete"}""");
        File.WriteAllText(In("d.json"), "[]");
        Assert.Equal(["one"], ConfigurationFolder.NamesIn(_folder));
    }

    [Fact]
    public void The_names_in_the_index_count_only_with_files_that_exist()
    {
        foreach (var file in new[] { "a.json", "b.json", "c.json", "d.json" }) File.WriteAllText(In(file), "{}");
        WriteIndex(("one", "a.json"), ("twin", "b.json"), ("twin", "c.json"), ("half", "d.json"), ("half", "x.json"), ("gone", "y.json"), ("gone", "z.json"));
        Assert.Equal(["half", "one", "twin"], Folder.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["twin"], Folder.NamesOfSeveral);
    }

    [Fact]
    public void An_ignored_file_is_listed_once_however_often_the_index_is_read()
    {
        WriteIndex(("one", "../one.json"));
        var folder = Folder;
        Assert.Empty(folder.Names);
        Assert.Empty(folder.NamesOfSeveral);
        folder.Plan([], isAll: false);
        Assert.Equal(["../one.json"], folder.Ignored);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Of_several_with_one_name_each_keeps_the_file_that_it_is_most_alike(bool isAll, bool isTurned)
    {
        string[] places = isTurned ? ["c", "b", "a"] : ["a", "b", "c"];
        var plan = Folder.Plan([.. places.Select(place => Draft.Of("twin", place))], isAll);
        // Their texts decide which one has which file, and not the order of the service.
        Assert.Equal(["twin.json a", "twin-2.json b", "twin-3.json c"], plan.Where(IsSync).Select(Describe));
        foreach (var file in plan) await file.ApplyAsync();
        Assert.Equal(["twin twin-2.json", "twin twin-3.json", "twin twin.json"], Listed(plan));

        List<BulkSyncConfiguration> now = [Draft.Of("twin", "c"), Draft.Of("twin", "d"), Draft.Of("twin", "b", mode: "snapshot")];
        if (isTurned) now.Reverse();
        plan = Folder.Plan(now, isAll);
        Assert.DoesNotContain(plan, file => file.IsRemoved || file.IsForeign);
        Assert.Equal(["twin-2.json b", "twin-3.json c", "twin.json d"], plan.Where(IsSync).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(["twin twin-2.json", "twin twin-3.json", "twin twin.json"], Listed(plan));

        // One that is added has a new file.
        plan = Folder.Plan([.. places.Append("e").Select(place => Draft.Of("twin", place))], isAll);
        Assert.Equal(
            ["twin-2.json b", "twin-3.json c", "twin-4.json e", "twin.json a"], plan.Where(IsSync).Select(Describe).Order(StringComparer.Ordinal));

        // One that remains keeps its file, although it now has the name alone.
        plan = Folder.Plan([Draft.Of("twin", "c")], isAll);
        Assert.Equal("twin-3.json c", Describe(plan[0]));
        Assert.Equal(isAll ? ["twin-2.json", "twin.json"] : [], plan.Where(file => file.IsRemoved).Select(NameOf));
        Assert.Equal(isAll ? ["twin twin-3.json"] : ["twin twin-2.json", "twin twin-3.json", "twin twin.json"], Listed(plan));
    }

    [Theory]
    [InlineData("twin.json", "twin-2.json")]
    [InlineData("twin-2.json", "twin.json")]
    public void If_several_files_are_equally_alike_their_order_decides_and_not_that_of_the_index(string first, string second)
    {
        foreach (var file in new[] { first, second }) Write(file, Draft.Of("twin"));
        WriteIndex(("twin", first), ("twin", second));
        var plan = Folder.Plan([Draft.Of("twin", mode: "snapshot"), Draft.Of("twin", active: true)], isAll: true);
        Assert.Equal([("twin-2.json", false), ("twin.json", true)], plan.Where(IsSync).Select(file => (NameOf(file), Read(file)["active"]!.GetValue<bool>())));
    }

    [Fact]
    public void The_files_and_the_index_are_sorted_by_name()
    {
        var plan = Folder.Plan([Draft.Of("b"), Draft.Of("a"), Draft.Of("C")], isAll: true);
        Assert.Equal(["C.json", "a.json", "b.json", "index.json"], plan.Select(NameOf));
        Assert.Equal(["C C.json", "a a.json", "b b.json"], Listed(plan));
    }

    [Fact]
    public void A_file_keeps_the_spelling_that_the_index_has()
    {
        Write("ONE.json", Draft.Of("one"));
        WriteIndex(("one", "ONE.json"));
        var plan = Folder.Plan([Draft.Of("one")], isAll: true);
        Assert.Equal(["ONE.json", "index.json"], plan.Select(NameOf));
        Assert.True(plan[0] is { IsSame: true, IsForeign: false });
        Assert.Equal(["one ONE.json"], Listed(plan));
    }

#if NET
    [Fact]
    public void A_link_in_the_index_is_left_and_its_sync_has_another_file()
    {
        if (OperatingSystem.IsWindows()) return;
        Write("real.data", Draft.Of("one"));
        File.CreateSymbolicLink(In("link.json"), In("real.data"));
        WriteIndex(("one", "link.json"));
        var folder = Folder;
        Assert.Equal(["one.json", "index.json"], folder.Plan([Draft.Of("one")], isAll: true).Select(NameOf));
        Assert.Equal(["link.json"], folder.Ignored);
    }
#endif

    [Theory]
    [InlineData("replicate", false, true)]
    [InlineData("snapshot", false, false)]
    [InlineData("snapshot", true, true)]
    public void A_file_that_no_export_wrote_is_foreign_and_is_listed_only_with_the_content_of_an_export(string mode, bool overwrites, bool isListed)
    {
        Write("one.json", Draft.Of("one", mode: mode));
        var plan = Folder.Plan([Draft.Of("one", mode: "replicate")], isAll: true, overwrites);
        Assert.True(plan[0] is { IsForeign: true, Damage: null, IsRemoved: false });
        Assert.Equal(mode == "replicate", plan[0].IsSame);
        Assert.Equal(isListed ? ["one one.json"] : [], Listed(plan));
    }

    [Fact]
    public void A_file_of_a_sync_that_is_read_later_is_awaited_until_it_has_its_content()
    {
        foreach (var name in new[] { "one", "other", "two" }) Write(name + ".json", Draft.Of(name));
        File.WriteAllText(In("foreign.json"), "mine");
        WriteIndex(("one", "one.json"), ("other", "other.json"), ("two", "two.json"));
        var plan = Folder.Begin([], ["two", "one", "new", "foreign"], isAll: false);
        Assert.Equal(["foreign.json", "new.json", "one.json", "two.json"], plan.Files.Select(NameOf));
        Assert.All(plan.Files, file => Assert.True(file is { IsAwaited: true, IsRemoved: false, IsForeign: false, Text: null }));

        // A bulk sync that is not read keeps its file, and one that was never read has none.
        Assert.Equal(["one one.json", "other other.json", "two two.json"], Listed(plan.Finish(isAll: false)));
        var filled = plan.Files.Select(file => plan.Fill(file, Draft.Of(file.Name!, mode: "snapshot"))).ToList();
        Assert.All(filled, file => Assert.True(file is { IsAwaited: false, IsRemoved: false, IsUnclear: false }));
        Assert.All(filled, file => Assert.Equal("snapshot", (string?)Read(file)["mode"]));
        Assert.Equal(["foreign.json"], filled.Where(file => file.IsForeign).Select(NameOf));
        Assert.Equal(["new new.json", "one one.json", "other other.json", "two two.json"], Listed(plan.Finish(isAll: false)));
    }

    [Fact]
    public async Task A_file_is_the_same_once_it_is_written_or_removed()
    {
        var plan = Folder.Plan([Draft.Of("one")], isAll: true);
        foreach (var file in plan)
        {
            Assert.False(file.IsSame);
            await file.ApplyAsync();
            Assert.True(file.IsSame);
        }

        var gone = Folder.Plan([], isAll: true)[0];
        Assert.True(gone is { IsRemoved: true, IsSame: false, Text: null });
        await gone.ApplyAsync();
        Assert.True(gone.IsSame);
        Assert.False(File.Exists(In("one.json")));
    }

    [Fact]
    public void A_copy_of_a_file_that_an_export_writes_is_surplus()
    {
        foreach (var file in new[] { "one.json", "copy.json" }) Write(file, Draft.Of("one"));
        Write("other.json", Draft.Of("other"));
        File.WriteAllText(In("broken.json"), "{");
        var plan = Folder.Begin([], ["one"], isAll: true);
        plan.Fill(plan.Files[0], Draft.Of("one"));
        plan.Finish(isAll: true);
        var surplus = Assert.Single(plan.FindSurplus());
        Assert.Equal(("one", "one.json", "copy.json"), (surplus.Name, Assert.Single(surplus.Written), Assert.Single(surplus.Files)));
        Assert.Empty(new ConfigurationFolder(In("missing")).FindSurplus([("one", "one.json")], []));
    }

    [Fact]
    public void A_file_that_an_export_wrote_is_not_surplus_however_the_folder_spells_it()
    {
        foreach (var file in new[] { "ONE.json", "b.json" }) Write(file, Draft.Of("one"));
        Assert.Empty(Folder.FindSurplus([("one", "b.json")], own: ["one.json"]));
    }

    [Fact]
    public void Of_two_files_whose_names_differ_only_in_case_the_one_that_is_not_written_is_surplus()
    {
        Write("one.json", Draft.Of("one"));
        if (File.Exists(In("ONE.json"))) return;
        Write("ONE.json", Draft.Of("one"));
        Assert.Equal(["ONE.json"], Assert.Single(Folder.FindSurplus([("one", "one.json")], own: ["one.json"])).Files);
    }

    private static bool IsSync(ConfigurationFile file) => file is { Name: not null, IsRemoved: false };

    private static string NameOf(ConfigurationFile file) => Path.GetFileName(file.Path);

    private static JsonNode Read(ConfigurationFile file) => JsonNode.Parse(file.Text!)!;

    /// <summary>The name of a file, and the place in it.</summary>
    private static string Describe(ConfigurationFile file) => $"{NameOf(file)} {Read(file)["destination_configuration"]!["schema"]}";

    /// <summary>The entries of the index in a plan.</summary>
    private static IEnumerable<string> Listed(IReadOnlyList<ConfigurationFile> plan) =>
        Read(plan[^1])["syncs"]!.AsArray().Select(entry => $"{entry!["name"]} {entry["file"]}");

    private string In(string file) => Path.Combine(_folder, file);

    private void Write(string file, BulkSyncConfiguration configuration) => File.WriteAllText(In(file), configuration.ToText());

    private void WriteIndex(params (string Name, string File)[] entries)
    {
        var syncs = new JsonArray([.. entries.Select(entry => new JsonObject { ["name"] = entry.Name, ["file"] = entry.File })]);
        File.WriteAllText(In("index.json"), new JsonObject { ["syncs"] = syncs }.ToJsonString());
    }
}
