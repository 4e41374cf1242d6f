using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>An import deletes only bulk syncs that certainly have no file. An export deletes only files that an export has certainly written.</summary>
public sealed class DeletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly FakeService _fake = new(new TestClock()) { PageSize = 2 };
    private readonly Api _api;
    private readonly List<string> _ids;

    public DeletionTests()
    {
        _api = new Api(_fake);
        _ids = [.. Enumerable.Range(0, 5).Select(i => _fake.AddSync($"sync {i}"))];
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_sync_that_a_changing_list_hides_or_repeats_is_neither_deleted_nor_created_again()
    {
        await ExportAsync();
        File.Delete(In("sync 4.json"));
        for (var skip = 0; skip < 6; skip++)
        {
            var removed = _fake.AddSync("passing");
            _fake.On("GET", "/api/bulk/syncs", skip: skip % 3).Then(_fake.Touch(_ids[skip % 4]));
            _fake.On("GET", "/api/bulk/syncs", skip: skip).First(_fake.SyncRemoval(removed));
            var steps = await PlanAsync(new() { Prune = true });
            Assert.Equal(["Nothing sync 0", "Nothing sync 1", "Nothing sync 2", "Nothing sync 3", "Delete sync 4"], steps.Select(step => $"{step.Kind} {step.Name}").Where(step => step != "Delete passing"));
            if (_fake.Syncs.Count == 6) _fake.SyncRemoval(removed)();
        }
    }

    [Fact]
    public async Task A_file_whose_name_differs_in_case_keeps_its_sync()
    {
        await ExportAsync();
        File.Move(In("sync 4.json"), In("SYNC 4.JSON"));
        Assert.DoesNotContain(await PlanAsync(new() { Prune = true }), step => step.Kind != ConfigurationStepKind.Nothing);
    }

    [Theory]
    [InlineData("a pattern that matched nothing")]
    [InlineData("a file that cannot be read")]
    public async Task Nothing_is_deleted_after(string what)
    {
        await ExportAsync();
        File.Delete(In("sync 4.json"));
        if (what == "a file that cannot be read") File.WriteAllText(In("sync 4.json"), "<<<<<<< HEAD");
        var files = new ConfigurationSet();
        files.Add(_folder);
        if (what != "a file that cannot be read") files.NoteUnmatched("./b*");
        _ = files.Read().ToList();
        var steps = new List<ConfigurationStep>();
        await foreach (var step in _api.Client.Configurations.Planner(files, new() { Prune = true }).PlanAsync()) steps.Add(step);
        Assert.DoesNotContain(steps, step => step.Kind == ConfigurationStepKind.Delete);
        var reason = Assert.Single(steps[^1].Reasons);
        Assert.Equal(ConfigurationReasonKind.Incomplete, reason.Kind);
        if (what != "a file that cannot be read") Facts.Hold(reason.Words, "'./b*'");
    }

    [Fact]
    public async Task All_deletions_are_announced_before_the_first_one()
    {
        await ExportAsync();
        File.Delete(In("sync 0.json"));
        File.Delete(In("sync 3.json"));
        var files = Files();
        var planner = _api.Client.Configurations.Planner(files, new() { Prune = true });
        await foreach (var step in planner.PlanAsync())
        {
            Assert.Equal(step.Kind == ConfigurationStepKind.Delete ? ["sync 0", "sync 3"] : [], planner.Deletions.Select(sync => sync.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_sync_that_is_renamed_before_its_deletion_is_not_deleted()
    {
        await ExportAsync();
        File.Delete(In("sync 0.json"));
        File.Delete(In("sync 3.json"));
        var planner = _api.Client.Configurations.Planner(Files(), new() { Prune = true });
        await foreach (var step in planner.PlanAsync())
        {
            if (step.Kind != ConfigurationStepKind.Delete) continue;
            if (step.Name == "sync 3") _fake.SyncEdit(_ids[3], """{"name":"sync 0"}""")();
            var apply = () => planner.ApplyAsync(step);
            if (step.Name == "sync 3") Facts.Hold((await Assert.ThrowsAsync<PolytomicApiException>(apply)).Message, "'sync 0'", "not deleted", _ids[3]);
            else await apply();
        }

        Assert.Equal([_ids[1], _ids[2], _ids[3], _ids[4]], _fake.Syncs.Select(sync => (string)sync["id"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("victim.txt", "mine")]
    [InlineData("victim.json", "mine")]
    [InlineData("victim.json", "{}")]
    [InlineData("victim.json", """{"name":"victim","mode":"snapshot"}""")]
    [InlineData("../victim.json", null)]
    [InlineData("index.json", null)]
    public async Task An_export_deletes_only_files_that_an_export_has_written(string file, string? text)
    {
        await ExportAsync();
        if (text is not null) File.WriteAllText(In(file), text);
        var index = File.ReadAllText(In("index.json"));
        File.WriteAllText(In("index.json"), index.Replace("\"syncs\": [", $$"""
            "syncs": [ {"name":"victim","file":"{{file}}"},
            """, StringComparison.Ordinal));
        var folder = await ExportAsync();
        Assert.Equal([file], folder.Ignored);
        if (text is not null) Assert.Equal(text, File.ReadAllText(In(file)));
        Assert.Equal(index, File.ReadAllText(In("index.json")));
        Assert.Empty((await ExportAsync()).Ignored);
    }

    [Fact]
    public async Task An_export_overwrites_only_files_that_an_export_has_written()
    {
        await ExportAsync();
        File.WriteAllText(In("sync 1.json"), "mine");
        File.WriteAllText(In("sync 2.json"), File.ReadAllText(In("sync 2.json")).Replace("snapshot", "replicate", StringComparison.Ordinal));
        var plan = await PlanExportAsync(new ConfigurationFolder(_folder));
        Assert.Equal(["sync 1.json"], plan.Where(file => file.IsForeign).Select(file => Path.GetFileName(file.Path)));
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("<<<<<<< HEAD", "merge conflict")]
    public async Task A_damaged_file_stays_in_the_index(string text, string fact)
    {
        await ExportAsync();
        var index = File.ReadAllText(In("index.json"));
        File.WriteAllText(In("sync 1.json"), text);
        for (var times = 0; times < 2; times++)
        {
            var plan = await PlanExportAsync(new ConfigurationFolder(_folder));
            var file = Assert.Single(plan, file => file.IsForeign);
            Assert.Equal("sync 1", file.Name);
            Facts.Hold(file.Damage!, fact);
            await plan[^1].ApplyAsync();
            Assert.Equal(index, File.ReadAllText(In("index.json")));
        }
    }

    [Theory]
    [InlineData("""{"name":"package"}""")]
    [InlineData("""{"syncs":[{"name":"a","name":"a"}]}""")]
    [InlineData("""{"syncs":[{"name":"a","file":"\ud800"}]}""")]
    [InlineData("<<<<<<< HEAD")]
    public async Task An_index_that_no_export_has_written_is_not_overwritten(string text)
    {
        await ExportAsync();
        File.WriteAllText(In("index.json"), text);
        var plan = await PlanExportAsync(new ConfigurationFolder(_folder));
        Assert.True(plan[^1].IsForeign);
        Assert.DoesNotContain(plan, file => file.IsRemoved);
    }

    [Fact]
    public async Task A_file_whose_name_was_edited_is_not_deleted_with_the_sync()
    {
        await ExportAsync();
        File.WriteAllText(In("sync 1.json"), File.ReadAllText(In("sync 1.json")).Replace("\"sync 1\"", "\"mine\"", StringComparison.Ordinal));
        _fake.SyncRemoval(_ids[1])();
        _fake.SyncRemoval(_ids[2])();
        Assert.Equal(["sync 1.json"], (await ExportAsync()).Ignored);
        Assert.True(File.Exists(In("sync 1.json")));
        Assert.False(File.Exists(In("sync 2.json")));
    }

    private string In(string file) => Path.Combine(_folder, file);

    private async Task<ConfigurationFolder> ExportAsync()
    {
        var folder = new ConfigurationFolder(_folder);
        foreach (var file in await PlanExportAsync(folder)) await file.ApplyAsync();
        return folder;
    }

    private async Task<IReadOnlyList<ConfigurationFile>> PlanExportAsync(ConfigurationFolder folder)
    {
        var configurations = new List<BulkSyncConfiguration>();
        foreach (var sync in await _api.Client.BulkSyncs.ListCertainAsync()) configurations.Add(await _api.Client.Configurations.ReadAsync(sync));
        return folder.Plan(configurations, isAll: true);
    }

    private ConfigurationSet Files()
    {
        var files = new ConfigurationSet();
        files.Add(_folder);
        _ = files.Read().ToList();
        return files;
    }

    private async Task<List<ConfigurationStep>> PlanAsync(ConfigurationPlanOptions options)
    {
        var steps = new List<ConfigurationStep>();
        await foreach (var step in _api.Client.Configurations.Planner(Files(), options).PlanAsync()) steps.Add(step);
        return [.. steps.OrderBy(step => step.Kind).ThenBy(step => step.Name, StringComparer.Ordinal)];
    }
}
