using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Operations;
using Xunit;

namespace Client.Tests;

/// <summary>The results of an update that cannot be completed, and of the next update.</summary>
public sealed partial class SafeUpdateTests
{
    [Fact]
    public async Task A_failed_repair_is_reported_and_finished_by_the_next_update()
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what is "PUT " or "PATCH /schemas") service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        service.Clock.Advance(TimeSpan.FromHours(1));
        var begun = service.Clock.GetUtcNow().UtcDateTime;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, "'A'", OneSync.Id.ToString(), "~ Name: 'A' -> 'B'", "~ Schemas.t.Fields.b.Enabled: True -> False");
        Assert.Equal(["t"], failure.Selection!.Select(schema => schema.Id));
        Assert.Equal([true, false], failure.Selection![0].Fields!.Select(field => field.Enabled));
        Assert.True(await service.IsUnfinishedAsync());

        // The current selection is not used as the wanted selection.
        service.After = null;
        service.Clock.Advance(TimeSpan.FromHours(1));
        var update = await service.RenameAsync();
        Assert.Equal((begun, DateTimeKind.Utc), (update.UnfinishedSince, update.UnfinishedSince!.Value.Kind));
        Assert.Equal(["~ Schemas.t.Fields.b.Enabled: True -> False"], update.Repaired);
        Facts.Hold(Assert.Single(update.Warnings), begun.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
        // Nothing was left to write.
        Assert.Single(service.Puts);
        Assert.False(await service.IsUnfinishedAsync());
        Assert.Null((await service.RenameAsync("C")).UnfinishedSince);
    }

    [Theory]
    [InlineData("PATCH /schemas", true)]
    [InlineData("GET /schemas", false)]
    [InlineData("GET /schemas/t", false)]
    public async Task A_failure_after_the_write_keeps_its_kind_and_reports_what_is_left(string at, bool isLookedAt)
    {
        using var service = new OneSync(Small);
        var isWritten = false;
        service.After = what =>
        {
            if (what != "PUT ") return;
            isWritten = true;
            service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        service.Instead = what => isWritten && what == at ? OneSync.Status(503) : null;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal((PolytomicFailure.ServerError, 503, 1), (failure.Failure, (int?)failure.StatusCode, failure.Attempts));
        Assert.Contains("~ Name: 'A' -> 'B'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(isLookedAt, failure.Message.Contains("~ Schemas.t.Fields.b.Enabled: True -> False", StringComparison.Ordinal));
        Assert.Equal([true, false], Assert.Single(failure.Selection!).Fields!.Select(field => field.Enabled));
        Assert.True(await service.IsUnfinishedAsync());

        (service.After, service.Instead) = (null, null);
        await service.RenameAsync();
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
    }

    [Fact]
    public async Task A_failure_of_the_last_check_says_that_everything_is_as_intended()
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        service.Instead = what => what == "GET " && service.Patches.Count > 0 ? OneSync.Status(503) : null;
        var broken = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.ServerError, broken.Failure);
        Assert.DoesNotContain("Schemas.t", broken.Message, StringComparison.Ordinal);
        Assert.NotNull(broken.Selection);
    }

    [Theory]
    [InlineData("me", false)]
    [InlineData("other", true)]
    public async Task A_change_by_another_user_at_the_same_time_is_kept_with_a_warning(string who, bool isOfAnother)
    {
        using var service = new OneSync(Small);
        service.Before = what =>
        {
            if (what != "GET /schemas" || service.Puts.Count == 0 || service.Patches.Count > 0) return;
            service.Sign(who);
            service.Schema("t")["fields"]![1]!["enabled"] = true;
            if (!isOfAnother) return;
            service.Schema("t")["fields"]![0]!["enabled"] = false;
            service.Schema("t")["partition_key"] = "b";
        };
        if (!isOfAnother)
        {
            Assert.Equal(["~ Schemas.t.Fields.b.Enabled: True -> False"], (await service.RenameAsync()).Repaired);
            return;
        }

        // Switching it off copies less data, so the client does it, whoever switched it on. Other changes are kept.
        var update = await service.RenameAsync();
        Assert.Equal(["~ Schemas.t.Fields.b.Enabled: True -> False"], update.Repaired);
        Assert.Equal(["~ Schemas.t.Fields.a.Enabled: False -> True", "~ Schemas.t.PartitionKey: 'b' -> (none)"], update.Left.Select(left => left.ToString()).Order(StringComparer.Ordinal));
        Facts.Hold(string.Join(" ", update.Warnings), "other", "~ Schemas.t.Fields.a.Enabled: False -> True");
        Assert.False((bool)service.Schema("t")["fields"]![0]!["enabled"]!);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Theory]
    [InlineData("me")]
    [InlineData("other")]
    public async Task Settings_that_differ_from_the_write_are_reported_with_who_changed_them(string who)
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what != "PUT ") return;
            service.Sign(who);
            service.Sync["mode"] = "snapshot";
        };
        var update = await service.RenameAsync();
        Assert.Equal(["~ Mode: 'snapshot' -> 'replicate'"], update.Different);
        Assert.Equal(who == "other", update.ChangedMeanwhileBy is not null);
        if (who == "other") Assert.StartsWith("other at ", update.ChangedMeanwhileBy, StringComparison.Ordinal);
        Assert.Contains("~ Mode: 'snapshot' -> 'replicate'", Assert.Single(update.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_differs_from_the_write_is_reported_with_its_known_name()
    {
        const string Source = "11111111-0000-4000-8000-000000000001", Other = "11111111-0000-4000-8000-000000000009";
        using var service = new OneSync(Small);
        service.Client.ConnectionNames.Learn(new(Source), "O'Brien's database");
        service.After = what =>
        {
            if (what == "PUT ") service.Sync["source_connection_id"] = Other;
        };
        var update = await service.RenameAsync();
        Assert.Equal([$"~ SourceConnectionId: '{Other}' -> 'O''Brien''s database' ({Source})"], update.Different);
    }

    [Theory]
    [InlineData(503, PolytomicFailure.ServerError, true)]
    [InlineData(503, PolytomicFailure.ServerError, false)]
    [InlineData(408, PolytomicFailure.Timeout, true)]
    [InlineData(408, PolytomicFailure.Timeout, false)]
    [InlineData(200, PolytomicFailure.BadResponse, true)]
    [InlineData(200, PolytomicFailure.BadResponse, false)]
    [InlineData(0, PolytomicFailure.ConnectionFailed, true)]
    [InlineData(0, PolytomicFailure.ConnectionFailed, false)]
    public async Task A_write_with_a_lost_answer_is_checked(int status, PolytomicFailure kind, bool isDone)
    {
        using var service = new OneSync(Small);
        service.Instead = what =>
        {
            if (what != "PUT ") return null;
            if (isDone) service.Sync["name"] = "B";
            service.Schema("t")["fields"]![1]!["enabled"] = true;
            if (status == 0) throw new HttpRequestException("Connection reset by peer");
            return AnswerHandler.Json(status, "{");
        };
        if (isDone)
        {
            var update = await service.RenameAsync();
            Assert.Equal(("B", 0), (update.Sync.Name, update.Different.Count));
            Assert.Equal(["~ Schemas.t.Fields.b.Enabled: True -> False"], update.Repaired);
        }
        else
        {
            var lost = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
            Assert.Equal((kind, 1), (lost.Failure, lost.Attempts));
            Assert.Contains("~ Name: 'A' -> 'B'", lost.Message, StringComparison.Ordinal);
        }

        // The selection is correct in both cases. A write that is not visible yet may still arrive.
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
        Assert.Equal(!isDone, await service.IsUnfinishedAsync());
        if (isDone) return;
        service.Instead = null;
        Assert.NotNull((await service.RenameAsync()).MayStillChangeUntil);
        Assert.True(await service.IsUnfinishedAsync());
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null((await service.RenameAsync()).MayStillChangeUntil);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task A_refused_write_is_reported_and_not_checked(int status)
    {
        using var service = new OneSync(Small);
        service.Instead = what => what == "PUT " ? OneSync.Status(status) : null;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal((status, null), ((int?)failure.StatusCode, failure.Selection));
        Assert.Equal("PUT ", service.Requests[^1]);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("replace")]
    public async Task A_change_of_schemas_first_finishes_an_unfinished_update(string how)
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what is "PUT " or "PATCH /schemas") service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.True(await service.IsUnfinishedAsync());

        service.After = null;
        service.Instead = what =>
        {
            if (what != "PUT /schemas/t") return null;
            service.Schema("t")["user_output_name"] = "x";
            return AnswerHandler.Json(200, """{"data":{"id":"t"}}""");
        };
        var edit = await service.Client.Schemas.EditAsync(OneSync.Id, "t");
        edit.Apply(new JsonObject { ["user_output_name"] = "x" });
        if (how == "patch") await service.Client.Updates.PatchSchemasAsync(OneSync.Id, [edit]);
        else await service.Client.Updates.ReplaceSchemaAsync(edit);
        Assert.Equal(("x", false), ((string?)service.Schema("t")["user_output_name"], (bool?)service.Schema("t")["fields"]![1]!["enabled"]));
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Theory]
    [InlineData("other")]
    [InlineData("me")]
    public async Task An_unfinished_update_is_not_forgotten_if_another_user_changes_the_sync(string who)
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what is "PUT " or "PATCH /schemas") service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        service.After = null;
        service.Sign(who);
        Assert.True(await service.IsUnfinishedAsync());
        var update = await service.RenameAsync("C");
        Assert.NotNull(update.UnfinishedSince);
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
        Assert.False(await service.IsUnfinishedAsync());
    }

    [Fact]
    public async Task A_refusal_does_not_forget_the_selection_of_an_earlier_update()
    {
        using var service = new OneSync(Small);
        service.After = what =>
        {
            if (what is "PUT " or "PATCH /schemas") service.Schema("t")["fields"]![1]!["enabled"] = true;
        };
        var begun = service.Clock.GetUtcNow().UtcDateTime;
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        (service.After, service.Instead) = (null, what => what == "PUT " ? OneSync.Status(422) : null);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync("C"));
        service.Instead = null;
        var update = await service.RenameAsync("D");
        Assert.Equal(begun, update.UnfinishedSince);
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
    }

    [Fact]
    public async Task A_stop_before_the_write_leaves_nothing_unfinished()
    {
        using var service = new OneSync(Small);
        using var stop = new CancellationTokenSource();
        // After the last check and before the next request.
        service.Instead = what =>
        {
            if (what != "GET " || service.Requests.Count(sent => sent == "GET ") != 2) return null;
            var body = new ReadStream(new JsonObject { ["data"] = service.Sync.DeepClone() }.ToJsonString(), stop.Cancel);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.RenameAsync(cancel: stop.Token));
        Assert.Empty(service.Puts);
        Assert.DoesNotContain("PUT ", service.Requests);
        Assert.False(await service.IsUnfinishedAsync());
    }
}
