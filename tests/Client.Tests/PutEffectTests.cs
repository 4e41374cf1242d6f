using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>Two readings show which settings of schemas an update kept or reset, and which answers may be older than the update.</summary>
public sealed class PutEffectTests
{
    private const string Kept = """[{"id":"a","partition_key":"p"}]""";

    private const string Reset = """[{"id":"a"}]""";

    /// <summary>The schema b lost its partition key, and a kept it.</summary>
    private const string OneLost = """[{"id":"a","partition_key":"p"},{"id":"b","partition_key":""}]""";

    [Theory]
    [InlineData("""[{"id":"a","partition_key":"p"},{"id":"b","partition_key":"p"}]""", false, "partition_key kept")]
    [InlineData("""[{"id":"a","partition_key":""},{"id":"b"}]""", true, "partition_key reset")]
    [InlineData(OneLost, true)]
    [InlineData("""[{"id":"a"},{"id":"b","partition_key":"p"}]""", true)]
    [InlineData("""[{"id":"a","partition_key":"q"},{"id":"b","partition_key":"p"}]""", false, "partition_key kept")]
    [InlineData("""[{"id":"b","partition_key":"p"}]""", false, "partition_key kept")]
    [InlineData("""[{"id":"b"}]""", true, "partition_key reset")]
    [InlineData("[]", false)]
    public void A_habit_is_what_happened_to_each_schema(string after, bool anyLost, params string[] habits)
    {
        var effect = Effect("""[{"id":"a","partition_key":"p"},{"id":"b","partition_key":"p"}]""", after);
        Assert.Equal(habits, Habits(effect));
        Assert.Equal(anyLost, effect.AnyLost);
    }

    [Fact]
    public void One_property_can_be_kept_and_another_one_reset()
    {
        var effect = Effect(
            """[{"id":"a","partition_key":"p","tracking_field":"t","fields":[{"id":"f","user_output_name":"u"}]}]""",
            """[{"id":"a","partition_key":"p","fields":[{"id":"f","user_output_name":"u"}]}]""");
        Assert.Equal(["fields.user_output_name kept", "partition_key kept", "tracking_field reset"], Habits(effect).Order(StringComparer.Ordinal));
        Assert.True(effect.AnyLost);
    }

    [Theory]
    [InlineData("id", "\"a\"", false)]
    [InlineData("sync_id", "\"a\"", false)]
    [InlineData("output_name", "\"a\"", false)]
    [InlineData("fields", "[1]", false)]
    [InlineData("user_output_name", "\"a\"", true)]
    [InlineData("user_output_name", "\"\"", false)]
    [InlineData("enabled", "true", false)]
    [InlineData("enabled", "false", true)]
    [InlineData("enabled", "null", true)]
    [InlineData("obfuscated", "true", true)]
    [InlineData("obfuscated", "false", false)]
    [InlineData("filters", "[]", false)]
    [InlineData("filters", "[1]", true)]
    [InlineData("x", "0", true)]
    [InlineData("x", "{}", true)]
    [InlineData("x", "null", false)]
    public void A_property_is_set_if_it_differs_from_a_new_bulk_sync(string name, string value, bool isSet) =>
        Assert.Equal(isSet, PutEffect.IsSet(name, JsonNode.Parse(value)));

    /// <summary>The output name is not a setting, so it only decides how the schemas are compared.</summary>
    [Theory]
    [InlineData("o")]
    [InlineData("other")]
    public void All_settings_of_a_schema_that_did_not_change_are_kept(string outputName)
    {
        const string schemas = """
            [{"id":"a","sync_id":"s","enabled":false,"output_name":"o","user_output_name":"","partition_key":"p","tracking_field":null,
            "disable_data_cutoff":false,"filters":[{"function":"IsNull"}],"x_flag":true,"x_zero":0,"x_object":{},"x_list":[],
            "fields":[7,{"id":"f","enabled":false,"obfuscated":true,"output_name":"p","user_output_name":"u"},
            {"id":"g","enabled":true,"obfuscated":false,"user_output_name":""}]},
            {"id":"b","enabled":true,"output_name":"o","tracking_field":"t","fields":null},{"id":"c","output_name":"o","enabled":true,"fields":"none"}]
            """;
        var effect = Effect(schemas, schemas.Replace("\"o\"", $"\"{outputName}\"", StringComparison.Ordinal));
        string[] names =
        [
            "enabled", "fields.enabled", "fields.obfuscated", "fields.user_output_name", "filters", "partition_key", "tracking_field", "x_flag", "x_object",
            "x_zero",
        ];
        Assert.Equal(names.Select(name => name + " kept"), Habits(effect).Order(StringComparer.Ordinal));
        Assert.Equal(["a", "b"], effect.Doubtful(new()).Order(StringComparer.Ordinal));
        Assert.False(effect.AnyLost);
    }

    [Theory]
    [InlineData("""[{"id":"a","partition_key":"p","x":1}]""")]
    [InlineData("""[{"id":"a","partition_key":"p"}]""")]
    [InlineData("""[{"id":"a"}]""")]
    public void A_setting_that_the_update_itself_changes_is_neither_kept_nor_reset(string after)
    {
        var effect = PutEffect.Of(Schemas(Kept), Schemas("""[{"id":"a","partition_key":"old"}]"""), Schemas(after));
        Assert.Empty(Habits(effect));
    }

    [Fact]
    public void A_schema_that_did_not_exist_before_shows_nothing() => Assert.Empty(Habits(PutEffect.Of(Schemas(Kept), Schemas("[]"), Schemas(Kept))));

    [Theory]
    [InlineData("""{"id":"a","data_cutoff_timestamp":"2026-01-01T02:00:00+02:00"}""", "data_cutoff_timestamp kept")]
    [InlineData("""{"id":"a","data_cutoff_timestamp":"2026-01-02T00:00:00Z"}""")]
    [InlineData("""{"id":"a","data_cutoff_timestamp":null}""", "data_cutoff_timestamp reset")]
    public void A_value_in_another_form_is_kept_and_another_value_shows_nothing(string after, params string[] habits) =>
        Assert.Equal(habits, Habits(Effect("""[{"id":"a","data_cutoff_timestamp":"2026-01-01T00:00:00Z"}]""", $"[{after}]")));

    [Theory]
    [InlineData("", "", null, "a")]
    [InlineData("", "", true)]
    [InlineData("", "", false, "a")]
    [InlineData(""","tracking_field":"t" """, "", null)]
    [InlineData(""","tracking_field":"t" """, ""","tracking_field":"u" """, null)]
    [InlineData(""","x":1""", ""","x":2""", null, "a")]
    [InlineData(""","x":1""", "", null)]
    [InlineData(""","fields":[{"id":"f","user_output_name":"t"}]""", ""","fields":[{"id":"f","user_output_name":"u"}]""", null)]
    [InlineData(""","fields":[{"id":"f","tracking_field":"t"}]""", ""","fields":[{"id":"f","tracking_field":"u"}]""", null, "a")]
    public void A_schema_that_kept_what_others_lost_may_be_outdated_unless_it_changed(string before, string after, bool? keeps, params string[] untouched)
    {
        var effect = Effect(
            $$"""[{"id":"a","partition_key":"p"{{before}}},{"id":"b","partition_key":"p"}]""",
            $$"""[{"id":"a","partition_key":"p"{{after}}},{"id":"b","partition_key":""}]""");
        Assert.Equal(untouched, effect.Untouched(Knowing(keeps)));
    }

    /// <summary>The schema b had a partition key, which it lost.</summary>
    [Theory]
    [InlineData("""[{"id":"a","tracking_field":"t"},{"id":"b"},{"id":"c","tracking_field":"t"}]""", "a")]
    [InlineData("""[{"id":"a","partition_key":"p"},{"id":"b"},{"id":"c","tracking_field":"t"}]""", "a", "c")]
    [InlineData("""[{"id":"a","tracking_field":"t"},{"id":"b","tracking_field":"t"}]""")]
    [InlineData("""[{"id":"a","tracking_field":"t","enabled":false},{"id":"b"}]""", "a")]
    public void One_schema_is_an_example_of_what_was_always_kept(string after, params string[] untouched)
    {
        var before = Parse(after);
        before[1]["partition_key"] = "p";
        Assert.Equal(untouched, PutEffect.Of(new(before), new(before), Schemas(after)).Untouched(new()));
    }

    [Fact]
    public void What_updates_are_known_to_keep_needs_no_example()
    {
        var effect = Effect(
            """[{"id":"a","partition_key":"p"},{"id":"b","tracking_field":"t"}]""",
            """[{"id":"a","partition_key":"p"},{"id":"b","tracking_field":""}]""");
        Assert.Equal(["a"], effect.Untouched(new()));
        Assert.Empty(effect.Untouched(Knowing(true)));
    }

    [Theory]
    [InlineData(null, "a", "b")]
    [InlineData(true, "b")]
    [InlineData(false, "b")]
    public void It_is_doubtful_whether_a_setting_was_kept_until_an_update_has_shown_it(bool? keeps, params string[] doubtful)
    {
        const string schemas = """[{"id":"a","partition_key":"p"},{"id":"b","partition_key":"p","tracking_field":"t"},{"id":"c"}]""";
        Assert.Equal(doubtful, Effect(schemas, schemas).Doubtful(Knowing(keeps)));
    }

    [Theory]
    [InlineData(Kept, Kept, false, true)]
    [InlineData(Kept, Kept, true, false)]
    [InlineData(Kept, Kept, null, false)]
    [InlineData(Reset, Reset, false, false)]
    [InlineData("""[{"id":"a","tracking_field":"t"}]""", """[{"id":"a","tracking_field":"t"}]""", false, false)]
    [InlineData("""[{"id":"a","partition_key":"p","tracking_field":"t"}]""", """[{"id":"a","partition_key":"p","tracking_field":"t"}]""", false, true)]
    [InlineData("""[{"id":"a","partition_key":"p","tracking_field":"t"}]""", Kept, false, false)]
    public void An_answer_is_outdated_if_it_has_everything_that_updates_reset(string before, string after, bool? keeps, bool isOld) =>
        Assert.Equal(isOld, Effect(before, after).IsOld(Knowing(keeps)));

    [Theory]
    [InlineData(null, "partition_key", "", true)]
    [InlineData(null, "partition_key", "q", false)]
    [InlineData(null, "tracking_field", "", false)]
    [InlineData(null, "disable_data_cutoff", "", false)]
    [InlineData(null, "user_output_name", "", false)]
    [InlineData("f", "user_output_name", "", true)]
    [InlineData("f", "user_output_name", "v", false)]
    [InlineData("f", "partition_key", "", false)]
    public void An_update_explains_a_difference_if_it_always_resets_the_property(string? fieldId, string name, string actual, bool isExplained)
    {
        var effect = Effect(
            """
            [{"id":"a","partition_key":"p","tracking_field":"t","user_output_name":"u","fields":[{"id":"f","user_output_name":"u"}]},
            {"id":"b","partition_key":"p","tracking_field":"t"}]
            """,
            """[{"id":"a","tracking_field":"","user_output_name":"u","fields":[{"id":"f"}]},{"id":"b","partition_key":"","tracking_field":"t"}]""");
        Assert.Equal(isExplained, effect.Explains(new("a", fieldId, name, "p", actual)));
    }

    /// <summary>A session that knows whether updates keep the partition key, unless that is null.</summary>
    private static ServiceHabits Knowing(bool? keeps)
    {
        var habits = new ServiceHabits();
        if (keeps is { } known) habits.Learn(Effect(Kept, known ? Kept : Reset));
        return habits;
    }

    private static IEnumerable<string> Habits(PutEffect effect) => effect.Habits.Select(habit => $"{habit.Property} {(habit.IsKept ? "kept" : "reset")}");

    private static PutEffect Effect(string before, string after) => PutEffect.Of(Schemas(before), Schemas(before), Schemas(after));

    private static Selection Schemas(string json) => new(Parse(json));

    private static List<JsonObject> Parse(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(schema => schema!.AsObject())];
}
