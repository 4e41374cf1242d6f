using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>An update waits for answers that are not older than its write, and no longer than needed.</summary>
public sealed class UpdateWatchTests
{
    /// <summary>Nothing in this schema can be reset, so nothing about it is uncertain.</summary>
    private const string Bare = """{"id":"t","enabled":true,"fields":[],"filters":[]}""";

    private const string Named = """{"id":"t","enabled":true,"user_output_name":"mine","fields":[{"id":"a","enabled":true,"obfuscated":false}],"filters":[]}""";

    private static readonly string[] OneLook = ["GET /schemas", "GET /schemas/t", "GET "];

    private static readonly double[] QuickDoubts = [0.2, 0.4, 0.8], Doubts = [1, 2, 4], WholeWait = [1, 2, 4, 8, 8, 8];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_update_keeps_is_uncertain_once_in_a_session(bool isTouched)
    {
        using var service = new OneSync(Named);
        service.After = what =>
        {
            if (what == "PUT " && isTouched) service.Sign("other");
        };
        await service.RenameAsync();
        Assert.Equal(QuickDoubts, Delays(service));
        service.After = null;
        service.Requests.Clear();
        await service.RenameAsync("C");
        // If somebody else changed the bulk sync at the same time, the first update showed nothing.
        Assert.Equal(isTouched ? QuickDoubts : [], Delays(service));
        string[] whole = ["GET ", "GET /schemas", "GET /schemas/t", "GET /schemas", "GET ", "PUT ", .. OneLook];
        Assert.Equal(whole, service.Requests.Take(whole.Length));
        if (!isTouched) Assert.Equal(whole.Length, service.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outdated_answer_is_recognized_by_its_time_or_its_values(bool hasOldTime)
    {
        using var service = new OneSync(Named);
        var old = service.Sync.DeepClone().AsObject();
        var isOld = true;
        service.Instead = what =>
        {
            if (what != "GET " || service.Puts.Count == 0 || !isOld) return null;
            isOld = false;
            if (!hasOldTime) (old["updated_at"], old["updated_by"]) = (service.Sync["updated_at"]!.DeepClone(), service.Sync["updated_by"]!.DeepClone());
            return Answer(old);
        };
        var update = await service.RenameAsync();
        Assert.Equal(("B", 0), (update.Sync.Name, update.Different.Count));
        // After an outdated answer, later pauses are long too.
        Assert.Equal([1, .. Doubts], Delays(service));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_check_with_only_outdated_answers_ends_after_30_seconds(int advance)
    {
        using var service = new OneSync(Bare);
        var old = service.Sync.DeepClone().AsObject();
        service.Instead = what =>
        {
            if (what != "GET " || service.Puts.Count == 0) return null;
            service.Clock.Advance(TimeSpan.FromSeconds(advance));
            return Answer(old);
        };
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.Timeout, failure.Failure);
        Assert.Equal(advance == 0 ? WholeWait : [], Delays(service));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task The_next_update_does_not_use_an_answer_from_before_the_last_write(int updates, bool isRestored)
    {
        using var service = new OneSync("""{"id":"t","enabled":true,"fields":[{"id":"a","enabled":false,"obfuscated":false}],"filters":[]}""");
        JsonObject old = [];
        service.Before = what =>
        {
            if (what is "PUT " or "PATCH /schemas") old = service.Sync.DeepClone().AsObject();
        };
        service.After = what =>
        {
            if (what == "PUT " && isRestored) service.Schema("t")["fields"]![0]!["enabled"] = true;
            if (what == "PATCH /schemas") service.Sign("me");
        };
        for (var i = 0; i < updates; i++) await service.RenameAsync($"B{i}");
        _ = Delays(service);
        (service.Before, service.After) = (null, null);
        var outdated = 2;
        service.Instead = what => what == "GET " && outdated-- > 0 ? Answer(old) : null;
        var edit = await service.Client.Updates.EditAsync(OneSync.Id);
        Assert.Equal([1, 2], Delays(service));
        if (isRestored) return;

        // Later pauses are long too.
        service.Schema("t")["partition_key"] = "a";
        edit.Apply(new JsonObject { ["name"] = "C" });
        await service.Client.Updates.UpdateAsync(edit);
        Assert.Equal(Doubts, Delays(service));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task The_next_update_fails_if_answers_stay_outdated_for_30_seconds(int advance)
    {
        using var service = new OneSync(Bare);
        var old = service.Sync.DeepClone().AsObject();
        await service.RenameAsync();
        var outdated = 20;
        service.Instead = what =>
        {
            if (what != "GET " || outdated-- == 0) return null;
            service.Clock.Advance(TimeSpan.FromSeconds(advance));
            return Answer(old);
        };
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.Client.Updates.EditAsync(OneSync.Id));
        Assert.Equal(PolytomicFailure.Timeout, failure.Failure);
        Assert.Equal(advance == 0 ? WholeWait : [], Delays(service));
    }

    [Fact]
    public void The_last_write_of_a_session_is_the_latest()
    {
        var (habits, time) = (new ServiceHabits(), new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc));
        foreach (var seconds in new[] { 1, 3, 2 }) habits.LearnWrite(OneSync.Id, time.AddSeconds(seconds));
        habits.LearnWrite(OneSync.Id, updatedAt: null);
        Assert.Equal((time.AddSeconds(3), null), (habits.LastWrite(OneSync.Id), habits.LastWrite(Guid.Empty)));
    }

    [Theory]
    [InlineData("C", "other")]
    [InlineData("A", "other")]
    [InlineData("A", "me")]
    [InlineData("A", null)]
    public async Task A_written_setting_that_is_not_kept_is_reported_without_a_wait(string name, string? who)
    {
        using var service = new OneSync(Bare);
        service.After = what =>
        {
            if (what != "PUT " || who is null) return;
            service.Sign(who);
            service.Sync["name"] = name;
        };
        // Without a user, the service ignores the change.
        service.Instead = what => what == "PUT " && who is null ? Answer(service.Sync) : null;
        var update = await service.RenameAsync();
        Assert.Equal([$"~ Name: '{name}' -> 'B'"], update.Different);
        Assert.Empty(service.Clock.Delays);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_write_with_a_lost_answer_is_looked_for_until_it_is_seen_and_then_checked_again(int reads)
    {
        using var service = new OneSync(Bare);
        var isSent = false;
        service.Instead = what =>
        {
            if (what != "PUT ") return null;
            isSent = true;
            if (reads == 0) Arrive();
            return OneSync.Status(503);
        };
        service.Before = what =>
        {
            if (isSent && what == "GET " && --reads == 0) Arrive();
        };
        var update = await service.RenameAsync();
        var isLate = service.Clock.Delays.Count > 0;
        // While the write is not seen, only the bulk sync is read.
        string[] late = [.. OneLook, "GET ", "GET "];
        Assert.Equal([.. isLate ? late : [], .. OneLook, .. OneLook], service.Requests.SkipWhile(what => what != "PUT ").Skip(1));
        Assert.Equal(isLate ? [1, 2] : [], Delays(service));
        Assert.Equal(("B", isLate), (update.Sync.Name, update.CameLate));

        void Arrive()
        {
            service.Sync["name"] = "B";
            service.Sign("me");
        }
    }

    [Fact]
    public async Task A_write_with_a_lost_answer_that_somebody_reverts_is_reported_without_a_wait()
    {
        using var service = new OneSync(Bare);
        var looks = -1;
        service.Instead = what =>
        {
            if (what != "PUT ") return null;
            (service.Sync["name"], looks) = ("B", 0);
            service.Sign("me");
            return OneSync.Status(503);
        };
        service.Before = what =>
        {
            if (what != "GET " || looks < 0 || ++looks != 2) return;
            service.Sync["name"] = "A";
            service.Sign("other");
        };
        Assert.Equal(["~ Name: 'A' -> 'B'"], (await service.RenameAsync()).Different);
        Assert.Empty(service.Clock.Delays);
    }

    [Fact]
    public async Task Schemas_that_show_no_reset_although_updates_reset_them_are_outdated()
    {
        using var service = new OneSync(Named, """{"id":"u","enabled":true,"user_output_name":null,"fields":[],"filters":[]}""");
        service.After = what =>
        {
            if (what == "PUT ") Reset(service, "t");
        };
        Assert.Single((await service.RenameAsync()).Repaired);
        Assert.Empty(service.Clock.Delays);

        service.After = null;
        var looks = 0;
        service.Before = what =>
        {
            if (what == "GET /schemas/t" && service.Puts.Count == 2 && ++looks == 2) Reset(service, "t");
        };
        Assert.Equal(["~ Schemas.t.UserOutputName: (none) -> 'mine'"], (await service.RenameAsync("C")).Repaired);
        Assert.Equal([1], Delays(service));

        // Later pauses are long too.
        service.Schema("u")["partition_key"] = "a";
        service.Before = what =>
        {
            if (what == "GET /schemas/t" && service.Puts.Count == 3) Reset(service, "t");
            if (what == "PATCH /schemas") service.Before = null;
        };
        Assert.Single((await service.RenameAsync("D")).Repaired);
        Assert.Equal(Doubts, Delays(service));
    }

    [Fact]
    public async Task Outdated_schemas_are_found_one_after_the_other()
    {
        using var service = new OneSync(Named, Named.Replace("\"t\"", "\"u\"", StringComparison.Ordinal));
        var (t, u) = (0, 0);
        service.Before = what =>
        {
            if (service.Puts.Count == 0) return;
            if (what == "GET /schemas/t" && ++t == 2) Reset(service, "t");
            if (what == "GET /schemas/u" && ++u == 3) Reset(service, "u");
        };
        var update = await service.RenameAsync();
        Assert.Equal(["~ Schemas.t.UserOutputName: (none) -> 'mine'", "~ Schemas.u.UserOutputName: (none) -> 'mine'"], update.Repaired);
        // After the first outdated answer, later pauses are long.
        Assert.Equal([0.2, 1], Delays(service));
    }

    [Fact]
    public async Task A_reset_that_is_seen_only_at_the_end_of_the_wait_is_undone()
    {
        using var service = new OneSync(Named);
        var looks = 0;
        service.Before = what =>
        {
            if (what != "GET /schemas/t" || service.Puts.Count == 0 || ++looks != 2) return;
            service.Clock.Advance(TimeSpan.FromSeconds(30));
            Reset(service, "t");
        };
        Assert.Equal(["~ Schemas.t.UserOutputName: (none) -> 'mine'"], (await service.RenameAsync()).Repaired);
    }

    private static void Reset(OneSync service, string schema) => service.Schema(schema)["user_output_name"] = null;

    /// <summary>The delays since the last call, in seconds.</summary>
    private static List<double> Delays(OneSync service)
    {
        var delays = service.Clock.Delays.Select(delay => Math.Round(delay.TotalSeconds, 3)).ToList();
        service.Clock.Delays.Clear();
        return delays;
    }

    private static HttpResponseMessage Answer(JsonObject sync) => AnswerHandler.Json(200, new JsonObject { ["data"] = sync.DeepClone() }.ToJsonString());
}
