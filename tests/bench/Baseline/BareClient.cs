using System.Net.Http.Headers;
using System.Text.Json;

namespace Baseline;

/// <summary>A minimal client that reads all bulk syncs page by page, without retries, time limits and error handling.</summary>
/// <param name="baseUri">The address of the service.</param>
/// <param name="key">An API key.</param>
public sealed class BareClient(Uri baseUri, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = baseUri, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    /// <summary>Reads all pages.</summary>
    public IReadOnlyList<Sync> ReadAll() => ReadAllAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<Sync>> ReadAllAsync()
    {
        var all = new List<Sync>();
        string? token = null;
        do
        {
            var path = "api/bulk/syncs?limit=50" + (token is null ? "" : "&page_token=" + Uri.EscapeDataString(token));
            using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            var stream = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
            var page = await JsonSerializer.DeserializeAsync(stream, BareJson.Default.Page).ConfigureAwait(false);
            all.AddRange(page!.Data!);
            token = page.Pagination?.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
        return all;
    }
}
