using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on permission policies.</summary>
public sealed class PolicyOperations
{
    private readonly ApiRequestor _api;
    private readonly Names _names;

    internal PolicyOperations(ApiRequestor api, Names names) => (_api, _names) = (api, names);

    /// <summary>Lists all permission policies (policies_list), and keeps their names.</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<PolytomicPolicy> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var policy in _api.ListAsync(Page, ApiJson.Default.PageEnvelopePolytomicPolicy, cancel).ConfigureAwait(false))
        {
            yield return Learn(policy);
        }
    }

    /// <summary>
    /// A complete list of permission policies, for decisions that depend on it (policies_list). If there is more than one page, the list is read until
    /// two readings agree on ids and names.
    /// </summary>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PolytomicApiException">The list changed each time that it was read.</exception>
    public async Task<IReadOnlyList<PolytomicPolicy>> ListCertainAsync(CancellationToken cancel = default)
    {
        var all = await _api.ListCertainAsync(Page, ApiJson.Default.PageEnvelopePolytomicPolicy, policy => (policy.Id, policy.Name), cancel)
            .ConfigureAwait(false);
        foreach (var policy in all) Learn(policy);
        return all;
    }

    /// <summary>Gets a permission policy (policies_get).</summary>
    /// <param name="id">The policy's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<PolytomicPolicy> GetAsync(Guid id, CancellationToken cancel = default) =>
        Learn(await _api.GetAsync(Request($"read policy {id}", id.ToString()), ApiJson.Default.EnvelopePolytomicPolicy, cancel).ConfigureAwait(false));

    private PolytomicPolicy Learn(PolytomicPolicy policy)
    {
        _names.Learn(policy.Id, policy.Name);
        return policy;
    }

    private static ApiRequest Page(string? token) => Request("list the policies").With("page_token", token);

    private static ApiRequest Request(string action, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", "permissions", "policies", .. rest]) { Resource = ResourceKind.Policy };
}
