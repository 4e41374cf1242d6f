using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>How the bytes and the JSON of a configuration file are read.</summary>
public sealed class ConfigurationReaderTests
{
    private const long Largest = 256L << 20;

    [Fact]
    public void A_file_is_read_completely_even_if_each_read_returns_little()
    {
        var bytes = new byte[] { 1, 2, 3, 4, 5 };
        Assert.Equal(bytes, ConfigurationReader.ReadWhole(() => new WrittenFile(bytes, length: 5, lengthAfter: 5), () => DateTime.MinValue));
        Assert.Empty(ConfigurationReader.ReadWhole(() => new WrittenFile([], length: 0, lengthAfter: 0), () => DateTime.MinValue));
    }

    [Theory]
    [InlineData(4, 6, 6, false)]
    [InlineData(6, 4, 4, false)]
    [InlineData(6, 4, 6, false)]
    [InlineData(6, 6, 6, true)]
    public void A_file_that_changes_while_it_is_read_is_read_again_and_at_last_refused(int length, int readable, int lengthAfter, bool isTouched)
    {
        var whole = new byte[] { 1, 2, 3 };
        for (var changes = 0; changes <= 3; changes++)
        {
            var (opened, time) = (0, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            if (changes < 3) Assert.Equal(whole, Read());
            else Facts.Hold(Assert.Throws<InvalidConfigurationException>(Read).Message, "changed", "read");
            Assert.Equal(Math.Min(changes + 1, 3), opened);

            byte[] Read() => ConfigurationReader.ReadWhole(Open, () => time);

            Stream Open()
            {
                if (++opened > changes) return new WrittenFile(whole, whole.Length, whole.Length);
                if (isTouched) time = time.AddSeconds(1);
                return new WrittenFile(new byte[readable], length, lengthAfter);
            }
        }
    }

    [Theory]
    [InlineData(Largest + 1, "257 MiB")]
    [InlineData(Largest + (3 << 20), "259 MiB")]
    [InlineData(4 * Largest, "1024 MiB")]
    public void A_file_that_is_too_large_is_refused_with_its_size_and_not_read(long length, string size)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => ConfigurationReader.ReadWhole(() => new LargeFile(length), () => DateTime.MinValue));
        Facts.Hold(fault.Message, size, "256 MiB");
    }

    [Fact]
    public void A_file_of_the_largest_size_is_read() =>
        Assert.Throws<EndOfStreamException>(() => ConfigurationReader.ReadWhole(() => new LargeFile(Largest), () => DateTime.MinValue));

    [Theory]
    [InlineData("""{"list":[7,8]}""", """{"list":[]}""")]
    [InlineData("""{ "a":1, "list":[7,{}], "b":{"list":[true,null,"é"]}, }""", """{"a":1,"list":[],"b":{"list":[true,null,"é"]}}""")]
    public void An_object_is_parsed_without_one_of_its_lists(string text, string rest)
    {
        var parsed = ConfigurationReader.ParseWithout(Encoding.UTF8.GetBytes(text), "list", Count);
        Assert.NotNull(parsed);
        Assert.Equal(2, parsed.Value.Seen);
        Assert.Equal(World.Exact(OneSync.Parse(rest)), World.Exact(parsed.Value.Json));
        Assert.Equal(OneSync.Parse(rest).Select(property => property.Key), parsed.Value.Json.Select(property => property.Key));
    }

    [Theory]
    [InlineData("""{"a":"\u0041","list":[]}""")]
    [InlineData("""["list"]""")]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"list":[],"list":[]}""")]
    [InlineData("""{"list":[],"a":1,"a":1}""")]
    [InlineData("""{"list":5}""")]
    [InlineData("""{"list":null}""")]
    public void A_text_that_needs_everything_parsed_is_not_parsed_in_part(string text) =>
        Assert.Null(ConfigurationReader.ParseWithout(Encoding.UTF8.GetBytes(text), "list", Count));

    [Theory]
    [InlineData("""{"name":"x"}""", "x")]
    [InlineData("""{"n\u0061me":"x"}""", "x")]
    [InlineData("""/* mine */ {"a":{"name":"y"},"b":[["name"],{"name":"z"}],"c":"name","name":"x","rest":<<<<""", "x")]
    [InlineData("""{"a":1}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"name":5}""", null)]
    [InlineData("""{"name":null}""", null)]
    [InlineData("""{"name":{"name":"x"}}""", null)]
    [InlineData("""{"name":["x"]}""", null)]
    [InlineData("""{"name":"\ud800"}""", null)]
    [InlineData("""{"a":<<<<,"name":"x"}""", null)]
    [InlineData("\"x\"", null)]
    [InlineData("""["name","x"]""", null)]
    [InlineData("", null)]
    public void The_name_in_a_text_is_read_even_if_an_error_follows(string text, string? name) => Assert.Equal(name, ConfigurationReader.NameIn(text));

    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "list")]
    [InlineData(1, "other")]
    [InlineData(2, "list", 0)]
    [InlineData(3, "list", 1)]
    [InlineData(4, "list", 1, "a")]
    [InlineData(3, "list", 1, "other")]
    [InlineData(6, "list", 2, 1)]
    [InlineData(8, "b.c", "é", "x")]
    public void Each_property_and_item_has_the_line_of_its_value(long line, params object[] steps)
    {
        const string text = """
            { "a": 1,
              "list": [ { "b": {} },
                {
                  "a": [ 1 ] },
                [ [ 5 ],
                  { "d": "e" } ] ],
              "b.c": { "a": {}, "\u00e9":
                { "x": 1 } } }
            """;
        JsonNode owner = ConfigurationReader.Parse(text);
        var name = steps[^1] as string;
        foreach (var step in name is null ? steps : steps.Take(steps.Length - 1)) owner = step is int index ? owner[index]! : owner[(string)step]!;
        Assert.Equal(line, ConfigurationReader.LineOf(text.ReplaceLineEndings("\n"), owner, name));
    }

    private static int? Count(JsonElement list) => list.ValueKind == JsonValueKind.Null ? null : list.GetArrayLength();

    /// <summary>A file whose length is another one after its reading has begun. Each read returns at most two bytes.</summary>
    private sealed class WrittenFile(byte[] readable, long length, long lengthAfter) : MemoryStream(readable)
    {
        private bool _isRead;

        public override long Length => _isRead ? lengthAfter : length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            _isRead = true;
            return base.Read(buffer, offset, Math.Min(count, 2));
        }
    }

    private sealed class LargeFile(long length) : MemoryStream
    {
        public override long Length => length;

        public override int Read(byte[] buffer, int offset, int count) => throw new EndOfStreamException();
    }
}
