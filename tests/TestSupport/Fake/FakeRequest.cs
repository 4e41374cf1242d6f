using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <summary>A received request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Host">The host of the request.</param>
/// <param name="Path">The path, as on the wire.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
/// <param name="Headers">The headers, including those of the body.</param>
/// <param name="Body">The body's text.</param>
/// <param name="Time">When it was received, by the service's clock.</param>
public sealed record FakeRequest(
    string Method, string Host, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset Time)
{
    /// <summary>The status of the answer, or null if the connection broke or there is no answer yet.</summary>
    public int? Status { get; internal set; }

    internal static async Task<FakeRequest> FromAsync(HttpRequestMessage message, DateTimeOffset time, CancellationToken cancel)
    {
        var sent = await SentRequest.FromAsync(message, cancel);
        return new(sent.Method, sent.Address.Host, sent.Address.AbsolutePath, sent.Address.Query, sent.Headers, sent.Body, time);
    }

    internal static FakeRequest Get(string pathAndQuery, FakeRequest like)
    {
        var parts = pathAndQuery.Split('?', 2);
        return like with { Method = "GET", Path = parts[0], Query = parts.Length > 1 ? "?" + parts[1] : "", Body = "" };
    }
}

/// <summary>A request with the values of its path parameters.</summary>
internal sealed class FakeCall(FakeRequest request, IReadOnlyList<string> ids)
{
    public FakeRequest Request => request;

    public JsonObject Body { get; } = Parse(request.Body);

    /// <summary>The value of a parameter of the path.</summary>
    public string this[int index] => ids[index];

    public string? Query(string name) => request.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
        .Where(pair => pair[0] == name && pair.Length > 1).Select(pair => Uri.UnescapeDataString(pair[1])).FirstOrDefault(value => value.Length > 0);

    public int? Number(string name) => Query(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new Refusal(400, "bad_request", $"{name} is no number");

    public bool Is(string name) => Query(name) == "true";

    private static JsonObject Parse(string body)
    {
        if (body.Length == 0) return [];
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new Refusal(400, "bad_request", "the body is no object");
        }
        catch (JsonException)
        {
            throw new Refusal(400, "bad_request", "the body is no JSON");
        }
    }
}

/// <summary>An answer of the service.</summary>
internal sealed record FakeAnswer(int Status, string Body)
{
    public static readonly FakeAnswer GatewayTimeout = new(504, "<html>504 Gateway Time-out</html>");

    public int? RetryAfter { get; init; }

    public string? Location { get; init; }

    /// <summary>For a file: the first byte of the body.</summary>
    public int? From { get; init; }

    public static FakeAnswer Data(JsonNode? data) => new(200, new JsonObject { ["data"] = data }.ToJsonString());

    public static FakeAnswer Error(int status, string key, string message) =>
        new(status, new JsonObject { ["key"] = key, ["message"] = message, ["status"] = status, ["metadata"] = new JsonObject() }.ToJsonString());

    public HttpResponseMessage ToMessage(DateTimeOffset time)
    {
        var message = new HttpResponseMessage((HttpStatusCode)Status) { Content = new StringContent(Body, Encoding.UTF8) };
        message.Headers.Date = time;
        message.Headers.Add("X-Polytomic-Version", "2025-09-18");
        message.Content.Headers.ContentType = Body is "" ? null : new(Body[0] switch { '<' => "text/html", '{' => "application/json", _ => "text/plain" });
        if (RetryAfter is { } seconds) message.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        if (Location is not null) message.Headers.Location = new Uri(Location, UriKind.Relative);
        if (From is { } from) message.Content.Headers.ContentRange = new(from, from + Body.Length - 1, from + Body.Length);
        return message;
    }
}

/// <summary>Ends a request that the service refuses.</summary>
internal sealed class Refusal(int status, string key, string message) : Exception(message)
{
    public FakeAnswer Answer => FakeAnswer.Error(status, key, Message);
}
