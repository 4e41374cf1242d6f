using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private const int LargestSyncPage = 50;

    private IEnumerable<Route> BulkSyncRoutes() =>
    [
        new("GET", "api/bulk/syncs", (request, _) => ListSyncs(request)),
        new("GET", "api/bulk/syncs/{id}", (_, path) => SandboxAnswer.Data(FindSync(path["id"]))),
    ];

    private (int Status, JsonObject Body) ListSyncs(SandboxRequest request)
    {
        var syncs = _state.Syncs.OrderByDescending(sync => DateTimeOffset.Parse((string)sync["updated_at"]!, CultureInfo.InvariantCulture));
        return request.Parameter("active") is { } active
            ? Page(request, [.. syncs.Where(sync => (bool)sync["active"]! == (active == "true"))], LargestSyncPage)
            : Page(request, [.. syncs], LargestSyncPage);
    }

    private JsonObject FindSync(string id) =>
        _state.Syncs.Find(sync => string.Equals((string)sync["id"]!, id, StringComparison.OrdinalIgnoreCase))
        ?? throw new SandboxError(404, "not_found", "bulk sync not found");

    private static (int Status, JsonObject Body) Page(SandboxRequest request, JsonObject[] all, int largest)
    {
        var start = request.Parameter("page_token") is { } token ? ReadToken(token) : 0;
        var size = int.TryParse(request.Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? Math.Min(limit, largest) : largest;
        var body = new JsonObject { ["data"] = new JsonArray([.. all.Skip(start).Take(size).Select(item => item.DeepClone())]) };
        if (start + size < all.Length) body["pagination"] = new JsonObject { ["next_page_token"] = WriteToken(start + size) };
        return (200, body);
    }

    // Tokens are opaque to a client; a client that looks inside should find nothing to hold on to.
    private static string WriteToken(int start) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"from {start}"));

    private static int ReadToken(string token)
    {
        try
        {
            if (Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(' ') is ["from", var start]) return int.Parse(start, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new SandboxError(400, "bad_request", "invalid page_token");
    }
}
