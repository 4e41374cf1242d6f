using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using PolytomicBulk.Sandbox;

// The sandbox over a socket. Options: --port N (0 uses a free port), --syncs N (generated bulk syncs in addition to the named ones), --scenario A,B and
// --seed N (simulated failures), --log true (a line for each request). The first line of the output is the address. The process ends at the end of its
// standard input, so that tests leave no process behind.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddResponseCompression();
builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["port"] ?? "0"}");

SandboxScenarios sandbox;
try
{
    sandbox = new SandboxScenarios(new SandboxOptions
    {
        GeneratedSyncs = builder.Configuration.GetValue("syncs", 0),
        Scenarios = builder.Configuration["scenario"] is { Length: > 0 } scenario ? SandboxScenarios.Parse([scenario]) : SandboxScenario.None,
        Seed = builder.Configuration.GetValue<int?>("seed"),
    });
}
catch (ArgumentException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

var log = builder.Configuration.GetValue("log", false);
var app = builder.Build();
app.UseResponseCompression();
app.Run(async context =>
{
    var began = Stopwatch.GetTimestamp();
    var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
    var outcome = "gone";
    try
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var answer = await sandbox.AnswerAsync(
            new SandboxRequest(
                context.Request.Method,
                path,
                context.Request.QueryString.Value ?? "",
                name => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
                body.ToArray()),
            context.RequestAborted);

        context.Response.StatusCode = answer.Status;
        if (answer.Body.Length > 0) context.Response.ContentType = "application/json";
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        outcome = answer.Status.ToString(CultureInfo.InvariantCulture);
    }
    catch (IOException)
    {
        outcome = "lost";
        context.Abort();
    }
    finally
    {
        // Without the query, because the query of a log file's address contains a signature.
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (log) Console.WriteLine(FormattableString.Invariant($"{DateTime.Now:HH:mm:ss.fff} {context.Request.Method} {path} {outcome} {took:0} ms"));
    }
});

await app.StartAsync();
Console.WriteLine(app.Urls.Single());
if (log && builder.Configuration["scenario"] is { Length: > 0 } played) Console.WriteLine($"It plays {played} with the seed {sandbox.Seed}.");
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
});
await app.WaitForShutdownAsync();
return 0;
