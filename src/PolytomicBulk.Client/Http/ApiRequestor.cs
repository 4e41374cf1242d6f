using System.Text.Json.Serialization.Metadata;

namespace PolytomicBulk.Http;

/// <summary>Sends the requests of operations in one session, and reports them to one observer.</summary>
internal sealed class ApiRequestor(ApiTransport transport, RequestObserver? observer)
{
    /// <summary>The clock for delays between requests.</summary>
    public TimeProvider Clock => transport.Clock;

    /// <summary>Values that no message may show, whatever their names are.</summary>
    public IReadOnlyCollection<string> SecretTexts { get; private set; } = [];

    /// <summary>Adds a value that no message may show.</summary>
    public void Hide(string text) => SecretTexts = [.. SecretTexts, text];

    /// <summary>Gets an object.</summary>
    public async Task<T> GetAsync<T>(ApiRequest request, JsonTypeInfo<Envelope<T>> type, CancellationToken cancel)
        where T : class
    {
        var envelope = await SendAsync(request, type, FaultOf, cancel).ConfigureAwait(false);
        return envelope.Data!;

        string? FaultOf(Envelope<T> envelope) =>
            envelope.Data is null ? "it holds no data" : request.FaultOf((envelope.Data as ApiObject)?.ListKey?.ToString());
    }

    /// <summary>Gets an object as exact JSON, to change it and write it back.</summary>
    public async Task<JsonObject> EditAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancel, bool takesOdd = false)
        where T : ApiObject
    {
        var envelope = await SendAsync(request, ApiJson.Default.EnvelopeJsonObject, FaultOf, cancel).ConfigureAwait(false);
        return envelope.Data!;

        string? FaultOf(Envelope<JsonObject> envelope) =>
            EditableJson.FaultOf(envelope.Data, type, takesOdd) ?? request.FaultOf(JsonWords.Text(envelope.Data!["id"]));
    }

    /// <summary>Gets an object as exact JSON without nodes, to keep it as text. Values that do not fit their properties are not an error.</summary>
    public async Task<JsonElement> ReadExactAsync<T>(ApiRequest request, JsonTypeInfo<T> type, Func<JsonElement, bool> isPlain, CancellationToken cancel)
        where T : ApiObject
    {
        var envelope = await transport.SendAsync(request, static (text, _) => ExactJson.Read(text), FaultOf, observer, cancel).ConfigureAwait(false);
        return envelope.Data;

        string? FaultOf(Envelope<JsonElement> envelope)
        {
            if (envelope.Data.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return "it holds no data";
            var why = isPlain(envelope.Data)
                ? null
                : EditableJson.FaultOf(envelope.Data.Deserialize(ApiJson.Default.JsonObject), type, takesOdd: true);
            return why ?? request.FaultOf(envelope.Data.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null);
        }
    }

    /// <summary>Gets a list that always has one page.</summary>
    public async Task<List<T>> GetListAsync<T>(ApiRequest request, JsonTypeInfo<PageEnvelope<T>> type, CancellationToken cancel) =>
        (await SendAsync(request, type, Pages.FaultOfItems, cancel).ConfigureAwait(false)).Data ?? [];

    /// <summary>Gets all pages of a list.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, CancellationToken cancel) =>
        ListAsync(page, type, static _ => null, cancel);

    /// <summary>Gets the pages of a list up to an end.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(
        Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, Func<List<T>, int?> end, CancellationToken cancel) =>
        ListAsync(page, type, end, reading: null, cancel);

    /// <summary>Gets a complete list, for decisions that depend on it. If it has several pages, it is read a few times, until two readings agree.</summary>
    public async Task<IReadOnlyList<T>> ListCertainAsync<T>(
        Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, Func<T, object?> key, CancellationToken cancel) =>
        await Pages.ReadCertainAsync(reading => ListAsync(page, type, static _ => null, reading, cancel), key).ConfigureAwait(false)
            ?? throw Failures.Moving(page(null), Pages.MostReadings);

    private IAsyncEnumerable<T> ListAsync<T>(
        Func<string?, ApiRequest> page, JsonTypeInfo<PageEnvelope<T>> type, Func<List<T>, int?> end, PageReading? reading, CancellationToken cancel) =>
        Pages.ReadAllAsync((token, fault, cancel) => SendAsync(page(token), type, fault, cancel), end, reading, cancel);

    /// <summary>Sends a request whose answer has its own shape.</summary>
    public Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, Func<T, string?> fault, CancellationToken cancel) =>
        transport.SendAsync(request, (text, finds) => TolerantJson.Read(text.Span, type, finds), fault, observer, cancel);

    /// <summary>Sends a request whose answer is ignored.</summary>
    public Task SendAsync(ApiRequest request, CancellationToken cancel) => transport.SendAsync(request, observer, cancel);

    /// <summary>Deletes something.</summary>
    public async Task DeleteAsync(ApiRequest request, CancellationToken cancel)
    {
        try
        {
            await SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure is { Failure: PolytomicFailure.NotFound, MayHaveBeenDone: true })
        {
            // An earlier attempt whose answer was lost has already deleted it.
        }
    }

    /// <summary>Creates the exception for a failed job of the service.</summary>
    public PolytomicApiException ExportFailed(ApiRequest request, string? why) => transport.ExportFailed(request, why);

    /// <summary>Downloads a file from the storage host.</summary>
    public Task DownloadAsync(Uri address, string name, Stream target, Action<long, long?>? progress, CancellationToken cancel) =>
        transport.Storage.DownloadAsync(address, name, target, progress, observer, cancel);
}
