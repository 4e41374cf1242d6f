using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>How a configuration differs from another one, and whether both copy the same schemas to the same place.</summary>
public sealed class ConfigurationComparisonTests : IDisposable
{
    private const string Other = "11111111-2222-3333-4444-555555555555";
    private const string Accounts = """[{"id":"account","enabled":true,"fields":[]}]""";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(Accounts, "[]", "Schemas.account.Enabled: true, none")]
    [InlineData("[]", Accounts, "Schemas.account.Enabled: false, true")]
    [InlineData("""[{"id":"account","enabled":false}]""", "[]", "")]
    [InlineData("[]", """[{"id":"account","enabled":false}]""", "")]
    public void A_schema_that_only_one_of_two_configurations_has_is_a_difference_if_it_is_enabled(string wanted, string actual, string expected) =>
        Assert.Equal(expected, Differences(SampleFile.Parse(("schemas", wanted)), SampleFile.Parse(("schemas", actual))));

    [Theory]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"f","enabled":true},{"id":"gone","enabled":false,"obfuscated":true}]}""")]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"f","enabled":true},{"id":"gone"}]}""")]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"f","enabled":true},{"id":"gone","enabled":true}]}""", "Schemas.a.Fields.gone")]
    [InlineData(
        """{"id":"a","enabled":false,"fields":[{"id":"f","enabled":true},{"id":"gone","enabled":true},{"id":"off","enabled":false}]}""",
        "Schemas.a.Enabled")]
    [InlineData("""{"id":"a","enabled":true,"fields":[{"id":"gone","enabled":false}]}""", "Schemas.a.Fields.f")]
    public void A_field_that_the_bulk_sync_does_not_have_is_a_difference_if_it_would_be_synced(string wanted, params string[] differences)
    {
        var file = SampleFile.Parse(("schemas", $"[{wanted}]"));
        var sync = SampleFile.FromService("""[{"id":"a","enabled":true,"fields":[{"id":"f","enabled":true}]}]""");
        Assert.Equal(differences, file.DifferencesFrom(sync).Select(difference => difference.Property));
    }

    [Fact]
    public void A_secret_that_a_file_leaves_empty_is_no_difference()
    {
        var file = SampleFile.Parse(("destination_configuration", """{"schema":"x","password":""}"""));
        var sync = SampleFile.FromService("[]", ("destination_configuration", """{"schema":"x","password":"real"}"""));
        Assert.Equal("", Differences(file, sync));
        Assert.True(file.GoesWhere(sync));
    }

    [Fact]
    public void A_file_with_the_text_of_its_bulk_sync_is_not_read_again()
    {
        var sync = SampleFile.FromService(Accounts);
        var file = ToFile(sync);
        File.Delete(_file);
        Assert.Throws<PolytomicApiException>(file.ToText);
        Assert.Empty(file.DifferencesFrom(sync));
    }

    [Fact]
    public void The_enabled_schemas_of_a_file_are_read_only_once()
    {
        var other = SampleFile.FromService(Accounts);
        var file = ToFile(other);
        Assert.True(file.Overlaps(other));
        File.Delete(_file);
        GC.Collect();
        Assert.True(file.Overlaps(other));
        Assert.False(file.Overlaps(SampleFile.FromService("[]")));
    }

    [Theory]
    [InlineData("destination_configuration", """{"schema":"x"}""", true)]
    // What the other one has besides does not matter.
    [InlineData("destination_configuration", """{"schema":"x","prefix":"p"}""", true)]
    [InlineData("destination_configuration", """{"schema":"y"}""", false)]
    [InlineData("source_connection", $$"""{"id":"{{Other}}"}""", false)]
    [InlineData("destination_connection", $$"""{"id":"{{Other}}"}""", false)]
    public void A_configuration_goes_where_another_one_goes_if_both_connections_and_the_settings_are_the_same(string name, string value, bool isSame)
    {
        Assert.Equal(isSame, SampleFile.Parse().GoesWhere(SampleFile.Parse((name, value))));
        Assert.Equal(isSame, SampleFile.Parse().GoesWhere(Sync((name, value))));
    }

    [Fact]
    public void No_configuration_goes_where_a_bulk_sync_with_unreadable_settings_goes()
    {
        var sync = Sync();
        Assert.True(SampleFile.Parse().GoesWhere(sync));
        sync.DestinationConfiguration = JsonSerializer.Deserialize<JsonMap>("""{"schema":"x","more":{"a":1,"a":2}}""");
        Assert.False(SampleFile.Parse().GoesWhere(sync));
    }

    [Theory]
    [InlineData("""{"schema":"x","prefix":"p"}""", Accounts, true)]
    [InlineData("""{"schema":"x","prefix":"q"}""", Accounts, false)]
    [InlineData("""{"schema":"x","prefix":"p"}""", "[]", false)]
    public void A_new_file_is_like_another_one_whose_bulk_sync_has_the_settings_that_the_other_file_omits(string place, string schemas, bool isLike)
    {
        var file = SampleFile.Parse(("schemas", Accounts));
        var wanted = SampleFile.Parse(("destination_configuration", place), ("schemas", schemas));
        Assert.Equal(isLike, wanted.IsLike(file, Sync(("destination_configuration", """{"schema":"x","prefix":"p"}"""))));
        // Without a bulk sync, the files must be alike in both directions.
        Assert.False(wanted.IsLike(file, sync: null));
        Assert.False(file.IsLike(wanted, sync: null));
        Assert.Equal(schemas == Accounts, wanted.IsLike(wanted, sync: null));
    }

    [Theory]
    [InlineData("source_connection")]
    [InlineData("destination_connection")]
    public void A_new_file_is_like_another_one_that_moves_its_bulk_sync_to_the_same_place(string moved)
    {
        var wanted = SampleFile.Parse(("schemas", Accounts));
        Assert.True(wanted.IsLike(wanted, Sync((moved, $$"""{"id":"{{Other}}"}"""))));
    }

    private static string Differences(BulkSyncConfiguration wanted, BulkSyncConfiguration actual) => string.Join(
        "; ", wanted.DifferencesFrom(actual).Select(one => $"{one.Property}: {one.Expected?.ToJsonString() ?? "none"}, {one.Actual?.ToJsonString() ?? "none"}"));

    private static BulkSync Sync(params (string Name, string Value)[] settings) =>
        JsonSerializer.Deserialize(SampleFile.Sync(settings).ToJsonString(), ApiJson.Default.BulkSync)!;

    private BulkSyncConfiguration ToFile(BulkSyncConfiguration configuration)
    {
        File.WriteAllBytes(_file, configuration.ToUtf8());
        return BulkSyncConfiguration.FromFile(configuration.ToUtf8(), _file);
    }
}
