namespace PolytomicBulk;

internal static partial class ErrorRecords
{
    public static ErrorRecord NotForPartner(string command) => ErrorKind.Forbidden.Record(
        new InvalidOperationException(
            $"{command} needs an organization, and this is a partner session. A partner session can only list organizations, share connections, and "
                + "find what an id belongs to. Connect to an organization: Get-PolytomicOrganization 'its name' | Connect-Polytomic -PartnerKey $key."),
        target: null);

    public static ErrorRecord OnlyForPartner(string command) => ErrorKind.Forbidden.Record(
        new InvalidOperationException($"{command} needs a partner session. Connect without -OrganizationId: Connect-Polytomic -PartnerKey $key."),
        target: null);

    public static ErrorRecord Conflict(string message, object? target) =>
        ErrorKind.Conflict.Record(new InvalidOperationException(PlainText.Of(message)), target);

    public static ErrorRecord ConnectionInUse(string connection, IReadOnlyCollection<BulkSync> syncs, Guid id) => Refused(
        $"Could not remove {connection}: {syncs.Count} bulk syncs use it: {string.Join(", ", syncs.Select(sync => $"'{sync.Name}' ({sync.Id})"))}. "
            + "Nothing was removed. Give them another connection with Set-PolytomicBulkSync, or use -IncludeSyncs to remove them too.",
        id);

    /// <summary>An update would delete secrets.</summary>
    public static ErrorRecord SecretsMissing(
        string connection, IReadOnlyCollection<string> secrets, IReadOnlyCollection<string> ofService, object target) => Refused(
        $"Could not change {connection}: an update replaces all its secrets, and the service does not return them. "
            + (ofService.Count > 0
                ? $"{string.Join(", ", ofService)} comes from a sign-in. Use -Reconnect to sign in again. Nothing was written."
                : $"Specify {string.Join(", ", secrets)} too, for example -Secret @{{ {secrets.First()} = (Read-Host -AsSecureString) }}; "
                    + "at a prompt, the command asks for them. To remove one, use -ClearSetting. Nothing was written."),
        target);

    public static ErrorRecord AmbiguousPolicy(string name, IReadOnlyCollection<PolytomicPolicy> candidates) =>
        Ambiguous($"{candidates.Count} policies", name, $"Specify the id of the right one: {string.Join(", ", candidates.Select(one => one.Id))}.");
}
