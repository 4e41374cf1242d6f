using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using Xunit;

namespace Client.Tests;

/// <summary>If a value has the wrong type, only the value is lost. Its object and the list are still read.</summary>
public sealed class OddValueTests
{
    [Theory]
    [InlineData("started_at", "\"\"")]
    [InlineData("started_at", "\"yesterday\"")]
    [InlineData("started_at", "1744311099")]
    [InlineData("completed_at", "{}")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "7")]
    [InlineData("record_count", "10.0")]
    [InlineData("record_count", "\"10\"")]
    [InlineData("record_count", "123456789012345678901234567890")]
    [InlineData("type", "5")]
    [InlineData("type", "[\"a\"]")]
    [InlineData("is_test", "\"true\"")]
    [InlineData("is_test", "0")]
    [InlineData("schemas", "\"none\"")]
    [InlineData("schemas", "{\"a\":1}")]
    [InlineData("schemas", "[5]")]
    public async Task The_rest_of_the_object_and_of_the_list_is_read(string name, string value)
    {
        using var api = new Api();
        api.Script.Answer(200, $$"""{"data":[{"status":"completed","{{name}}":{{value}},"error_count":3,"of_tomorrow":1},{"status":"failed","error_count":4}]}""");
        var executions = new List<BulkSyncExecution>();
        await foreach (var execution in api.Client.Executions.ListAsync(Api.Id)) executions.Add(execution);
        Assert.Equal([("completed", 3L), ("failed", 4L)], executions.Select(execution => (execution.Status!, execution.ErrorCount!.Value)));
        Assert.Equal($$"""{"{{name}}":{{value}},"of_tomorrow":1}""", executions[0].AdditionalProperties!.ToString().Replace(": ", ":", StringComparison.Ordinal));
        Assert.Null(executions[1].AdditionalProperties);
    }

    [Fact]
    public async Task An_invalid_nested_value_does_not_affect_others()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":{"status":"running","schemas":[{"schema":"a","started_at":"","record_count":5},{"schema":"b","record_count":6}]}}""");
        var execution = await api.Client.Executions.GetAsync(Api.Id, Api.Id);
        Assert.Equal([("a", 5L), ("b", 6L)], execution.Schemas!.Select(schema => (schema.Schema!, schema.RecordCount!.Value)));
        Assert.Equal("", execution.Schemas![0].AdditionalProperties!["started_at"]);
        Assert.Null(execution.AdditionalProperties);
    }

    [Fact]
    public async Task The_observer_is_notified_once_of_each_property()
    {
        using var api = new Api();
        api.Script.Answer(200, """{"data":[{"created_at":"","mode":5},{"created_at":""},{"name":"Orders"}]}""");
        var observer = new OddObserver();
        await foreach (var _ in api.Client.ObservedBy(observer).BulkSyncs.ListAsync(active: null, CancellationToken.None))
        {
        }

        Assert.Equal([("BulkSync", "created_at", 2), ("BulkSync", "mode", 1)], observer.Odd);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":"none"}""")]
    [InlineData("""{"data":[5]}""")]
    [InlineData("""{"data":[[]]}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[],"pagination":{"next_page_token":5}}""")]
    [InlineData("""{"error":"not a list"}""")]
    public async Task A_value_that_is_not_a_list_is_not_an_empty_list(string body)
    {
        using var api = new Api();
        api.Script.Answer(200, body);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.ListAsync());
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
    }

    [Theory]
    [InlineData("\"updated_at\":\"\"", true)]
    [InlineData("\"organization_id\":\"\"", true)]
    [InlineData("\"active\":\"true\"", false)]
    [InlineData("\"policies\":\"none\"", false)]
    [InlineData("\"mode\":5", false)]
    public async Task An_update_is_refused_if_it_depends_on_an_invalid_value(string property, bool isWritten)
    {
        using var api = new Api();
        api.Script.Answer(200, $$$"""{"data":{"id":"{{{Api.Id}}}","name":"Orders",{{{property}}}}}""");
        var edit = await api.Client.BulkSyncs.EditAsync(Api.Id);
        Assert.Contains(property, edit.Original.ToJsonString(), StringComparison.Ordinal);
        edit.Apply(new JsonObject { ["retention"] = 5 });
        if (isWritten)
        {
            edit.Check();
            return;
        }

        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.ReplaceAsync(edit));
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, $"$.data.{property.Split('"')[1]}", "Nothing was written");
        Assert.DoesNotContain(api.Script.Requests, request => request.Method == "PUT");
        edit.Apply(JsonNode.Parse("""{"active":true,"policies":[],"mode":"snapshot"}""")!.AsObject());
        edit.Check();
    }

    private sealed class OddObserver : RequestObserver
    {
        public List<(string, string, int)> Odd { get; } = [];

        public override void OddValue(string type, string name, int count) => Odd.Add((type, name, count));

        public override void Answered(string method, string pathAndQuery, System.Net.HttpStatusCode status, TimeSpan elapsed)
        {
        }

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
        }

        public override void Resuming(PolytomicApiException failure)
        {
        }
    }
}
