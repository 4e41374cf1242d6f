using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>Tests the request, the results and the sandbox's answer of every operation in the contract.</summary>
public sealed class OperationTests
{
    private static readonly ApiTarget Target = ApiTarget.Odd;

    public static TheoryData<string> Operations => [.. ApiCall.All.Select(call => call.Id)];

    [Fact]
    public void The_tables_have_every_operation_of_the_contract_once()
    {
        Assert.Equal(Contract.Operations.Keys.Order(), ApiCall.All.Select(call => call.Id).Order());
    }

    [Fact]
    public void The_client_documents_exactly_the_operations_that_it_uses()
    {
        var documentation = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PolytomicBulk.Client.xml"));
        var named = Contract.Operations.Keys.Where(id => Regex.IsMatch(documentation, $@"\b{id}\b"));
        Assert.Equal(ApiCall.All.Select(call => call.Id).Order(), named.Order());
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task A_request_is_as_the_contract_says(string id)
    {
        var (call, contract) = (Find(id), Contract.Operations[id]);
        using var handler = Answering(call, Example.Kind.Filled);
        using var api = new Api(handler);
        await call.RunAsync(api.Client, Target);

        var request = handler.Exchanges.First(exchange => exchange.Operation.Id == id).Request;
        Assert.Equal(contract.Method, request.Method);
        Assert.Equal("https://polytomic.example" + PathOf(contract), request.Address.AbsoluteUri.Split('?')[0]);
        Assert.Equal(call.Query(Target), request.Address.Query.TrimStart('?'));
        if (call.Body is { } body) Assert.True(JsonNode.DeepEquals(body(Target), JsonNode.Parse(request.Body)), request.Body);
    }

    [Theory, MemberData(nameof(Operations))]
    public Task A_complete_answer_is_read_completely(string id) => CheckAsync(id, Example.Kind.Filled);

    [Theory, MemberData(nameof(Operations))]
    public Task An_answer_with_nulls_is_read(string id) => CheckAsync(id, Example.Kind.Nulls);

    [Theory, MemberData(nameof(Operations))]
    public Task An_answer_with_unknown_properties_and_values_is_read_completely(string id) => CheckAsync(id, Example.Kind.Unknown);

    public static TheoryData<string> Lists => [.. ApiCall.All.Select(call => call.Id).Where(id => Contract.Operations[id].Answer is { } answer && Contract.Resolve(answer)["properties"]!["data"] is JsonObject data && Contract.TypeOf(data) == "array")];

    [Theory, MemberData(nameof(Lists))]
    public async Task A_list_that_is_null_is_empty(string id)
    {
        var call = Find(id);
        using var handler = new ContractHandler((operation, _) => operation.Id == id ? new JsonObject { ["data"] = null } : AnswerOf(operation, Example.Kind.Filled), sendsBack: false);
        using var api = new Api(handler);
        Assert.Empty(await call.RunAsync(api.Client, Target));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task The_sandbox_answers_as_the_contract_says(string id)
    {
        using var sandbox = new ContractSandbox();
        var target = await sandbox.PrepareAsync();
        await Find(id).RunAsync(sandbox.ClientOf(Find(id)), target);
        Assert.Contains(sandbox.Exchanges, exchange => exchange.Operation.Id == id);
    }

    public static TheoryData<string> OperationsOnSomething => [.. ApiCall.All.Select(call => call.Id).Where(id => Contract.Operations[id].PathParameters.Any())];

    [Theory, MemberData(nameof(OperationsOnSomething))]
    public async Task The_sandbox_reports_an_unknown_object(string id)
    {
        using var sandbox = new ContractSandbox();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => Find(id).RunAsync(sandbox.ClientOf(Find(id)), Target));
        Assert.Equal((PolytomicFailure.NotFound, "not_found"), (failure.Failure, failure.Key));
    }

    private static ApiCall Find(string id) => ApiCall.All.Single(call => call.Id == id);

    private static string PathOf(ContractOperation operation) => string.Join('/', operation.Path.Split('/').Select(segment => segment switch
    {
        ['{', .. var name, '}'] => Uri.EscapeDataString(ValueOf(operation, name)),
        _ => segment,
    }));

    private static string ValueOf(ContractOperation operation, string parameter) => (operation.Id, parameter) switch
    {
        ("connections_delete", _) => Target.Unused.ToString(),
        ("connections_getTypeSchema" or "connections_getTypeParameterValues", _) => Target.ConnectionType,
        (_, "org_id") or ("organization_get", _) => Target.Organization.ToString(),
        ("jobs_get", "type") => "exportlogs",
        ("jobs_get", _) => "55555555-0000-4000-8000-000000000005",
        (_, "exec_id" or "execution_id") => Target.Execution.ToString(),
        (_, "schedule_id") => Target.Schedule.ToString(),
        (_, "schema_id") => Target.Schema,
        (_, "field_id") => Target.Field,
        (_, "sync_id") => Target.Sync.ToString(),
        (_, "connection_id") => Target.Connection.ToString(),
        _ when operation.Path.StartsWith("/api/connections/", StringComparison.Ordinal) => Target.Connection.ToString(),
        _ when operation.Path.StartsWith("/api/permissions/policies/", StringComparison.Ordinal) => Target.Policy.ToString(),
        _ => Target.Sync.ToString(),
    };

    /// <summary>An answer with the requested ids.</summary>
    private static JsonObject AnswerOf(ContractOperation operation, Example.Kind kind)
    {
        var answer = Example.Answer(operation.Answer!, kind);
        if (answer["data"] is JsonObject item && item["id"] is not null && operation.Path.Split('/')[^1] is ['{', .. var name, '}'])
        {
            item["id"] = ValueOf(operation, name);
        }

        if (operation.Id == "executions_listStatus")
        {
            foreach (var row in (answer["data"] as JsonArray ?? []).OfType<JsonObject>()) if (row["sync_id"] is not null) row["sync_id"] = Target.Sync.ToString();
        }

        return answer;
    }

    private static ContractHandler Answering(ApiCall call, Example.Kind kind) => new(
        (operation, request) =>
        {
            if (operation.Answer is null) return null;
            var answer = AnswerOf(operation, kind);
            call.Adjust(operation.Id, answer);
            // The second page is the last.
            if (request.Address.Query.Contains("page_token=", StringComparison.Ordinal)) answer["pagination"] = null;
            if (answer["data"] is JsonObject && request.Address.Query.Contains("after=", StringComparison.Ordinal)) (answer["data"]!["next_cursor"], answer["data"]!["entries"]) = (null, null);
            return answer;
        },
        sendsBack: kind != Example.Kind.Filled);

    private static async Task CheckAsync(string id, Example.Kind kind)
    {
        var call = Find(id);
        using var handler = Answering(call, kind);
        using var api = new Api(handler);
        var emitted = await call.RunAsync(api.Client, Target);
        var expected = handler.Exchanges.Where(exchange => exchange.Operation.Id == id && exchange.Answer is not null).SelectMany(exchange => call.Items(exchange.Answer!))
            // Both pages of a list contain the same example, and each id is returned once.
            .DistinctBy(item => (item as JsonObject)?["id"]?.ToString() ?? $"{Guid.NewGuid()}").ToArray();
        Assert.Contains(handler.Exchanges, exchange => exchange.Operation.Id == id);
        Assert.Equal(expected.Length, emitted.Count);
        foreach (var (json, item) in expected.Zip(emitted)) AssertComesOut(json, item, kind, id);
    }

    private static void AssertComesOut(JsonNode? json, object? value, Example.Kind kind, string where)
    {
        switch (json, value)
        {
            case (null, _):
                // If the service omits the bulk sync, the client adds it.
                Assert.True(value is null || where.EndsWith(".SyncId", StringComparison.Ordinal), where);
                break;
            case (JsonArray list, IList items):
                Assert.Equal(list.Count, items.Count);
                for (var i = 0; i < list.Count; i++) AssertComesOut(list[i], items[i], kind, $"{where}[{i}]");
                break;
            case (JsonObject node, ApiObject item):
                Assert.NotNull(item.ToString());
                AssertPropertiesComeOut(node, item, kind, where);
                break;
            case (JsonObject node, JsonMap map):
                Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(map.ToString())), $"{where}: {map}");
                break;
            case (JsonValue text, BulkSyncLogFile file):
                Assert.Equal(new Uri((string)text!).Segments[^1], file.Name);
                break;
            case (JsonValue scalar, Guid id):
                Assert.Equal(Guid.Parse((string)scalar!), id);
                break;
            case (JsonValue scalar, DateTime time):
                Assert.Equal(DateTimeOffset.Parse((string)scalar!, CultureInfo.InvariantCulture).LocalDateTime, time);
                break;
            case (JsonValue scalar, string or long or bool):
                Assert.Equal(scalar.ToString(), value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                Assert.Fail($"{where} is {value ?? "null"} and not {json?.ToJsonString()}");
                break;
        }
    }

    private static void AssertPropertiesComeOut(JsonObject node, ApiObject item, Example.Kind kind, string where)
    {
        foreach (var (name, expected) in node.Where(property => property.Key != Example.UnknownProperty))
        {
            var property = item.GetType().GetProperty(ToPascalCase(name), BindingFlags.Public | BindingFlags.Instance);
            Assert.True(property is not null, $"{where} has no {ToPascalCase(name)}");
            AssertComesOut(expected, property.GetValue(item), kind, $"{where}.{property.Name}");
        }

        var unknown = item.AdditionalProperties;
        if (kind == Example.Kind.Unknown) AssertComesOut(node[Example.UnknownProperty], Assert.Single(unknown!).Value, kind, $"{where}.AdditionalProperties");
        else Assert.True(unknown is null, $"{where} has additional {unknown}");
    }

    private static string ToPascalCase(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>A sandbox whose answers are compared with the contract.</summary>
    private sealed class ContractSandbox : IDisposable
    {
        private readonly TestClock _clock = new();
        private readonly ContractHandler _handler;

        public ContractSandbox()
        {
            _handler = new(new SandboxHandler(new SandboxService(new SandboxOptions { Clock = _clock })));
            Client = Connect(SandboxOptions.ApiKey);
            Partner = Connect(SandboxOptions.PartnerKey);
        }

        private PolytomicClient Client { get; }

        private PolytomicClient Partner { get; }

        public PolytomicClient ClientOf(ApiCall call) => call.IsOfPartner ? Partner : Client;

        public IEnumerable<(ContractOperation Operation, SentRequest Request, JsonNode? Answer)> Exchanges => _handler.Exchanges;

        /// <summary>Creates the objects that the operations need, and removes the records of these requests.</summary>
        public async Task<ApiTarget> PrepareAsync()
        {
            var (sync, connection) = (Guid.Parse("abd304c5-6186-5ccb-83f2-899cc06257be"), Guid.Parse("5f88ea52-5af3-57d3-bdf1-2f249dac4bdf"));
            const string Schema = "legacy.Orders 2019/2020 (#1, 5%)";
            var edit = await Client.Schemas.EditAsync(sync, Schema);
            edit.Apply(new JsonObject { ["enabled"] = true });
            await Client.Updates.PatchSchemasAsync(sync, [edit]);
            var execution = await Client.BulkSyncs.StartAsync(sync, schemas: [Schema]);
            _clock.Advance(TimeSpan.FromMinutes(1));
            var schedule = await Client.Schedules.CreateAsync(sync, new JsonObject { ["frequency"] = "hourly", ["minute"] = "5" });
            var settings = new JsonObject { ["label"] = "L", ["type"] = "string" };
            var (field, _) = await Client.ConnectionSchemas.EditFieldAsync(connection, Schema, Target.Field, settings, isDefinition: true);
            await Client.ConnectionSchemas.UpsertFieldAsync(field, Schema);
            var (organization, other) = (Guid.Parse(SandboxHttp.Organization), Guid.Parse(SandboxHttp.OtherOrganization));
            var unused = await Client.Connections.BeginAsync("webhook", "Unused");
            unused.Apply(JsonNode.Parse("""{"configuration":{"url":"https://unused.example"}}""")!.AsObject(), new Dictionary<string, SecureString>(), []);
            var created = await Client.Connections.CreateAsync(unused);
            await Partner.Connections.CreateSharedAsync(organization, connection, other);
            _handler.Exchanges.Clear();
            return new(sync, execution.Id!.Value, schedule.Id!.Value, connection, Schema, Target.Field, Guid.Parse(SandboxHttp.Policy), "postgresql",
                organization, other, created.Id!.Value);
        }

        private PolytomicClient Connect(string key) =>
            new(new PolytomicClientOptions { Handler = _handler, Clock = _clock }, PolytomicCredential.ApiKey(Api.Secure(key)));

        public void Dispose()
        {
            Partner.Dispose();
            Client.Dispose();
            _handler.Dispose();
        }
    }
}
