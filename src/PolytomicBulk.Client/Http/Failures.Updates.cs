namespace PolytomicBulk.Http;

/// <summary>Failures of changes: what must not be written, and writes whose result is not as requested or not known.</summary>
internal static partial class Failures
{
    /// <summary>The object changed after the caller read it.</summary>
    public static PolytomicApiException Changed(string what, string change) =>
        new(
            PolytomicFailure.Conflict,
            $"Could not change {what}: it was changed since you read it, by {change}. Nothing was written. Read it again and repeat the change.");

    /// <summary>The object to delete has another name now.</summary>
    public static PolytomicApiException Renamed(string what, string? name) =>
        new(PolytomicFailure.Conflict, $"Could not delete {what}: it has been renamed to '{name}' since the list was read. It was not deleted.");

    /// <summary>The write would store a mask instead of a secret.</summary>
    public static PolytomicApiException Masked(string what, IReadOnlyCollection<string> places) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not change {what}: the service masks {string.Join(", ", places)}, and an update would store the mask instead of the value. "
                + "Nothing was written. Specify the secret with the change.");

    /// <summary>The write would store a value that cannot be read.</summary>
    public static PolytomicApiException Unreadable(string what, string fault) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not change {what}: the service returned a value that is not valid ({fault}), and an update would store it again. "
                + "Nothing was written. Specify a valid value with the change.");

    /// <summary>The write would select fields that nobody chose.</summary>
    public static PolytomicApiException Unclear(string what, string schemaId) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not change {what}: the service did not return which fields of schema '{schemaId}' are synced, "
                + "and an update could switch on all of them. Nothing was written.");

    /// <summary>The service keeps returning the state before the write.</summary>
    public static PolytomicApiException Stale(string what, TimeSpan waited) =>
        new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"Could not check the update of {what}. The service returned outdated answers for {waited.TotalSeconds:0} s. ")
                + "The selected schemas are not known. Check the bulk sync.");

    /// <summary>The service accepted the write but did not return the result, and it cannot be found.</summary>
    public static PolytomicApiException NothingSaid(ApiRequest request, PolytomicApiException inner, int found, TimeSpan waited) =>
        new(
            PolytomicFailure.BadResponse,
            FormattableString.Invariant($"Could not find the result of the request to {request.Action}: the service accepted it, but returned no result. ")
                + (found > 1 ? FormattableString.Invariant($"{found} new objects match the request. ")
                    : waited > TimeSpan.Zero ? FormattableString.Invariant($"The result was not found within {waited.TotalSeconds:0} s. ")
                    : "")
                + "The request may still be processed. Check before you run the command again.",
            request.ToFailed(),
            inner)
        {
            StatusCode = inner.StatusCode,
            RequestId = inner.RequestId,
            Attempts = inner.Attempts,
        };

    /// <summary>The result of a write differs from what was written.</summary>
    public static PolytomicApiException NotTaken(string what) =>
        new(PolytomicFailure.BadResponse, $"Could not change {what}. The service reported success but did not change it.");

    /// <summary>A bulk sync that should be paused is active.</summary>
    public static PolytomicApiException NotPaused(string name, Guid id) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not pause bulk sync '{name}' ({id}) after it was created: the service still shows it as active. Pause it before a schedule runs.");

    /// <summary>Another session is updating the same bulk sync.</summary>
    public static PolytomicApiException Busy(string what) =>
        new(PolytomicFailure.Conflict, $"Could not change {what}: another session on this machine is changing it. Nothing was written. Try again later.");

    /// <summary>A schema to base the update on is incomplete.</summary>
    public static PolytomicApiException NotWhole(string sync, string schemaId, string name) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not read schema '{schemaId}' of {sync}: the service did not return its '{name}'. "
                + "A write would lose this setting. Nothing was written. Try again later.");

    /// <summary>Two readings to base the update on differ.</summary>
    public static PolytomicApiException Unsteady(string what) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not change {what}: the service returns a different answer each time, and a write could lose a setting. "
                + "Nothing was written. Try again later.");

    /// <summary>A schema or field to sync does not exist.</summary>
    public static PolytomicApiException Unknown(string what, string unknown) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not change {what}: its source has no {unknown}. Nothing was written. "
                + "Omit it, or refresh the schemas of the source.");
}
