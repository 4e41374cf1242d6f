namespace PolytomicBulk.Commands;

/// <summary>Finds policies by name.</summary>
internal static class NamedPolicies
{
    /// <summary>Replaces names of policies in the settings of a bulk sync by ids. False if a name is not found, or is not unique.</summary>
    public static async Task<bool> ReadAsync(PolytomicClient client, JsonObject settings, Action<ErrorRecord> fail, CancellationToken cancel)
    {
        if (settings["policies"] is not JsonArray policies) return true;
        if (await FindAsync(client, [.. policies.Select(policy => (string)policy!)], fail, cancel) is not { } ids) return false;
        settings["policies"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id.ToString()))]);
        return true;
    }

    /// <summary>The ids of policies; null if none were given or one is wrong. A name must be that of exactly one policy.</summary>
    public static async Task<Guid[]?> FindAsync(PolytomicClient client, string[]? policies, Action<ErrorRecord> fail, CancellationToken cancel)
    {
        if (policies is null) return null;
        var found = new List<Guid>();
        var isWhole = true;
        IReadOnlyList<PolytomicPolicy>? all = null;
        foreach (var policy in policies)
        {
            if (Guid.TryParse(policy, out var id))
            {
                found.Add(id);
                continue;
            }

            all ??= await client.Policies.ListCertainAsync(cancel);
            var same = all.Where(one => one.Id is not null && string.Equals(one.Name, policy, StringComparison.OrdinalIgnoreCase)).ToList();
            found.AddRange(same.Select(one => one.Id!.Value));
            if (same is [_]) continue;
            isWhole = false;
            fail(same.Count > 1
                ? ErrorRecords.AmbiguousPolicy(policy, same)
                : ErrorRecords.NoSuchName("policy", policy, Likeness.Nearest(policy, all.Select(one => one.Name)), "Run Get-PolytomicPolicy for a list."));
        }

        return isWhole ? [.. found.Distinct()] : null;
    }
}
