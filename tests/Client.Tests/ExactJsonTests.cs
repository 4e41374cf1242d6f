using System.Text;
using System.Text.Json;
using CsCheck;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests;

/// <summary>An answer that is read as it is, in one pass, has the same data as from a deserializer, and is refused when the deserializer refuses it.</summary>
public sealed class ExactJsonTests
{
    private const string Answer = """
        {"request":"a","data":{"id":"straße","fields":[{"id":"é","enabled":true},{"id":"\\u","enabled":null}],"n":1.10,"n":2},"more":{"data":1}}
        """;

    public static TheoryData<string> Texts =>
    [
        Answer, "", " ", "null", "1", "\"data\"", "[]", """[{"data":{} }]""", "{}", """{"data":null}""", """{"data":[]}""", """{"DATA":{"a":1}}""",
        """{"data":{"a":1},"data":{"a":2}}""", """{"data":{"a":1}}}""", """{"data":{"a":1}""", """{"data":{"a":1,}}""", """{"data":{} /* a */}""",
        """{"data":{"a":"\ud83d\ude00"}}""", """{"data":{"a":"\ud83d"}}""", """{"data":{"\ude00":1}}""", """{"other":"\ud83d","data":{"a":1}}""",
        $$"""{"data":{{new string('[', 62)}}{{new string(']', 62)}}}""", $$"""{"data":{{new string('[', 64)}}{{new string(']', 64)}}}""",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void It_equals_the_result_of_a_deserializer(string text) => AssertSame(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void It_equals_the_result_of_a_deserializer_if_bytes_are_changed() =>
        Gen.Select(Gen.Int[0, Answer.Length - 1], Gen.Byte, Gen.Int[0, Answer.Length], Gen.Bool).Sample((at, other, length, isCut) =>
        {
            var text = Encoding.UTF8.GetBytes(Answer);
            text[at] = other;
            AssertSame(isCut ? text[..length] : text);
        }, iter: 3000);

    private static void AssertSame(byte[] text) => Assert.Equal(
        Outcome(() => JsonSerializer.Deserialize(text, ApiJson.Default.EnvelopeJsonElement)), Outcome(() => ExactJson.Read(text)));

    private static string Outcome(Func<Envelope<JsonElement>?> read)
    {
        try
        {
            if (read() is not { } answer) return "nothing";
            return answer.Data.ValueKind == JsonValueKind.Undefined ? "no data" : answer.Data.GetRawText();
        }
        catch (JsonException)
        {
            return "refused";
        }
    }
}
