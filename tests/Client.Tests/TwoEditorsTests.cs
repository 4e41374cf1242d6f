using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using TestSupport;
using TestSupport.Fake;
using Xunit;
using ResourceKind = TestSupport.Fake.ResourceKind;

namespace Client.Tests;

/// <summary>This client and somebody else edit one bulk sync at the same time. Answers of the service are outdated, lost or late.</summary>
public sealed class TwoEditorsTests
{
    private static readonly string[] Tables = ["a", "b"];

    /// <summary>The result of the write and its answer.</summary>
    private enum Fate
    {
        Answered,
        Silent,
        Lost,
        Timeout,
        Late,
    }

    private sealed record Edit(int Request, string Table, int What);

    private sealed record Sample(PutWay Way, int[] Guards, Edit[] Edits, Fate Put, Fate Patch, int Late, ResourceKind Lags, int Quarters);

    private static readonly Gen<Sample> Samples = Gen.Select(
        Gen.Select(Gen.Enum<PutWay>(), Gen.Int[0, 15].Array[2]),
        Gen.Select(Gen.Int[1, 25], Gen.OneOf(Tables), Gen.Int[0, 8]).Select((request, table, what) => new Edit(request, table, what)).Array[0, 3],
        Gen.Select(Gen.Frequency((3, Gen.Const(Fate.Answered)), (2, Gen.Enum<Fate>())), Gen.Frequency((4, Gen.Const(Fate.Answered)), (1, Gen.OneOf(Fate.Silent, Fate.Lost, Fate.Timeout))), Gen.Int[1, 12]),
        Gen.Select(Gen.OneOf(ResourceKind.Syncs, ResourceKind.Schemas), Gen.Int[0, 4]))
        .Select((sync, edits, fates, lag) => new Sample(sync.Item1, sync.Item2, edits, fates.Item1, fates.Item2, fates.Item3, lag.Item1, lag.Item2));

    [Fact]
    public async Task An_update_without_a_warning_has_exactly_its_changes_and_enables_nothing()
    {
        var (silent, told) = (0, 0);
        await Samples.SampleAsync(
            async sample =>
            {
                using var run = new Run(sample);
                var word = await run.RenameAsync();
                if (word.Length == 0) Interlocked.Increment(ref silent);
                else Interlocked.Increment(ref told);
                run.Check(word);
                if (!run.HasFailed) return;
                // The same command later checks again.
                run.Settle();
                run.Check(word + await run.RenameAsync());
            },
            iter: Cases.AtMost(6_000),
            print: sample => $"{sample.Way} guards {string.Join(",", sample.Guards)} put {sample.Put} patch {sample.Patch} late {sample.Late} "
                + $"lag {sample.Lags} {sample.Quarters} edits {string.Join("; ", sample.Edits.Select(edit => $"{edit.Request}:{edit.Table}:{edit.What}"))}");
        Cases.HadSome(silent);
        Cases.HadSome(told);
    }

    /// <summary>One case.</summary>
    private sealed class Run : IDisposable
    {
        private readonly TestClock _clock = new();
        private readonly FakeService _fake;
        private readonly Api _api;
        private readonly Sample _sample;
        private readonly string _id;
        private readonly HashSet<string> _guards = [];
        private string _mode = "snapshot";
        private bool _isLate;
        private bool _areSyncsOld;
        private bool _isSent;

        public Run(Sample sample)
        {
            _sample = sample;
            _fake = new FakeService(_clock) { Puts = sample.Way };
            _api = new Api(_fake, credential: PolytomicCredential.ApiKey(Api.Secure("k-1")), clock: _clock);
            _fake.SetTables(_fake.SourceId, """[{"id":"a","fields":[{"id":"x"},{"id":"y"}]},{"id":"b","fields":[{"id":"x"},{"id":"y"}]}]""");
            _id = _fake.AddSync("A", """{"automatically_add_new_fields":"none"}""");
            for (var i = 0; i < Tables.Length; i++)
            {
                for (var bit = 0; bit < 4; bit++) if ((sample.Guards[i] & (1 << bit)) != 0) Do(Tables[i], bit);
            }

            foreach (var edit in sample.Edits)
            {
                // Nobody can see an edit between the last read and the write, or an edit that an outdated answer hides.
                _fake.On("GET", "/**", skip: edit.Request).First(() =>
                {
                    var isUnderWay = _isSent && sample.Put == Fate.Late && (string?)_fake.Sync(_id)["name"] != "B";
                    if (!_areSyncsOld && !isUnderWay) Do(edit.Table, edit.What);
                });
            }

            var put = _fake.On("PUT", $"/api/bulk/syncs/{_id}");
            put.First(() =>
            {
                _isSent = true;
                if (sample.Quarters == 0) return;
                _areSyncsOld = sample.Lags == ResourceKind.Syncs;
                _fake.Lag(sample.Lags, TimeSpan.FromSeconds(sample.Quarters / 4.0));
            });
            Suffer(put, sample.Put);
            Suffer(_fake.On("PATCH", $"/api/bulk/syncs/{_id}/schemas"), sample.Patch);
        }

        public bool HasFailed { get; private set; }

        public void Dispose()
        {
            _api.Dispose();
            _fake.Dispose();
        }

        public void Settle()
        {
            _fake.Settle();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        /// <summary>Renames the bulk sync. Returns the messages for the user.</summary>
        public async Task<string> RenameAsync()
        {
            HasFailed = false;
            try
            {
                var edit = await _api.Client.Updates.EditAsync(Guid.Parse(_id));
                edit.Apply(new JsonObject { ["name"] = "B" });
                if (edit.Differences.Count == 0 && !_api.Client.Updates.IsOpen(edit)) return "";
                var update = await _api.Client.Updates.UpdateAsync(edit);
                _isLate |= update.CameLate || update.MayStillChangeUntil is not null;
                // Restored settings have their previous values.
                return string.Join(" ", (update with { Repaired = [] }).Warnings);
            }
            catch (PolytomicApiException failure)
            {
                HasFailed = true;
                return failure.Message;
            }
        }

        /// <summary>Compares the stored settings with the messages.</summary>
        public void Check(string word)
        {
            var leaks = Tables.SelectMany(LeaksIn).Where(_guards.Contains).ToList();
            if (word.Length == 0)
            {
                Assert.Equal(("B", _mode, ""), ((string?)_fake.Sync(_id)["name"], (string?)_fake.Sync(_id)["mode"], string.Join(" ", leaks)));
                return;
            }

            if (HasFailed) return;
            Assert.Equal("B", (string?)_fake.Sync(_id)["name"]);
            if (_sample.Edits.Length == 0) Assert.Empty(leaks);
            // A late write overwrites changes that others make before it. One message says this.
            if (_isLate) return;
            foreach (var leak in leaks) Facts.Hold(word, leak);
            if (_mode != (string?)_fake.Sync(_id)["mode"]) Facts.Hold(word, "Mode");
        }

        private void Suffer(FakeRule rule, Fate fate)
        {
            _ = fate switch
            {
                Fate.Silent => rule.Answer(202),
                Fate.Lost => rule.Lose(),
                Fate.Timeout => rule.Lose504(),
                Fate.Late => rule.Late(_sample.Late),
                _ => rule,
            };
        }

        /// <summary>Makes a change as somebody else.</summary>
        private void Do(string table, int what)
        {
            var (guard, json) = what switch
            {
                0 => ("Enabled", """{"enabled":false}"""),
                1 => ("Fields.x.Enabled", """{"fields":[{"id":"x","enabled":false}]}"""),
                2 => ("Fields.y.Obfuscated", """{"fields":[{"id":"y","obfuscated":true}]}"""),
                3 => ("Filters", """{"filters":[{"field_id":"x","function":"GreaterThan","value":1}]}"""),
                4 => ("Enabled", """{"enabled":true}"""),
                5 => ("Fields.x.Enabled", """{"fields":[{"id":"x","enabled":true}]}"""),
                6 => ("Fields.y.Obfuscated", """{"fields":[{"id":"y","obfuscated":false}]}"""),
                7 => ("Filters", """{"filters":[]}"""),
                _ => ("", ""),
            };
            if (guard.Length == 0)
            {
                _mode = _mode == "snapshot" ? "replicate" : "snapshot";
                _fake.SyncEdit(_id, $$"""{"mode":"{{_mode}}"}""")();
                return;
            }

            _fake.SchemaEdit(_id, table, json)();
            if (what < 4) _guards.Add($"Schemas.{table}.{guard}");
            else _guards.Remove($"Schemas.{table}.{guard}");
        }

        private IEnumerable<string> LeaksIn(string table)
        {
            var schema = _fake.Schema(_id, table);
            var fields = schema["fields"]!.AsArray();
            if ((bool)schema["enabled"]!) yield return $"Schemas.{table}.Enabled";
            if ((bool)Field("x")["enabled"]!) yield return $"Schemas.{table}.Fields.x.Enabled";
            if (!(bool)Field("y")["obfuscated"]!) yield return $"Schemas.{table}.Fields.y.Obfuscated";
            if (schema["filters"]!.AsArray().Count == 0) yield return $"Schemas.{table}.Filters";

            JsonObject Field(string id) => fields.OfType<JsonObject>().Single(field => (string?)field["id"] == id);
        }
    }
}
