namespace PolytomicBulk.Files;

/// <summary>Files of which there is never a part under their own name: a file gets it once it is whole.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether it may take the place of another file.</param>
    /// <param name="write">Writes what is in it. Where it fails, nothing is left.</param>
    /// <exception cref="IOException">The file system refused, or there is a file already.</exception>
    public static async Task WriteAsync(string path, bool overwrite, Func<FileStream, Task> write)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
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
