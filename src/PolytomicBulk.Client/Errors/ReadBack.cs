namespace PolytomicBulk;

/// <summary>Reads the result of a write.</summary>
internal static class ReadBack
{
    /// <summary>The result of a read. If it fails, the error also says what was written before.</summary>
    public static async Task<T> AfterAsync<T>(this Task<T> read, string done)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            throw failure.With(done, failure.Selection);
        }
    }
}
