namespace PolytomicBulk.Files;

/// <summary>Writes files so that an incomplete file never has the final name.</summary>
internal static class WholeFile
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    private static readonly Random Chance = new();

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">The file cannot be written, or it already exists.</exception>
    public static async Task WriteAsync(string path, bool overwrite, Func<FileStream, Task> write)
    {
        DeleteLeftovers(path);
        var partial = PartialOf(path);
        try
        {
            using (var target = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 65536, useAsync: true))
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

    /// <summary>Deletes partial files of a process that was killed.</summary>
    public static void DeleteLeftovers(string path)
    {
        var (start, folder) = (StartOfPartial(path), new DirectoryInfo(Path.GetDirectoryName(path)!));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles($"{start}????.tmp").Where(file => file.Name.Length == start.Length + 8))
        {
            try
            {
                // The process that is writing the file keeps it open.
                using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                file.Delete();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The file is in use or cannot be deleted. It does no harm.
            }
        }
    }

    /// <summary>
    /// A name for a partial file that fits wherever the complete file fits. Windows limits the path of a folder so that an 8.3 name always fits in it.
    /// </summary>
    internal static string PartialOf(string path)
    {
        lock (Chance)
        {
            var rest = new string([.. Enumerable.Range(0, 4).Select(_ => Letters[Chance.Next(Letters.Length)])]);
            return Path.Combine(Path.GetDirectoryName(path)!, $"{StartOfPartial(path)}{rest}.tmp");
        }
    }

    /// <summary>How the names of partial files begin. The text is rare, so no other file is deleted.</summary>
    private static string StartOfPartial(string path)
    {
        var sum = 2166136261u;
        foreach (var letter in Path.GetFileName(path)) sum = unchecked((sum ^ letter) * 16777619);
        return new string(['~', .. Enumerable.Range(0, 3).Select(place => Letters[(int)((sum >> (place * 9)) % Letters.Length)])]);
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
