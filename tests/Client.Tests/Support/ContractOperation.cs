using System.Globalization;
using System.Text.Json.Nodes;
using TestSupport;
using Xunit;

namespace Client.Tests.Support;

/// <summary>An operation of the contract.</summary>
internal sealed class ContractOperation(string method, string path, JsonObject json)
{
    private readonly string[] _segments = path.Split('/');

    public string Id => (string)json["operationId"]!;

    public string Method => method;

    public string Path => path;

    /// <summary>The names of the parameters in the path.</summary>
    public IEnumerable<string> PathParameters => _segments.Where(IsParameter).Select(segment => segment[1..^1]);

    public int Status { get; } = int.Parse(json["responses"]!.AsObject().Select(response => response.Key).Single(status => status[0] == '2'), CultureInfo.InvariantCulture);

    /// <summary>The statuses that the contract declares.</summary>
    public int[] Statuses { get; } = [.. json["responses"]!.AsObject().Select(response => int.Parse(response.Key, CultureInfo.InvariantCulture))];

    /// <summary>The schema of the answer's body, or null.</summary>
    public JsonNode? Answer => Body(json["responses"]![Status.ToString(CultureInfo.InvariantCulture)]!);

    /// <summary>
    /// A schedule is sent back completely. Otherwise, the resync mode and the schemas, which are not in the request's schema, would be reset.
    /// </summary>
    private bool IsWhole => Id == "schedules_update";

    private JsonNode? Request => json["requestBody"] is { } body ? Body(body) : null;

    private JsonObject[] Parameters { get; } = [.. json["parameters"]!.AsArray().Select(parameter => Contract.Resolve(parameter!))];

    /// <summary>The operation of a request. A path without parameters has priority over a matching path with parameters.</summary>
    public static ContractOperation Of(SentRequest request) => At(request.Method, request.Address.AbsolutePath);

    /// <inheritdoc cref="Of"/>
    public static ContractOperation At(string method, string path) => Contract.Operations.Values
        .Where(operation => operation.Method == method && operation.Matches(path.Split('/')))
        .MinBy(operation => operation.PathParameters.Count())
        ?? throw new InvalidOperationException($"The contract has no {method} {path}.");

    /// <summary>Fails if a request does not match the contract. It can contain unknown properties only if it sends back an answer.</summary>
    public void Check(SentRequest request, bool sendsBack)
    {
#if NET
        // .NET Framework encodes some characters differently.
        Assert.All(request.Address.AbsolutePath.Split('/'), segment => Assert.Equal(segment, Uri.EscapeDataString(Uri.UnescapeDataString(segment))));
#endif
        Assert.StartsWith("B", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("application/json", request.Headers["Accept"]);
        CheckHeader(request, "X-Polytomic-Version");
        CheckHeader(request, "Idempotency-Key");
        Assert.Equal("2025-09-18", request.Headers["X-Polytomic-Version"]);
        Assert.Equal(request.Body.Length > 0 ? "application/json" : null, request.Headers.GetValueOrDefault("Content-Type"));
        CheckQuery(request.Address.Query);
        if (Request is null) Assert.Equal("", request.Body);
        else if (!sendsBack) Assert.Null(IsWhole ? Contract.FaultOfKnown(Request, request.Body) : Contract.Fault(Request, request.Body));
    }

    /// <summary>A header is sent only with the operations that have it in the contract.</summary>
    private void CheckHeader(SentRequest request, string name)
    {
        var known = Find("header", name);
        Assert.True(known is not null == request.Headers.TryGetValue(name, out var value), $"{Id}: {name} is '{value}'.");
        if (known is not null) Assert.Null(Contract.Fault(known["schema"]!, JsonValue.Create(value)!.ToJsonString()));
    }

    private JsonObject? Find(string place, string name) => Parameters.SingleOrDefault(parameter => ((string)parameter["in"]!, (string)parameter["name"]!) == (place, name));

    private void CheckQuery(string query)
    {
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (pair.Split('=')[0], Uri.UnescapeDataString(pair.Split('=')[1]));
            var known = Find("query", name);
            Assert.True(known is not null, $"{Id} has no parameter {name}.");
            switch ((string?)known["schema"]!["type"])
            {
                case "boolean":
                    Assert.Matches("^(true|false)$", value);
                    break;
                case "integer":
                    Assert.Matches("^[0-9]+$", value);
                    break;
            }
        }
    }

    private bool Matches(string[] segments) =>
        segments.Length == _segments.Length && segments.Zip(_segments).All(pair => IsParameter(pair.Second) || pair.First == pair.Second);

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static JsonNode? Body(JsonNode node) => node["content"]?["application/json"]?["schema"];
}
