using System.Text;
using System.Text.Json;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>A service or a proxy that repeats the key does not get it shown.</summary>
public sealed class SecrecyTests
{
    private static readonly Dictionary<string, Func<string, HttpResponseMessage>> Places = new()
    {
        ["message"] = echo => Error(new { message = $"the key '{echo}' is unknown" }),
        ["key"] = echo => Error(new { key = echo, message = "no" }),
        ["metadata value"] = echo => Error(new { metadata = new { given = new object[] { $"x {echo} y" } } }),
        ["metadata name"] = echo => Error(new { metadata = new Dictionary<string, int> { [echo] = 1 } }),
        ["request id"] = echo => With(Error(new { }), answer => answer.Headers.TryAddWithoutValidation("X-Request-Id", echo)),
        ["reason"] = echo => With(Error(new { }), answer => answer.ReasonPhrase = echo),
        ["unknown name of a broken answer"] = echo => AnswerHandler.Json(200, $$$"""{"data":{{{{JsonSerializer.Serialize(echo)}}}:{"a":tru""" ),
        ["unknown name that is no text"] = echo => AnswerHandler.Json(200, $$$"""{"data":{{{{JsonSerializer.Serialize(echo)}}}:"\ud800"}}"""),
        ["a name that is read twice"] = echo => AnswerHandler.Json(200, $$$"""{"data":{"source_configuration":{{{{JsonSerializer.Serialize(echo)}}}:[1,}} }"""),
        ["redirect"] = echo => With(AnswerHandler.Json(302, ""), answer => answer.Headers.TryAddWithoutValidation("Location", $"https://login.example/?key={Uri.EscapeDataString(echo)}")),
        ["broken connection"] = echo => throw new HttpRequestException("outer", new IOException($"cannot send 'Authorization: {echo}'")),
    };

    public static TheoryData<string, string, string> Echoes
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var kind in new[] { "Bearer", "Basic" })
            {
                foreach (var place in Places.Keys)
                {
                    foreach (var form in new[] { "plain", "escaped", "lower escaped", "base64", "unpadded", "header", "header escaped" }) data.Add(kind, place, form);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Echoes))]
    public async Task The_key_never_shows(string kind, string place, string form)
    {
        var credential = kind == "Bearer" ? PolytomicCredential.ApiKey(Api.Secure(Api.Key)) : PolytomicCredential.PartnerKey(Api.Organization, Api.Secure(Api.Key));
        var parameter = credential.ToHeader().Parameter!;
        var echo = form switch
        {
            "plain" => Api.Key,
            "escaped" => Uri.EscapeDataString(Api.Key),
            "lower escaped" => Uri.EscapeDataString(Api.Key).ToLowerInvariant(),
            "base64" => Base64(Api.Key),
            "unpadded" => Base64(Api.Key).TrimEnd('='),
            "header" => $"{kind} {parameter}",
            _ => Uri.EscapeDataString(parameter),
        };
        using var handler = new AnswerHandler(_ => Places[place](echo));
        using var api = new Api(handler, credential: credential);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());

        var shown = string.Join("\n", failure.ToString(), failure.Message, failure.Key, failure.RequestId, failure.Path, failure.Metadata is null ? "" : Spell(failure.Metadata), failure.Data.Count);
        string[] secrets = [Api.Key, Uri.EscapeDataString(Api.Key), Base64(Api.Key).TrimEnd('='), parameter.TrimEnd('='), Uri.EscapeDataString(parameter.TrimEnd('='))];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_stands_around_the_key_stays()
    {
        using var api = new Api();
        api.Script.Answer(400, JsonSerializer.Serialize(new { key = "bad_key", message = $"'{Api.Key}' is unknown", metadata = new { given = Api.Key, count = 2, list = new object?[] { true, null } } }));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Contains("'[redacted]' is unknown", failure.Message, StringComparison.Ordinal);
        Assert.Equal("bad_key", failure.Key);
        Assert.Equal("""{"given":"[redacted]","count":2,"list":[true,null]}""", failure.Metadata!.ToString());
    }

    [Fact]
    public async Task A_number_that_is_the_key_is_no_exception()
    {
        using var api = new Api(credential: PolytomicCredential.ApiKey(Api.Secure("31415926535")));
        api.Script.Answer(400, """{"metadata":{"given":31415926535,"count":2}}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal("""{"given":"[redacted]","count":2}""", failure.Metadata!.ToString());
    }

    [Fact]
    public async Task An_inner_exception_without_the_key_is_kept()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":{"id":5}}""");
        Assert.IsType<JsonException>((await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).InnerException);
    }

    [Fact]
    public void Once_the_key_is_wiped_nothing_is_passed_on_unseen()
    {
        var credential = PolytomicCredential.ApiKey(Api.Secure(Api.Key));
        credential.Dispose();
        Assert.Equal("[redacted]", credential.Redact($"the key is {Api.Key}"));
    }

    private static HttpResponseMessage Error(object body) => AnswerHandler.Json(400, JsonSerializer.Serialize(body));

    private static HttpResponseMessage With(HttpResponseMessage answer, Action<HttpResponseMessage> change)
    {
        change(answer);
        return answer;
    }

    /// <summary>The JSON both as it is and with its escapes resolved.</summary>
    private static string Spell(JsonMap map) => map + "\n" + JsonSerializer.Serialize(map.Json, Unescaped);

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
