namespace Baseline;

internal sealed class Page
{
    public List<Sync>? Data { get; set; }

    public Pagination? Pagination { get; set; }
}
