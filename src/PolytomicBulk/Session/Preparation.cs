using System.Net;
using System.Net.Http;
using System.Text;

namespace PolytomicBulk;

/// <summary>
/// Reads a bulk sync from memory in the background while a session connects, so that the code for it is compiled before the first command needs it. No
/// request leaves the process.
/// </summary>
internal sealed class Preparation : HttpMessageHandler
{
    private const string Answer =
        """
        {"data":{"id":"00000000-0000-4000-8000-000000000000","mode":"replicate","active":true,"default_schedule":{"frequency":"manual"},"policies":[],
        "destination_configuration":{},"updated_at":"2024-01-15T09:30:00Z"}}
        """;

    private static Task? s_run;

    /// <summary>Begins, once in a process.</summary>
    public static Task Begin() => s_run ??= Task.Run(RunAsync);

    private static async Task RunAsync()
    {
        using var handler = new Preparation();
        using var client = new PolytomicClient(new PolytomicClientOptions { Handler = handler }, credential: null);
        await client.BulkSyncs.GetAsync(Guid.Parse("00000000-0000-4000-8000-000000000000")).ConfigureAwait(false);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer, Encoding.UTF8, "application/json") });
}
