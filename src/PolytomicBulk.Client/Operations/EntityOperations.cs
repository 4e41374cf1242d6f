namespace PolytomicBulk.Operations;

/// <summary>Finds what ids belong to.</summary>
public sealed class EntityOperations
{
    private readonly ApiRequestor _api;
    private readonly BulkSyncOperations _syncs;
    private readonly ConnectionOperations _connections;
    private readonly PolicyOperations _policies;
    private readonly OrganizationOperations _organizations;
    private readonly SyncNames _syncNames;

    internal EntityOperations(ApiRequestor api, BulkSyncOperations syncs, ConnectionOperations connections, PolicyOperations policies,
        OrganizationOperations organizations, SyncNames syncNames) =>
        (_api, _syncs, _connections, _policies, _organizations, _syncNames) = (api, syncs, connections, policies, organizations, syncNames);

    /// <summary>Finds what an id of the organization belongs to (entities_get).</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<PolytomicEntity> GetAsync(Guid id, CancellationToken cancel = default) => GetAsync(id, ["api", "entities", id.ToString()], cancel);

    /// <summary>Finds what an id belongs to, in all organizations that the key of a partner reaches (entities_getForPartner).</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancel">Cancels the request.</param>
    public Task<PolytomicEntity> GetForPartnerAsync(Guid id, CancellationToken cancel = default) =>
        GetAsync(id, ["api", "organizations", "entities", id.ToString()], cancel);

    /// <summary>Finds what an id belongs to, with the names that can be read.</summary>
    /// <param name="id">The id.</param>
    /// <param name="isPartner">Whether to use only the key of a partner. It can read no names except those of organizations.</param>
    /// <param name="cancel">Cancels the requests.</param>
    public async Task<PolytomicEntity> FindAsync(Guid id, bool isPartner = false, CancellationToken cancel = default)
    {
        var entity = await (isPartner ? GetForPartnerAsync(id, cancel) : GetAsync(id, cancel)).ConfigureAwait(false);
        try
        {
            if (isPartner) await NameForPartnerAsync(entity, cancel).ConfigureAwait(false);
            else await NameAsync(entity, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.Failure is PolytomicFailure.Forbidden or PolytomicFailure.NotFound)
        {
            // The user may know what it is, but may not read it. The ids are enough.
        }

        return entity;
    }

    private async Task NameForPartnerAsync(PolytomicEntity entity, CancellationToken cancel)
    {
        if (entity.OrganizationId is not { } id) return;
        entity.BelongsTo = entity.What == EntityKind.Organization ? null : $"organization {id}";
        entity.OrganizationName = (await _organizations.GetAsync(id, cancel).ConfigureAwait(false)).Name;
        if (entity.What == EntityKind.Organization) entity.Name = entity.OrganizationName;
        else entity.BelongsTo = $"organization '{entity.OrganizationName}' ({id})";
    }

    private async Task NameAsync(PolytomicEntity entity, CancellationToken cancel)
    {
        switch (entity.What)
        {
            case EntityKind.Connection:
                entity.Name = (await _connections.GetAsync(entity.Id ?? Guid.Empty, cancel).ConfigureAwait(false)).Name;
                break;
            case EntityKind.Policy:
                entity.Name = (await _policies.GetAsync(entity.Id ?? Guid.Empty, cancel).ConfigureAwait(false)).Name;
                break;
            case EntityKind.Organization:
                entity.Name = entity.OrganizationName = (await _organizations.GetCurrentAsync(cancel).ConfigureAwait(false)).Name;
                break;
            default:
                if (entity.SyncId is not { } syncId) break;
                if (entity.What != EntityKind.BulkSync) entity.BelongsTo = $"bulk sync {syncId}";
                var name = _syncNames.Get(syncId) ?? (await _syncs.GetAsync(syncId, cancel: cancel).ConfigureAwait(false)).Name;
                if (entity.What == EntityKind.BulkSync) entity.Name = name;
                else entity.BelongsTo = $"bulk sync '{name}' ({syncId})";
                break;
        }
    }

    private Task<PolytomicEntity> GetAsync(Guid id, string[] path, CancellationToken cancel) =>
        _api.GetAsync(
            new ApiRequest(HttpMethod.Get, $"find out what {id} belongs to", path) { Resource = ResourceKind.Entity },
            ApiJson.Default.EnvelopePolytomicEntity,
            cancel);
}
