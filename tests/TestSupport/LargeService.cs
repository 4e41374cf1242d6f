using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace TestSupport;

/// <summary>A service with one bulk sync that has many schemas and fields. It creates them for each answer and does not store them.</summary>
/// <param name="schemas">The number of schemas of the bulk sync.</param>
/// <param name="fields">The number of fields of each schema.</param>
public sealed class LargeService(int schemas, int fields) : HttpMessageHandler
{
    /// <summary>The id of the bulk sync.</summary>
    public const string SyncId = "248df4b7-aa70-47b8-a036-33ac447e668d";

    private const string Path = $"/api/bulk/syncs/{SyncId}";

    private string _name = "Large";
    private int _writes;

    /// <summary>The current name of the bulk sync.</summary>
    public string Name => _name;

    /// <summary>The number of schemas and fields in the last write of the bulk sync.</summary>
    public (int Schemas, int Fields) Written { get; private set; }

    /// <summary>The size of the last write of the bulk sync in bytes.</summary>
    public int WrittenBytes { get; private set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Put) Take(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var answer = path switch
        {
            "/api/me" => """{"data":{"id":"u1","email":"ana@acme.example","organization_id":"11111111-2222-3333-4444-555555555555","organization_name":"Acme"}}""",
            Path => Sync(),
            $"{Path}/schemas" => $$"""{"data":[{{string.Join(",", Enumerable.Range(0, schemas).Select(number => $$"""{"id":"public.table_{{number:0000}}","enabled":true}"""))}}] }""",
            _ when path.StartsWith($"{Path}/schemas/", StringComparison.Ordinal) => Schema(path[$"{Path}/schemas/".Length..]),
            _ => "{}",
        };
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }

    private string Sync() =>
        $$"""
        {"data":{"id":"{{SyncId}}","name":"{{_name}}","active":true,"mode":"replicate","source_connection_id":"11111111-0000-4000-8000-000000000001",
        "destination_connection_id":"11111111-0000-4000-8000-000000000002","destination_configuration":{"schema":"raw"},"default_schedule":{"frequency":"manual" },
        "automatically_add_new_objects":"none","automatically_add_new_fields":"none","updated_at":"2026-06-01T10:00:{{_writes:00}}Z"} }
        """;

    private string Schema(string id)
    {
        var answer = new StringBuilder($$"""{"data":{"id":"{{id}}","enabled":true,"partition_key":"","tracking_field":"updated_at","output_name":"{{id}}","user_output_name":null,"filters":[],"fields":[""");
        for (var number = 0; number < fields; number++)
        {
            if (number > 0) answer.Append(',');
            var column = $"column_number_{number.ToString("000", CultureInfo.InvariantCulture)}";
            answer.Append(JsonSerializer.Serialize(new { id = column, enabled = true, obfuscated = false, output_name = column, user_output_name = (string?)null }));
        }

        return answer.Append("]}}").ToString();
    }

    private void Take(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var sent = json.RootElement.GetProperty("schemas");
        Written = (sent.GetArrayLength(), sent.EnumerateArray().Sum(schema => schema.GetProperty("fields").GetArrayLength()));
        (_name, WrittenBytes) = (json.RootElement.GetProperty("name").GetString()!, body.Length);
        _writes++;
    }
}
