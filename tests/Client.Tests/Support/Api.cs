using System.Net;
using PolytomicBulk;
using PolytomicBulk.Http;
using TestSupport;

namespace Client.Tests.Support;

/// <summary>The common parts of the client's tests: a key, a clock, and a client with a handler.</summary>
internal sealed class Api : IDisposable
{
    /// <summary>A key with characters that Base64, addresses and JSON encode differently.</summary>
    public const string Key = "key+nobody/may=see-7f3a";

    public static readonly Guid Id = new("248df4b7-aa70-47b8-a036-33ac447e668d");

    public static readonly Guid Organization = new("11111111-2222-3333-4444-555555555555");

    public const string Sync = """{"data":{"id":"248df4b7-aa70-47b8-a036-33ac447e668d","name":"Orders"}}""";

    private readonly ApiTransport _transport;

    public Api(HttpMessageHandler? handler = null, int maxRetry = 0, int throttleLimit = 8, PolytomicCredential? credential = null, TimeProvider? clock = null, string baseUri = "https://polytomic.example/")
    {
        Script = handler as ScriptedHandler ?? new ScriptedHandler();
        Options = new PolytomicClientOptions
        {
            BaseUri = new Uri(baseUri),
            Handler = handler ?? Script,
            Clock = clock ?? Clock,
            MaxRetry = maxRetry,
            ThrottleLimit = throttleLimit,
        };
        credential ??= PolytomicCredential.ApiKey(Secure(Key));
        Client = new PolytomicClient(Options, credential);
        _transport = new ApiTransport(Options, credential);
    }

    public ScriptedHandler Script { get; }

    public TestClock Clock { get; } = new();

    public PolytomicClientOptions Options { get; }

    public PolytomicClient Client { get; }

    public static System.Security.SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    public Task<BulkSync> GetAsync(CancellationToken cancel = default) => Client.BulkSyncs.GetAsync(Id, cancel: cancel);

    public async Task<List<BulkSync>> ListAsync(bool? active = null, CancellationToken cancel = default)
    {
        var syncs = new List<BulkSync>();
        await foreach (var sync in Client.BulkSyncs.ListAsync(active, cancel)) syncs.Add(sync);
        return syncs;
    }

    /// <summary>Sends a request with any method. Only the status of the answer matters.</summary>
    public Task SendAsync(string method, RequestObserver? observer = null, CancellationToken cancel = default, params string[] path) =>
        _transport.SendAsync(new ApiRequest(new HttpMethod(method), "try this", path is [] ? ["api", "thing"] : path), observer, cancel);

    public void Dispose()
    {
        Client.Dispose();
        _transport.Dispose();
    }
}
