using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using Xunit;

namespace Client.Tests;

/// <summary>Which configuration belongs to which, if several have the same name.</summary>
public sealed class ConfigurationMatchTests
{
    [Fact]
    public void A_sync_of_a_name_whose_files_all_match_others_has_no_configuration()
    {
        var (wanted, other, equal) = (Draft.Of("twin", "a"), At("b"), At("a"));
        var matches = ConfigurationMatch.Pair([wanted], [other, equal]).ToList();
        Assert.Equal([(wanted, equal.Sync), (null, other.Sync)], matches.Select(match => (match.Configuration, match.Sync)));
        Assert.All(matches, match => Assert.Null(match.Candidates));
    }

    [Fact]
    public void A_file_that_may_belong_to_several_syncs_belongs_to_none_and_none_is_without_a_file()
    {
        ConfigurationMatch[] present = [At("a"), At("b")];
        var match = Assert.Single(ConfigurationMatch.Pair([Draft.Of("twin", "c")], present));
        Assert.Equal(present.Select(one => one.Sync), match.Candidates);
        Assert.Null(match.Sync);
    }

    [Fact]
    public void A_file_without_a_sync_has_no_candidates()
    {
        var (first, second) = (Draft.Of("twin", "a"), Draft.Of("twin", "b"));
        var matches = ConfigurationMatch.Pair([first, second], [At("a")]).ToList();
        Assert.Equal([first, second], matches.Select(match => match.Configuration));
        Assert.True(matches[1] is { Sync: null, Candidates: null });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void If_a_sync_cannot_be_read_no_file_of_its_name_is_matched(int files, int syncs)
    {
        var failure = new PolytomicApiException(PolytomicFailure.Forbidden, "no");
        List<ConfigurationMatch> present = [At("a") with { Actual = null, Failure = failure }, .. Enumerable.Range(1, syncs - 1).Select(i => At($"{i}"))];
        List<BulkSyncConfiguration> wanted = [.. Enumerable.Range(1, files).Select(i => Draft.Of("twin", $"{i}"))];
        var matches = ConfigurationMatch.Pair(wanted, present).ToList();
        Assert.Equal(wanted, matches.Select(match => match.Configuration));
        Assert.All(matches, match => Assert.True(match is { Actual: null, Candidates: null } && match.Failure == failure && match.Sync == present[0].Sync));
    }

    [Fact]
    public void The_same_destination_counts_more_than_fewer_differences()
    {
        var (one, near, there) = (Draft.Of("twin", "a"), Draft.Of("twin", "b"), Draft.Of("twin", "a", mode: "snapshot", active: true));
        foreach (var others in new BulkSyncConfiguration[][] { [near, there], [there, near] })
        {
            Assert.Same(there, Assert.Single(ConfigurationPairs.Find([one], others)).Other);
        }
    }

    [Fact]
    public void The_changes_between_two_exports_are_sorted_by_name_and_contain_new_and_missing_syncs()
    {
        BulkSyncConfiguration[] before = [Draft.Of("twin", "a"), Draft.Of("twin", "b"), Draft.Of("D"), Draft.Of("b")];
        BulkSyncConfiguration[] after = [Draft.Of("twin", "b"), Draft.Of("b", mode: "snapshot", path: "/after/b.json"), Draft.Of("A", path: "/after/a.json")];
        Assert.Equal(
            [
                ("A", null, "Extra", null, "A", "/after/a.json"),
                ("b", "Mode", "Changed", "replicate", "snapshot", "/after/b.json"),
                ("D", null, "Missing", "D", null, null),
                ("twin", null, "Missing", "twin", null, null),
            ],
            ConfigurationExports.Compare(before, after).Select(drift => (
                drift.SyncName, drift.Property, drift.Change, (string?)drift.Expected, (string?)drift.Actual, drift.Path)));
    }

    /// <summary>A bulk sync that was read.</summary>
    private static ConfigurationMatch At(string place) => new(null, new BulkSync { Id = Guid.NewGuid(), Name = "twin" }, Draft.Of("twin", place));
}
