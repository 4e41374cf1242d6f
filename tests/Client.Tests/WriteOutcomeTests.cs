using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Updates;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>The result of a write is checked. If the write is interrupted, the user gets a message.</summary>
public sealed class WriteOutcomeTests : IDisposable
{
    private const string Orders = "public.orders";

    private readonly TestClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("outcome").FullName;
    private readonly FakeService _fake;
    private readonly PolytomicClient _client;
    private readonly Listener _told = new();
    private readonly string _id;

    public WriteOutcomeTests()
    {
        _fake = new FakeService(_clock) { Puts = PutWay.ResetsAll };
        _fake.SetTables(_fake.SourceId, """[{"id":"public.orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"}]}]""");
        _id = _fake.AddSync("Orders", """{"automatically_add_new_fields":"none"}""");
        _fake.SchemaEdit(_id, Orders, """{"fields":[{"id":"email","obfuscated":true},{"id":"amount","enabled":false}]}""")();
        var options = new PolytomicClientOptions
        {
            BaseUri = new Uri("https://polytomic.example/"), Handler = _fake, Clock = _clock, MaxRetry = 0, JournalFolder = _folder,
        };
        _client = new(options, PolytomicCredential.ApiKey(Api.Secure(Api.Key)));
    }

    private string Selection => World.Exact(_fake.Schemas(_id));

    public void Dispose()
    {
        _client.Dispose();
        _fake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_write_of_schemas_that_changes_nothing_is_an_error()
    {
        _fake.Patches = PatchWay.ChangesNothing;
        var before = Selection;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(PatchAsync);
        Facts.Hold(failure.Message, _id, "UserOutputName", "'sales'");
        Assert.Equal(before, Selection);
    }

    [Fact]
    public async Task If_a_write_of_schemas_enables_every_field_once_the_fields_are_restored_with_a_warning()
    {
        _fake.Patches = PatchWay.EnablesEveryField;
        _fake.On("PATCH", "/**").Then(() => _fake.Patches = PatchWay.Applies);
        var update = await PatchAsync();
        Assert.Equal(("sales", false), ((string?)_fake.Schema(_id, Orders)["user_output_name"], IsEnabled("amount")));
        Facts.Hold(string.Join(" ", update.Warnings), "Fields.amount.Enabled");
    }

    [Fact]
    public async Task If_a_write_of_schemas_always_enables_every_field_an_error_names_the_fields()
    {
        _fake.Patches = PatchWay.EnablesEveryField;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(PatchAsync);
        Facts.Hold(failure.Message, "Fields.amount.Enabled", "True -> False");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_paused_sync_is_paused_or_there_is_an_error(bool staysActive)
    {
        _fake.On("POST", "/api/bulk/syncs")
            .Then(() => _fake.SyncEdit((string)_fake.Syncs.Single(sync => (string?)sync["name"] == "New")["id"]!, """{"active":true}""")())
            .Change(answer => answer["data"]!["active"] = true);
        if (staysActive) _fake.On("POST", "/api/bulk/syncs/*/activate", times: 100).Instead(200, "{}");
        Task<BulkSync> Create() => _client.Updates.CreateAsync("New", _fake.NewSettings("New"));
        if (staysActive)
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(Create);
            Facts.Hold(failure.Message, "'New'", "active");
            return;
        }

        var made = await Create();
        Assert.Equal((false, false), (made.Active, (bool?)_fake.Sync(made.Id!.Value.ToString())["active"]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(999)]
    public async Task A_new_sync_that_the_service_does_not_show_at_once_is_awaited_for_some_time(int reads)
    {
        var wanted = await _client.Configurations.ReadAsync(await _client.BulkSyncs.GetAsync(Guid.Parse(_id)));
        _fake.On("GET", "/api/bulk/syncs/*/schemas", reads).Instead(404, """{"message":"bulk sync not found"}""");
        _fake.On("GET", "/api/bulk/syncs/*", times: 2).Change(answer => answer["data"]!["active"] = false);
        Task<BulkSync> Create() => _client.Configurations.CreateAsync(wanted);
        if (reads == 999)
        {
            var began = _clock.GetTimestamp();
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(Create);
            Facts.Hold(failure.Message, "not found", "'Orders'", "created paused");
            Assert.InRange(_clock.GetElapsedTime(began).TotalSeconds, 30, 40);
            return;
        }

        var made = await Create();
        Assert.NotEqual(_id, made.Id.ToString());
        Assert.Equal(("Orders", true), (made.Name, made.Active));
    }

    [Fact]
    public async Task If_a_new_paused_sync_cannot_be_read_the_error_says_that_it_was_created()
    {
        _fake.On("POST", "/api/bulk/syncs").Change(answer => answer["data"]!["active"] = true);
        _fake.On("GET", "/**", times: 100).Instead(429, "{}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _client.Updates.CreateAsync("New", _fake.NewSettings("New")));
        Facts.Hold(failure.Message, "'New'", "created", (string)_fake.Syncs.Single(sync => (string?)sync["name"] == "New")["id"]!);
    }

    [Theory]
    [InlineData(false, "accepted")]
    [InlineData(true, "not known")]
    public async Task If_changed_schemas_cannot_be_read_the_error_says_what_was_written(bool isLost, string says)
    {
        var write = _fake.On("PATCH", "/**").Then(() => _fake.On("GET", "/**", times: 100).Instead(429, "{}"));
        if (isLost) write.Lose504();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(PatchAsync);
        Facts.Hold(failure.Message, says, "UserOutputName", "'sales'");
    }

    [Fact]
    public async Task If_a_started_execution_cannot_be_found_the_error_says_that_it_was_started()
    {
        _fake.On("POST", "/**/executions").Answer(200, """{"data":{}}""");
        _fake.On("GET", "/**/status", times: 100).Instead(429, "{}");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _client.BulkSyncs.StartAsync(Guid.Parse(_id)));
        Facts.Hold(failure.Message, "The execution was started");
    }

    [Fact]
    public async Task An_update_that_is_stopped_after_its_write_is_reported_and_finished_by_the_next_one()
    {
        using var stop = new CancellationTokenSource();
        var before = Selection;
        _fake.On("PUT", "/**").Then(stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RenameAsync(stop.Token));
        Facts.Hold(Assert.Single(_told.Interruptions), "~ Name: 'Orders' -> 'B'", "Run the same command again");
        Assert.NotEqual(before, Selection);
        Assert.Equal(_id, Assert.Single(_client.Updates.Unfinished).SyncId.ToString());
        await RenameAsync();
        Assert.Equal(before, Selection);
        Assert.Empty(_client.Updates.Unfinished);
    }

    [Fact]
    public async Task An_update_whose_session_is_disconnected_after_its_write_is_reported()
    {
        _fake.On("PUT", "/**").Then(_client.Dispose);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync());
        Facts.Hold(failure.Message, "disconnected", "~ Name: 'Orders' -> 'B'", _id);
    }

    [Fact]
    public async Task Verbose_messages_show_the_journal_of_an_update_and_its_removal()
    {
        await RenameAsync();
        Assert.Equal(2, _told.Notes.Count);
        foreach (var note in _told.Notes) Facts.Hold(note, _folder, _id);
    }

    private bool IsEnabled(string field) =>
        (bool)_fake.Schema(_id, Orders)["fields"]!.AsArray().OfType<JsonObject>().Single(one => (string?)one["id"] == field)["enabled"]!;

    private async Task<SchemaUpdate> PatchAsync()
    {
        var edit = await _client.Schemas.EditAsync(Guid.Parse(_id), Orders);
        edit.Apply(new JsonObject { ["user_output_name"] = "sales" });
        return await _client.Updates.PatchSchemasAsync(Guid.Parse(_id), [edit]);
    }

    private async Task RenameAsync(CancellationToken cancel = default)
    {
        var client = _client.ObservedBy(_told);
        var edit = await client.Updates.EditAsync(Guid.Parse(_id), cancel: cancel);
        edit.Apply(new JsonObject { ["name"] = "B" });
        await client.Updates.UpdateAsync(edit, cancel: cancel);
    }

    private sealed class Listener : RequestObserver
    {
        public List<string> Notes { get; } = [];

        public List<string> Interruptions { get; } = [];

        public override void Noted(string message) => Notes.Add(message);

        public override void Interrupted(string message) => Interruptions.Add(message);

        public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed)
        {
        }

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }
    }
}
