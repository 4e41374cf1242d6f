namespace PolytomicBulk.Report;

/// <summary>Writes a report to a file.</summary>
public static class ReportFile
{
    /// <summary>A report as one HTML page.</summary>
    /// <param name="report">The report.</param>
    public static string ToHtml(BulkSyncReport report) => ReportPage.Of(report);

    /// <summary>A report in Markdown.</summary>
    /// <param name="report">The report.</param>
    public static string ToMarkdown(BulkSyncReport report) => ReportMarkdown.Of(report);

    /// <summary>Writes a text to a file, which is there whole or not at all.</summary>
    /// <param name="path">The full path. Its folder is made where it does not exist.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system refused.</exception>
    public static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        await WholeFile.WriteAsync(path, overwrite: true, target => target.WriteAsync(bytes, 0, bytes.Length)).ConfigureAwait(false);
    }
}
