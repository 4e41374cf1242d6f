using System.Net;
using System.Text.Json.Nodes;
using PolytomicBulk;
using PolytomicBulk.Http;
using TestSupport;

// Renames a bulk sync, for tests that kill this process. Arguments: the address of the service, the id of the bulk sync, its new name, and the folder of
// the journal. Delays end at once.
var options = new PolytomicClientOptions
{
    BaseUri = new Uri(args[0]),
    Clock = new TestClock(),
    MaxRetry = 0,
    ThrottleLimit = 1,
    JournalFolder = args[3],
};
using var client = new PolytomicClient(options, PolytomicCredential.ApiKey(new NetworkCredential("", "a-key").SecurePassword));
var edit = await client.Updates.EditAsync(Guid.Parse(args[1]));
edit.Apply(new JsonObject { ["name"] = args[2] });
await client.Updates.UpdateAsync(edit);
