namespace PolytomicBulk.Operations;

/// <summary>Organizations: the session's own, and those that a partner's key reaches.</summary>
public sealed class OrganizationOperations
{
    private readonly ApiRequestor _api;

    internal OrganizationOperations(ApiRequestor api) => _api = api;

    /// <summary>The organization that the key belongs to, or is used for (organization_getCurrent).</summary>
    /// <param name="cancel">Ends the request.</param>
    public Task<PolytomicOrganization> GetCurrentAsync(CancellationToken cancel = default) =>
        _api.GetAsync(Request("read the organization", "organization"), ApiJson.Default.EnvelopePolytomicOrganization, cancel);

    /// <summary>All organizations that a partner's key reaches, the partner's own one first (organization_list).</summary>
    /// <param name="cancel">Ends the reading.</param>
    public IAsyncEnumerable<PolytomicOrganization> ListAsync(CancellationToken cancel = default) =>
        _api.ListAsync(
            token => Request("list the organizations", "organizations").With("page_token", token), ApiJson.Default.PageEnvelopePolytomicOrganization, cancel);

    /// <summary>One of the organizations that a partner's key reaches (organization_get).</summary>
    /// <param name="id">The organization's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<PolytomicOrganization> GetAsync(Guid id, CancellationToken cancel = default) =>
        _api.GetAsync(Request($"read organization {id}", "organizations", id.ToString()), ApiJson.Default.EnvelopePolytomicOrganization, cancel);

    /// <summary>The session's organization, under its id (organization_getCurrent).</summary>
    /// <param name="id">The id that was asked for.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<PolytomicOrganization> GetOwnAsync(Guid id, CancellationToken cancel = default)
    {
        var own = await GetCurrentAsync(cancel).ConfigureAwait(false);
        return own.Id == id ? own : throw Failures.OfAnotherOrganization(id, own);
    }

    private static ApiRequest Request(string action, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", .. rest]) { Resource = ResourceKind.Organization };
}
