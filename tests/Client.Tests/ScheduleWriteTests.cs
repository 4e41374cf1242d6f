using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Updates;
using TestSupport;
using TestSupport.Fake;
using Xunit;
using ResourceKind = TestSupport.Fake.ResourceKind;

namespace Client.Tests;

/// <summary>A change of a schedule loses nothing, and its result is checked.</summary>
public sealed class ScheduleWriteTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _id;
    private readonly string _path;
    private readonly string _schedule;

    public ScheduleWriteTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _id = _fake.AddSync("Orders", """
            {"additional_schedules":[{"frequency":"daily","hour":"4","minute":"5","resync_mode":"refetch","selective_mode":"incrementalFields","schemas":["public.orders"]},
             {"frequency":"daily","hour":"4","minute":"5","resync_mode":"rebuild"}]}
            """);
        _schedule = (string)_fake.Sync(_id)["additional_schedules"]![0]!["id"]!;
        _path = $"/api/bulk/syncs/{_id}/schedules/{_schedule}";
    }

    private JsonObject Stored => _fake.Sync(_id)["additional_schedules"]!.AsArray().OfType<JsonObject>().Single(one => (string?)one["id"] == _schedule);

    private string Rest => $"{Stored["frequency"]} {Stored["minute"]} {Stored["resync_mode"]} {Stored["selective_mode"]} {Stored["schemas"]?.ToJsonString()}";

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task If_the_service_keeps_the_rest_of_a_schedule_nothing_else_is_written()
    {
        var before = Rest;
        var update = await ChangeAsync();
        Assert.Equal(("6", before, 1, 0), ((string?)Stored["hour"], Rest, _fake.Count("PUT", _path), _fake.Count("PUT", $"/api/bulk/syncs/{_id}")));
        Assert.Equal(("6", "refetch"), (update.Schedule.Hour, update.Schedule.SyncMode));
        Assert.Empty(update.Warnings);
        var sent = _fake.Requests.Single(request => request.Method == "PUT").Body;
        var names = JsonNode.Parse(sent)!["schedule"]!.AsObject().Select(property => property.Key);
        Assert.Equal(["frequency", "hour", "minute", "selectiveMode"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(PutWay.KeepsSchemas)]
    [InlineData(PutWay.ResetsAll)]
    public async Task If_the_service_drops_the_rest_of_a_schedule_it_is_restored_with_the_sync(PutWay way)
    {
        (_fake.KeepsRestOfSchedule, _fake.Puts) = (false, way);
        var (before, schemas) = (Rest, World.Exact(_fake.Schemas(_id)));
        var other = World.Exact(_fake.Sync(_id)["additional_schedules"]![1]);
        var update = await ChangeAsync();
        Assert.Equal(("6", before, schemas), ((string?)Stored["hour"], Rest, World.Exact(_fake.Schemas(_id))));
        Assert.Equal(other, World.Exact(_fake.Sync(_id)["additional_schedules"]![1]));
        Assert.Equal(["~ Schemas: (none) -> 'public.orders'", "~ SyncMode: (none) -> 'refetch'"], update.Repaired.Order(StringComparer.Ordinal));
        Facts.Hold(string.Join(" ", update.Warnings), _schedule, "SyncMode");
        Assert.Empty(update.Left);
        Assert.Equal("refetch", update.Schedule.SyncMode);
    }

    [Fact]
    public async Task An_outdated_read_of_the_sync_does_not_undo_the_change()
    {
        _fake.KeepsRestOfSchedule = false;
        var before = Rest;
        _fake.Lag(ResourceKind.Syncs, 1);
        await ChangeAsync();
        Assert.Equal(("6", before), ((string?)Stored["hour"], Rest));
    }

    [Fact]
    public async Task A_change_by_another_user_after_the_write_is_kept_with_a_warning()
    {
        _fake.On("PUT", _path).Then(_fake.SyncEdit(
            _id, $$"""{"additional_schedules":[{"id":"{{_schedule}}","resync_mode":"resync","selective_mode":"none","updated_at":"2027-01-01T00:00:00Z"}]}"""));
        var update = await ChangeAsync();
        Assert.Equal(("6", "resync", "none"), ((string?)Stored["hour"], (string?)Stored["resync_mode"], (string?)Stored["selective_mode"]));
        Assert.Equal(0, _fake.Count("PUT", $"/api/bulk/syncs/{_id}"));
        Facts.Hold(string.Join(" ", update.Warnings), "~ SyncMode: 'resync' -> 'refetch'", "~ SelectiveMode: 'none' -> 'incrementalFields'", _schedule);
    }

    [Fact]
    public async Task A_change_by_another_user_during_a_question_is_kept()
    {
        var edit = await EditAsync();
        _fake.SyncEdit(_id, $$"""{"additional_schedules":[{"id":"{{_schedule}}","minute":"45"}]}""")();
        await _api.Client.Updates.UpdateScheduleAsync(edit);
        Assert.Equal(("6", "45"), ((string?)Stored["hour"], (string?)Stored["minute"]));
    }

    [Fact]
    public async Task A_schedule_that_has_changed_since_it_was_read_is_also_refused_after_the_question()
    {
        var seen = (await _api.Client.Schedules.GetAsync(Guid.Parse(_id), Guid.Parse(_schedule))).UpdatedAt;
        var edit = await EditAsync();
        _fake.SyncEdit(_id, $$"""{"additional_schedules":[{"id":"{{_schedule}}","minute":"45","updated_at":"2027-01-01T00:00:00Z"}]}""")();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Updates.UpdateScheduleAsync(edit, seen));
        Assert.Equal((PolytomicFailure.Conflict, 0), (failure.Failure, _fake.Count("PUT", _path)));
    }

    [Fact]
    public async Task An_answer_that_is_older_than_the_write_is_not_used()
    {
        _fake.KeepsRestOfSchedule = false;
        var before = Rest;
        _fake.Lag(ResourceKind.Schedules, 2);
        var update = await ChangeAsync();
        Assert.Equal(("6", before, "6"), ((string?)Stored["hour"], Rest, update.Schedule.Hour));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("504")]
    [InlineData("late")]
    [InlineData("202")]
    [InlineData("another")]
    public async Task A_write_with_an_empty_answer_is_checked(string answer)
    {
        var before = Rest;
        var rule = _fake.On("PUT", _path);
        _ = answer switch
        {
            "lost" => rule.Lose(),
            "504" => rule.Lose504(),
            "late" => rule.Late(TimeSpan.FromSeconds(5)),
            "202" => rule.Answer(202),
            _ => rule.Answer(200, """{"data":{"id":"99999999-0000-4000-8000-000000000001","frequency":"manual"}}"""),
        };
        var update = await ChangeAsync();
        Assert.Equal(("6", before, "6"), ((string?)Stored["hour"], Rest, update.Schedule.Hour));
    }

    [Fact]
    public async Task A_write_that_the_service_ignores_is_an_error()
    {
        _fake.On("PUT", _path).Instead(200, """{"data":{"frequency":"daily","hour":"6","minute":"5"}}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(ChangeAsync);
        Facts.Hold(failure.Message, _schedule, "~ Hour: '4' -> '6'");
        Assert.Equal("4", (string?)Stored["hour"]);
    }

    private Task<PolytomicBulk.Editing.ResourceEdit> EditAsync() =>
        _api.Client.Schedules.EditAsync(Guid.Parse(_id), Guid.Parse(_schedule), new JsonObject { ["hour"] = "6" });

    private async Task<ScheduleUpdate> ChangeAsync() => await _api.Client.Updates.UpdateScheduleAsync(await EditAsync());
}
