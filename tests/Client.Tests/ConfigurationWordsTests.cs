using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>What steps, differences and reasons say.</summary>
public sealed class ConfigurationWordsTests
{
    private const string Folder = "/no such folder/";

    private static readonly BulkSyncConfiguration Wanted = Draft.Of("one", path: Folder + "1.json");

    private static readonly BulkSync Sync = new() { Id = Guid.NewGuid(), Name = "two" };

    [Fact]
    public void An_ambiguous_file_names_each_sync_that_it_may_belong_to()
    {
        var other = new BulkSync { Id = Guid.NewGuid(), Name = "one" };
        var (single, several) = (ConfigurationWords.Ambiguous(Wanted, [Sync]), ConfigurationWords.Ambiguous(Wanted, [Sync, other]));
        Facts.Hold(single.Words, "1.json", "'one'", $"{Sync.Id}", "several files");
        Facts.Hold(several.Words, "1.json", "'one'", $"{Sync.Id}", $"{other.Id}", "several bulk syncs");
        Assert.All([single, several], reason => Assert.Equal(ConfigurationReasonKind.Ambiguous, reason.Kind));
    }

    [Fact]
    public void An_unknown_line_or_file_is_not_in_the_words()
    {
        Assert.Equal("", ConfigurationWords.At(null));
        Facts.Hold(ConfigurationWords.At(12), "line 12");
        foreach (var words in new Func<string?, ConfigurationReason>[]
        {
            path => ConfigurationWords.SecondSync(Wanted, Sync, Sync.Id!.Value, path),
            path => ConfigurationWords.SameSync(Wanted, Sync.Id!.Value, path),
        })
        {
            Facts.Hold(words(Folder + "2.json").Words, $"'{Folder}1.json'", $"'{Folder}2.json'", $"{Sync.Id}");
            Facts.Hold(words(null).Words, $"'{Folder}1.json'", $"{Sync.Id}");
            Assert.DoesNotContain("''", words(null).Words, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("daily", new[] { "hour" }, false, "'daily'", "'s.hour'", "Add it", "UTC")]
    [InlineData("daily", new[] { "hour", "minute" }, false, "'daily'", "'s.hour' and 's.minute'", "Add them", "UTC")]
    [InlineData("custom", new[] { "hour", "minute" }, true, "'custom'", "at least one", "'s.hour', 's.minute'")]
    [InlineData(null, new[] { "frequency" }, false, "'s.frequency'")]
    public void A_schedule_without_its_times_names_those_that_it_needs(string? frequency, string[] missing, bool isAny, params string[] facts)
    {
        var reason = ConfigurationWords.LacksTimes(Wanted, "s", frequency, missing, isAny);
        Facts.Hold(reason.Words, ["1.json", .. facts]);
        Assert.DoesNotContain("''", reason.Words, StringComparison.Ordinal);
        Assert.Equal($"s.{missing[0]}", reason.Property);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(5, null)]
    [InlineData(6, "1 more")]
    [InlineData(8, "3 more")]
    public void Of_many_faults_the_first_five_are_described_and_the_others_counted(int count, string? rest)
    {
        var words = ConfigurationWords.Mistyped(Wanted, [.. Enumerable.Range(1, count).Select(i => new ConfigurationDoubt($"p{i}", $"p{i}", false, []))]).Words;
        for (var i = 1; i <= count; i++) Assert.Equal(i <= 5, words.Contains($"'p{i}'", StringComparison.Ordinal));
        if (rest is null) Assert.DoesNotContain("more", words, StringComparison.Ordinal);
        else Facts.Hold(words, rest);
    }

    [Fact]
    public void A_comparison_and_an_import_say_what_they_left_out_for_want_of_a_file()
    {
        var (compares, imports) = (Incomplete(true), Incomplete(false));
        Facts.Hold(compares, "7", "Extra");
        Facts.Hold(imports, "Nothing was deleted");
        Assert.DoesNotContain("deleted", compares, StringComparison.Ordinal);
        Assert.DoesNotContain("Extra", imports, StringComparison.Ordinal);
        foreach (var onlyCompares in new[] { true, false })
        {
            var words = Incomplete(onlyCompares, "./a*", "./b*");
            // Without a pattern that matched nothing, nothing is said of patterns.
            Assert.StartsWith(Incomplete(onlyCompares), words, StringComparison.Ordinal);
            Facts.Hold(words, "'./a*'", "'./b*'");
        }

        static string Incomplete(bool onlyCompares, params string[] unmatched) => ConfigurationWords.Incomplete(onlyCompares, 7, unmatched).Words;
    }

    [Theory]
    [InlineData("Mode", "replicate", "snapshot", "one: Mode is snapshot, not replicate")]
    [InlineData("Mode", null, "snapshot", "one: Mode is snapshot, not (none)")]
    [InlineData("Mode", "replicate", null, "one: Mode is (none), not replicate")]
    [InlineData(null, "one", null, "one: Missing")]
    [InlineData(null, null, "one", "one: Extra")]
    public void A_difference_says_the_value_that_is_and_the_value_that_should_be(string? property, string? expected, string? actual, string words) =>
        Assert.Equal(words, new BulkSyncDrift("one", property, expected, actual, syncId: null, path: null).ToString());

    [Theory]
    [InlineData("Mode", "replicate", "snapshot", null, "Update one: Mode replicate -> snapshot")]
    [InlineData("Mode", null, "snapshot", "because", "Update one: Mode (none) -> snapshot: because")]
    [InlineData("Mode", "replicate", null, null, "Update one: Mode replicate -> (none)")]
    [InlineData(null, null, null, null, "Update one")]
    [InlineData(null, null, null, "because", "Update one: because")]
    public void A_planned_change_says_the_old_and_the_new_value_and_the_reason(string? property, string? from, string? to, string? reason, string words) =>
        Assert.Equal(words, $"{new BulkSyncPlan("one", "Update", syncId: null, path: null) { Property = property, From = from, To = to, Reason = reason }}");

    [Fact]
    public void A_step_has_its_reasons_in_each_object_of_its_plan()
    {
        ConfigurationReason[] reasons = [Because("first."), Because("second.")];
        var update = new ConfigurationStep(ConfigurationStepKind.Update, "one")
        {
            Differences = [new("Mode", "replicate", "snapshot"), new("Active", true, false)],
        };
        var create = new ConfigurationStep(ConfigurationStepKind.Create, "one");
        Assert.Equal(["Mode", "Active", null], update.Plan.Concat(create.Plan).Select(plan => plan.Property));
        Assert.All(update.Plan.Concat(create.Plan), plan => Assert.Null(plan.Reason));
        Assert.All(
            (update with { Reasons = reasons }).Plan.Concat((create with { Reasons = reasons }).Plan), plan => Assert.Equal("first. second.", plan.Reason));
        Assert.Equal([("Refuse", "first."), ("Refuse", "second.")], update.Refuse(reasons).Plan.Select(plan => (plan.Action, plan.Reason)));
    }

    [Fact]
    public void A_step_describes_its_changes_or_why_it_is_refused()
    {
        var step = new ConfigurationStep(ConfigurationStepKind.Create, "one") { Changes = ["a change", "another"], Reasons = [Because("overridden")] };
        Assert.Equal("Create bulk sync 'one': a change; another", step.ToString());
        Assert.Equal("Refuse bulk sync 'one': first.; second.", step.Refuse(Because("first."), Because("second.")).ToString());
    }

    private static ConfigurationReason Because(string words) => new(ConfigurationReasonKind.MayBeMistyped, words);
}
