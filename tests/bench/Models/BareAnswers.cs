using PolytomicBulk;

namespace ModelBench;

/// <summary>The objects around bulk syncs in answers.</summary>
internal static class BareAnswers
{
    internal sealed class One
    {
        public BulkSync? Data { get; set; }
    }

    internal sealed class Page
    {
        public List<BulkSync>? Data { get; set; }

        public Next? Pagination { get; set; }
    }

    internal sealed class Next
    {
        public string? NextPageToken { get; set; }
    }
}
