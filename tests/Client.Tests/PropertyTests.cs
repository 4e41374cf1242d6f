using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Json;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Properties that are true for any input.</summary>
public sealed class PropertyTests
{
    [Theory]
    [InlineData("BulkSyncResponse", typeof(BulkSync))]
    [InlineData("GetIdentityResponseSchema", typeof(Identity))]
    [InlineData("BulkSyncAdditionalScheduleResponse", typeof(ScheduleSettings))]
    public void A_document_is_unchanged_after_reading_and_writing(string schema, Type model)
    {
        Generate.Document(Contract.Schema(schema)).Sample(
            document =>
            {
                var text = document.ToJsonString();
                var read = JsonSerializer.Deserialize(text, ApiJson.Default.GetTypeInfo(model)!)!;
                var back = JsonSerializer.Serialize(read, ApiJson.Default.GetTypeInfo(model)!);
                if (!JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(back))) Assert.Fail($"{text}\n{back}");
                Reading.Touch(read);
            },
            iter: Cases.AtMost(1000),
            print: document => document.ToJsonString());
    }

    [Fact]
    public void Free_json_keeps_its_bytes_and_every_value_can_be_read()
    {
        Generate.Object(3).Sample(
            node =>
            {
                var text = node.ToJsonString();
                var map = JsonSerializer.Deserialize($$$"""{"source_configuration":{{{text}}}}""", ApiJson.Default.BulkSync)!.SourceConfiguration!;
                Assert.Equal(text, map.ToString());
                Assert.Equal(node.Select(property => property.Key), map.Keys);
                foreach (var (name, value) in node) AssertSame(value, map[name]);
            },
            iter: Cases.AtMost(1000),
            print: node => node.ToJsonString());
    }

    [Fact]
    public async Task A_list_returns_every_item_of_every_page_once_and_in_order()
    {
        await Gen.Int[0, 60].Array[1, 6].SampleAsync(
            async sizes =>
            {
                var asked = new List<string>();
                var next = 0;
                var pages = sizes.Select(size => Enumerable.Range(0, size).Select(_ => new JsonObject { ["name"] = $"{next++}" }).ToArray()).ToArray();
                using var handler = new AnswerHandler(request =>
                {
                    asked.Add(request.RequestUri!.Query);
                    var page = request.RequestUri.Query.Split("page_token=") is [_, var token] ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
                    var body = new JsonObject { ["data"] = new JsonArray([.. pages[page].Select(item => item.DeepClone())]) };
                    if (page + 1 < pages.Length) body["pagination"] = new JsonObject { ["next_page_token"] = $"{page + 1}" };
                    return AnswerHandler.Json(200, body.ToJsonString());
                });
                using var api = new Api(handler);
                var names = (await api.ListAsync()).Select(sync => sync.Name);
                Assert.Equal(Enumerable.Range(0, sizes.Sum()).Select(number => $"{number}"), names);
                Assert.Equal(pages.Length, asked.Count);
                Assert.Equal(asked.Count, asked.Distinct().Count());
            },
            iter: Cases.AtMost(200),
            print: sizes => string.Join(", ", sizes));
    }

    [Fact]
    public async Task A_segment_of_any_text_is_encoded_once_and_decodes_to_itself()
    {
        await Generate.Id.Array[1, 4].SampleAsync(
            async segments =>
            {
                Uri? sent = null;
                using var handler = new AnswerHandler(request =>
                {
                    sent = request.RequestUri;
                    return AnswerHandler.Json(200, "{}");
                });
                using var api = new Api(handler);
                if (await IsUnfitHereAsync(() => api.SendAsync("GET", path: segments)))
                {
                    Assert.Null(sent);
                    return;
                }

                var wire = sent!.AbsolutePath.Split('/')[1..];
#if NET
                Assert.Equal(segments.Select(Uri.EscapeDataString), wire);
#endif
                Assert.Equal(segments, wire.Select(Uri.UnescapeDataString));
                Assert.Equal("", sent.Query + sent.Fragment);
                Assert.Equal("/" + string.Join('/', wire), sent.PathAndQuery);
            },
            iter: Cases.AtMost(1000),
            print: segments => string.Join(" | ", segments));
    }

    [Fact]
    public async Task Any_text_remains_one_segment_of_a_path()
    {
        using var api = new Api(new SandboxHandler(new SandboxService()), credential: PolytomicCredential.ApiKey(Api.Secure(SandboxOptions.ApiKey)));
        await Generate.Id.SampleAsync(
            async id =>
            {
                // The path of an id supports DELETE but not PATCH. Unknown paths return 404.
                var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.SendAsync("PATCH", path: ["api", "bulk", "syncs", id]));
                if (await IsUnfitHereAsync(() => throw failure)) return;
                Assert.Equal((405, "method_not_allowed"), ((int?)failure.StatusCode, failure.Key));
                Facts.Hold(failure.Message, "DELETE");
            },
            iter: Cases.AtMost(500));
    }

    [Fact]
    public async Task Any_bytes_of_an_answer_are_a_result_or_a_bad_response()
    {
        var seeds = new[] { Contract.Read("get-bulk-sync.example.json"), Api.Sync, """{"data":[{"id":null,"x":{"y":"\u00e9\ud83d\ude42"}},{}],"pagination":{"next_page_token":""}}""", """{"data":{"source_configuration":{"a":[1e5,"x",null]}}}""" }.Select(Encoding.UTF8.GetBytes).ToArray();
        var mutated = Gen.Select(Gen.OneOf(seeds), Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).Array[1, 4]).Select((seed, changes) => Generate.Mutate(seed, changes));
        var wrapped = Gen.Select(Generate.Document(Contract.Schema("BulkSyncResponse")), Gen.Bool).Select((document, list) => Encoding.UTF8.GetBytes($$"""{"data":{{(list ? $"[{document.ToJsonString()}]" : document.ToJsonString())}} }"""));
        var odd = Generate.Json().Select(node => Encoding.UTF8.GetBytes($$$"""{"data":{{{node?.ToJsonString() ?? "null"}}},"pagination":{{{node?.ToJsonString() ?? "null"}}}}"""));
        var answer = new AsyncLocal<byte[]>();
        using var handler = new AnswerHandler(_ => AnswerHandler.Json(200, answer.Value!));
        using var api = new Api(handler);
        await Gen.OneOf(mutated, mutated, wrapped, odd, Gen.Byte.Array[0, 40]).SampleAsync(
            async bytes =>
            {
                answer.Value = bytes;
                await ExpectAsync(async () => Reading.Touch(await api.GetAsync()));
                await ExpectAsync(async () =>
                {
                    foreach (var sync in await api.ListAsync(active: true)) Reading.Touch(sync);
                });
            },
            iter: Cases.AtMost(2000),
            print: bytes => Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task An_error_with_any_bytes_is_the_failure_of_its_status()
    {
        var seed = Encoding.UTF8.GetBytes("""{"key":"not_found","message":"there is none \u00e9","status":404,"metadata":{"a":[1,{"b":"\n"}]}}""");
        var mutated = Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).Array[0, 4].Select(changes => Generate.Mutate(seed, changes));
        var odd = Generate.Json().Select(node => Encoding.UTF8.GetBytes($$$"""{"message":{{{node?.ToJsonString() ?? "null"}}},"metadata":{{{node?.ToJsonString() ?? "null"}}}}"""));
        var answer = new AsyncLocal<byte[]>();
        using var handler = new AnswerHandler(_ => AnswerHandler.Json(404, answer.Value!));
        using var api = new Api(handler);
        await Gen.OneOf(mutated, odd, Gen.Byte.Array[0, 40]).SampleAsync(
            async bytes =>
            {
                answer.Value = bytes;
                var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => api.GetAsync());
                Assert.Equal(PolytomicFailure.NotFound, failure.Failure);
                Assert.DoesNotContain(failure.Message, char.IsControl);
                if (failure.Metadata is { } metadata) Reading.Touch(metadata);
            },
            iter: Cases.AtMost(2000),
            print: bytes => Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Whether a request is refused because .NET Framework cannot represent its address. .NET can represent all addresses.</summary>
    private static async Task<bool> IsUnfitHereAsync(Func<Task> send)
    {
        try
        {
            await send();
            return false;
        }
        catch (PolytomicApiException failure) when (failure is { Failure: PolytomicFailure.InvalidRequest, StatusCode: null })
        {
#if NET
            throw;
#else
            return true;
#endif
        }
        catch (PolytomicApiException failure) when (failure.StatusCode is not null)
        {
            return false;
        }
    }

    private static async Task ExpectAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.BadResponse && failure.Path is not null)
        {
            // This is the other valid result.
        }
    }

    private static void AssertSame(JsonNode? node, object? value)
    {
        switch (node)
        {
            case null:
                Assert.Null(value);
                break;
            case JsonObject:
                Assert.Equal(node.ToJsonString(), Assert.IsType<JsonMap>(value).ToString());
                break;
            case JsonArray array:
                var items = Assert.IsType<object?[]>(value);
                Assert.Equal(array.Count, items.Length);
                for (var i = 0; i < items.Length; i++) AssertSame(array[i], items[i]);
                break;
            case var leaf when leaf.GetValueKind() == JsonValueKind.String:
                Assert.Equal((string?)leaf, value);
                break;
            case var leaf when leaf.GetValueKind() == JsonValueKind.Number:
                Assert.True(value is long or decimal or double or string, leaf.ToJsonString());
                break;
            default:
                Assert.Equal((bool)node, value);
                break;
        }
    }
}
