using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelBench;

/// <summary>
/// A minimal client that reads the schemas of bulk syncs and writes each in the normal form of a configuration file, and reads executions. It uses
/// HttpClient, JsonDocument and Utf8JsonWriter, without checks.
/// </summary>
internal static class NormalForm
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Returns four numbers for each round: the CPU seconds for reading and parsing schemas, and for parsing only, the seconds of reading and parsing
    /// schemas, and the seconds of reading and parsing executions.
    /// </summary>
    public static async Task<string> MeasureAsync(Uri baseUri, int syncs, int throttle, int rounds)
    {
        using var client = new HttpClient { BaseAddress = baseUri };
        await ReadAsync(client, Math.Min(syncs, 5), throttle, parses: true);
        await ReadExecutionsAsync(client, Math.Min(syncs, 10), throttle);
        var printed = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var both = await CpuAsync(() => ReadAsync(client, syncs, throttle, parses: true));
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var reading = await CpuAsync(() => ReadAsync(client, syncs, throttle, parses: false));
            began = Stopwatch.GetTimestamp();
            await ReadExecutionsAsync(client, syncs, throttle);
            printed.AddRange([both, both - reading, seconds, Stopwatch.GetElapsedTime(began).TotalSeconds]);
        }

        return string.Join(" ", printed.Select(seconds => seconds.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<double> CpuAsync(Func<Task> work)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await work();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static Task ReadAsync(HttpClient client, int syncs, int throttle, bool parses) => Parallel.ForEachAsync(
        Enumerable.Range(1, syncs).SelectMany(sync => Enumerable.Range(0, BenchServer.Organization.Schemas).Select(schema => (sync, schema))),
        new ParallelOptions { MaxDegreeOfParallelism = throttle },
        async (one, cancel) =>
        {
            var bytes = await client.GetByteArrayAsync($"{PathOf(one.sync)}/schemas/public.table_{one.schema:0000}", cancel);
            if (parses) Write(bytes);
        });

    /// <summary>Reads the executions of each bulk sync, page by page.</summary>
    private static Task ReadExecutionsAsync(HttpClient client, int syncs, int throttle) => Parallel.ForEachAsync(
        Enumerable.Range(1, syncs),
        new ParallelOptions { MaxDegreeOfParallelism = throttle },
        async (sync, cancel) =>
        {
            for (var (query, hasNext) = ("", true); hasNext;)
            {
                using var page = JsonDocument.Parse(await client.GetByteArrayAsync($"{PathOf(sync)}/executions{query}", cancel));
                hasNext = page.RootElement.TryGetProperty("pagination", out var pagination);
                if (hasNext) query = $"?page_token={pagination.GetProperty("next_page_token").GetString()}";
            }
        });

    private static string PathOf(int sync) => $"api/bulk/syncs/00000000-0000-4000-8000-{sync:000000000000}";

    private static void Write(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        using var text = new MemoryStream();
        using var writer = new Utf8JsonWriter(text, Indented);
        Write(writer, json.RootElement.GetProperty("data"));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject().Where(property => !property.NameEquals("output_name")).OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray().OrderBy(item => item.GetProperty("id").GetString(), StringComparer.Ordinal)) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
