using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security;

namespace PolytomicBulk;

/// <summary>How a session proves who it is. The key can go in, but nothing gives it out again.</summary>
public sealed class PolytomicCredential : IDisposable
{
    private const string Redacted = "[redacted]";

    private readonly SecureString _key;
    private readonly string _scheme;
    private KeySpellings? _spellings;
    private bool _disposed;

    private PolytomicCredential(SecureString key, string scheme, string kind, Guid? organizationId)
    {
        var text = Reveal(key).Trim();
        if (text.Length == 0) throw new ArgumentException($"The {kind} is empty.");
        if (text.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new ArgumentException($"The {kind} contains a space or another character that is not valid in a key. Copy the key again.");
        }

        _key = new SecureString();
        foreach (var letter in text) _key.AppendChar(letter);
        _key.MakeReadOnly();
        (_scheme, Kind, OrganizationId) = (scheme, kind, organizationId);
    }

    /// <summary>What kind of key it is, in words.</summary>
    public string Kind { get; }

    /// <summary>The organization that the key was given for, where it was given for one.</summary>
    public Guid? OrganizationId { get; }

    /// <summary>A user's own API key, sent as a Bearer token.</summary>
    /// <param name="key">The key.</param>
    public static PolytomicCredential ApiKey(SecureString key) => new(key, "Bearer", "API key", organizationId: null);

    /// <summary>A partner's key for one organization, sent as Basic authentication.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="key">The key.</param>
    public static PolytomicCredential PartnerKey(Guid organizationId, SecureString key) => new(key, "Basic", "partner key", organizationId);

    /// <summary>A partner's key alone, sent as a Bearer token: it reaches organizations, and no bulk sync.</summary>
    /// <param name="key">The key.</param>
    public static PolytomicCredential PartnerKey(SecureString key) => new(key, "Bearer", "partner key", organizationId: null);

    /// <summary>A self-hosted installation's deployment key for one organization, sent as Basic authentication.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="key">The key.</param>
    public static PolytomicCredential DeploymentKey(Guid organizationId, SecureString key) => new(key, "Basic", "deployment key", organizationId);

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        _spellings = null;
        _key.Dispose();
    }

    /// <summary>The kind of key, never the key.</summary>
    public override string ToString() => Kind;

    internal AuthenticationHeaderValue ToHeader()
    {
        if (_disposed) throw new ObjectDisposedException(nameof(PolytomicCredential), "This session is disconnected.");
        var key = Reveal(_key);
        return new(_scheme, OrganizationId is { } id ? ToBase64($"{id}:{key}") : key);
    }

    /// <summary>Takes the key out of a text that came from elsewhere, however it is spelled there.</summary>
    internal string Redact(string text) => Redactor()(text);

    /// <summary>The same for many texts.</summary>
    internal Func<string, string> Redactor()
    {
        // Without the key, nothing can tell whether a text contains it.
        if (_disposed) return _ => Redacted;
        // The pattern takes longer to make than to match.
        var spellings = _spellings ??= new KeySpellings(Reveal(_key), ToHeader().Parameter!, Redacted);
        if (_disposed) _spellings = null;
        return spellings.Redact;
    }

    private static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Reveal(SecureString key)
    {
        var text = Marshal.SecureStringToBSTR(key);
        try
        {
            return Marshal.PtrToStringBSTR(text);
        }
        finally
        {
            Marshal.ZeroFreeBSTR(text);
        }
    }
}
