using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>Of a file, only a few properties are kept. The rest is read again when it is needed.</summary>
public sealed class ConfigurationRereadTests : IDisposable
{
#if NET
    /// <summary>Filters are left to nodes.</summary>
    private const string Filters = """
        "filters":[{"function":"IsNull"}],
        """;
#endif

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("[]")]
    // Filters are left to nodes.
    [InlineData("""[{"id":"a","filters":[{"function":"IsNull"}]}]""")]
    public void A_secret_in_a_file_is_left_out_each_time_the_file_is_read(string schemas)
    {
        var file = Read(SampleFile.Json(("destination_configuration", """{"schema":"x","password":"realP"}"""), ("schemas", schemas)).ToString());
        Assert.Equal(["destination_configuration.password"], file.LeftOut);
        Assert.DoesNotContain("password", file.ToText(), StringComparison.Ordinal);
        Assert.Equal("""{"schema":"x"}""", file.ToSettings()["destination_configuration"]!.ToJsonString());
    }

    [Theory]
    [InlineData("the file does not exist any more")]
    [InlineData("the file is not UTF-8", (byte)'{', (byte)0xFF)]
    [InlineData("the file has changed", (byte)'{', (byte)'}')]
    public void A_file_that_cannot_be_read_again_is_a_failure(string how, params byte[] text)
    {
        var file = Read(SampleFile.Json().ToString());
        if (text.Length > 0) File.WriteAllBytes(_file, text);
        else File.Delete(_file);
        var failure = Assert.Throws<PolytomicApiException>(file.ToText);
        Assert.Equal(PolytomicFailure.Conflict, failure.Failure);
        Assert.True(failure.Message.Contains(_file, StringComparison.Ordinal), how);
    }

    [Fact]
    public void Files_that_say_the_same_have_the_same_hash_in_any_form()
    {
        var json = SampleFile.Json(("active", "true"));
        var hash = Read(json.ToJsonString()).TextHash;
        var turned = new JsonObject(json.Reverse().Select(one => new KeyValuePair<string, JsonNode?>(one.Key, one.Value?.DeepClone())));
        Assert.Equal(hash, Read(turned.ToString()).TextHash);
        Assert.Equal(hash, BulkSyncConfiguration.Parse(turned.ToString()).TextHash);
        Assert.NotEqual(hash, Read(SampleFile.Json(("active", "false")).ToString()).TextHash);
    }

#if NET
    [Fact]
    public void Most_files_are_read_without_nodes_for_their_schemas()
    {
        var (text, odd) = (SampleFile.Json(("schemas", Large(""))).ToString(), SampleFile.Json(("schemas", Large(Filters))).ToString());
        // Both are read twice, because some things are allocated only the first time.
        var files = new[] { text, odd, text, odd }.Select(Encoding.UTF8.GetBytes);
        var allocated = files.Select(bytes => Allocated(() => BulkSyncConfiguration.FromFile(bytes, _file))).ToList();
        Assert.InRange(allocated[2], 1, allocated[3] / 2);
    }

    [Fact]
    public void The_nodes_of_an_export_are_used_as_long_as_they_exist()
    {
        // The nodes can be collected at any moment, but hardly each time.
        Assert.Contains(Enumerable.Range(0, 10), attempt =>
        {
            var export = SampleFile.FromService(Large(Filters));
            return Allocated(() => _ = export.SchemaObjects.ToList()) < 10_000;
        });
    }

    private static string Large(string filters)
    {
        var fields = Enumerable.Range(0, 1000).Select(number => $$"""{"id":"field {{number}}","enabled":true}""");
        return $$"""[{"id":"a","enabled":true,{{filters}}"fields":[{{string.Join(",", fields)}}]}]""";
    }

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
#endif

    private BulkSyncConfiguration Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(_file, bytes);
        return BulkSyncConfiguration.FromFile(bytes, _file);
    }
}
