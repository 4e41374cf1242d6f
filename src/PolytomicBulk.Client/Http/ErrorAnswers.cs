namespace PolytomicBulk.Http;

/// <summary>Reads the reason in an error answer.</summary>
internal static class ErrorAnswers
{
    /// <summary>The reason. Null if there is none, or if it is a web page: then the status is enough.</summary>
    public static async Task<ApiErrorBody?> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            using var text = await ReadBytesAsync(answer, cancel).ConfigureAwait(false);
            var bytes = new ReadOnlyMemory<byte>(text.GetBuffer(), 0, (int)text.Length);
            return FromJson(bytes.Span) ?? (IsText(answer) ? ApiErrorBody.Of(Encoding.UTF8.GetString(text.GetBuffer(), 0, bytes.Length)) : null);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or InvalidOperationException or HttpRequestException or TooLargeException)
        {
            // The body is incomplete, or its compression is broken.
            return null;
        }
    }

    private static async Task<MemoryStream> ReadBytesAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        using var body = await ApiTransport.OpenAsync(answer, cancel).ConfigureAwait(false);
        await body.CopyToAsync(bytes, 81920, cancel).ConfigureAwait(false);
        return bytes;
    }

    private static ApiErrorBody? FromJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = JsonSerializer.Deserialize(bytes, ApiJson.Default.JsonElement);
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.Deserialize(ApiJson.Default.ApiErrorBody),
                JsonValueKind.Array => new ApiErrorBody { ErrorsJson = json },
                JsonValueKind.String => new ApiErrorBody { MessageJson = json },
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsText(HttpResponseMessage answer) =>
        string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase);
}
