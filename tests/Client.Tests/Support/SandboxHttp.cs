using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Sends HTTP requests to a sandbox, and compares the body and status of every answer with the contract.</summary>
internal sealed class SandboxHttp : IDisposable
{
    public const string Orders = "5f88ea52-5af3-57d3-bdf1-2f249dac4bdf";
    public const string Snowflake = "df17031c-7e75-5a8c-84e0-086692c1ac52";
    public const string Organization = "a5de0575-7578-5fed-b873-180f3fbbc2b2";
    public const string OtherOrganization = "5b0d9a3e-6f41-5c7a-9b52-3f6d1c0e8a74";
    public const string Policy = "101612d3-61cd-573e-ab4a-a58f0d42216d";
    public const string Salesforce = "c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2";

    /// <summary>Statuses that every operation can return.</summary>
    private static readonly int[] Anywhere = [401, 403, 404, 408, 409, 422, 429];

    private readonly HttpClient _http;

    public SandboxHttp(SandboxOptions? options = null)
    {
        Clock = options?.Clock as TestClock ?? new TestClock();
        _http = new HttpClient(new SandboxHandler(new SandboxService(options ?? new SandboxOptions { Clock = Clock }))) { BaseAddress = new Uri("https://sandbox.invalid/") };
    }

    public TestClock Clock { get; }

    /// <summary>The required settings of a bulk sync.</summary>
    public static JsonObject Settings(string name = "New") => new()
    {
        ["name"] = name,
        ["mode"] = "replicate",
        ["source_connection_id"] = Orders,
        ["destination_connection_id"] = Snowflake,
        ["destination_configuration"] = new JsonObject { ["schema"] = "s" },
        ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
    };

    /// <summary>The answer of the service if there is no error.</summary>
    public JsonNode? Get(string path) => Data("GET", path, body: null);

    /// <inheritdoc cref="Get"/>
    public JsonNode? Data(string method, string path, JsonNode? body)
    {
        var (status, answer) = Send(method, path, body?.ToJsonString());
        Assert.True(status is 200 or 202, $"{method} {path}: {status} {answer?.ToJsonString()}");
        return answer?["data"];
    }

    /// <summary>Sends a request, and compares the answer with the contract.</summary>
    public (int Status, JsonNode? Body) Send(string method, string path, string? body = null, string authorization = "Bearer " + SandboxOptions.ApiKey, string? key = null) =>
        Send(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), authorization, key);

    /// <inheritdoc cref="Send(string, string, string?, string, string?)"/>
    public (int Status, JsonNode? Body) Send(string method, string path, byte[]? body, string authorization, string? key)
    {
        var (status, text) = Ask(method, path, body, authorization, key);
        var operation = ContractOperation.At(method, "/" + path.Split('?')[0]);
        if (status >= 400)
        {
            Assert.True(operation.Statuses.Contains(status) || Anywhere.Contains(status), $"{operation.Id} answers {status}, which it does not have: {text}");
            Assert.True(status < 500, text);
            if (Contract.Fault("ApiError", text) is { } wrong) Assert.Fail(wrong);
        }
        else if (operation.Answer is { } schema)
        {
            Assert.Equal(operation.Status, status);
            if (Contract.Fault(schema, text) is { } wrong) Assert.Fail($"{operation.Id}: {wrong}");
        }

        return (status, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Sends a request that need not be in the contract.</summary>
    public (int Status, string Text) Ask(string method, string path, byte[]? body = null, string authorization = "Bearer " + SandboxOptions.ApiKey, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = new ByteArrayContent(body);
        using var answer = _http.SendAsync(request).GetAwaiter().GetResult();
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return ((int)answer.StatusCode, reader.ReadToEnd());
    }

    public void Dispose() => _http.Dispose();
}
