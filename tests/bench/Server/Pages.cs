using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BenchServer;

/// <summary>All answers as bytes, made once, so that a request costs the server next to nothing.</summary>
internal sealed class Pages
{
    private const int Size = 50;

    private readonly byte[] _identity;
    private readonly byte[][] _pages;

    public Pages(int syncs)
    {
        using var resource = typeof(Pages).Assembly.GetManifestResourceStream("Organization.json")!;
        var organization = JsonNode.Parse(resource)!;
        _identity = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["data"] = organization["identity"]!.DeepClone() });

        // The sandbox's few syncs over and over, each with an id and a name of its own.
        var patterns = organization["syncs"]!.AsArray();
        var all = Enumerable.Range(1, syncs).Select(number =>
        {
            var sync = patterns[number % patterns.Count]!.DeepClone();
            sync["id"] = $"00000000-0000-4000-8000-{number:000000000000}";
            sync["name"] = $"{sync["name"]} {number}";
            return sync;
        });
        _pages = [.. all.Chunk(Size).Select((data, index) => Page(data, isLast: (index + 1) * Size >= syncs, index + 1))];
    }

    /// <summary>The answer to a GET, or null where nothing is.</summary>
    public byte[]? Find(string path, string? token) => path switch
    {
        "/api/me" => _identity,
        "/api/bulk/syncs" => _pages[token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture)],
        _ => null,
    };

    private static byte[] Page(JsonNode[] data, bool isLast, int next)
    {
        var page = new JsonObject { ["data"] = new JsonArray(data) };
        if (!isLast) page["pagination"] = new JsonObject { ["next_page_token"] = next.ToString(CultureInfo.InvariantCulture) };
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }
}
