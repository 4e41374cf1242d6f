using System.Text;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>Configuration files in the encodings that editors and PowerShell write.</summary>
public sealed class ConfigurationEncodingTests : IDisposable
{
    private const string Text = "{\n  \"name\": \"Größe 日本\"\n}\n";

    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string, byte[]> Read => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8 with a mark", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)] },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)] },
        { "UTF-16, big end first", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "UTF-32", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Text)] },
    };

    public void Dispose() => File.Delete(_file);

    [Theory, MemberData(nameof(Read))]
    public void Text_is_read_by_its_byte_order_mark_or_as_UTF8(string encoding, byte[] bytes)
    {
        Assert.NotEmpty(encoding);
        File.WriteAllBytes(_file, bytes);
        Assert.Equal(Text, ConfigurationReader.ReadText(_file));
    }

    [Fact]
    public void ANSI_is_refused_and_not_read_as_broken_UTF8()
    {
        File.WriteAllBytes(_file, Encoding.GetEncoding("ISO-8859-1").GetBytes("{\n  \"name\": \"Größe\"\n}\n"));
        var fault = Assert.Throws<InvalidConfigurationException>(() => ConfigurationReader.ReadText(_file));
        Assert.Equal(2, fault.Line);
        Facts.Hold(fault.Message, "line 2", "UTF-8", "ANSI", "-Encoding utf8");

        var set = new ConfigurationSet();
        set.Add(_file);
        Assert.Equal(2, Assert.Single(set.Read()).Fault!.Line);
        Assert.True(set.LacksFiles);
        Assert.False(new ConfigurationFile(_file, "Größe", () => Encoding.UTF8.GetBytes(Text)).IsSame);
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x7B, 0xF6, 0x7D }, "utf-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8, 0x7B, 0x00 }, "utf-16")]
    public void Text_that_does_not_match_its_byte_order_mark_is_refused(byte[] bytes, string encoding)
    {
        File.WriteAllBytes(_file, bytes);
        Facts.Hold(Assert.Throws<InvalidConfigurationException>(() => ConfigurationReader.ReadText(_file)).Message, encoding);
    }

    [Theory]
    [InlineData("a|b.json")]
    [InlineData("a\\u0000b.json")]
    [InlineData("a/b.json")]
    [InlineData("..")]
    [InlineData("")]
    public void An_index_with_an_invalid_file_name_is_ignored(string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "own.json"), "{}");
            File.WriteAllText(
                Path.Combine(folder, "index.json"), $$$"""{"syncs":[{"name":"Orders","file":"{{{file}}}"},{"name":"Own","file":"own.json"}]}""");
            Assert.Equal(["Own"], new ConfigurationFolder(folder).Names);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
