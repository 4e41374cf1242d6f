namespace PolytomicBulk;

/// <summary>Where and how a client reaches the service.</summary>
public sealed class PolytomicClientOptions
{
    /// <summary>The version of the API that this client was written for.</summary>
    public const string DefaultApiVersion = "2025-09-18";

    /// <summary>The environment variable that names another folder than <see cref="DefaultJournalFolder"/>.</summary>
    public const string JournalVariable = "POLYTOMICBULK_JOURNAL_FOLDER";

    /// <summary>A folder for <see cref="JournalFolder"/> in the user's own application data; null where there is none.</summary>
    public static string? DefaultJournalFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data
            ? Path.Combine(data, "PolytomicBulk", "updates")
            : null;

    /// <summary>The service's address.</summary>
    public Uri BaseUri { get; init; } = new("https://app.polytomic.com/");

    /// <summary>The value of the <c>X-Polytomic-Version</c> header.</summary>
    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>The longest that one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a failed request is tried again.</summary>
    public int MaxRetry { get; init; } = 4;

    /// <summary>How many requests may be under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What carries the requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Where it is kept what an update of a bulk sync has left to do, so that it outlives the process; null to keep it in memory alone.</summary>
    public string? JournalFolder { get; init; }

    /// <summary>How long a connection is used before another is opened, which finds the service where it has moved to.</summary>
    internal TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    internal void ThrowIfUnfit()
    {
        ThrowIfUnfit(BaseUri);
        if (!Regex.IsMatch(ApiVersion, @"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"))
        {
            throw new ArgumentException($"The API version is not a date such as {DefaultApiVersion}.");
        }

        if (Timeout <= TimeSpan.Zero) throw new ArgumentException("The time limit must be greater than zero.");
        if (MaxRetry < 0) throw new ArgumentException("The number of retries cannot be negative.");
        if (ThrottleLimit < 1) throw new ArgumentException("The number of requests at the same time must be at least 1.");
    }

    /// <summary>Throws where an address cannot be a service's.</summary>
    /// <param name="address">The address to check.</param>
    public static void ThrowIfUnfit(Uri address)
    {
        if (!address.IsAbsoluteUri) throw Unfit("It must be a full address, such as https://polytomic.example.com.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw Unfit("Plain http would send the key unencrypted. Use https. http is possible only for this computer.");
        }

        if (address.Scheme is not ("https" or "http")) throw Unfit("It must begin with https://.");
        if (address.UserInfo.Length > 0) throw Unfit("It must not contain a user name or a password.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) throw Unfit("It must end with the host or a path, without ? or #.");

        // The address is not repeated, because the part before an @ can be a secret.
        ArgumentException Unfit(string why) => new($"The base address cannot be used. {why}");
    }
}
