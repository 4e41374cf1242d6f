using System.Net;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using PolytomicBulk;
using PolytomicBulk.Http;

namespace ModelBench;

/// <summary>Reads bulk syncs into models with the client, and with HttpClient and System.Text.Json.</summary>
[MemoryDiagnoser]
public class ReadSyncs
{
    private const int PageSize = 50;

    private static readonly Guid Id = Guid.Parse("00000000-0000-4000-8000-000000000001");

    private PolytomicClient _client = null!;
    private HttpClient _bare = null!;

    /// <summary>The number of bulk syncs in an answer.</summary>
    [Params(1, PageSize)]
    public int Syncs { get; set; }

    /// <summary>Creates both clients. Every request gets the same answer.</summary>
    [GlobalSetup]
    public void Begin()
    {
        var pages = new BenchServer.Pages(PageSize);
        var answer = Syncs == 1 ? pages.Find($"/api/bulk/syncs/{Id}", null, null)! : pages.Find("/api/bulk/syncs", "50", null)!;
        var options = new PolytomicClientOptions { BaseUri = new Uri("https://bench.invalid"), Handler = new MemoryHandler(answer) };
        _client = new PolytomicClient(options, PolytomicCredential.ApiKey(new NetworkCredential("", "bench").SecurePassword));
        _bare = new HttpClient(new MemoryHandler(answer)) { BaseAddress = options.BaseUri };
        _bare.DefaultRequestHeaders.Authorization = new("Bearer", "bench");
    }

    /// <summary>Closes both.</summary>
    [GlobalCleanup]
    public void End()
    {
        _client.Dispose();
        _bare.Dispose();
    }

    /// <summary>By the client.</summary>
    [Benchmark]
    public async Task<int> Ours()
    {
        if (Syncs == 1) return Count(await _client.BulkSyncs.GetAsync(Id));
        var count = 0;
        await foreach (var sync in _client.BulkSyncs.ListAsync()) count += Count(sync);
        return count;
    }

    /// <summary>By HttpClient and System.Text.Json.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> Bare()
    {
        using var answer = await _bare.GetAsync(Syncs == 1 ? $"api/bulk/syncs/{Id}" : "api/bulk/syncs?limit=50", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var stream = await answer.Content.ReadAsStreamAsync();
        if (Syncs == 1) return Count((await JsonSerializer.DeserializeAsync(stream, BareJson.Default.One))!.Data!);
        return (await JsonSerializer.DeserializeAsync(stream, BareJson.Default.Page))!.Data!.Sum(Count);
    }

    private static int Count(BulkSync sync) => sync.Name is null ? 0 : 1;
}
