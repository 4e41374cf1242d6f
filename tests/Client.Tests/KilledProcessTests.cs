using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PolytomicBulk;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>If a process is killed during an update, running the same command again completes the update.</summary>
public sealed class KilledProcessTests
{
    private const string Orders = "public.orders";

    private static readonly bool[] Before = [false];
    private static readonly bool[] BeforeAndAfter = [false, true];

    /// <summary>A mutation changes only the code of its own process.</summary>
    private static void SkipMutations() => Assert.SkipWhen(
        Environment.GetEnvironmentVariables().Keys.OfType<string>().Any(name => name.StartsWith("STRYKER_", StringComparison.Ordinal)),
        "The processes that this test starts run unchanged code.");

    [Fact]
    public async Task An_update_whose_process_is_killed_at_any_step_is_finished_by_the_same_command()
    {
        SkipMutations();
        var cases = new ConcurrentDictionary<string, Case>();
        await using var server = await Server.StartAsync(context => cases[Name(context)].AnswerAsync(context));
        var kills = new List<Case>();
        foreach (var way in Enum.GetValues<PutWay>())
        {
            var steps = await StepsAsync(way);
            var put = steps.IndexOf("PUT");
            // Before the write, the kind of service makes no difference. For a read, it does not matter whether it is answered.
            kills.AddRange(
                from step in Enumerable.Range(0, steps.Count)
                where step >= put || way == default
                from isApplied in steps[step] == "GET" ? Before : BeforeAndAfter
                select new Case(way, step, isApplied));
        }

        Assert.InRange(kills.Count, 30, 90);
        await Parallel.ForEachAsync(kills, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (kill, _) =>
        {
            using (kill)
            {
                cases[kill.Name] = kill;
                var address = new Uri(server.Address, kill.Name + "/");
                Assert.NotEqual(0, await kill.RunAsync(address));
                Assert.True(kill.IsKilled, $"{kill} was not reached.");
                await kill.RenameAsync(address);
                kill.Check();
            }
        });
    }

    [Fact]
    public async Task A_process_that_is_not_killed_completes_the_update()
    {
        SkipMutations();
        using var whole = new Case(PutWay.ResetsAll);
        await using var server = await Server.StartAsync(whole.AnswerAsync);
        Assert.Equal(0, await whole.RunAsync(new Uri(server.Address, whole.Name + "/")));
        whole.Check();
    }

    private static string Name(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('/')[1];

    /// <summary>The methods of the requests of a whole update.</summary>
    private static async Task<List<string>> StepsAsync(PutWay way)
    {
        using var whole = new Case(way);
        using var client = whole.Connect(new Uri("https://polytomic.example/"), whole.Fake);
        await whole.RenameAsync(client);
        return [.. whole.Fake.Requests.Select(request => request.Method)];
    }

    /// <summary>A service, and a process that is killed after a number of requests.</summary>
    private sealed class Case : IDisposable
    {
        private readonly TestClock _clock = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("killed").FullName;
        private readonly HttpMessageInvoker _service;
        private readonly string _id;
        private readonly string _before;
        private readonly PutWay _way;
        private readonly int _step;
        private readonly bool _isApplied;
        private readonly TaskCompletionSource<Process> _process = new();
        private int _requests = -1;

        public Case(PutWay way, int step = int.MaxValue, bool isApplied = false)
        {
            (_way, _step, _isApplied) = (way, step, isApplied);
            Fake = new FakeService(_clock) { Puts = way };
            _service = new(Fake, disposeHandler: false);
            Fake.SetTables(Fake.SourceId, """[{"id":"public.orders","fields":[{"id":"email"},{"id":"amount"}]},{"id":"public.audit","fields":[{"id":"id"}]}]""");
            _id = Fake.AddSync("Orders");
            Fake.SchemaEdit(_id, Orders, """
                {"user_output_name":"sales","filters":[{"field_id":"amount","function":"GreaterThan","value":30}],
                 "fields":[{"id":"email","obfuscated":true,"user_output_name":"mail"},{"id":"amount","enabled":false}]}
                """)();
            Fake.SchemaEdit(_id, "public.audit", """{"enabled":false}""")();
            _before = Selection;
        }

        public FakeService Fake { get; }

        public string Name => $"{_way}-{_step}-{_isApplied}";

        public bool IsKilled { get; private set; }

        private string Selection
        {
            get
            {
                var schemas = Fake.Schemas(_id);
                foreach (var item in schemas.OfType<JsonObject>().SelectMany(schema => schema["fields"]!.AsArray().OfType<JsonObject>().Append(schema))) item.Remove("output_name");
                return World.Exact(schemas);
            }
        }

        public override string ToString() => Name;

        public void Dispose()
        {
            _service.Dispose();
            Fake.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        /// <summary>Renames the bulk sync in a new process, and waits until it exits.</summary>
        public async Task<int> RunAsync(Uri address)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
            foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "UpdateHost.dll"), address.AbsoluteUri, _id, "B", _folder }) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            _process.SetResult(process);
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode;
        }

        /// <summary>The same command in another session.</summary>
        public async Task RenameAsync(Uri address)
        {
            using var client = Connect(address, handler: null);
            await RenameAsync(client);
        }

        public async Task RenameAsync(PolytomicClient client)
        {
            var edit = await client.Updates.EditAsync(Guid.Parse(_id));
            edit.Apply(new JsonObject { ["name"] = "B" });
            if (edit.Differences.Count > 0 || client.Updates.IsOpen(edit)) await client.Updates.UpdateAsync(edit);
        }

        public PolytomicClient Connect(Uri address, HttpMessageHandler? handler) => Server.Connect(new()
        {
            BaseUri = address,
            Handler = handler,
            Clock = _clock,
            MaxRetry = 0,
            ThrottleLimit = 1,
            JournalFolder = _folder,
        });

        public void Check()
        {
            Assert.Equal(("B", _before, Name), ((string?)Fake.Sync(_id)["name"], Selection, Name));
            Assert.Empty(Directory.GetFiles(_folder, "*.jsonl", SearchOption.AllDirectories));
        }

        public async Task AnswerAsync(HttpContext context)
        {
            var isKilled = ++_requests == _step;
            if (isKilled && !_isApplied) await KillAsync(context);
            else
            {
                using var answer = await _service.SendAsync(await ToMessageAsync(context), CancellationToken.None);
                if (isKilled)
                {
                    await KillAsync(context);
                    return;
                }

                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
            }
        }

        private async Task KillAsync(HttpContext context)
        {
            IsKilled = true;
            (await _process.Task).Kill();
            context.Abort();
        }

        private static async Task<HttpRequestMessage> ToMessageAsync(HttpContext context)
        {
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), "https://polytomic.example" + target[target.IndexOf('/', 1)..]);
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (body.Length > 0) message.Content = new ByteArrayContent(body.ToArray());
            message.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
            return message;
        }
    }
}
