namespace PolytomicBulk;

/// <summary>The options of a client.</summary>
public sealed class PolytomicClientOptions
{
    /// <summary>The API version that this client was written for.</summary>
    public const string DefaultApiVersion = "2025-09-18";

    /// <summary>The environment variable that overrides <see cref="DefaultJournalFolder"/>.</summary>
    public const string JournalVariable = "POLYTOMICBULK_JOURNAL_FOLDER";

    /// <summary>The default of <see cref="JournalFolder"/> in the application data folder of the user. Null if there is none.</summary>
    public static string? DefaultJournalFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data
            ? Path.Combine(data, "PolytomicBulk", "updates")
            : null;

    /// <summary>The address of the service.</summary>
    public Uri BaseUri { get; init; } = new("https://app.polytomic.com/");

    /// <summary>The value of the <c>X-Polytomic-Version</c> header.</summary>
    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>The time limit of each attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a failed request is retried.</summary>
    public int MaxRetry { get; init; } = 4;

    /// <summary>The maximum number of parallel requests.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The handler that sends requests. Null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The folder for records of unfinished updates, so that they survive the process. Null to keep them only in memory.</summary>
    public string? JournalFolder { get; init; }

    /// <summary>How long a connection is used. Then a new one is opened, which follows changes of DNS.</summary>
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

    /// <summary>Throws if the address cannot be that of a service.</summary>
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
