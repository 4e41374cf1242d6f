using System.Globalization;
using System.Net;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using Xunit;

namespace Client.Tests;

/// <summary>The user sees what the service or a gateway says about a failure, in whatever form it comes.</summary>
public sealed class ErrorAnswerTests
{
    [Theory]
    [InlineData("""{"error":"name is taken"}""", "name is taken")]
    [InlineData("""{"error":{"code":5,"message":"name is taken"}}""", "name is taken")]
    [InlineData("""{"error":"invalid_grant","error_description":"the grant is old"}""", "the grant is old")]
    [InlineData("""{"errors":["name is taken","mode is unknown"]}""", "name is taken", "mode is unknown")]
    [InlineData("""{"errors":[{"field":"name","message":"is taken"},{"message":"more"}]}""", "name: is taken", "more")]
    [InlineData("""{"errors":{"name":["is taken"],"schedule":{"hour":"is too late"}}}""", "name: is taken", "schedule.hour: is too late")]
    [InlineData("""{"errors":"name is taken"}""", "name is taken")]
    [InlineData("""{"detail":"name is taken"}""", "name is taken")]
    [InlineData("""{"detail":[{"loc":["body","name"],"msg":"is taken","type":"value_error"}]}""", "body.name: is taken")]
    [InlineData("""{"title":"Bad Request","detail":"name is taken"}""", "name is taken")]
    [InlineData("""{"title":"Out of range"}""", "Out of range")]
    [InlineData("""["name is taken"]""", "name is taken")]
    [InlineData("\"name is taken\"", "name is taken")]
    [InlineData("""{"message":"invalid","metadata":{"name":"is taken","mode":["is unknown"]}}""", "invalid", "name: is taken", "mode: is unknown")]
    [InlineData("""{"metadata":{"errors":[{"field":"name","message":"is taken"}]}}""", "name: is taken")]
    public async Task The_explanation_is_in_the_message(string body, params string[] facts)
    {
        using var api = new Api();
        api.Script.Answer(422, body);
        Facts.Hold((await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Message, ["422", .. facts]);
    }

    [Theory]
    [InlineData("text/plain", "upstream is down", true)]
    [InlineData("text/plain", "{not JSON", true)]
    [InlineData("text/html", "<p>upstream is down</p>", false)]
    [InlineData("application/octet-stream", "upstream is down", false)]
    public async Task Plain_text_is_an_explanation_and_a_page_is_not(string mediaType, string body, bool isShown)
    {
        using var api = new Api();
        api.Script.Answer(503, body, mediaType);
        var message = (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Message;
        Assert.Equal(isShown, message.Contains(body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_explanation_is_shown_once()
    {
        using var api = new Api();
        api.Script.Answer(422, """{"message":"name: is taken","error":"name: is taken","metadata":{"name":"is taken"}}""");
        var message = (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Message;
        Assert.Equal(2, message.Split("is taken").Length);
    }

    [Fact]
    public async Task A_secret_in_the_metadata_is_redacted()
    {
        using var api = new Api();
        api.Script.Answer(422, """{"message":"invalid","metadata":{"configuration":{"password":"hunter-2"}}}""");
        var message = (await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync())).Message;
        Facts.Hold(message, "configuration.password");
        Assert.DoesNotContain("hunter-2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"@"}""")]
    [InlineData("""{"errors":{"name":["@"]}}""")]
    [InlineData("""{"detail":"@"}""")]
    [InlineData("""{"metadata":{"a":"@"}}""")]
    [InlineData("\"@\"")]
    public async Task The_key_does_not_show_in_any_form_of_the_answer(string body)
    {
        using var api = new Api();
        api.Script.Answer(401, body.Replace("@", $"the key {Api.Key} is old", StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Facts.Hold(failure.Message, "is old");
        Assert.DoesNotContain(Api.Key, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("90000", 90000)]
    public async Task A_delay_that_is_too_long_is_shown_as_a_time_of_day(string retryAfter, int seconds)
    {
        using var api = new Api(maxRetry: 4);
        api.Script.Answer(429, "{}", headers: new Dictionary<string, string> { ["Retry-After"] = retryAfter });
        var until = api.Clock.GetLocalNow().AddSeconds(seconds);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Facts.Hold(failure.Message, "429", until.ToString(seconds < 80000 ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Assert.Equal((PolytomicFailure.RateLimited, 1), (failure.Failure, failure.Attempts));
    }

    [Fact]
    public async Task Status_407_comes_from_a_proxy()
    {
        using var api = new Api();
        api.Script.Answer(407, "");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
        Assert.Equal((PolytomicFailure.Forbidden, HttpStatusCode.ProxyAuthenticationRequired), (failure.Failure, failure.StatusCode));
        Facts.Hold(failure.Message, "proxy", "407", "HTTPS_PROXY");
        Assert.DoesNotContain("The service", failure.Message, StringComparison.Ordinal);
    }

#if NET
    // .NET Framework does not provide the kind of failure.
    [Theory]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired, PolytomicFailure.Forbidden, "407")]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.BadGateway, PolytomicFailure.ConnectionFailed, "502")]
    [InlineData(HttpRequestError.ConnectionError, null, PolytomicFailure.ConnectionFailed, "refused")]
    [InlineData(HttpRequestError.NameResolutionError, null, PolytomicFailure.ConnectionFailed, "refused")]
    public void A_proxy_that_fails_is_named(HttpRequestError error, HttpStatusCode? status, PolytomicFailure kind, string said)
    {
        var fault = new HttpRequestException(error, status is null ? "refused" : "http://user:hunter-2@gate.example failed", statusCode: status);
        var request = new ApiRequest(HttpMethod.Get, "try this", "api");
        var failure = Failures.ConnectionFailed(request, new("https://polytomic.example/"), new("http://user:hunter-2@gate.example:3128"), credential: null, fault);
        Assert.Equal((kind, status), (failure.Failure, failure.StatusCode));
        Facts.Hold(failure.Message, "proxy gate.example:3128", "polytomic.example", said, "HTTPS_PROXY");
        Assert.DoesNotContain("hunter-2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_can_still_fail_behind_a_proxy()
    {
        var fault = new HttpRequestException(HttpRequestError.SecureConnectionError, "the certificate has expired");
        var request = new ApiRequest(HttpMethod.Get, "try this", "api");
        var message = Failures.ConnectionFailed(request, new("https://polytomic.example/"), new("http://gate.example:3128"), credential: null, fault).Message;
        Facts.Hold(message, "polytomic.example", "the certificate has expired");
        Assert.DoesNotContain("gate.example", message, StringComparison.Ordinal);
    }
#endif
}
