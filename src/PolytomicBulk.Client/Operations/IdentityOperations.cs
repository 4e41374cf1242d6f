namespace PolytomicBulk.Operations;

/// <summary>Operations on the user of the API key.</summary>
public sealed class IdentityOperations
{
    private readonly ApiRequestor _api;

    internal IdentityOperations(ApiRequestor api) => _api = api;

    /// <summary>Gets the user of the API key (identity_get).</summary>
    /// <param name="cancel">Cancels the request.</param>
    public Task<Identity> GetAsync(CancellationToken cancel = default) =>
        _api.GetAsync(
            new ApiRequest(HttpMethod.Get, "find out who the key belongs to", "api", "me") { Resource = ResourceKind.Identity },
            ApiJson.Default.EnvelopeIdentity,
            cancel);
}
