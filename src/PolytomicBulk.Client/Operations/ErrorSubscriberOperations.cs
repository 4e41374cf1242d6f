namespace PolytomicBulk.Operations;

/// <summary>Operations on the email addresses that are notified when a bulk sync of the organization fails.</summary>
public sealed class ErrorSubscriberOperations
{
    private readonly ApiRequestor _api;

    private readonly SilentWrites _silent;

    internal ErrorSubscriberOperations(ApiRequestor api, SilentWrites silent) => (_api, _silent) = (api, silent);

    /// <summary>Gets all addresses (notifications_getGlobalErrorSubscribers).</summary>
    /// <param name="cancel">Cancels the request.</param>
    public Task<ErrorSubscriberList> GetAsync(CancellationToken cancel = default) =>
        _api.SendAsync(Request(HttpMethod.Get, "list the error subscribers"), ApiJson.Default.ErrorSubscriberList, FaultOf, cancel);

    /// <summary>Replaces the list of addresses (notifications_setGlobalErrorSubscribers).</summary>
    /// <param name="emails">The addresses.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The list after the change.</returns>
    public Task<ErrorSubscriberList> SetAsync(IReadOnlyCollection<string> emails, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["emails"] = new JsonArray([.. emails.Select(email => JsonValue.Create(email))]) };
        return _silent.ChangeAsync(
            Request(HttpMethod.Put, "set the error subscribers").WithBody(body),
            request => _api.SendAsync(request, ApiJson.Default.ErrorSubscriberList, FaultOf, cancel),
            () => GetAsync(cancel),
            (now, _) => new HashSet<string>(now.Emails ?? [], StringComparer.OrdinalIgnoreCase).SetEquals(emails),
            cancel);
    }

    private static string? FaultOf(ErrorSubscriberList list) => list.Emails?.Contains(null!) == true ? "an address of its list is null" : null;

    private static ApiRequest Request(HttpMethod method, string action) =>
        new(method, action, "api", "notifications", "global-error-subscribers") { Resource = ResourceKind.ErrorSubscriber };
}
