using System.Management.Automation;

namespace PolytomicBulk;

internal static partial class ErrorRecords
{
    /// <summary>A partner's session reaches no bulk sync.</summary>
    /// <param name="command">The command that was tried.</param>
    public static ErrorRecord NotForPartner(string command) => ErrorKind.Forbidden.Record(
        new InvalidOperationException(
            $"{command} works in an organization, and this session has a partner's key alone. It reaches organizations, shared connections, and what an id "
                + "belongs to. Connect to an organization: Get-PolytomicOrganization 'its name' | Connect-Polytomic -PartnerKey $key."),
        target: null);

    /// <summary>What only a partner's session reaches.</summary>
    /// <param name="command">The command that was tried.</param>
    public static ErrorRecord OnlyForPartner(string command) => ErrorKind.Forbidden.Record(
        new InvalidOperationException($"{command} needs a partner's session. Connect with the partner's key alone: Connect-Polytomic -PartnerKey $key."),
        target: null);

    /// <summary>Something was changed by somebody else.</summary>
    public static ErrorRecord Conflict(string message) => ErrorKind.Conflict.Record(new InvalidOperationException(PlainText.Of(message)), target: null);

    /// <summary>Syncs use a connection that is to be removed.</summary>
    public static ErrorRecord ConnectionInUse(string connection, IReadOnlyCollection<BulkSync> syncs, Guid id) => Refused(
        $"Could not remove {connection}: {syncs.Count} bulk syncs use it: {string.Join(", ", syncs.Select(sync => $"'{sync.Name}' ({sync.Id})"))}. "
            + "Nothing was removed. Give them another connection with Set-PolytomicBulkSync, or remove them as well with -IncludeSyncs.",
        id);

    /// <summary>An update would lose secrets.</summary>
    public static ErrorRecord SecretsMissing(
        string connection, IReadOnlyCollection<string> secrets, IReadOnlyCollection<string> ofService, object target) => Refused(
        $"Could not change {connection}: an update replaces all of its secrets, and the service shows none of them. "
            + (ofService.Count > 0
                ? $"{string.Join(", ", ofService)} was left by signing in, which -Reconnect does again. Nothing was written."
                : $"Give {string.Join(", ", secrets)} as well, such as -Secret @{{ {secrets.First()} = (Read-Host -AsSecureString) }}; "
                    + "at a prompt the command asks for them. -ClearSetting removes one. Nothing was written."),
        target);

    /// <summary>Several policies have the name that was given.</summary>
    public static ErrorRecord AmbiguousPolicy(string name, IReadOnlyCollection<PolytomicPolicy> candidates) => ErrorKind.AmbiguousName.Record(
        new ArgumentException($"{candidates.Count} policies are named '{PlainText.Line(name)}'. "
            + $"Pass the id of the one that is meant: {string.Join(", ", candidates.Select(one => one.Id))}."),
        name);
}
