using System.Runtime.CompilerServices;

namespace PolytomicBulk.Operations;

/// <summary>Operations on the events of the organization in the last 48 hours.</summary>
public sealed class EventOperations
{
    private const int LargestPage = 100;

    private readonly ApiRequestor _api;

    internal EventOperations(ApiRequestor api) => _api = api;

    /// <summary>Lists the event types (events_getTypes).</summary>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancel = default) =>
        await _api.GetListAsync(Request("list the types of event", "events_types"), ApiJson.Default.PageEnvelopeString, cancel).ConfigureAwait(false);

    /// <summary>Lists events, newest first (events_list).</summary>
    /// <param name="type">The type of event. Null for all types.</param>
    /// <param name="since">The time of the oldest event to return. Null for no limit.</param>
    /// <param name="until">The time before which the events happened. Null for no limit.</param>
    /// <param name="first">The maximum number of events. Null for all.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async IAsyncEnumerable<PolytomicEvent> ListAsync(
        string? type = null, DateTime? since = null, DateTime? until = null, int? first = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // Both bounds are exclusive, and several events can have the same time. So each page starts again at the time where the last one ended.
        var after = since is { } oldest ? ExactTime.Of(oldest).Before : (ExactTime?)null;
        var before = until is { } end ? ExactTime.Of(end) : (ExactTime?)null;
        var (seen, left) = (new HashSet<Guid>(), first ?? int.MaxValue);
        var limit = Math.Min(LargestPage, left);
        while (left > 0)
        {
            var request = Request("list the events", "events").With("type", type).With("starting_after", after?.ToString())
                .With("ending_before", before?.ToString()).With("limit", limit.ToString(CultureInfo.InvariantCulture));
            var page = await _api.GetListAsync(request, ApiJson.Default.PageEnvelopePolytomicEvent, cancel).ConfigureAwait(false);
            var fresh = page.FindAll(one => one.Id is not { } id || seen.Add(id));
            foreach (var one in fresh)
            {
                if (left-- > 0) yield return one;
            }

            if (left <= 0 || page.Count < limit) yield break;
            var last = TimeOf(page[^1]);
            // All events on the page have the same time, so no bound reaches the others.
            if (fresh.Count == 0 || (limit == LargestPage && TimeOf(page[0]) == last)) throw Failures.TooManyAtOnce(request, last.ToString(), LargestPage);
            (before, limit) = (last.After, LargestPage);

            ExactTime TimeOf(PolytomicEvent one) => ExactTime.Parse(one.CreatedAtText)
                ?? throw Failures.BadResponse(request, "an event of its list has no time", answer: null, credential: null);
        }
    }

    private static ApiRequest Request(string action, string path) => new(HttpMethod.Get, action, "api", path) { Resource = ResourceKind.Event };
}
