using System.Globalization;
using System.Text.Json;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

public sealed class TimeTests
{
    [Theory]
    [InlineData("2024-01-15T09:30:00Z", "2024-01-15T09:30:00.0000000Z")]
    [InlineData("2024-01-15T09:30:00.5Z", "2024-01-15T09:30:00.5000000Z")]
    [InlineData("2024-01-15T09:30:00.123456789Z", "2024-01-15T09:30:00.1234567Z")]
    [InlineData("2024-01-15T09:30:00.000000001Z", "2024-01-15T09:30:00.0000000Z")]
    [InlineData("2024-01-15T09:30:00+02:00", "2024-01-15T07:30:00.0000000Z")]
    [InlineData("2024-01-15T09:30:00.25-08:00", "2024-01-15T17:30:00.2500000Z")]
    [InlineData("2024-02-29T23:59:59.999999999+14:00", "2024-02-29T09:59:59.9999999Z")]
    [InlineData("2024-10-27T00:30:00Z", "2024-10-27T00:30:00.0000000Z")]
    [InlineData("2024-10-27T01:30:00Z", "2024-10-27T01:30:00.0000000Z")]
    [InlineData("2024-03-31T01:30:00Z", "2024-03-31T01:30:00.0000000Z")]
    public void A_time_is_the_same_instant_in_local_time(string wire, string utc)
    {
        var time = Read(wire).UpdatedAt!.Value;
        Assert.Equal(DateTimeKind.Local, time.Kind);
        Assert.Equal(utc, time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(time), time - time.ToUniversalTime());
    }

    [Theory]
    [InlineData("2024-01-15T09:30:00+02:00", "2024-01-15T07:30:00Z")]
    [InlineData("2024-01-15T09:30:00.120Z", "2024-01-15T09:30:00.12Z")]
    [InlineData("2024-01-15T09:30:00.123456789Z", "2024-01-15T09:30:00.1234567Z")]
    public void A_time_is_sent_in_UTC(string wire, string written)
    {
        var json = JsonSerializer.SerializeToNode(Read(wire), ApiJson.Default.BulkSync)!;
        Assert.Equal(written, (string?)json["updated_at"]);
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fi-FI")]
    public void No_culture_changes_what_is_read_or_written(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var json = JsonSerializer.SerializeToNode(Read("2024-01-15T09:30:00.5Z"), ApiJson.Default.BulkSync)!;
            Assert.Equal("2024-01-15T09:30:00.5Z", (string?)json["updated_at"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_first_and_last_moments_do_not_fail()
    {
        // Go writes the first time for "never", and people write the last time for "always". Neither has a time in other time zones.
        Assert.Equal(1, Read("0001-01-01T00:00:00Z").UpdatedAt!.Value.Year);
        Assert.Equal(9999, Read("9999-12-31T23:59:59.9999999Z").UpdatedAt!.Value.Year);
    }

    private static BulkSync Read(string time) => JsonSerializer.Deserialize($$"""{"updated_at":"{{time}}"}""", ApiJson.Default.BulkSync)!;
}
