using System.Collections;
using System.Reflection;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk.Editing;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Operations;
using PolytomicBulk.Report;
using PolytomicBulk.Waiting;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Random bytes instead of the answer of each operation.</summary>
public sealed class FuzzTests : IDisposable
{
    /// <summary>The limit for services that always have one more page, or never finish.</summary>
    private const int MostRequests = 8;

    private static readonly Guid Sync = new("c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2");
    private static readonly Guid Execution = new("5d3e0c1a-84b5-4f6e-9a37-2f1f4a6f9d10");
    private static readonly Guid Connection = new("fe37380e-a1d7-5015-b18b-27b0c7a45bcf");

    /// <summary>These operations need the result of another one, so they run after it. Files have no format.</summary>
    private static readonly string[] Following = ["Reports.ReadAsync", "Reports.CompareAsync", "Updates.UpdateAsync", "Updates.FindFaultsAsync", "Configurations.MatchAsync", "Configurations.FindLikeAsync", "Configurations.CreateAsync", "Configurations.UpdateAsync", "Configurations.ApplyAsync", "Updates.UpdateScheduleAsync", "Updates.PatchSchemasAsync", "Updates.ReplaceSchemaAsync", "Logs.SaveAsync", "Connections.CreateAsync", "Connections.UpdateAsync", "Connections.TestAsync",
        "BulkSyncs.ReplaceAsync", "ConnectionSchemas.UpsertFieldAsync", "ConnectionSchemas.PatchFieldAsync", "ConnectionSchemas.SetPrimaryKeyAsync"];

    /// <summary>The possible values of a setting, for an existing and for a new connection.</summary>
    private static readonly string[] OfEdits = ["Connections.GetParameterValuesAsync"];

    /// <summary>
    /// Operations that read several answers can also fail because the answers do not match, the job of the service failed, or there is no last execution.
    /// </summary>
    private static readonly string[] Refusing = ["BulkSyncs.EditAsync", "Starts.FindSchemasAsync", "Schedules.EditAsync", "Updates.EditAsync", "Configurations.ReadAsync", "Configurations.PlanCopyAsync", "Executions.GetLastAsync", "Waits.ExportLogsAsync", "Connections.EditAsync", "Events.ListAsync", "Entities.FindAsync", "Organizations.GetOwnAsync"];

    private readonly AsyncLocal<Case?> _case = new();
    private readonly AnswerHandler _handler;
    private readonly Api _api;

    public FuzzTests()
    {
        _handler = new AnswerHandler((request, _) => Task.FromResult(_case.Value!.Answer(request)));
        _api = new Api(_handler);
    }

    [Fact]
    public async Task Any_answer_of_any_operation_is_a_result_or_a_bad_response()
    {
        var operations = await FindOperationsAsync();
        Assert.True(operations.Count >= 25, $"{operations.Count} operations");
        var (results, refusals) = (0, 0);
        var noise = Gen.OneOf(Generate.Json().Select(node => Encoding.UTF8.GetBytes($$$"""{"data":{{{node?.ToJsonString() ?? "null"}}},"pagination":{{{node?.ToJsonString() ?? "null"}}}}""")), Gen.Byte.Array[0, 40]);
        var change = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1 << 20], Generate.Json(1), Gen.Bool, Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).Array[1, 3], noise);
        await Gen.Select(Gen.OneOf(operations.ToArray()), change.Array[1, 3]).SampleAsync(
            async (operation, changes) =>
            {
                using var cancel = new CancellationTokenSource();
                var answers = new Case(operation.Seeds, changes.Select(change => (Func<JsonNode, byte[]>)(seed => Change(seed, change))).ToArray(), cancel);
                _case.Value = answers;
                try
                {
                    await operation.RunAsync(_api.Client, cancel.Token);
                    Interlocked.Increment(ref results);
                }
                catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.BadResponse && failure.Path is not null)
                {
                    Interlocked.Increment(ref refusals);
                    Assert.DoesNotContain(failure.Message, char.IsControl);
                }
                catch (PolytomicApiException failure) when (Refusing.Contains(operation.Name))
                {
                    Assert.DoesNotContain(failure.Message, char.IsControl);
                }
                catch (OperationCanceledException) when (answers.IsGivenUp)
                {
                    // The operation did not finish.
                }
            },
            // About 300 cases for each operation. Every run uses other cases.
            iter: Cases.AtMost(20_000),
            print: pair => $"{pair.Item1.Name}: {string.Join("\n", pair.Item2.Select((change, i) => Encoding.UTF8.GetString(Change(pair.Item1.Seeds[Math.Min(i, pair.Item1.Seeds.Count - 1)], change))))}");
        Cases.HadSome(results);
        Cases.HadSome(refusals);
    }

    public void Dispose()
    {
        _api.Dispose();
        _handler.Dispose();
    }

    private static byte[] Change(JsonNode seed, (int Kind, int Place, JsonNode? Value, bool Remove, (int, byte, int)[] Bytes, byte[] Noise) change) => change.Kind switch
    {
        0 => Generate.Mutate(Encoding.UTF8.GetBytes(seed.ToJsonString()), change.Bytes),
        1 => change.Noise,
        2 => Twice(seed.ToJsonString(), change.Place),
        _ => Encoding.UTF8.GetBytes(Generate.Replace(seed, change.Place, change.Value, change.Remove).ToJsonString()),
    };

    /// <summary>The JSON with an object that has a property twice.</summary>
    private static byte[] Twice(string json, int place)
    {
        var objects = Enumerable.Range(0, json.Length).Where(at => json[at] == '{').ToArray();
        return Encoding.UTF8.GetBytes(json.Insert(objects[place % objects.Length] + 1, "\"id\":null,\"id\":null,"));
    }

    /// <summary>Every operation of the client, with the answers of the sandbox.</summary>
    private static async Task<List<Operation>> FindOperationsAsync()
    {
        using var sandbox = new SandboxHandler(new SandboxService(new SandboxOptions { Clock = new TestSupport.TestClock() }));
        using var sender = new HttpMessageInvoker(sandbox);
        var answers = new List<JsonNode>();
        using var recorder = new AnswerHandler(async (request, cancel) =>
        {
            var answer = await sender.SendAsync(request, cancel);
            var body = await answer.Content.ReadAsStringAsync(cancel);
            lock (answers)
            {
                if (answer.IsSuccessStatusCode && body.Length > 0) answers.Add(Shorten(JsonNode.Parse(body)!));
            }

            return answer;
        });
        using var api = new Api(recorder, credential: PolytomicCredential.ApiKey(Api.Secure(SandboxOptions.ApiKey)));
        var schedule = (await api.Client.Schedules.ListAsync(Sync))[0].Id!.Value;

        var operations = new List<Operation>();
        foreach (var group in typeof(PolytomicClient).GetProperties().Where(property => property.Name is not ("SyncNames" or "ConnectionNames" or "Clock")))
        {
            foreach (var method in group.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                var operation = new Operation(group, method, schedule);
                if (Following.Contains(operation.Name) || (OfEdits.Contains(operation.Name) && method.GetParameters()[0].ParameterType == typeof(ConnectionEdit)) || !operation.Name.EndsWith("Async", StringComparison.Ordinal)) continue;
                answers.Clear();
                // Some operations, such as canceling an execution that has ended, return an error. This test ignores it.
                await Record.ExceptionAsync(() => operation.RunAsync(api.Client, CancellationToken.None));
                operation.Seeds.AddRange(answers.Count > 0 ? answers : [JsonNode.Parse("""{"data":{}}""")!]);
                operations.Add(operation);
            }
        }

        return operations;
    }

    /// <summary>Two items of a list are enough, and faster.</summary>
    private static JsonNode Shorten(JsonNode answer)
    {
        if (answer["data"] is not JsonArray items) return answer;
        while (items.Count > 2) items.RemoveAt(2);
        return answer;
    }

    /// <summary>The changed answers of one run.</summary>
    private sealed class Case(List<JsonNode> seeds, Func<JsonNode, byte[]>[] changes, CancellationTokenSource cancel)
    {
        private int _requests = -1;

        public bool IsGivenUp { get; private set; }

        public HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var number = Interlocked.Increment(ref _requests);
            if (number == MostRequests)
            {
                IsGivenUp = true;
                cancel.Cancel();
            }

            var seed = seeds[Math.Min(number, seeds.Count - 1)];
            return AnswerHandler.Json(200, changes[number % changes.Length](seed));
        }
    }

    private sealed class Operation(PropertyInfo group, MethodInfo method, Guid schedule)
    {
        public string Name => $"{group.Name}.{method.Name}";

        public List<JsonNode> Seeds { get; } = [];

        public async Task RunAsync(PolytomicClient client, CancellationToken cancel)
        {
            var arguments = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken) ? cancel : Argument(parameter)).ToArray();
            await ReadAsync(client, method.Invoke(group.GetValue(client), BindingFlags.DoNotWrapExceptions, null, arguments, null)!, cancel);
        }

        private async Task ReadAsync(PolytomicClient client, object pending, CancellationToken cancel)
        {
            if (pending is IAsyncEnumerable<object> items)
            {
                await foreach (var item in items.WithCancellation(cancel)) Reading.Touch(item);
                return;
            }

            var task = (Task)pending;
            await task;
            var result = task.GetType().GetProperty("Result")?.GetValue(task);
            Reading.Touch(result);
            if (result is ConnectionEdit connection) await WriteAsync(client, connection, cancel);
            else if (EditIn(result) is { } edit) await WriteAsync(client, edit, cancel);
            else if (result is ReportReading reading) Reading.Touch(await client.Reports.ReadAsync(reading, new BulkSync { Id = Sync }, cancel));
            else if (result is BulkSyncConfiguration configuration)
            {
                _ = configuration.ToText();
                Reading.Touch(await client.Configurations.MatchAsync([configuration], await client.BulkSyncs.ListCertainAsync(cancel), readsAll: true, cancel));
                var like = new BulkSync { Id = Sync, SourceConnectionId = configuration.ConnectionIds["source_connection"].Id, DestinationConnectionId = configuration.ConnectionIds["destination_connection"].Id };
                Reading.Touch(await client.Configurations.FindLikeAsync(configuration, [new ConfigurationMatch(null, like)], cancel));
                Reading.Touch(await client.Configurations.UpdateAsync(Sync, configuration, cancel));
                Reading.Touch(await client.Configurations.CreateAsync(configuration, cancel));
            }
        }

        private static ResourceEdit? EditIn(object? result) => result switch
        {
            ResourceEdit edit => edit,
            (ResourceEdit edit, _) => edit,
            _ => null,
        };

        private async Task WriteAsync(PolytomicClient client, ResourceEdit edit, CancellationToken cancel)
        {
            Reading.Touch(edit);
            if (Name is "BulkSyncs.EditAsync" or "Updates.EditAsync")
            {
                edit.Apply(new JsonObject { ["name"] = "x", ["destination_configuration"] = new JsonObject { ["schema"] = "y" } });
                Reading.Touch(client.BulkSyncs.Preview(edit));
                Reading.Touch(await client.Updates.FindFaultsAsync(edit, cancel: cancel));
                Reading.Touch(await client.Updates.UpdateAsync(edit, cancel: cancel));
            }
            else if (Name == "Schemas.EditAsync")
            {
                edit.Apply(JsonNode.Parse("""{"enabled":false,"user_output_name":"x","fields":{"id":{"enabled":true,"obfuscated":true}}}""")!.AsObject());
                Reading.Touch(client.Schemas.Preview(edit));
                Reading.Touch(await client.Updates.PatchSchemasAsync(Sync, [edit], cancel));
                Reading.Touch(await client.Updates.ReplaceSchemaAsync(edit, cancel));
            }
            else if (Name == "Schedules.EditAsync")
            {
                Reading.Touch(client.Schedules.Preview(edit));
                edit.Apply(new JsonObject { ["minute"] = "7" });
                Reading.Touch(await client.Updates.UpdateScheduleAsync(edit, cancel: cancel));
            }
            else if (Name == "ConnectionSchemas.EditFieldAsync")
            {
                await client.ConnectionSchemas.UpsertFieldAsync(edit, "Contact", cancel);
                Reading.Touch(await client.ConnectionSchemas.PatchFieldAsync(edit, "Contact", cancel));
            }
            else
            {
                edit.Apply(new JsonObject { ["primary_key"] = new JsonArray("Id") });
                await client.ConnectionSchemas.SetPrimaryKeyAsync(edit, cancel);
            }
        }

        private static async Task WriteAsync(PolytomicClient client, ConnectionEdit edit, CancellationToken cancel)
        {
            Reading.Touch(edit);
            var changes = JsonNode.Parse("""{"name":"x","configuration":{"hostname":"h","nested":{"a":1}}}""")!.AsObject();
            edit.Apply(changes, new Dictionary<string, SecureString> { ["password"] = Api.Secure("secret") }, ["port"], checks: false);
            await client.Connections.TestAsync(edit, cancel);
            Reading.Touch(await client.Connections.GetParameterValuesAsync(edit, "database", cancel: cancel));
            Reading.Touch(edit.Id is null ? await client.Connections.CreateAsync(edit, cancel: cancel) : await client.Connections.UpdateAsync(edit, cancel: cancel));
        }

        private object? Argument(ParameterInfo parameter)
        {
            var type = parameter.ParameterType;
            if (type == typeof(Guid)) return parameter.Name switch { "executionId" => Execution, "connectionId" => Connection, "organizationId" => Guid.Parse(SandboxHttp.Organization), "childOrganizationId" => Guid.Parse(SandboxHttp.OtherOrganization), "id" => group.Name switch { "Connections" => Connection, "Schedules" => schedule, "Policies" => Guid.Parse(SandboxHttp.Policy), _ => Sync }, _ => Sync };
            if (type == typeof(TimeZoneInfo)) return TimeZoneInfo.Utc;
            if (type == typeof(DateTime)) return new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
            if (type == typeof(TimeSpan?)) return TimeSpan.FromMinutes(1);
            if (parameter.HasDefaultValue) return type.IsValueType && parameter.DefaultValue is null ? null : parameter.DefaultValue;
            if (type == typeof(string)) return parameter.Name switch { "fieldId" => "Id", "type" => "postgresql", _ => "Contact" };
            if (type == typeof(bool)) return true;
            if (type == typeof(BulkSync)) return new BulkSync { Id = Sync, Name = "x" };
            if (type == typeof(JsonObject)) return JsonNode.Parse("""{"name":"S","mode":"replicate","source_connection_id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf","destination_connection_id":"df17031c-7e75-5a8c-84e0-086692c1ac52","destination_configuration":{"schema":"x"},"default_schedule":{"frequency":"manual"}}""");
            if (type.IsAssignableFrom(typeof(string[]))) return new[] { parameter.Name switch { "names" => "HubSpot to Snowflake", "emails" => "a@b.example", _ => "Id" } };
            if (type.IsAssignableFrom(typeof(Guid[]))) return new[] { Sync, Execution };
            if (type.IsAssignableFrom(typeof(SchemaRefresh[]))) return new[] { new SchemaRefresh(Connection) };
            if (type.IsAssignableFrom(typeof(ExecutionWatch[]))) return new[] { new ExecutionWatch(Sync), new ExecutionWatch(Sync, Execution) };
            throw new NotSupportedException($"{Name}: the test has no value for '{parameter.Name}' of type {type}.");
        }
    }
}
