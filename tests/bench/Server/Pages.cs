using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BenchServer;

/// <summary>All answers as bytes. They are created once, so that a request needs almost no time.</summary>
internal sealed class Pages
{
    private const int Size = 50;

    private readonly byte[] _identity;
    private readonly byte[][] _pages;
    private readonly byte[] _all;
    private readonly byte[][] _syncs;

    public Pages(int syncs)
    {
        using var resource = typeof(Pages).Assembly.GetManifestResourceStream("Organization.json")!;
        var organization = JsonNode.Parse(resource)!;
        _identity = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["data"] = organization["identity"]!.DeepClone() });

        // Copies of the sandbox's bulk syncs, each with its own id and name.
        var patterns = organization["syncs"]!.AsArray();
        var all = Enumerable.Range(1, syncs).Select(number =>
        {
            var sync = patterns[number % patterns.Count]!.DeepClone();
            sync["id"] = $"00000000-0000-4000-8000-{number:000000000000}";
            sync["name"] = $"{sync["name"]} {number}";
            return sync;
        }).ToArray();
        _all = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["data"] = new JsonArray([.. all.Select(sync => sync.DeepClone())]) });
        _syncs = [.. all.Select(sync => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["data"] = sync.DeepClone() }))];
        _pages = [.. all.Chunk(Size).Select((data, index) => Page(data, isLast: (index + 1) * Size >= syncs, index + 1))];
    }

    /// <summary>The answer to a GET, or null if the path is unknown.</summary>
    public byte[]? Find(string path, string? limit, string? token) => path.Split('/') switch
    {
        [_, "api", "me"] => _identity,
        // For a client without page tokens. Older versions of the API have no pages.
        [_, "page", var number, "api", "bulk", "syncs"] => _pages[int.Parse(number, CultureInfo.InvariantCulture)],
        [_, "api", "bulk", "syncs"] => limit is null ? _all : _pages[token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture)],
        [_, "api", "bulk", "syncs", var id] => _syncs[IndexOf(id)],
        [_, "api", "bulk", "syncs", var id, "status"] => Status(id),
        _ => null,
    };

    private static int IndexOf(string id) => int.Parse(id[^12..], CultureInfo.InvariantCulture) - 1;

    private static byte[] Status(string id) => Encoding.UTF8.GetBytes(
        $$$"""
        {"data":{"last_execution":{"id":"{{{id}}}","status":"completed","type":"scheduled","is_test":false,"created_at":"2024-01-15T09:30:00Z","started_at":"2024-01-15T09:30:00Z","completed_at":"2024-01-15T09:35:00Z"},"next_execution_time":"2024-01-16T09:30:00Z","sync_id":"{{{id}}}"}}
        """);

    private static byte[] Page(JsonNode[] data, bool isLast, int next)
    {
        var page = new JsonObject { ["data"] = new JsonArray(data) };
        if (!isLast) page["pagination"] = new JsonObject { ["next_page_token"] = next.ToString(CultureInfo.InvariantCulture) };
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }
}
