namespace PolytomicBulk.Input;

/// <summary>Reads the address of an installation.</summary>
internal static class ServiceAddress
{
    /// <summary>The address, with https if there is no scheme, and without /api, which the paths of the API begin with.</summary>
    public static Uri Of(string text, string name, Action<string> say)
    {
        var address = text.Trim();
        // The text before the first colon is a scheme or a host.
        if (!Regex.IsMatch(address, "^[A-Za-z][A-Za-z0-9+.-]*://") && Regex.IsMatch(address, @"^(localhost|[\w-]+(\.[\w-]+)+|\[[0-9A-Fa-f:]+\])(:\d+)?(/|\z)"))
            address = "https://" + address;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new ArgumentException($"{name} is not an address, such as https://polytomic.example.com.");
        var path = uri.AbsolutePath.TrimEnd('/');
        if (!path.EndsWith("/api", StringComparison.OrdinalIgnoreCase) || uri.Query.Length > 0 || uri.Fragment.Length > 0) return uri;

        uri = new UriBuilder(uri) { Path = path[..^"/api".Length] + "/" }.Uri;
        say($"{name} ends with /api, which is not needed. {uri.Authority}{uri.AbsolutePath} is used.");
        return uri;
    }
}
