namespace PolytomicBulk;

/// <summary>The text to show before a sign-in with OAuth.</summary>
public sealed class OAuthPrompt : ApiWord
{
    /// <summary>What the prompt is about.</summary>
    public string? Key { get; set; }

    /// <summary>The prompt's text.</summary>
    public string? Value { get; set; }

    /// <summary>When the prompt is shown.</summary>
    public string? When { get; set; }

    /// <summary>The prompt's text.</summary>
    public override string ToString() => Value ?? Key ?? "";
}
