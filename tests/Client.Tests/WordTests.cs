using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using PolytomicBulk;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>An object that is shown as a word is compared as that word.</summary>
public sealed class WordTests
{
    private static readonly Gen<string?> Text = Gen.OneOf<string?>(null, "", "a", "A", "b");

    private static readonly Gen<Guid?> Id = Gen.OneOf<Guid?>(null, new Guid("0000000a-0000-4000-8000-000000000001"));

    private static readonly Gen<ApiList<string>?> Texts = Gen.OneOf("a", "b").Array[0, 2].Select(Listed);

    private static readonly Gen<ApiWord> Word = Gen.OneOf(
        Gen.Select(Id, Text, Text).Select((id, name, type) => (ApiWord)new Actor { Id = id, Name = name, Type = type }),
        Gen.Select(Text, Text, Texts).Select((id, name, uses) => (ApiWord)new ConnectionTypeSummary { Id = id, Name = name, Operations = uses }),
        Gen.Select(Text, Text, Texts).Select((frequency, hour, schemas) => (ApiWord)new ScheduleSettings { Frequency = frequency, Hour = hour, Schemas = schemas }),
        Gen.Select(Text, Text).Select((value, label) => (ApiWord)new PickValue { Value = value, Label = label }));

    [Fact]
    public void A_text_is_similar_to_text_that_contains_it_but_not_to_a_single_letter() =>
        Assert.Equal(["Snowflake"], Likeness.Nearest("Snowflak", ["w", "ak", "Snowflake", "Stripe", null]));

    [Theory]
    [InlineData(1, "t0")]
    [InlineData(10, "t0, t1, t2, t3, t4, t5, t6, t7, t8, t9")]
    [InlineData(11, "t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, …")]
    public void Similar_names_are_advised_or_else_the_first_ten_names(int count, string list)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"t{i}")];
        Assert.Equal($"They are {list}.", Likeness.Advice("Orders", names, "They are"));
        var advice = Likeness.Advice("Orders", [.. names, "orders2"], "They are");
        Facts.Hold(advice, "'orders2'");
        Assert.DoesNotContain("t0", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_equal_by_their_values_and_equality_is_consistent() => Gen.Select(Word, Word, Word).Sample((one, two, three) =>
    {
        Assert.True(one.Equals(one));
        Assert.False(one.Equals(null));
        Assert.Equal(one.Equals(two), two.Equals(one));
        if (one.Equals(two) && two.Equals(three)) Assert.True(one.Equals(three));
        if (one.Equals(two)) Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.Equal(one.GetType() == two.GetType() && JsonSerializer.Serialize<object>(one) == JsonSerializer.Serialize<object>(two), one.Equals(two));
        Assert.True(Copy(one).Equals(one));
    }, iter: Cases.AtMost(2000));

    [Fact]
    public void Order_is_that_of_the_words() => Gen.Select(Word, Word, Word).Sample((one, two, three) =>
    {
        Assert.Equal(CultureInfo.CurrentCulture.CompareInfo.Compare($"{one}", $"{two}", CompareOptions.IgnoreCase), one.CompareTo(two));
        Assert.Equal(Math.Sign(one.CompareTo(two)), -Math.Sign(two.CompareTo(one)));
        if (one.CompareTo(two) <= 0 && two.CompareTo(three) <= 0) Assert.True(one.CompareTo(three) <= 0);
        if (one.Equals(two)) Assert.Equal(0, one.CompareTo(two));
        Assert.Equal(one.CompareTo(two), one.CompareTo($"{two}"));
        Assert.True(one.CompareTo(null) > 0);
    }, iter: Cases.AtMost(1000));

    [Fact]
    public void A_text_equals_the_word_in_either_case_and_nothing_else() => Gen.Select(Word, Text).Sample((word, text) =>
    {
        Assert.True(word.Equals(word.ToString().ToUpperInvariant()));
        Assert.Equal(string.Equals($"{word}", text, StringComparison.OrdinalIgnoreCase), text is not null && word.Equals(text));
        Assert.False(word.Equals($"{word} "));
    }, iter: Cases.AtMost(1000));

    [Fact]
    public void Unknown_properties_are_compared()
    {
        var (one, other) = (Read("""{"name":"Ana","later":1}"""), Read("""{"name":"Ana","later":2}"""));
        Assert.False(one.Equals(other));
        Assert.True(one.Equals(Read("""{"name":"Ana","later":1}""")));
        Assert.Equal(0, one.CompareTo(other));
        static Actor Read(string json) => JsonSerializer.Deserialize(json, PolytomicBulk.Json.ApiJson.Default.Actor)!;
    }

    /// <summary>A nested object that is shown as one of its texts is compared with that text.</summary>
    [Fact]
    public void Each_nested_object_that_is_shown_as_one_of_its_texts_is_a_word()
    {
        var inner = typeof(ApiObject).Assembly.GetExportedTypes().Where(type => typeof(ApiObject).IsAssignableFrom(type))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Select(property => property.PropertyType)
            .Select(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiList<>) ? type.GetGenericArguments()[0] : type)
            .Where(type => typeof(ApiObject).IsAssignableFrom(type) && !type.IsAbstract).Distinct().ToArray();
        Assert.Contains(typeof(Actor), inner);
        Assert.Contains(typeof(BulkDestinationMode), inner);
        Assert.All(inner.Where(ShowsOneText), type => Assert.True(typeof(ApiWord).IsAssignableFrom(type), $"{type} is no word"));
    }

    private static bool ShowsOneText(Type type)
    {
        var texts = type.GetProperties().Where(one => one.PropertyType == typeof(string) && one.SetMethod is { IsPublic: true }).ToArray();
        var filled = Activator.CreateInstance(type)!;
        foreach (var text in texts) text.SetValue(filled, $"the {text.Name}");
        foreach (var count in type.GetProperties().Where(one => one.PropertyType == typeof(long?) && one.SetMethod is { IsPublic: true })) count.SetValue(filled, 5L);
        return texts.Any(text => filled.ToString() == $"the {text.Name}");
    }

    private static ApiList<string>? Listed(string[] items)
    {
        if (items.Length == 0) return null;
        var list = new ApiList<string>();
        list.AddRange(items);
        return list;
    }

    private static object Copy(ApiWord word) => JsonSerializer.Deserialize(JsonSerializer.Serialize<object>(word), word.GetType())!;
}
