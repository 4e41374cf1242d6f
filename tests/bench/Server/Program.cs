using System.Diagnostics;
using BenchServer;

// Serves bulk syncs, their statuses and log files from memory. Options: --syncs N, --latency-ms N (before each answer except files), --organization N (N
// bulk syncs with many schemas instead of many bulk syncs). GET /requests returns the number of requests since the last call, and the sum of their
// milliseconds. The first line of the output is the address. The process ends at the end of its standard input, so that no run leaves a process behind.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
builder.Configuration.AddCommandLine(args);
builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");

var size = builder.Configuration.GetValue("organization", 0);
var organization = size > 0 ? new Organization(size) : null;
var pages = size > 0 ? null : new Pages(builder.Configuration.GetValue("syncs", 2000));
var latency = TimeSpan.FromMilliseconds(builder.Configuration.GetValue("latency-ms", 0));
var (requests, underWay) = (0, 0L);
var app = builder.Build();
app.Run(async context =>
{
    if (await LogFile.TryAnswerAsync(context)) return;
    if (context.Request.Path == "/requests")
    {
        await context.Response.WriteAsync($"{Interlocked.Exchange(ref requests, 0)} {Interlocked.Exchange(ref underWay, 0)}", context.RequestAborted);
        return;
    }

    Interlocked.Increment(ref requests);
    var began = Stopwatch.GetTimestamp();
    var body = context.Request.ContentLength > 0 ? await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted) : "";
    if (latency > TimeSpan.Zero) await Task.Delay(latency, context.RequestAborted);
    var (path, token) = (context.Request.Path.Value!, context.Request.Query["page_token"].ToString() is { Length: > 0 } given ? given : null);
    var answer = organization is null ? pages!.Find(path, context.Request.Query["limit"], token) : organization.Find(context.Request.Method, path, token, body);
    context.Response.StatusCode = answer is null ? 404 : 200;
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer?.Length ?? 0;
    if (answer is not null) await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    Interlocked.Add(ref underWay, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
});

await app.StartAsync();
Console.WriteLine(app.Urls.Single());
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
});
await app.WaitForShutdownAsync();
