namespace PolytomicBulk;

/// <summary>A session with one organization. It keeps the key, but never shows it.</summary>
public sealed class PolytomicSession
{
    private readonly PolytomicCredential _credential;

    internal PolytomicSession(PolytomicClientOptions options, PolytomicCredential credential, PolytomicClient client, Identity identity, bool isSandbox)
    {
        _credential = credential;
        Client = client;
        Completions = new(options.Clock);
        Organization = identity.OrganizationName;
        OrganizationId = identity.OrganizationId ?? credential.OrganizationId;
        User = identity.Email ?? identity.Id;
        Role = identity.Role;
        Authentication = isSandbox ? "sandbox" : credential.Kind;
        IsPartner = identity.IsPartner == true && credential.OrganizationId is null;
        BaseUri = options.BaseUri;
        ApiVersion = options.ApiVersion;
        TimeoutSec = (int)options.Timeout.TotalSeconds;
        MaxRetry = options.MaxRetry;
        ThrottleLimit = options.ThrottleLimit;
        ConnectedAt = options.Clock.GetLocalNow().DateTime;
    }

    /// <summary>The organization's name.</summary>
    public string? Organization { get; }

    /// <summary>Who the key belongs to: an e-mail address, or an id where there is none.</summary>
    public string? User { get; }

    /// <summary>The caller's role in the organization.</summary>
    public string? Role { get; }

    /// <summary>What the session shows the service: an API key, a partner key, a deployment key, or nothing but the sandbox.</summary>
    public string Authentication { get; }

    /// <summary>The service's address.</summary>
    public Uri BaseUri { get; }

    /// <summary>The version of the API that is asked for.</summary>
    public string ApiVersion { get; }

    /// <summary>The longest that one attempt of a request may take, in seconds.</summary>
    public int TimeoutSec { get; }

    /// <summary>How often a failed request is tried again.</summary>
    public int MaxRetry { get; }

    /// <summary>How many requests may be under way at once.</summary>
    public int ThrottleLimit { get; }

    /// <summary>When the session began, in local time.</summary>
    public DateTime ConnectedAt { get; }

    /// <summary>Whether the session can still be used; false after Disconnect-Polytomic.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>
    /// The updates of bulk syncs that were broken off, in this session or an earlier one of the same user and machine. Set-PolytomicBulkSync finishes
    /// that of a sync.
    /// </summary>
    public ApiList<UnfinishedUpdate> UnfinishedUpdates => [.. Client.Updates.Unfinished.Where(update => !update.IsOfAnother(OrganizationId))];

    /// <summary>Whether the session is a partner's own, which reaches organizations and no bulk sync.</summary>
    public bool IsPartner { get; }

    /// <summary>The organization's id.</summary>
    public Guid? OrganizationId { get; }

    internal PolytomicClient Client { get; }

    internal CompletionCache Completions { get; }

    /// <summary>The organization and the address.</summary>
    public override string ToString() => $"{Organization ?? OrganizationId?.ToString() ?? "Polytomic"} at {BaseUri.Authority}";

    internal void Disconnect()
    {
        IsConnected = false;
        _credential.Dispose();
        Client.Dispose();
    }
}
