using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

/// <summary>How an update reads schemas that are incomplete or cannot be read.</summary>
public sealed class SelectionReaderTests
{
    private const string Schema = """{"id":"t","enabled":true,"fields":[],"filters":[]}""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_incomplete_schema_is_read_three_times_before_a_write(int incomplete)
    {
        using var service = new OneSync(Schema, Of("u"));
        var left = incomplete;
        service.Before = what =>
        {
            if (what != "GET /schemas/t") return;
            if (left-- > 0) service.Schema("t").Remove("filters");
            else service.Schema("t")["filters"] = new System.Text.Json.Nodes.JsonArray();
        };
        if (incomplete == 3)
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
            Facts.Hold(failure.Message, "'t'", "'filters'", "Nothing was written");
            Assert.Equal((0, 3), (service.Puts.Count, service.Requests.Count(what => what == "GET /schemas/t")));
        }
        else
        {
            await service.RenameAsync();
            Assert.Equal(1 + incomplete, service.Requests.TakeWhile(what => what != "PUT ").Count(what => what == "GET /schemas/t"));
        }

        Assert.Equal(incomplete == 1 ? [] : [TimeSpan.FromSeconds(1)], service.Clock.Delays);
    }

    [Fact]
    public async Task After_a_write_an_incomplete_schema_is_read_three_times_and_accepted()
    {
        using var service = new OneSync(Schema, Of("u"));
        service.After = what =>
        {
            if (what == "PUT ") service.Schema("t").Remove("filters");
        };
        await service.RenameAsync();
        Assert.Equal(
            ["GET /schemas", "GET /schemas/t", "GET /schemas/u", "GET /schemas/t", "GET /schemas/t", "GET "],
            service.Requests.SkipWhile(what => what != "PUT ").Skip(1));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], service.Clock.Delays);
    }

    [Fact]
    public async Task If_a_schema_cannot_be_read_the_others_are_not_read()
    {
        using var service = new OneSync(Schema, Of("u"), Of("v"));
        service.Instead = what => what == "GET /schemas/t" ? OneSync.Status(503) : null;
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => service.RenameAsync());
        Assert.Equal(PolytomicFailure.ServerError, failure.Failure);
        Assert.Equal("GET /schemas/t", service.Requests[^1]);
    }

    private static string Of(string id) => Schema.Replace("\"t\"", $"\"{id}\"", StringComparison.Ordinal);
}
