namespace PolytomicBulk.Report;

/// <summary>Writes a report to a file.</summary>
public static class ReportFile
{
    /// <summary>Formats a report as one HTML page.</summary>
    /// <param name="report">The report.</param>
    public static string ToHtml(BulkSyncReport report) => ReportPage.Of(report);

    /// <summary>Formats a report in Markdown.</summary>
    /// <param name="report">The report.</param>
    public static string ToMarkdown(BulkSyncReport report) => ReportMarkdown.Of(report);

    /// <summary>Writes text to a file. The file is never incomplete.</summary>
    /// <param name="path">The full path. If its folder does not exist, it is created.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        await WholeFile.WriteAsync(path, overwrite: true, target => target.WriteAsync(bytes, 0, bytes.Length)).ConfigureAwait(false);
    }
}
