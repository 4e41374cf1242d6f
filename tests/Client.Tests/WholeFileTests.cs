using PolytomicBulk.Files;
using Xunit;

namespace Client.Tests;

/// <summary>A file gets its name only when it is complete.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_name_of_a_partial_file_has_12_characters()
    {
        var names = Enumerable.Range(0, 50).Select(_ => WholeFile.PartialOf(In("a.log"))).ToList();
        Assert.All(names, name => Assert.Equal((_folder, 12), (Path.GetDirectoryName(name), Path.GetFileName(name).Length)));
        Assert.True(names.Distinct().Count() > 40);
    }

    [Fact]
    public async Task A_file_is_written_under_another_name_in_its_folder()
    {
        await WholeFile.WriteAsync(In("a.log"), overwrite: false, async target =>
        {
            Assert.Matches("^~[0-9a-z]{7}[.]tmp$", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
            target.WriteByte(1);
            await target.FlushAsync();
        });
        Assert.Equal([In("a.log")], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_failed_write_leaves_no_file()
    {
        await Assert.ThrowsAsync<IOException>(() => WholeFile.WriteAsync(In("a.log"), overwrite: false, _ => throw new IOException("full")));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Only_partial_files_of_a_killed_process_are_deleted()
    {
        var (left, other, written) = (WholeFile.PartialOf(In("a.log")), WholeFile.PartialOf(In("b.log")), WholeFile.PartialOf(In("a.log")));
        string[] kept = [other, left + "x", In("~" + Path.GetFileName(left)), In("a.log"), In("~.tmp")];
        foreach (var path in kept.Append(left)) File.WriteAllText(path, "half");
        using (new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None)) WholeFile.DeleteLeftovers(In("a.log"));
        Assert.Equal(kept.Append(written).OrderBy(path => path, StringComparer.Ordinal), Directory.GetFiles(_folder).OrderBy(path => path, StringComparer.Ordinal));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
