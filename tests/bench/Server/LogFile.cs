using System.Globalization;

namespace BenchServer;

/// <summary>The only log file of an execution, whose id ends with the file's length in MiB. The file is never in memory as a whole.</summary>
internal static class LogFile
{
    private const string Name = "/log.ndjson";

    private static readonly byte[] Block = [.. Enumerable.Repeat("{\"level\":\"info\",\"message\":\"a record that was synced\"}\n"u8.ToArray(), 20_000).SelectMany(line => line).Take(1024 * 1024)];

    public static async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Split('/') is [.., "executions", var id, "logs"])
        {
            await context.Response.WriteAsync($"{{\"data\":{{\"URLs\":[\"http://{context.Request.Host}{Name}?mib={id[^12..]}\"]}}}}", context.RequestAborted);
            return true;
        }

        if (context.Request.Path != Name) return false;
        var blocks = int.Parse(context.Request.Query["mib"]!, CultureInfo.InvariantCulture);
        context.Response.ContentLength = blocks * (long)Block.Length;
        for (var i = 0; i < blocks; i++) await context.Response.Body.WriteAsync(Block, context.RequestAborted);
        return true;
    }
}
