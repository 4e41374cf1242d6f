using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>The caller.</summary>
public sealed class IdentityOperations
{
    private readonly PolytomicClient _client;

    internal IdentityOperations(PolytomicClient client) => _client = client;

    /// <summary>Who the key belongs to (identity_get).</summary>
    /// <param name="cancel">Ends the request.</param>
    public Task<Identity> GetAsync(CancellationToken cancel = default) =>
        _client.GetAsync(new ApiRequest(HttpMethod.Get, "find out who the key belongs to", "api", "me"), ApiJson.Default.EnvelopeIdentity, cancel);
}
