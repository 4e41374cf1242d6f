using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Bulk syncs that a command was given by name: which are meant.</summary>
internal static class NamedSyncs
{
    /// <summary>Why names cannot be used where exactly one sync is meant by each; null where they can.</summary>
    public static ErrorRecord? RefuseWildcards(IEnumerable<string> names, string parameter, string command) =>
        names.FirstOrDefault(WildcardPattern.ContainsWildcardCharacters) is { } name
            ? ErrorRecords.InvalidArgument(
                $"{parameter} of {command} takes no wildcards, and '{name}' has some. "
                    + $"Get-PolytomicBulkSync '{name}' shows what it means, and can be piped to {command}; "
                    + $"a character of the name itself has a backtick before it: '{WildcardPattern.Escape(name)}'.",
                name)
            : null;

    /// <summary>The ids that are meant, each once, in the order of the names. An id may stand for a name.</summary>
    /// <param name="client">Lists the syncs.</param>
    /// <param name="names">The names.</param>
    /// <param name="fail">Takes the error of a name that means no sync, or more than one.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<Guid[]> FindAsync(PolytomicClient client, string[] names, Action<ErrorRecord> fail, CancellationToken cancel)
    {
        var found = new List<Guid>();
        List<BulkSync>? all = null;
        foreach (var name in names)
        {
            if (Guid.TryParse(name, out var id)) found.Add(id);
            else found.AddRange(Find(all ??= await ListAsync(client, cancel), name, fail));
        }

        return [.. found.Distinct()];
    }

    private static IEnumerable<Guid> Find(List<BulkSync> all, string name, Action<ErrorRecord> fail)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(name);
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        var plain = WildcardPattern.Unescape(name);
        var found = all.FindAll(sync => isPattern ? pattern.IsMatch(sync.Name ?? "") : string.Equals(sync.Name, plain, StringComparison.OrdinalIgnoreCase));
        if (!isPattern && found.Count != 1)
        {
            fail(found.Count == 0
                ? ErrorRecords.NoSuchSync(plain, Likeness.Nearest(plain, all.Select(sync => sync.Name)))
                : ErrorRecords.AmbiguousSync(plain, found));
            return [];
        }

        return found.Select(sync => sync.Id!.Value);
    }

    /// <summary>All syncs that have an id, certainly. From then on the client knows what they are called.</summary>
    /// <param name="client">Lists the syncs.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<List<BulkSync>> ListAsync(PolytomicClient client, CancellationToken cancel) =>
        [.. (await client.BulkSyncs.ListCertainAsync(cancel)).Where(sync => sync.Id is not null)];
}
