using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace BenchServer;

/// <summary>
/// Bulk syncs with many schemas and fields. Their settings can be changed. All have the same schemas and executions, which are
/// built once, so that the server needs little time and memory.
/// </summary>
internal sealed class Organization(int syncs)
{
    public const int Schemas = 40;
    public const int Fields = 60;

    private const int PageSize = 50;
    private const int ExecutionsInPage = 100;
    private const string Source = "10000000-0000-4000-8000-000000000001";
    private const string Destination = "10000000-0000-4000-8000-000000000002";

    private readonly byte[][] _schemas = [.. Enumerable.Range(0, Schemas).Select(number => Bytes($$"""{"data":{{Schema(number, withFields: true)}}}"""))];
    private readonly byte[] _list = Bytes($$"""{"data":[{{string.Join(",", Enumerable.Range(0, Schemas).Select(number => Schema(number, withFields: false)))}}]}""");
    private readonly byte[][] _executions = [Executions(isLast: false), Executions(isLast: true)];
    private readonly ConcurrentDictionary<int, string> _changed = new();
    private int _writes;

    /// <summary>The answer to a request, or null if the path is unknown.</summary>
    public byte[]? Find(string method, string path, string? token, string body)
    {
        switch (path.Split('/'))
        {
            case [_, "api", "me"]:
                return Bytes("""{"data":{"id":"u1","email":"ana@acme.example","organization_id":"11111111-2222-3333-4444-555555555555","organization_name":"Acme"}}""");
            case [_, "api", "connections"]:
                return Bytes($$"""{"data":[{"id":"{{Source}}","name":"Postgres"},{"id":"{{Destination}}","name":"Snowflake"}]}""");
            case [_, "api", "bulk", "syncs"]:
                var start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
                var end = Math.Min(start + PageSize, syncs);
                var next = end < syncs ? $$""","pagination":{"next_page_token":"{{end}}"}""" : "";
                return Bytes($$"""{"data":[{{string.Join(",", Enumerable.Range(start, end - start).Select(index => Sync(index + 1)))}}]{{next}}}""");
            case [_, "api", "bulk", "syncs", var id]:
                if (method == "PUT") Change(NumberIn(id), body);
                return Bytes($$"""{"data":{{Sync(NumberIn(id))}}}""");
            case [_, "api", "bulk", "syncs", _, "schemas"]:
                return method == "GET" ? _list : Bytes("{}");
            case [_, "api", "bulk", "syncs", _, "schemas", var schema]:
                return _schemas[NumberIn(schema)];
            case [_, "api", "bulk", "syncs", _, "executions"]:
                return _executions[token is null ? 0 : 1];
            default:
                return null;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static int NumberIn(string id) => int.Parse(id[^4..], CultureInfo.InvariantCulture);

    private string Sync(int number) => _changed.TryGetValue(number, out var changed) ? changed :
        $$"""
        {"id":"00000000-0000-4000-8000-{{number:000000000000}}","name":"Bulk sync {{number:0000}}","active":true,"mode":"replicate","source_connection_id":"{{Source}}","destination_connection_id":"{{Destination}}","source_configuration":{},"destination_configuration":{"schema":"raw_{{number}}"},"default_schedule":{"frequency":"daily","hour":"3","minute":"15"},"additional_schedules":[],"automatically_add_new_objects":"none","automatically_add_new_fields":"none","normalize_names":"enabled","policies":[],"concurrency_limit":null,"resync_concurrency_limit":null,"data_cutoff_timestamp":null,"disable_record_timestamps":false,"created_at":"2026-01-01T10:00:00Z","updated_at":"2026-06-01T10:00:00Z"}
        """;

    private void Change(int number, string body)
    {
        var sync = JsonNode.Parse(body)!.AsObject();
        sync.Remove("schemas");
        sync["id"] = $"00000000-0000-4000-8000-{number:000000000000}";
        sync["updated_at"] = new DateTime(2026, 6, 2, 0, 0, 0, DateTimeKind.Utc).AddSeconds(Interlocked.Increment(ref _writes));
        _changed[number] = sync.ToJsonString();
    }

    private static string Schema(int number, bool withFields)
    {
        var fields = withFields
            ? $""","filters":[],"fields":[{string.Join(",", Enumerable.Range(0, Fields).Select(Field))}]"""
            : "";
        return $$"""{"id":"public.table_{{number:0000}}","enabled":true,"partition_key":"","tracking_field":"column_number_007","data_cutoff_timestamp":null,"disable_data_cutoff":false,"output_name":"table_{{number:0000}}","user_output_name":null{{fields}}}""";
    }

    private static string Field(int number) =>
        $$"""{"id":"column_number_{{number:000}}","enabled":true,"obfuscated":{{(number == 5 ? "true" : "false")}},"output_name":"column_number_{{number:000}}","user_output_name":null}""";

    private static byte[] Executions(bool isLast)
    {
        var executions = Enumerable.Range(isLast ? ExecutionsInPage : 0, ExecutionsInPage).Select(number =>
            $$"""{"id":"30000000-0000-4000-8000-{{number:000000000000}}","status":"completed","type":"scheduled","is_test":false,"created_at":"2026-05-{{30 - (number / 10):00}}T09:{{59 - (number % 10):00}}:00Z","started_at":"2026-05-{{30 - (number / 10):00}}T09:{{59 - (number % 10):00}}:00Z","completed_at":"2026-05-{{30 - (number / 10):00}}T10:05:00Z","schemas":[]}""");
        return Bytes($$"""{"data":[{{string.Join(",", executions)}}]{{(isLast ? "" : ""","pagination":{"next_page_token":"2"}""")}}}""");
    }
}
