namespace PolytomicBulk.Files;

/// <summary>Files of which there is never a part under their own name: a file gets it once it is whole.</summary>
internal static class WholeFile
{
    private const string PartialExtension = ".partial";

    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether it may take the place of another file.</param>
    /// <param name="write">Writes what is in it. Where it fails, nothing is left.</param>
    /// <exception cref="IOException">The file system refused, or there is a file already.</exception>
    public static async Task WriteAsync(string path, bool overwrite, Func<FileStream, Task> write)
    {
        DeleteLeftovers(path);
        var partial = $"{path}.{Guid.NewGuid():N}{PartialExtension}";
        try
        {
            using (var target = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 4096, useAsync: true))
            {
                await write(target).ConfigureAwait(false);
            }

            Move(partial, path, overwrite);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Deletes what writing the same file has left where it was killed, and could not clean up.</summary>
    public static void DeleteLeftovers(string path)
    {
        var (start, folder) = (Path.GetFileName(path) + ".", new DirectoryInfo(Path.GetDirectoryName(path)!));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles($"*{PartialExtension}"))
        {
            var id = Path.GetFileNameWithoutExtension(file.Name);
            if (!id.StartsWith(start, StringComparison.Ordinal) || !Guid.TryParseExact(id[start.Length..], "N", out _)) continue;
            try
            {
                // Whoever still writes it holds it.
                using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                file.Delete();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It is being written, or in nobody's way.
            }
        }
    }

    private static void Move(string partial, string path, bool overwrite)
    {
#if NET
        File.Move(partial, path, overwrite);
#else
        if (overwrite && File.Exists(path)) File.Replace(partial, path, destinationBackupFileName: null);
        else File.Move(partial, path);
#endif
    }
}
