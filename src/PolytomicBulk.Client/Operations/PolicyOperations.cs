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
        _api.ListAsync(Page, ApiJson.Default.PageEnvelopePolytomicPolicy, cancel);

    /// <summary>
    /// All permission policies, for who decides by the list (policies_list): where there is more than one page, it is read until two readings agree on
    /// the ids and names.
    /// </summary>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public Task<IReadOnlyList<PolytomicPolicy>> ListCertainAsync(CancellationToken cancel = default) =>
        _api.ListCertainAsync(Page, ApiJson.Default.PageEnvelopePolytomicPolicy, policy => (policy.Id, policy.Name), cancel);

    /// <summary>One permission policy (policies_get).</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<PolytomicPolicy> GetAsync(Guid id, CancellationToken cancel = default) =>
        _api.GetAsync(Request($"read policy {id}", id.ToString()), ApiJson.Default.EnvelopePolytomicPolicy, cancel);

    private static ApiRequest Page(string? token) => Request("list the policies").With("page_token", token);

    private static ApiRequest Request(string action, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", "permissions", "policies", .. rest]) { Resource = ResourceKind.Policy };
}
