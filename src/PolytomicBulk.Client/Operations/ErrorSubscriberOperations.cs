using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>Who is told when any sync of the organization fails.</summary>
public sealed class ErrorSubscriberOperations
{
    private readonly ApiRequestor _api;

    internal ErrorSubscriberOperations(ApiRequestor api) => _api = api;

    /// <summary>All addresses (notifications_getGlobalErrorSubscribers).</summary>
    /// <param name="cancel">Ends the request.</param>
    public Task<ErrorSubscriberList> GetAsync(CancellationToken cancel = default) =>
        _api.SendAsync(Request(HttpMethod.Get, "list the error subscribers"), ApiJson.Default.ErrorSubscriberList, FaultOf, cancel);

    /// <summary>Makes these addresses, and no others, the list (notifications_setGlobalErrorSubscribers).</summary>
    /// <param name="emails">The addresses.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The list as it is then.</returns>
    public Task<ErrorSubscriberList> SetAsync(IReadOnlyCollection<string> emails, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["emails"] = new JsonArray([.. emails.Select(email => JsonValue.Create(email))]) };
        return _api.SendAsync(
            Request(HttpMethod.Put, "set the error subscribers").WithBody(body), ApiJson.Default.ErrorSubscriberList, FaultOf, cancel);
    }

    private static string? FaultOf(ErrorSubscriberList list) => list.Emails?.Contains(null!) == true ? "an address of its list is null" : null;

    private static ApiRequest Request(HttpMethod method, string action) =>
        new(method, action, "api", "notifications", "global-error-subscribers") { Resource = ResourceKind.ErrorSubscriber };
}
