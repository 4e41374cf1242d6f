namespace PolytomicBulk.Sandbox;

/// <summary>Lists that come in pages.</summary>
internal static class SandboxPage
{
    public static SandboxReply Of<T>(SandboxCall call, IReadOnlyList<T> all, int largest, Func<T, JsonObject> toJson)
    {
        var start = call.Parameter("page_token") is { } token ? ReadToken(token) : 0;
        var size = call.Limit(largest);
        // An empty list is null where the service has made none.
        var body = new JsonObject { ["data"] = all.Count == 0 ? null : new JsonArray([.. all.Skip(start).Take(size).Select(toJson)]) };
        if (start + size < all.Count) body["pagination"] = new JsonObject { ["next_page_token"] = WriteToken(start + size) };
        return new(200, body);
    }

    // Clients must not depend on the content of tokens.
    private static string WriteToken(int start) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"from {start}"));

    private static int ReadToken(string token)
    {
        try
        {
            if (Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(' ') is ["from", var text]
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start <= int.MaxValue / 2) return start;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw SandboxError.Invalid("page_token", "was not issued by this service");
    }
}
