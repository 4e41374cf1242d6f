using System.Net;

namespace PolytomicBulk.Http;

/// <summary>
/// The system's proxy for other machines, and none for this one: what the environment says would hand a key that never
/// leaves this machine to a proxy, in the clear.
/// </summary>
internal sealed class DirectToThisMachine(IWebProxy? system) : IWebProxy
{
    /// <summary>Over the proxy that the environment or the system names.</summary>
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
