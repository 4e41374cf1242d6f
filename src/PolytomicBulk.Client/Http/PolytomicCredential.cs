using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security;

namespace PolytomicBulk;

/// <summary>The credential of a session. Nothing returns the key.</summary>
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

    /// <summary>Describes the kind of key.</summary>
    public string Kind { get; }

    /// <summary>The organization of the key. Null if none was specified.</summary>
    public Guid? OrganizationId { get; }

    /// <summary>The API key of a user, sent as a Bearer token.</summary>
    /// <param name="key">The key.</param>
    public static PolytomicCredential ApiKey(SecureString key) => new(key, "Bearer", "API key", organizationId: null);

    /// <summary>The key of a partner for one organization, sent with Basic authentication.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="key">The key.</param>
    public static PolytomicCredential PartnerKey(Guid organizationId, SecureString key) => new(key, "Basic", "partner key", organizationId);

    /// <summary>The key of a partner alone, sent as a Bearer token. It reaches organizations, but no bulk syncs.</summary>
    /// <param name="key">The key.</param>
    public static PolytomicCredential PartnerKey(SecureString key) => new(key, "Bearer", "partner key", organizationId: null);

    /// <summary>The deployment key of a self-hosted installation for one organization, sent with Basic authentication.</summary>
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

    /// <summary>Removes the key from text, however it is encoded there.</summary>
    internal string Redact(string text) => Redactor()(text);

    /// <summary>Removes the key from several texts.</summary>
    internal Func<string, string> Redactor()
    {
        // Without the key, nothing can tell whether a text contains it.
        if (_disposed) return _ => Redacted;
        // Building the pattern takes longer than matching it.
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
