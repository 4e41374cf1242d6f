using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Json;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>An update and what somebody else, or an earlier update, does at the same time.</summary>
public sealed class MeanwhileTests
{
    private const string Bare = """{"id":"t","enabled":true,"fields":[],"filters":[]}""";

    /// <summary>A schema with a setting whose reset is undone, and a field that an update can enable.</summary>
    private const string Named =
        """
        {"id":"t","enabled":true,"user_output_name":"mine","filters":[],
        "fields":[{"id":"a","enabled":true,"obfuscated":false},{"id":"b","enabled":false,"obfuscated":false}]}
        """;

    private const string NameReset = "~ Schemas.t.UserOutputName: (none) -> 'mine'";

    private const string FieldEnabled = "~ Schemas.t.Fields.b.Enabled: True -> False";

    public enum Signs
    {
        Never,
        AfterTheWrite,
        OnceBeforeAndAfterTheWrite,
        OnEachRead,
        ByAnother,
    }

    [Theory]
    [InlineData("disable_data_cutoff", Signs.Never, true)]
    [InlineData("disable_data_cutoff", Signs.AfterTheWrite, false)]
    [InlineData("disable_data_cutoff", Signs.OnceBeforeAndAfterTheWrite, false)]
    [InlineData("disable_data_cutoff", Signs.OnEachRead, true)]
    [InlineData("user_output_name", Signs.AfterTheWrite, true)]
    [InlineData("user_output_name", Signs.ByAnother, false)]
    public async Task A_reset_is_undone_unless_somebody_may_have_chosen_it(string name, Signs signs, bool isUndone)
    {
        using var service = new OneSync(Bare);
        service.Schema("t")[name] = name == "user_output_name" ? "mine" : true;
        var reads = 0;
        service.Before = what =>
        {
            if (what != "GET ") return;
            reads++;
            if (signs == Signs.OnEachRead || (signs == Signs.OnceBeforeAndAfterTheWrite && reads == 2)) service.Sign("me");
        };
        service.After = what =>
        {
            if (what != "PUT ") return;
            service.Schema("t")[name] = null;
            if (signs is Signs.AfterTheWrite or Signs.OnceBeforeAndAfterTheWrite) service.Sign("me");
            if (signs == Signs.ByAnother) service.Sign("other");
        };
        var update = await service.RenameAsync();
        Assert.Equal((isUndone, !isUndone), (update.Repaired.Count == 1, update.Left.Count == 1));
        Assert.Equal(isUndone, service.Schema("t")[name] is not null);
        // If each of three reads has another time, the time means nothing. One more read of the schemas and the bulk sync then suffices.
        if (signs == Signs.OnEachRead) Assert.Equal(5, service.Requests.TakeWhile(what => what != "PUT ").Count(what => what == "GET "));
    }

    [Fact]
    public async Task A_change_by_another_user_while_schemas_are_restored_is_kept()
    {
        using var service = new OneSync(Named);
        var looks = 0;
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t")["fields"]![1]!["enabled"] = true;
            // The second read after the write is the one before the restore.
            if (what != "GET /schemas/t" || service.Puts.Count == 0 || ++looks != 2) return;
            service.Schema("t")["fields"]![0]!["enabled"] = false;
            service.Sign("other");
        };
        var update = await service.RenameAsync();
        Assert.Equal([FieldEnabled], update.Repaired);
        Assert.Equal(["~ Schemas.t.Fields.a.Enabled: False -> True"], update.Left.Select(left => left.ToString()));
        Assert.False((bool)service.Schema("t")["fields"]![0]!["enabled"]!);
    }

    [Fact]
    public async Task A_second_change_by_another_user_does_not_hide_the_first()
    {
        using var service = new OneSync(Named);
        var looks = 0;
        service.After = what =>
        {
            if (what == "PUT ")
            {
                service.Schema("t")["fields"]![1]!["enabled"] = true;
                service.Schema("t")["user_output_name"] = null;
                service.Sign("other");
            }

            if (what == "GET /schemas/t" && service.Puts.Count > 0 && ++looks == 2) service.Sign("other");
        };
        var update = await service.RenameAsync();
        Assert.Equal([FieldEnabled], update.Repaired);
        Assert.Equal([NameReset], update.Left.Select(left => left.ToString()));
    }

    [Fact]
    public async Task An_update_that_writes_nothing_undoes_nothing()
    {
        using var service = new OneSync(Named);
        var edit = await service.Client.BulkSyncs.EditAsync(OneSync.Id);
        service.After = what =>
        {
            if (what == "GET ") service.Schema("t")["user_output_name"] = null;
        };
        service.Requests.Clear();
        var update = await service.Client.Updates.UpdateAsync(edit);
        Assert.Equal([NameReset], update.Left.Select(left => left.ToString()));
        Assert.Equal(["GET /schemas", "GET /schemas/t", "GET /schemas", "GET ", "GET /schemas", "GET /schemas/t", "GET "], service.Requests);
    }

    [Fact]
    public async Task A_lost_write_that_arrives_while_it_is_finished_is_undone()
    {
        using var service = new OneSync(Named);
        service.Instead = what => what == "PUT " ? OneSync.Status(503) : null;
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        service.Instead = null;
        var edit = await service.Client.Updates.EditAsync(OneSync.Id);
        service.After = what =>
        {
            if (what != "GET ") return;
            service.After = null;
            (service.Sync["name"], service.Schema("t")["user_output_name"]) = ("B", null);
            service.Sign("me");
        };
        Assert.Equal([NameReset], (await service.Client.Updates.UpdateAsync(edit)).Repaired);
    }

    [Fact]
    public async Task An_update_that_fails_again_began_with_the_first_and_its_message_fits()
    {
        using var service = new OneSync(Named);
        Break(service);
        var begun = service.Clock.GetUtcNow().UtcDateTime;
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        service.Clock.Advance(TimeSpan.FromHours(1));
        var observer = new RecordingObserver();
        var client = service.Client.ObservedBy(observer);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(async () => await client.Updates.UpdateAsync(await client.Updates.EditAsync(OneSync.Id)));
        // This time, no settings were written.
        Facts.Hold(failure.Message, "as requested", FieldEnabled);
        Assert.DoesNotContain("were changed", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Selection);
        Facts.Hold(observer.Notes[0], OneSync.Id.ToString(), JsonWords.Show(begun));

        service.After = null;
        Assert.Equal(begun, (await service.RenameAsync()).UnfinishedSince);
    }

    [Theory]
    [InlineData("me")]
    [InlineData("other")]
    public async Task An_update_that_finishes_another_one_names_who_changed_the_sync_since(string who)
    {
        using var service = new OneSync(Named);
        Break(service);
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        service.After = null;
        service.Sign(who);
        var update = await service.RenameAsync();
        Assert.Single(service.Puts);
        Assert.Equal(who == "other", update.ChangedMeanwhileBy?.StartsWith("other at ", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_unfinished_update_knows_settings_that_were_never_set_and_settings_that_no_table_knows()
    {
        using var service = new OneSync(Named);
        service.Schema("t")["x_kept"] = "a";
        Break(service);
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        service.After = null;
        (service.Schema("t")["x_kept"], service.Schema("t")["disable_data_cutoff"]) = (null, true);
        var update = await service.RenameAsync();
        Assert.Equal(
            ["~ Schemas.t.DisableDataCutoff: True -> False", FieldEnabled, NameReset, "~ Schemas.t.XKept: (none) -> 'a'"],
            update.Repaired.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("me")]
    [InlineData("other")]
    public async Task A_refusal_does_not_forget_who_wrote_the_earlier_update(string who)
    {
        using var service = new OneSync(Named);
        Break(service);
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        (service.After, service.Instead) = (null, what => what == "PUT " ? OneSync.Status(422) : null);
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync("C"));
        service.Instead = null;
        if (who == "other") service.Sign(who);
        // The other user may have removed the name.
        var update = await service.RenameAsync("D");
        Assert.Equal(who == "other" ? [NameReset] : [], update.Left.Select(left => left.ToString()));
        Assert.False((bool)service.Schema("t")["fields"]![1]!["enabled"]!);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task A_lost_write_can_arrive_for_ten_minutes(int secondsLeft, bool canCome)
    {
        var organization = Guid.Parse("11111111-2222-3333-4444-555555555555");
        using var service = new OneSync(Bare);
        service.Sync["organization_id"] = organization.ToString();
        var begun = service.Clock.GetUtcNow().UtcDateTime;
        service.Instead = what => what == "PUT " ? OneSync.Status(503) : null;
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        var until = service.Clock.GetUtcNow().UtcDateTime.AddMinutes(10);
        var unfinished = Assert.Single(service.Client.Updates.Unfinished);
        Assert.Equal((OneSync.Id, "B", begun.ToLocalTime(), organization), (unfinished.SyncId, unfinished.SyncName, unfinished.Begun, unfinished.OrganizationId));

        service.Instead = null;
        service.Clock.Advance(TimeSpan.FromSeconds(600 - secondsLeft));
        Assert.Equal(canCome ? until : null, (await service.RenameAsync("C")).MayStillChangeUntil);
        Assert.Equal(canCome ? 1 : 0, service.Client.Updates.Unfinished.Count);
    }

    [Theory]
    [InlineData(true, PolytomicFailure.Conflict)]
    [InlineData(false, PolytomicFailure.BadResponse)]
    public async Task Reads_that_never_agree_are_refused_and_named_a_change_only_if_somebody_made_one(bool isSigned, PolytomicFailure kind)
    {
        using var service = new OneSync(Bare);
        var reads = 0;
        service.Before = what =>
        {
            if (what != "GET ") return;
            service.Sync["concurrency_limit"] = ++reads;
            if (isSigned && reads is 2 or 3) service.Sign("other");
        };
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Facts.Hold(failure.Message, OneSync.Id.ToString(), "Nothing was written");
        Assert.Equal((kind, 0, 4), (failure.Failure, service.Puts.Count, reads));
    }

    [Fact]
    public async Task Two_updates_of_one_sync_in_one_session_run_one_after_the_other()
    {
        using var service = new OneSync(Bare);
        var second = await service.Client.Updates.EditAsync(OneSync.Id);
        second.Apply(new JsonObject { ["mode"] = "snapshot" });
        Task<BulkSyncUpdate>? other = null;
        service.After = what =>
        {
            if (what == "PUT ") other ??= service.Client.Updates.UpdateAsync(second);
        };
        await service.RenameAsync();
        var update = await other!;
        Assert.Equal(("B", "snapshot"), (update.Sync.Name, update.Sync.Mode));
        string[] whole = ["GET /schemas", "GET /schemas/t", "GET /schemas", "GET ", "PUT ", "GET /schemas", "GET /schemas/t", "GET "];
        Assert.Equal(whole, service.Requests.Skip(2).Take(whole.Length));
    }

    [Theory]
    [InlineData("""{"policies":"none"}""", null, "policies")]
    [InlineData(null, """{"fields":[{"id":"a","enabled":true,"obfuscated":"yes"}]}""", "'t'")]
    [InlineData("""{"policies":"none"}""", """{"fields":[{"id":"a","enabled":true,"obfuscated":"yes"}]}""", "policies")]
    public async Task An_invalid_value_is_not_written_back(string? sync, string? schema, string fact)
    {
        using var service = new OneSync(Named);
        foreach (var (name, value) in OneSync.Parse(sync ?? "{}")) service.Sync[name] = value?.DeepClone();
        foreach (var (name, value) in OneSync.Parse(schema ?? "{}")) service.Schema("t")[name] = value?.DeepClone();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Facts.Hold(failure.Message, fact, OneSync.Id.ToString(), "Nothing was written");
        Assert.Equal((0, "GET "), (service.Puts.Count, service.Requests[^1]));
        Assert.Empty(service.Client.Updates.Unfinished);
    }

    [Fact]
    public async Task A_change_of_only_schemas_that_fails_is_unfinished()
    {
        using var service = new OneSync(Named);
        var wanted = OneSync.Parse(Named);
        wanted["fields"]![1]!["enabled"] = true;
        service.Instead = what => what == "PATCH /schemas" ? OneSync.Status(503) : null;
        var edit = await service.Client.Updates.EditAsync(OneSync.Id);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(
            () => service.Client.Updates.UpdateAsync(edit, _ => new Selection([wanted]), seen: null, allowNew: true, default));
        Facts.Hold(failure.Message, "~ Schemas.t.Fields.b.Enabled: False -> True", "as requested");
        Assert.Equal([true, true], Assert.Single(failure.Selection!).Fields!.Select(field => field.Enabled));
        Assert.Single(service.Client.Updates.Unfinished);
        service.Instead = null;
        Assert.NotNull((await service.RenameAsync()).UnfinishedSince);
    }

    [Theory]
    [InlineData(200, "were changed", "not known")]
    [InlineData(503, "not known", "were changed")]
    public async Task A_check_that_fails_says_whether_the_settings_were_written(int status, string fact, string other)
    {
        using var service = new OneSync(Bare);
        var isSent = false;
        service.After = what => isSent |= what == "PUT ";
        service.Instead = what => (what == "PUT " && status != 200) || (isSent && what == "GET /schemas") ? OneSync.Status(503) : null;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Facts.Hold(failure.Message, fact, "~ Name: 'A' -> 'B'");
        Assert.DoesNotContain(other, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_no_table_knows_and_that_schemas_do_not_accept_is_left()
    {
        using var service = new OneSync(Bare);
        service.Schema("t")["x_kept"] = "a";
        service.After = what =>
        {
            if (what is "PUT " or "PATCH /schemas") service.Schema("t")["x_kept"] = null;
        };
        var update = await service.RenameAsync();
        Assert.Equal(["~ Schemas.t.XKept: (none) -> 'a'"], update.Left.Select(left => left.ToString()));
        Assert.Empty(service.Client.Updates.Unfinished);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(30, 1)]
    public async Task A_restore_that_is_not_accepted_is_checked_for_30_seconds(int advance, int reads)
    {
        using var service = new OneSync(Named);
        service.Schema("t")["user_output_name"] = "";
        Break(service);
        service.Before = what =>
        {
            if (what == "GET /schemas/t" && service.Patches.Count > 0) service.Clock.Advance(TimeSpan.FromSeconds(advance));
        };
        await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(reads, service.Requests.SkipWhile(what => what != "PATCH /schemas").Count(what => what == "GET /schemas/t"));
    }

    /// <summary>Each write removes the name of the schema and enables its second field, so the update cannot be completed.</summary>
    private static void Break(OneSync service) => service.After = what =>
    {
        if (what is not ("PUT " or "PATCH /schemas")) return;
        service.Schema("t")["user_output_name"] = null;
        service.Schema("t")["fields"]![1]!["enabled"] = true;
    };
}
