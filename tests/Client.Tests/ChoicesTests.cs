using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Vocabulary;
using Xunit;

namespace Client.Tests;

/// <summary>Users choose settings. Times, counts and who did something are set by the service, even in properties that no table knows.</summary>
public sealed class ChoicesTests
{
    [Theory]
    [InlineData("synced_at", true)]
    [InlineData("rows_count", true)]
    [InlineData("synced_by", true)]
    [InlineData("sorted_by", false)]
    [InlineData("at", false)]
    [InlineData("count_rows", false)]
    public void The_ending_of_a_name_shows_what_the_service_sets(string name, bool isPassing)
    {
        var item = OneSync.Parse("""{"synced_at":null}""");
        Assert.Equal(isPassing, Choices.IsPassing(item, name));
        Assert.Equal(!isPassing, Choices.IsChoice(ApiTables.BulkSync, item, name));
    }

    [Fact]
    public void Choices_omit_what_the_service_sets_at_any_depth() => Assert.Equal(
        """{"name":"A","default_schedule":{"frequency":"manual"},"additional_schedules":[{"frequency":"daily"},null],"source_configuration":{"a_at":"x"}}""",
        Choices.In(ApiTables.BulkSync, OneSync.Parse("""
            {"id":"1","name":"A","synced_at":"x","default_schedule":{"id":"2","frequency":"manual","updated_at":"x"},
            "additional_schedules":[{"frequency":"daily","created_by":{"id":"3"}},null],"source_configuration":{"a_at":"x"},"organization_id":"4"}
            """)).ToJsonString());
}
