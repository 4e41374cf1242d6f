namespace Baseline;

internal sealed class Pagination
{
    public string? NextPageToken { get; set; }
}
