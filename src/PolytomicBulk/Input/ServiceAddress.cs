namespace PolytomicBulk.Input;

/// <summary>Reads the address of an installation as people write it.</summary>
internal static class ServiceAddress
{
    /// <summary>The address that is meant: https where no scheme is named, and without the /api that the paths of the API begin with.</summary>
    /// <exception cref="ArgumentException">It is no address.</exception>
    public static Uri Of(string text, string name, Action<string> say)
    {
        var address = text.Trim();
        // What is before the first colon is a scheme, or a host before its port.
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
