using System.Net;

namespace PolytomicBulk.Http;

/// <summary>
/// Uses the system proxy for other computers, but no proxy for this one. Otherwise a key that never needs to leave this computer would go to a proxy in
/// clear text.
/// </summary>
internal sealed class DirectToThisMachine(IWebProxy? system) : IWebProxy
{
    /// <summary>The proxy of the environment or the system.</summary>
    public static IWebProxy Proxy { get; } =
#if NET
        new DirectToThisMachine(HttpClient.DefaultProxy);
#else
        new DirectToThisMachine(WebRequest.DefaultWebProxy);
#endif

    public ICredentials? Credentials
    {
        get => system?.Credentials;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : system!.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || system is null || system.IsBypassed(host);
}
