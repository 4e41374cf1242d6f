using Microsoft.AspNetCore.Http.Features;
using PolytomicBulk.Sandbox;

// The sandbox over a real socket. Options: --port N (0 picks a free one), --syncs N (generated ones beside the named).
// The first line it prints is its address; it ends when its standard input does, so that no test leaves one behind.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddResponseCompression();
builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["port"] ?? "0"}");

var sandbox = new SandboxService(new SandboxOptions { GeneratedSyncs = builder.Configuration.GetValue("syncs", 0) });
var app = builder.Build();
app.UseResponseCompression();
app.Run(async context =>
{
    using var body = new MemoryStream();
    await context.Request.Body.CopyToAsync(body, context.RequestAborted);
    var answer = sandbox.Answer(new SandboxRequest(
        context.Request.Method,
        context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0],
        context.Request.QueryString.Value ?? "",
        name => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
        body.ToArray()));

    context.Response.StatusCode = answer.Status;
    if (answer.Body.Length > 0) context.Response.ContentType = "application/json";
    foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
    await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
});

await app.StartAsync();
Console.WriteLine(app.Urls.Single());
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
});
await app.WaitForShutdownAsync();
