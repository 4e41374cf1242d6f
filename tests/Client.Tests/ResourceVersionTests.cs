using System.Globalization;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>The version of an object is the time of its last change and its user, in either spelling of the API.</summary>
public sealed class ResourceVersionTests
{
    [Theory]
    [InlineData("""{"updated_at":"2026-06-01T12:00:00+02:00","updated_by":{"id":"7","name":"Ana Lima"}}""", "2026-06-01T10:00:00Z", "Ana Lima", "7")]
    [InlineData("""{"updated_at":"2026-06-01T10:00:00Z","updated_by":{"id":"7","name":null}}""", "2026-06-01T10:00:00Z", "7", "7")]
    [InlineData("""{"updatedAt":"2026-06-01T10:00:00Z","updatedBy":"7"}""", "2026-06-01T10:00:00Z", "7", "7")]
    [InlineData("""{"updated_by":{"name":"Ana Lima"}}""", null, "Ana Lima", null)]
    [InlineData("""{"updated_at":"soon"}""", null, null, null)]
    public void A_user_without_a_name_is_shown_by_id(string json, string? time, string? who, string? id) =>
        Assert.Equal(new ResourceVersion(time is null ? null : Time(time), who, id), ResourceVersion.Read(OneSync.Parse(json)));

    [Theory]
    [InlineData("2026-06-01T09:59:59Z", true)]
    [InlineData("2026-06-01T10:00:00Z", false)]
    [InlineData("2026-06-01T10:00:01Z", false)]
    public void A_change_at_the_same_time_is_not_after_it(string seen, bool isAfter)
    {
        var version = new ResourceVersion(Time("2026-06-01T10:00:00Z"), null, null);
        Assert.Equal(isAfter, version.IsAfter(Time(seen)));
        Assert.Equal(isAfter, version.IsAfter(Time(seen).ToLocalTime()));
        Assert.False(version.IsAfter(null));
        Assert.False(new ResourceVersion(null, null, null).IsAfter(Time(seen)));
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
