using System.Text;
using System.Text.Json.Nodes;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>The text of a configuration file.</summary>
public sealed class ConfigurationTextTests
{
    private static readonly JsonObject Small = new() { ["a"] = 1, ["b"] = new JsonArray() };

    [Fact]
    public void Each_line_ends_with_a_line_feed() =>
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": []\n}\n", Encoding.UTF8.GetString(ConfigurationText.Write(Small)));

    [Fact]
    public void A_function_writes_the_last_list_or_nothing_is_written()
    {
        var text = ConfigurationText.Write(Small, "c", (writer, _) =>
        {
            writer.WriteNumberValue(5);
            return true;
        });
        Assert.NotNull(text);
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": [],\n  \"c\": [\n    5\n  ]\n}\n", Encoding.UTF8.GetString(text));
        Assert.Null(ConfigurationText.Write(Small, "c", (_, _) => false));
    }

    [Theory]
    [InlineData("\r\na\r\nb\r", "\na\nb")]
    [InlineData("{\r\n  \"a\": \"\\r\"\r\n}\n", "{\n  \"a\": \"\\r\"\n}\n")]
    public void The_line_endings_are_the_same_on_every_system(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ConfigurationText.InOneForm(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_text_that_already_has_these_line_endings_is_not_copied()
    {
        var text = Encoding.UTF8.GetBytes("{\n}\n");
        Assert.Same(text, ConfigurationText.InOneForm(text));
    }

#if NET
    [Theory]
    [InlineData(100_000, true)]
    [InlineData((1 << 19) + 1, true)]
    [InlineData(1_200_000, false)]
    public void The_memory_of_a_file_is_used_for_the_next_one_unless_it_is_large(int length, bool isKept)
    {
        var json = new JsonObject { ["a"] = "" };
        json["a"] = new string('x', length - ConfigurationText.Write(json).Length);
        Assert.Equal(length, ConfigurationText.Write(json).Length);
        // Each thread has its own memory.
        var (first, next) = (0L, 0L);
        var thread = new Thread(() => (first, next) = (Allocated(), Allocated()));
        thread.Start();
        thread.Join();
        Assert.Equal(isKept, first - next > length);

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ConfigurationText.Write(json);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
#endif
}
