using Client.Tests.Support;
using PolytomicBulk.Editing;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>The files of unfinished updates.</summary>
public sealed class UpdateJournalTests : IDisposable
{
    private static readonly DateTime Begun = new(2026, 6, 1, 12, 0, 0, 123, DateTimeKind.Utc);

    private static readonly Guid First = Guid.Parse("11111111-0000-4000-8000-000000000001"), Second = Guid.Parse("22222222-0000-4000-8000-000000000002");

    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly UpdateJournal _journal;

    public UpdateJournalTests() => _journal = new(Path.Combine(_folder, "host"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_about_an_update_is_kept_and_its_last_event_counts()
    {
        var update = Update() with { Name = "Orders", OrganizationId = Second };
        await _journal.WriteAsync(First, update);
        Assert.Equal((null, null), (_journal.Read(First)!.Answer, _journal.Read(First)!.LostAt));
        await _journal.AmendAsync(First, update with { LostAt = Begun.AddSeconds(1) });
        Assert.Equal(Begun.AddSeconds(1), _journal.Read(First)!.LostAt);
        var answer = new ResourceVersion(Begun.AddSeconds(2), "Ana", "u1");
        await _journal.AmendAsync(First, update with { Answer = answer });
        var kept = _journal.Read(First)!;
        Assert.Equal((Begun, answer, null, "Orders", Second), (kept.Begun, kept.Answer, kept.LostAt, kept.Name, kept.OrganizationId));
        Assert.Equal(["t", "u"], kept.Wanted.Ids);
    }

    [Theory]
    [InlineData("""{"id":"t","x_password":"p","x_kept":{"a":1,"token":"p"},"fields":[{"id":"a","x_secret":"p","x_kept":2,"enabled":true}]}""", """{"id":"t","x_kept":{"a":1},"fields":[{"id":"a","x_kept":2,"enabled":true}]}""")]
    [InlineData("""{"x_a":1,"id":"t","x_b":null,"fields":null}""", """{"x_a":1,"id":"t","x_b":null,"fields":null}""")]
    public async Task Only_secrets_are_left_out(string schema, string kept)
    {
        await _journal.WriteAsync(First, new(new([OneSync.Parse(schema)]), Begun));
        Assert.Equal(kept, Assert.Single(_journal.Read(First)!.Wanted.Schemas).ToJsonString());
    }

    [Fact]
    public async Task Updates_are_listed_by_id_and_other_files_are_ignored()
    {
        Assert.Empty(_journal.List());
        foreach (var id in new[] { Second, First }) await _journal.WriteAsync(id, Update());
        File.Copy(_journal.PathOf(First), Path.Combine(_journal.Folder, "notes.jsonl"));
        Assert.Equal([(First, Begun.ToLocalTime()), (Second, Begun.ToLocalTime())], _journal.List().Select(update => (update.SyncId, update.Begun!.Value)));
        _journal.Remove(First);
        Assert.Equal(Second, Assert.Single(_journal.List()).SyncId);
    }

    [Fact]
    public async Task An_update_that_another_session_performs_is_listed_without_a_time()
    {
        await _journal.WriteAsync(First, Update());
        using (_journal.TryHold(First))
        {
            Assert.Null(Assert.Single(_journal.List()).Begun);
            Assert.Null(_journal.TryHold(First));
        }

        Assert.NotNull(Assert.Single(_journal.List()).Begun);
        // A process that was killed can leave the file behind.
        File.WriteAllText(Path.ChangeExtension(_journal.PathOf(First), ".lock"), "");
        Assert.NotNull(Assert.Single(_journal.List()).Begun);
    }

    [Fact]
    public async Task A_file_that_another_process_reads_can_be_read()
    {
        await _journal.WriteAsync(First, Update());
        using var other = new FileStream(_journal.PathOf(First), FileMode.Open, FileAccess.Read, FileShare.Read);
        Assert.NotNull(_journal.Read(First));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"begun":"2026-06-01T12:00:00Z"}""")]
    [InlineData("""{"begun":"2026-06-01T12:00:00Z","schemas":"0"}""")]
    [InlineData("""{"begun":"2026-06-01T12:00:00Z","schemas":0.5}""")]
    [InlineData("""{"begun":"2026-06-01T12:00:00Z","schemas":1}""")]
    [InlineData("{\"begun\":\"2026-06-01T12:00:00Z\",\"schemas\":1}\n[]")]
    [InlineData("{\"begun\":\"2026-06-01T12:00:00Z\",\"schemas\":1}\n{\"id\":")]
    [InlineData("""{"schemas":0}""")]
    [InlineData("""{"begun":"then","schemas":0}""")]
    [InlineData("""{"begun":"2026-06-01T12:00:00Z","schemas":0,"name":"\ud800"}""")]
    public async Task A_file_that_is_not_a_complete_journal_is_ignored(string text)
    {
        await _journal.WriteAsync(First, Update());
        File.WriteAllText(_journal.PathOf(First), text);
        Assert.Null(_journal.Read(First));
        Assert.Empty(_journal.List());
        File.WriteAllText(_journal.PathOf(First), """{"begun":"2026-06-01T12:00:00Z","schemas":0}""");
        Assert.NotNull(_journal.Read(First));
    }

    private static OpenUpdate Update() => new(new([OneSync.Parse("""{"id":"t"}"""), OneSync.Parse("""{"id":"u"}""")]), Begun);
}
