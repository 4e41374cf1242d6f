namespace PolytomicBulk.Configuration;

/// <summary>Keeps values that look like secrets out of files, and keeps them on the service when a bulk sync is written.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>Removes secrets from the settings of a bulk sync.</summary>
    public static void Remove(JsonObject settings, ICollection<string> leftOut, bool emptyToo = false)
    {
        foreach (var setting in settings)
        {
            if (setting.Value is not JsonObject json || ApiTables.BulkSync.Get(setting.Key)?.Kind != PropertyKind.Free) continue;
            Secrets.Remove(json, setting.Key, leftOut, emptyToo);
        }
    }

    /// <summary>Returns the wanted settings with the secrets of the service.</summary>
    public static JsonObject Keep(string name, JsonObject wanted, JsonObject now, ICollection<string> lost)
    {
        var result = wanted.DeepClone().AsObject();
        Secrets.Keep(result, now, name, lost);
        return result;
    }
}
