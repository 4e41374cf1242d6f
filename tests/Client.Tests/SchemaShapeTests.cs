using System.Text.Json;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>The names of properties show whether an answer is complete.</summary>
public sealed class SchemaShapeTests
{
    private const string Whole = """{"id":"a","enabled":true,"filters":[],"fields":[{"id":"f","enabled":true,"obfuscated":true}]}""";

    [Theory]
    [InlineData(Whole, false)]
    [InlineData("""{"enabled":null,"filters":null,"fields":null}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[]}""", false)]
    [InlineData("""{"filters":[],"fields":[{"enabled":true,"obfuscated":true}]}""", true)]
    [InlineData("""{"enabled":true,"fields":[{"enabled":true,"obfuscated":true}]}""", true)]
    [InlineData("""{"enabled":true,"filters":[]}""", true)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"obfuscated":true}]}""", true)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"enabled":true},{"enabled":true,"obfuscated":true}]}""", true)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"enabled":true,"obfuscate":true}]}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"enabled":true,"obfuscated":true,"obfuscate":true}]}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"enabled":true,"obfuscate":true,"obfuscated":true}]}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[{"enabled":true,"obfuscate":true,"obfuscate":false}]}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"fields":[7,null,{"enabled":true,"obfuscated":true}]}""", false)]
    [InlineData("""{"enabled":true,"enabled":true,"filters":[],"fields":[{"enabled":true,"enabled":true,"obfuscated":true}]}""", false)]
    [InlineData("""{"enabled":true,"filters":[],"obfuscate":true,"fields":[{"enabled":true}]}""", true)]
    public void A_schema_names_everything_that_limits_what_is_copied(string schema, bool lacks) => Assert.Equal(lacks, Shape(schema).LacksGuards);

    [Theory]
    [InlineData("""{"enabled":false}""", """{"filters":[]}""", "enabled")]
    [InlineData("""{"enabled":true}""", """{"filters":[]}""", null)]
    [InlineData("""{"partition_key":""}""", "{}", "partition_key")]
    [InlineData("""{"partition_key":"","partition_key":""}""", "{}", "partition_key")]
    [InlineData("""{"partition_key":""}""", """{"partition_key":"p"}""", null)]
    [InlineData("""{"partition_key":"p"}""", "{}", null)]
    [InlineData("""{"user_output_name":""}""", """{"obfuscate":true}""", "user_output_name")]
    [InlineData("""{"id":"","sync_id":null,"output_name":"","x":null}""", "{}", null)]
    [InlineData("""{"fields":[{"id":"","output_name":"","x":null}]}""", """{"fields":[{}]}""", null)]
    [InlineData("""{"fields":[{"user_output_name":""}]}""", """{"fields":[{}]}""", "user_output_name")]
    [InlineData("""{"fields":[{"user_output_name":"u"},{"user_output_name":""}]}""", """{"fields":[{"user_output_name":"u"},{}]}""", "user_output_name")]
    [InlineData("""{"fields":[{"user_output_name":""}]}""", """{"fields":[{"user_output_name":"u"}]}""", null)]
    [InlineData("""{"fields":[{"user_output_name":""}]}""", """{"fields":[]}""", null)]
    [InlineData("""{"tracking_field":"","fields":[{"user_output_name":""}]}""", """{"fields":[{}]}""", "tracking_field")]
    public void A_schema_lacks_what_another_one_names_although_it_is_empty(string other, string schema, string? lacks) =>
        Assert.Equal(lacks, Shape(schema).Lacks(SchemaShape.Joint([Shape(other), Shape("{}")])));

    [Theory]
    [InlineData("""{"partition_key":"p"}""", "{}", "partition_key")]
    [InlineData("""{"partition_key":"p"}""", """{"partition_key":""}""", null)]
    [InlineData("""{"fields":[{"user_output_name":"u"}]}""", """{"fields":[{}]}""", "user_output_name")]
    [InlineData("""{"fields":[{"user_output_name":"u"}]}""", """{"fields":[{"user_output_name":""}]}""", null)]
    [InlineData("""{"id":"a","sync_id":"s","output_name":"o","x":1}""", "{}", null)]
    public void A_schema_lacks_what_an_earlier_answer_names(string earlier, string schema, string? lacks) =>
        Assert.Equal(lacks, Shape(schema).Lacks(default, Shape(earlier)));

    private static SchemaShape Shape(string schema)
    {
        using var json = JsonDocument.Parse(schema);
        return SchemaShape.Of(json.RootElement);
    }
}
