using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

public sealed class ScheduleSettingsTests
{
    [Theory]
    [InlineData(null, null, null, null, null, null, "")]
    [InlineData("manual", null, null, null, null, null, "manual")]
    [InlineData("manual", "30", "12", "monday", "1", "1", "manual")]
    [InlineData("continuous", null, null, null, null, null, "continuous")]
    [InlineData("hourly", "5", null, null, null, null, "hourly at :05")]
    [InlineData("hourly", null, null, null, null, null, "hourly")]
    [InlineData("hourly", "*/10", null, null, null, null, "hourly at :*/10")]
    [InlineData("daily", "30", "12", null, null, null, "daily 12:30 UTC")]
    [InlineData("daily", null, "7", null, null, null, "daily 07:00 UTC")]
    [InlineData("daily", "", "7", null, null, null, "daily 07:00 UTC")]
    [InlineData("daily", "30", null, null, null, null, "daily")]
    [InlineData("weekly", "0", "3", "sunday", null, null, "weekly sunday 03:00 UTC")]
    [InlineData("weekly", null, null, "sunday", null, null, "weekly sunday")]
    [InlineData("weekly", null, null, null, null, null, "weekly")]
    [InlineData("custom", "0", "4", "*", "1", "*", "custom day 1 04:00 UTC")]
    [InlineData("custom", "15", "4", "monday", "1", "6", "custom month 6 day 1 monday 04:15 UTC")]
    [InlineData("custom", null, null, null, null, null, "custom")]
    [InlineData("builder", "0", "4", null, "1", null, "builder day 1 04:00 UTC")]
    [InlineData("runafter", null, null, null, null, null, "after another sync")]
    [InlineData("dbtcloud", null, null, null, null, null, "after a dbt Cloud job")]
    [InlineData("multi", null, null, null, null, null, "multi")]
    [InlineData("at_full_moon", "30", "12", null, null, null, "at_full_moon")]
    public void A_schedule_is_shown_in_words(string? frequency, string? minute, string? hour, string? dayOfWeek, string? dayOfMonth, string? month, string words) =>
        Assert.Equal(words, new ScheduleSettings { Frequency = frequency, Minute = minute, Hour = hour, DayOfWeek = dayOfWeek, DayOfMonth = dayOfMonth, Month = month }.ToString());

    [Fact]
    public void Every_frequency_of_the_contract_is_shown_in_words() =>
        Assert.All(Contract.Schema("ScheduleFrequency")["enum"]!.AsArray(), frequency => Assert.NotEqual("", new ScheduleSettings { Frequency = (string?)frequency }.ToString()));
}
