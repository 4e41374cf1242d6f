namespace PolytomicBulk.Configuration;

/// <summary>What looks like a secret in the free settings of a sync: a file never holds it, and a write never takes it away.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>Takes it out of a sync's settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="leftOut">Is given the name of each that was taken out.</param>
    /// <param name="emptyToo">Whether the empty place of a secret goes, too.</param>
    public static void Remove(JsonObject settings, ICollection<string> leftOut, bool emptyToo = false)
    {
        foreach (var setting in settings)
        {
            if (setting.Value is not JsonObject json || ApiTables.BulkSync.Get(setting.Key)?.Kind != PropertyKind.Free) continue;
            Secrets.Remove(json, setting.Key, leftOut, emptyToo);
        }
    }

    /// <summary>Free settings as they are wanted, with the secrets that the service has.</summary>
    /// <param name="name">The settings' own name.</param>
    /// <param name="wanted">The settings without secrets.</param>
    /// <param name="now">The service's.</param>
    /// <param name="lost">Is given the place of each secret that cannot be kept, since it is not clear which item of a list it belongs to.</param>
    public static JsonObject Keep(string name, JsonObject wanted, JsonObject now, ICollection<string> lost)
    {
        var result = wanted.DeepClone().AsObject();
        Secrets.Keep(result, now, name, lost);
        return result;
    }
}
