using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Updates;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>The record of an unfinished update is kept after the process ends.</summary>
public sealed class JournalTests : IDisposable
{
    private const string Orders = "public.orders";

    private readonly TestClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private FakeService _fake;
    private string _id = "";

    public JournalTests() => _fake = Make(PutWay.ResetsAll);

    private string[] Files => Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*", SearchOption.AllDirectories) : [];

    public void Dispose()
    {
        _fake.Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_journal_is_private_contains_no_secrets_and_is_deleted_when_the_update_is_finished()
    {
        _fake.SchemaEdit(_id, Orders, """{"x_password":"hunter2","x_kept":"plain"}""")();
        _fake.SyncEdit(_id, """{"destination_configuration":{"password":"hunter3"}}""")();
        using (var first = new Session(this))
        {
            _fake.On("PATCH", "/api/bulk/syncs/*/schemas").Instead(503);
            await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(first.Client));
        }

        var file = Assert.Single(Files);
        var text = await File.ReadAllTextAsync(file);
        Facts.Hold(text, "sales", "plain");
        Assert.DoesNotContain("hunter", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Api.Key, text, StringComparison.Ordinal);
#if NET
        // On Windows, the folder of the user's profile protects the file.
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
#endif

        using var second = new Session(this);
        var unfinished = Assert.Single(second.Client.Updates.Unfinished);
        Assert.Equal((Guid.Parse(_id), "B", _clock.GetLocalNow().Date), (unfinished.SyncId, unfinished.SyncName, unfinished.Begun!.Value.Date));
        Assert.True(second.Client.Updates.IsOpen(await second.Client.Updates.EditAsync(Guid.Parse(_id))));
        await RenameAsync(second.Client);
        Assert.Empty(Files);
        Assert.Empty(second.Client.Updates.Unfinished);
    }

    [Fact]
    public async Task An_incomplete_or_invalid_journal_is_ignored()
    {
        using (var first = new Session(this))
        {
            _fake.On("PATCH", "/api/bulk/syncs/*/schemas").Instead(503);
            await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(first.Client));
        }

        var file = Assert.Single(Files);
        var lines = await File.ReadAllLinesAsync(file);
        foreach (var text in new[] { "", "x", lines[0], lines[0] + "\n" + lines[1][..20] })
        {
            await File.WriteAllTextAsync(file, text);
            using var session = new Session(this);
            Assert.False(session.Client.Updates.IsOpen(await session.Client.Updates.EditAsync(Guid.Parse(_id))));
        }

        // An incomplete last line is ignored. The other lines are read.
        await File.WriteAllTextAsync(file, string.Join("\n", lines) + "\n{\"answ");
        using var last = new Session(this);
        Assert.True(last.Client.Updates.IsOpen(await last.Client.Updates.EditAsync(Guid.Parse(_id))));
    }

    [Fact]
    public async Task If_the_journal_cannot_be_written_there_is_one_warning_and_the_update_continues()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "polytomic.example"), "a file where the folder should be");
        var before = Selection;
        var observer = new WarningObserver();
        using var session = new Session(this);
        var client = session.Client.ObservedBy(observer);
        await RenameAsync(client);
        await ChangeAsync(client, new JsonObject { ["mode"] = "replicate" });
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
        Facts.Hold(Assert.Single(observer.Warnings), Path.Combine(_folder, "polytomic.example"));
    }

    [Fact]
    public async Task Two_sessions_change_one_sync_one_after_the_other()
    {
        var before = Selection;
        using var one = new Session(this);
        using var other = new Session(this);
        // Until the first has restored its schemas, the other cannot write.
        var edit = await other.Client.Updates.EditAsync(Guid.Parse(_id));
        edit.Apply(new JsonObject { ["concurrency_limit"] = 3 });
        PolytomicApiException? busy = null;
        _fake.On("PUT", "/api/bulk/syncs/*").Then(() => busy = Assert.ThrowsAsync<PolytomicApiException>(
            () => Task.Run(() => other.Client.Updates.UpdateAsync(edit))).Result);
        await RenameAsync(one.Client);
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
        Assert.Equal(PolytomicFailure.Conflict, busy!.Failure);
        await ChangeAsync(other.Client, new JsonObject { ["concurrency_limit"] = 3 });
        Assert.Equal(("B", 3, before), ((string?)_fake.Sync(_id)["name"], (int?)_fake.Sync(_id)["concurrency_limit"], Selection));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_later_session_knows_whether_somebody_has_changed_the_sync_since(bool isChanged)
    {
        using (var first = new Session(this))
        {
            _fake.On("PATCH", "/api/bulk/syncs/*/schemas").Instead(503);
            await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(first.Client));
        }

        if (isChanged) _fake.Touch(_id)();
        using var second = new Session(this);
        var update = await RenameAsync(second.Client);
        // The other user may have removed the name.
        var name = $"~ Schemas.{Orders}.UserOutputName: (none) -> 'sales'";
        Assert.Equal(!isChanged, update.Repaired.Contains(name));
        Assert.Equal(isChanged, update.Left.Any(left => left.ToString() == name));
    }

    [Fact]
    public async Task If_only_the_record_of_an_update_cannot_be_written_it_is_kept_in_memory_with_a_warning()
    {
        var path = new UpdateJournal(Path.Combine(_folder, "polytomic.example")).PathOf(Guid.Parse(_id));
        Directory.CreateDirectory(path);
        _fake.On("PATCH", "/api/bulk/syncs/*/schemas").Instead(503);
        var observer = new WarningObserver();
        using var session = new Session(this);
        var client = session.Client.ObservedBy(observer);
        await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(client));
        Facts.Hold(Assert.Single(observer.Warnings), Path.GetDirectoryName(path)!);
        Assert.Equal(_id, Assert.Single(client.Updates.Unfinished).SyncId.ToString());
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public async Task An_update_waits_two_minutes_for_another_session(int seconds, bool isBusy)
    {
        using var session = new Session(this);
        using var hold = new UpdateJournal(Path.Combine(_folder, "polytomic.example")).TryHold(Guid.Parse(_id));
        _clock.DelayPassing += () =>
        {
            // The first pause took one second. At the limit, there is a last pause.
            if (_clock.Delays.Count == 1) _clock.Advance(TimeSpan.FromSeconds(seconds));
            else hold?.Dispose();
        };
        if (isBusy)
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync(session.Client));
            Assert.Equal(PolytomicFailure.Conflict, failure.Failure);
        }
        else await RenameAsync(session.Client);
    }

    private string Selection
    {
        get
        {
            var schemas = _fake.Schemas(_id);
            foreach (var item in schemas.OfType<JsonObject>().SelectMany(schema => schema["fields"]!.AsArray().OfType<JsonObject>().Append(schema))) item.Remove("output_name");
            return World.Exact(schemas);
        }
    }

    private FakeService Make(PutWay way)
    {
        var fake = new FakeService(_clock) { Puts = way };
        _id = fake.AddSync("Orders");
        fake.SchemaEdit(_id, Orders, """
            {"user_output_name":"sales","filters":[{"field_id":"amount","function":"GreaterThan","value":30}],
             "fields":[{"id":"email","obfuscated":true,"user_output_name":"mail"},{"id":"amount","enabled":false}]}
            """)();
        fake.SchemaEdit(_id, "public.audit", """{"enabled":false}""")();
        return fake;
    }

    private Task<BulkSyncUpdate> RenameAsync(PolytomicClient client) => ChangeAsync(client, new JsonObject { ["name"] = "B" });

    private async Task<BulkSyncUpdate> ChangeAsync(PolytomicClient client, JsonObject changes)
    {
        var edit = await client.Updates.EditAsync(Guid.Parse(_id));
        edit.Apply(changes);
        return await client.Updates.UpdateAsync(edit);
    }

    /// <summary>A session in a process.</summary>
    private sealed class Session(JournalTests tests) : IDisposable
    {
        public PolytomicClient Client { get; } = new(
            new()
            {
                BaseUri = new Uri("https://polytomic.example/"),
                Handler = tests._fake,
                Clock = tests._clock,
                MaxRetry = 0,
                ThrottleLimit = 1,
                JournalFolder = tests._folder,
            },
            PolytomicCredential.ApiKey(Api.Secure(Api.Key)));

        public void Dispose() => Client.Dispose();
    }

    private sealed class WarningObserver : RequestObserver
    {
        public List<string> Warnings { get; } = [];

        public override void Answered(string method, string pathAndQuery, System.Net.HttpStatusCode status, TimeSpan elapsed)
        {
        }

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }

        public override void Warned(string message) => Warnings.Add(message);
    }
}
