using System.Text;
using System.Text.Json;
using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>If a service or proxy repeats the key, the client does not show it.</summary>
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
        ["request id of null"] = echo => With(AnswerHandler.Json(200, "null"), answer => answer.Headers.TryAddWithoutValidation("X-Request-Id", echo)),
        ["request id of a fault"] = echo => With(AnswerHandler.Json(200, "{}"), answer => answer.Headers.TryAddWithoutValidation("X-Request-Id", echo)),
        ["redirect"] = echo => With(AnswerHandler.Json(302, ""), answer => answer.Headers.TryAddWithoutValidation("Location", $"https://login.example/?key={Uri.EscapeDataString(echo)}")),
        ["broken connection"] = echo => throw new HttpRequestException("outer", new IOException($"cannot send 'Authorization: {echo}'")),
    };

    private static readonly Dictionary<string, Func<string, string>> Encodings = new()
    {
        ["base64 of :KEY"] = key => Base64(":" + key),
        ["base64 of Bearer KEY"] = key => Base64("Bearer " + key),
        ["base64 of KEY: for addresses"] = key => Base64(key + ":").Replace('+', '-').Replace('/', '_'),
        ["base64 of JSON"] = key => Base64($$"""{"key":"{{key}}"}"""),
        ["base64 of :KEY escaped twice"] = key => Uri.EscapeDataString(Uri.EscapeDataString(Base64(":" + key))),
        ["escaped twice"] = key => Uri.EscapeDataString(Uri.EscapeDataString(key)),
        ["escaped three times"] = key => Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(key))),
        ["every letter escaped"] = key => string.Concat(key.Select(letter => $"%{(int)letter:x2}")),
        ["JSON"] = key => string.Concat(key.Select(letter => char.IsLetterOrDigit(letter) ? $"{letter}" : $"\\u{(int)letter:x4}")),
        ["JSON in JSON"] = key => string.Concat(key.Select(letter => $"\\\\u{(int)letter:X4}")),
        ["JSON of PHP"] = key => key.Replace("/", "\\/", StringComparison.Ordinal),
        ["HTML"] = key => string.Concat(key.Select(letter => char.IsLetterOrDigit(letter) ? $"{letter}" : $"&#{(int)letter};")),
        ["HTML in hex"] = key => string.Concat(key.Select(letter => $"&#x{(int)letter:X};")),
        ["HTML by names"] = key => key.Replace("+", "&plus;", StringComparison.Ordinal).Replace("/", "&sol;", StringComparison.Ordinal).Replace("=", "&equals;", StringComparison.Ordinal),
        ["HTML in HTML"] = key => key.Replace("+", "&amp;#43;", StringComparison.Ordinal),
        ["hex"] = key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)),
        ["lower hex with dashes"] = key => BitConverter.ToString(Encoding.UTF8.GetBytes(key)).ToLowerInvariant(),
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
                    foreach (var form in (string[])["plain", "escaped", "lower escaped", "base64", "unpadded", "header", "header escaped", .. Encodings.Keys]) data.Add(kind, place, form);
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
            _ when Encodings.TryGetValue(form, out var encode) => encode(Api.Key),
            _ => Uri.EscapeDataString(parameter),
        };
        using var handler = new AnswerHandler(_ => Places[place](echo));
        using var api = new Api(handler, credential: credential);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());

        var shown = string.Join("\n", failure.ToString(), failure.Message, failure.Key, failure.RequestId, failure.Path, failure.Metadata is null ? "" : Spell(failure.Metadata), failure.Data.Count);
        string[] secrets = [Api.Key, Uri.EscapeDataString(Api.Key), Base64(Api.Key).TrimEnd('='), parameter.TrimEnd('='), Uri.EscapeDataString(parameter.TrimEnd('='))];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.OrdinalIgnoreCase));
        if (form is not ("header" or "header escaped")) Assert.DoesNotContain(echo.TrimEnd('=')[^12..], shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_key_does_not_show_in_the_message_of_a_failed_job()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"job":{"job_id":"55555555-0000-4000-8000-000000000005","status":"failed","error":"no KEY here"}}""".Replace("KEY", Api.Key, StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.Waits.ExportLogsAsync(Api.Id, Api.Organization));
        Assert.Contains("no [redacted] here", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Api.Key, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_as_long_as_the_longest_error_is_searched_quickly()
    {
        using var credential = PolytomicCredential.ApiKey(Api.Secure(Api.Key));
        var text = string.Concat(Enumerable.Repeat("aGVsbG8gd29ybGQ", 20_000));
        Assert.Equal(text, credential.Redact(text));
    }

    [Fact]
    public async Task Metadata_contains_no_control_characters()
    {
        using var api = new Api();
        api.Script.Answer(400, JsonSerializer.Serialize(new { metadata = new Dictionary<string, string> { ["a\u001b[2J"] = "b\u202e\nActive: True" } }));
        var metadata = (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Metadata!;
        Assert.Equal(("a [2J", "b  Active: True"), (metadata.Keys.Single(), metadata.Values.Single()));
    }

    [Fact]
    public void The_text_of_a_schedule_is_one_line()
    {
        var schedule = JsonSerializer.Deserialize("""{"frequency":"custom","month":"1\u001b[2J","day_of_week":"mon\nActive: True","hour":"\u202e"}""", PolytomicBulk.Json.ApiJson.Default.BulkSyncSchedule)!;
        Assert.DoesNotContain(schedule.ToString(), letter => char.IsControl(letter) || letter == '\u202e');
    }

    [Fact]
    public async Task The_text_around_the_key_is_kept()
    {
        using var api = new Api();
        api.Script.Answer(400, JsonSerializer.Serialize(new { key = "bad_key", message = $"'{Api.Key}' is unknown", metadata = new { given = Api.Key, count = 2, list = new object?[] { true, null } } }));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Contains("'[redacted]' is unknown", failure.Message, StringComparison.Ordinal);
        Assert.Equal("bad_key", failure.Key);
        Assert.Equal("""{"given":"[redacted]","count":2,"list":[true,null]}""", failure.Metadata!.ToString());
    }

    [Fact]
    public async Task A_key_that_is_a_number_is_redacted_too()
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
        api.Script.Answer(200, """{"data":5}""");
        Assert.IsType<JsonException>((await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).InnerException);
    }

    [Fact]
    public void After_the_key_is_wiped_all_text_is_redacted()
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

    /// <summary>The JSON with its escapes, and with the escapes resolved.</summary>
    private static string Spell(JsonMap map) => map + "\n" + JsonSerializer.Serialize(map.Json, Unescaped);

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
