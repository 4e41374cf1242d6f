namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private const int MostSubscribers = 500;

    private Dictionary<string, Func<SandboxCall, SandboxReply>> NotificationOperations => new()
    {
        ["notifications_getGlobalErrorSubscribers"] = _ => Subscribers(),
        ["notifications_setGlobalErrorSubscribers"] = call =>
        {
            var emails = Items(call.Body["emails"]).Select(item => (Email: (string)item.Item!, item.Number)).ToList();
            foreach (var (email, number) in emails)
                if (email.IndexOf('@') <= 0 || email.Any(char.IsWhiteSpace)) throw SandboxError.Invalid($"emails[{number}]", $"is not an address: '{email}'");
            if (emails.Count > MostSubscribers) throw SandboxError.Invalid("emails", $"has at most {MostSubscribers} addresses");
            _state.Subscribers = [.. emails.Select(item => item.Email)];
            return Subscribers();
        },
    };

    /// <summary>This answer has no envelope, unlike other answers. An empty list is null.</summary>
    private SandboxReply Subscribers() => new(200, new JsonObject
    {
        ["emails"] = _state.Subscribers.Count == 0 ? null : new JsonArray([.. _state.Subscribers.Select(email => JsonValue.Create(email))]),
    });
}
