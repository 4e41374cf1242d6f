namespace PolytomicBulk.Http;

internal static partial class Failures
{
    /// <summary>More events have the same time than fit on a page, and pages begin at a time.</summary>
    public static PolytomicApiException TooManyAtOnce(ApiRequest request, string instant, int most) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not {request.Action} before {instant}. {most} or more events have exactly that time, and the service lists at most {most} of them. "
                + "Specify one type of event, or a time before it.",
            request.ToFailed());

    /// <summary>The organization can be reached only with the session of a partner.</summary>
    public static PolytomicApiException OfAnotherOrganization(Guid id, PolytomicOrganization own) =>
        new(
            PolytomicFailure.NotFound,
            $"Could not read organization {id}. The session is connected to '{own.Name}' ({own.Id}), and its key has access to no other organization.")
        {
            Resource = ResourceKind.Organization,
        };
}
