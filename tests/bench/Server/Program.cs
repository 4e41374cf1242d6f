using BenchServer;

// Bulk syncs and their statuses from memory, and log files. Options: --syncs N, --latency-ms N (before each answer but files).
// The first line it prints is its address; it ends when its standard input does, so that no run leaves one behind.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
builder.Configuration.AddCommandLine(args);
builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");

var pages = new Pages(builder.Configuration.GetValue("syncs", 2000));
var latency = TimeSpan.FromMilliseconds(builder.Configuration.GetValue("latency-ms", 0));
var app = builder.Build();
app.Run(async context =>
{
    if (await LogFile.TryAnswerAsync(context)) return;
    if (latency > TimeSpan.Zero) await Task.Delay(latency, context.RequestAborted);
    var answer = pages.Find(context.Request.Path.Value!, context.Request.Query["limit"], context.Request.Query["page_token"]);
    context.Response.StatusCode = answer is null ? 404 : 200;
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer?.Length ?? 0;
    if (answer is not null) await context.Response.Body.WriteAsync(answer, context.RequestAborted);
});

await app.StartAsync();
Console.WriteLine(app.Urls.Single());
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
});
await app.WaitForShutdownAsync();
