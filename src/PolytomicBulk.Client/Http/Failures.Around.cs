namespace PolytomicBulk.Http;

internal static partial class Failures
{
    /// <summary>More happened in one instant than one page of the list holds, and pages are asked for by time.</summary>
    public static PolytomicApiException TooManyAtOnce(ApiRequest request, string instant, int most) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not {request.Action} before {instant}: {most} or more events share that instant, and the service lists no more than {most} of them. "
                + "Name one type of event, or read on below that instant.")
        {
            Resource = request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
        };

    /// <summary>An organization that only a partner's session reaches.</summary>
    public static PolytomicApiException OfAnotherOrganization(Guid id, PolytomicOrganization own) =>
        new(
            PolytomicFailure.NotFound,
            $"Could not read organization {id}: the session is connected to '{own.Name}' ({own.Id}), and its key reaches no other organization.")
        {
            Resource = ResourceKind.Organization,
        };
}
