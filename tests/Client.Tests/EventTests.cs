using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>Events are read by time. The bounds are exclusive, and several events can have the same time.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Every_event_is_returned_once_and_in_order_even_if_many_have_the_same_time()
    {
        var hadSeveralPages = 0;
        await Gen.Select(Gen.Int[0, 90].Array[0, 12], Gen.Int[1, 400]).SampleAsync(
            async (instants, first) =>
            {
                using var service = new EventService(instants);
                var all = await service.ListAsync();
                Assert.Equal(service.Ids, all.Select(one => one.Id));
                if (service.Requests > 2) Interlocked.Increment(ref hadSeveralPages);
                Assert.Equal(service.Ids.Take(first), (await service.ListAsync(first)).Select(one => one.Id));
            },
            iter: Cases.AtMost(200));
        Cases.HadSome(hadSeveralPages);
    }

    [Fact]
    public async Task More_than_a_page_of_events_with_the_same_time_is_an_error_with_the_time()
    {
        using var service = new EventService([3, 101, 2]);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.ListAsync());
        Assert.Equal(PolytomicFailure.InvalidRequest, failure.Failure);
        Facts.Hold(failure.Message, EventService.TimeOf(1), "100");
        Assert.Equal(service.Ids.Take(3), (await service.ListAsync(3)).Select(one => one.Id));
    }

    [Fact]
    public async Task Bounds_are_to_the_nanosecond()
    {
        using var service = new EventService([1, 1, 1]);
        var instant = DateTime.Parse("2026-01-02T03:04:05.0000001Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        await service.ListAsync(since: instant, until: instant.AddSeconds(1));
        Assert.Contains("starting_after=2026-01-02T03%3A04%3A05.000000099Z", service.Last, StringComparison.Ordinal);
        Assert.Contains("ending_before=2026-01-02T03%3A04%3A06.0000001Z", service.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sync_of_an_event_is_read_and_invalid_values_are_ignored()
    {
        using var api = new Api();
        api.Script.Answer(200, """
            {"data":[{"id":"248df4b7-aa70-47b8-a036-33ac447e668d","type":"bulk_sync.failed","created_at":"2026-01-02T03:04:05.123456789Z",
            "event":{"sync_id":"348df4b7-aa70-47b8-a036-33ac447e668d","sync_name":"Orders","execution_id":7,"error":"no","trigger_source":"schedule"}},
            {"id":"448df4b7-aa70-47b8-a036-33ac447e668d","type":"sync.done","created_at":"2026-01-02T03:04:05Z","event":null}]}
            """);
        var events = new List<PolytomicEvent>();
        await foreach (var one in api.Client.Events.ListAsync()) events.Add(one);
        Assert.Equal((Guid.Parse("348df4b7-aa70-47b8-a036-33ac447e668d"), "Orders", null, "no", "schedule"),
            (events[0].SyncId!.Value, events[0].SyncName, events[0].ExecutionId, events[0].Error, events[0].TriggerSource));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567).ToLocalTime(), events[0].CreatedAt);
        Assert.Equal((null, null, null), (events[1].SyncId, events[1].SyncName, events[1].Error));
    }

    /// <summary>A service that lists events like the API. It has several events at each of several times, which are one nanosecond apart.</summary>
    private sealed class EventService : IDisposable
    {
        private readonly List<(Guid Id, string Time)> _events = [];
        private readonly AnswerHandler _handler;
        private readonly Api _api;

        public EventService(int[] instants)
        {
            foreach (var (count, number) in instants.Select((count, number) => (count, number)))
            {
                for (var i = 0; i < count; i++) _events.Add((Guid.NewGuid(), TimeOf(number)));
            }

            _handler = new AnswerHandler((request, _) => Task.FromResult(Answer(request)));
            _api = new Api(_handler);
        }

        public IEnumerable<Guid?> Ids => _events.Select(one => (Guid?)one.Id);

        public int Requests { get; private set; }

        public string Last { get; private set; } = "";

        /// <summary>An event with a higher number is older.</summary>
        public static string TimeOf(int number) => $"2026-01-02T03:04:05.{(500 - number).ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0')}Z";

        public async Task<List<PolytomicEvent>> ListAsync(int? first = null, DateTime? since = null, DateTime? until = null)
        {
            Requests = 0;
            var all = new List<PolytomicEvent>();
            await foreach (var one in _api.Client.Events.ListAsync(since: since, until: until, first: first)) all.Add(one);
            return all;
        }

        public void Dispose()
        {
            _api.Dispose();
            _handler.Dispose();
        }

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            (Requests, Last) = (Requests + 1, request.RequestUri!.Query);
            var query = Last.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
            var limit = query.TryGetValue("limit", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 10;
            Assert.InRange(limit, 1, 100);
            var found = _events.Where(one => !query.TryGetValue("ending_before", out var before) || string.CompareOrdinal(Key(one.Time), Key(before)) < 0)
                .Take(limit).Select(one => (JsonNode)new JsonObject { ["id"] = one.Id.ToString(), ["created_at"] = one.Time });
            return AnswerHandler.Json(200, new JsonObject { ["data"] = new JsonArray([.. found]) }.ToJsonString());
        }

        private static string Key(string time)
        {
            var parts = time.TrimEnd('Z').Split('.');
            return parts[0] + (parts.Length > 1 ? parts[1] : "").PadRight(9, '0');
        }
    }
}
