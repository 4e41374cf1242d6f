namespace PolytomicBulk.Operations;

/// <summary>Operations on the organization of the session, and on those that the key of a partner reaches.</summary>
public sealed class OrganizationOperations
{
    private readonly ApiRequestor _api;

    internal OrganizationOperations(ApiRequestor api) => _api = api;

    /// <summary>Gets the organization of the key (organization_getCurrent).</summary>
    /// <param name="cancel">Cancels the request.</param>
    public Task<PolytomicOrganization> GetCurrentAsync(CancellationToken cancel = default) =>
        _api.GetAsync(Request("read the organization", "organization"), ApiJson.Default.EnvelopePolytomicOrganization, cancel);

    /// <summary>Lists the organizations that the key of a partner reaches, its own first (organization_list).</summary>
    /// <param name="cancel">Cancels the operation.</param>
    public IAsyncEnumerable<PolytomicOrganization> ListAsync(CancellationToken cancel = default) =>
        _api.ListAsync(
            token => Request("list the organizations", "organizations").With("page_token", token), ApiJson.Default.PageEnvelopePolytomicOrganization, cancel);

    /// <summary>Gets one of the organizations that the key of a partner reaches (organization_get).</summary>
    /// <param name="id">The organization's id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<PolytomicOrganization> GetAsync(Guid id, CancellationToken cancel = default) =>
        _api.GetAsync(Request($"read organization {id}", "organizations", id.ToString()), ApiJson.Default.EnvelopePolytomicOrganization, cancel);

    /// <summary>Gets the organization of the session by its id (organization_getCurrent).</summary>
    /// <param name="id">The id that was requested.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<PolytomicOrganization> GetOwnAsync(Guid id, CancellationToken cancel = default)
    {
        var own = await GetCurrentAsync(cancel).ConfigureAwait(false);
        return own.Id == id ? own : throw Failures.OfAnotherOrganization(id, own);
    }

    private static ApiRequest Request(string action, params string[] rest) =>
        new(HttpMethod.Get, action, ["api", .. rest]) { Resource = ResourceKind.Organization };
}
