using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelBench;

/// <summary>
/// A minimal client that reads the schemas of bulk syncs and writes each in the normal form of a configuration file. It uses HttpClient, JsonDocument and
/// Utf8JsonWriter, without checks.
/// </summary>
internal static class NormalForm
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns three numbers for each round: the CPU seconds for reading and parsing, and for parsing only, and the seconds of reading and parsing.</summary>
    public static async Task<string> MeasureAsync(Uri baseUri, int syncs, int throttle, int rounds)
    {
        using var client = new HttpClient { BaseAddress = baseUri };
        await ReadAsync(client, Math.Min(syncs, 5), throttle, parses: true);
        var printed = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var both = await CpuAsync(() => ReadAsync(client, syncs, throttle, parses: true));
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var reading = await CpuAsync(() => ReadAsync(client, syncs, throttle, parses: false));
            printed.AddRange([both, both - reading, seconds]);
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
            var bytes = await client.GetByteArrayAsync($"api/bulk/syncs/00000000-0000-4000-8000-{one.sync:000000000000}/schemas/public.table_{one.schema:0000}", cancel);
            if (parses) Write(bytes);
        });

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
