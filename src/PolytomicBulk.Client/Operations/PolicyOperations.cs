using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>The permission policies of the organization.</summary>
public sealed class PolicyOperations
{
    private readonly ApiRequestor _api;

    internal PolicyOperations(ApiRequestor api) => _api = api;

    /// <summary>All permission policies (policies_list).</summary>
    /// <param name="cancel">Ends the reading.</param>
    public IAsyncEnumerable<PolytomicPolicy> ListAsync(CancellationToken cancel = default) =>
        _api.ListAsync(token => Request("list the policies").With("page_token", token), ApiJson.Default.PageEnvelopePolytomicPolicy, cancel);

    /// <summary>One permission policy (policies_get).</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<PolytomicPolicy> GetAsync(Guid id, CancellationToken cancel = default) =>
        _api.GetAsync(Request($"read policy {id}", id.ToString()), ApiJson.Default.EnvelopePolytomicPolicy, cancel);

    private static ApiRequest Request(string action, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", "permissions", "policies", .. rest]) { Resource = ResourceKind.Policy };
}
