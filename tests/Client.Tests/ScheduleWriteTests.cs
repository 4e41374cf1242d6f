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
        Assert.Equal((PolytomicFailure.BadResponse, "4"), (failure.Failure, (string?)Stored["hour"]));
    }

    [Fact]
    public async Task If_answers_stay_outdated_the_error_says_so()
    {
        _fake.Lag(ResourceKind.Schedules, TimeSpan.FromHours(1));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(ChangeAsync);
        Assert.Equal(PolytomicFailure.Timeout, failure.Failure);
        Facts.Hold(failure.Message, _schedule, "outdated", "~ Hour: '4' -> '6'");
    }

    [Fact]
    public async Task A_write_that_does_not_arrive_is_waited_for_until_the_limit()
    {
        var edit = await EditAsync();
        _fake.On("PUT", _path).Instead(503);
        // A slow answer, so that the last look is exactly at the limit.
        _fake.On("GET", _path, skip: 1).Then(() => _clock.Advance(TimeSpan.FromSeconds(15)));
        var began = _clock.GetUtcNow();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _api.Client.Updates.UpdateScheduleAsync(edit));
        Assert.Equal((PolytomicFailure.ServerError, UpdateWatch.Limit), (failure.Failure, _clock.GetUtcNow() - began));
        Facts.Hold(failure.Message, _schedule, "~ Hour: '4' -> '6'");
    }

    [Fact]
    public async Task A_property_that_only_the_answers_omit_is_not_restored()
    {
        _fake.On("GET", _path, times: 99, skip: 2).LeaveOut(["syncMode"]);
        var before = Rest;
        var update = await ChangeAsync();
        Assert.Equal(("6", before, 0), ((string?)Stored["hour"], Rest, _fake.Count("PUT", $"/api/bulk/syncs/{_id}")));
        Assert.Null(update.Sync);
        Assert.Empty(update.Warnings);
    }

    [Theory]
    [InlineData("normal", true)]
    [InlineData("resync", false)]
    public async Task A_mode_that_the_service_resets_is_restored_but_another_one_is_kept(string mode, bool isRestored)
    {
        _fake.KeepsRestOfSchedule = false;
        var before = Rest;
        _fake.On("PUT", _path).Then(_fake.SyncEdit(_id, Patch($$""" "resync_mode":"{{mode}}" """), touches: false));
        var update = await ChangeAsync();
        Assert.Equal(isRestored ? before : before.Replace("refetch", mode, StringComparison.Ordinal), Rest);
        Assert.Contains("~ Schemas: (none) -> 'public.orders'", update.Repaired);
        Assert.Equal(isRestored ? 2 : 1, update.Repaired.Count);
        Assert.Equal(isRestored ? [] : [$"~ SyncMode: '{mode}' -> 'refetch'"], update.Left);
    }

    [Theory]
    [InlineData(""" "resync_mode":"normal" """, false)]
    [InlineData(""" "resync_mode":null """, false)]
    [InlineData(""" "schemas":["public.customers"] """, false)]
    [InlineData(""" "schemas":[] """, true)]
    public async Task Of_a_change_by_another_user_only_what_copies_more_is_undone(string change, bool isUndone)
    {
        var before = Rest;
        _fake.On("PUT", _path).Then(_fake.SyncEdit(_id, Patch($$""" {{change}},"updated_at":"2027-01-01T00:00:00Z" """)));
        var update = await ChangeAsync();
        Assert.Equal((isUndone, isUndone ? 1 : 0), (before == Rest, _fake.Count("PUT", $"/api/bulk/syncs/{_id}")));
        Assert.Equal((isUndone ? 1 : 0, isUndone ? 0 : 1), (update.Repaired.Count, update.Left.Count));
        Assert.Single(update.Warnings);
    }

    [Fact]
    public async Task If_the_answer_is_lost_the_dropped_schemas_are_restored_and_the_mode_causes_a_warning()
    {
        _fake.KeepsRestOfSchedule = false;
        _fake.On("PUT", _path).Lose();
        var update = await ChangeAsync();
        Assert.Equal(("6", null, """["public.orders"]"""), ((string?)Stored["hour"], (string?)Stored["resync_mode"], Stored["schemas"]!.ToJsonString()));
        Assert.Equal(["~ Schemas: (none) -> 'public.orders'"], update.Repaired);
        Assert.Equal(["~ SyncMode: (none) -> 'refetch'"], update.Left);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_service_drops_from_the_default_schedule_causes_a_warning(bool listsAreNull)
    {
        (_fake.KeepsRestOfSchedule, _fake.EmptyListsAreNull) = (false, listsAreNull);
        var id = _fake.AddSync("Second", """{"default_schedule":{"frequency":"daily","hour":"4","minute":"5","resync_mode":"refetch"}}""");
        var schedule = Guid.Parse((string)_fake.Sync(id)["default_schedule"]!["id"]!);
        var edit = await _api.Client.Schedules.EditAsync(Guid.Parse(id), schedule, new JsonObject { ["hour"] = "6" });
        var update = await _api.Client.Updates.UpdateScheduleAsync(edit);
        Assert.Equal(("6", 0), (update.Schedule.Hour, _fake.Count("PUT", $"/api/bulk/syncs/{id}")));
        Facts.Hold(Assert.Single(update.Warnings), $"{schedule}", "~ SyncMode: (none) -> 'refetch'");
    }

    [Fact]
    public async Task A_change_that_another_user_changes_again_causes_a_warning()
    {
        _fake.On("PUT", _path).Then(_fake.SyncEdit(_id, Patch(""" "hour":"7","updated_at":"2027-01-01T00:00:00Z" """)));
        var update = await ChangeAsync();
        Assert.Equal(("7", "7"), ((string?)Stored["hour"], update.Schedule.Hour));
        Facts.Hold(Assert.Single(update.Warnings), _schedule, "~ Hour: '7' -> '6'");
    }

    [Fact]
    public async Task A_property_that_the_service_computes_causes_no_warning()
    {
        var reads = 0;
        _fake.On("GET", _path, times: 99).Change(answer => answer["data"]!["runs_left"] = ++reads);
        var update = await ChangeAsync();
        Assert.Equal("6", update.Schedule.Hour);
        Assert.Empty(update.Warnings);
    }

    /// <summary>A change of the schedule in the settings of the bulk sync.</summary>
    private string Patch(string properties) => $$"""{"additional_schedules":[{"id":"{{_schedule}}",{{properties}}}]}""";

    private Task<PolytomicBulk.Editing.ResourceEdit> EditAsync() =>
        _api.Client.Schedules.EditAsync(Guid.Parse(_id), Guid.Parse(_schedule), new JsonObject { ["hour"] = "6" });

    private async Task<ScheduleUpdate> ChangeAsync() => await _api.Client.Updates.UpdateScheduleAsync(await EditAsync());
}
