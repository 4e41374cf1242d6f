namespace PolytomicBulk.Configuration;

/// <summary>What looks like a secret in the free settings of a sync: a file never holds it, and a write never takes it away.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>Takes it out of a sync's settings.</summary>
    public static void Remove(JsonObject settings, ICollection<string> leftOut, bool emptyToo = false)
    {
        foreach (var setting in settings)
        {
            if (setting.Value is not JsonObject json || ApiTables.BulkSync.Get(setting.Key)?.Kind != PropertyKind.Free) continue;
            Secrets.Remove(json, setting.Key, leftOut, emptyToo);
        }
    }

    /// <summary>Free settings as they are wanted, with the secrets that the service has.</summary>
    public static JsonObject Keep(string name, JsonObject wanted, JsonObject now, ICollection<string> lost)
    {
        var result = wanted.DeepClone().AsObject();
        Secrets.Keep(result, now, name, lost);
        return result;
    }
}
