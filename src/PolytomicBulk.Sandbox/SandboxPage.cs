namespace PolytomicBulk.Sandbox;

/// <summary>Creates the pages of lists.</summary>
internal static class SandboxPage
{
    public static SandboxReply Of<T>(SandboxCall call, IReadOnlyList<T> all, int largest, Func<T, JsonObject> toJson)
    {
        var start = call.Parameter("page_token") is { } token ? ReadToken(token) : 0;
        var size = call.Limit(largest);
        // The service returns null for an empty list.
        var body = new JsonObject { ["data"] = all.Count == 0 ? null : new JsonArray([.. all.Skip(start).Take(size).Select(toJson)]) };
        if (start + size < all.Count) body["pagination"] = new JsonObject { ["next_page_token"] = WriteToken(start + size) };
        return new(200, body);
    }

    // The token is encoded, because clients must not depend on its content.
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
            // The error is thrown below.
        }

        throw SandboxError.Invalid("page_token", "was not issued by this service");
    }
}
