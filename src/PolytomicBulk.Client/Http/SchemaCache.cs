namespace PolytomicBulk.Http;

/// <summary>The service's copy of a connection's schemas. It is not ready for a while after the connection was made.</summary>
internal static class SchemaCache
{
    /// <summary>What is quoted, such as the name of a sync, is somebody else's words.</summary>
    private static readonly Regex Quoted = new("""
        "[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)['‘][^'’]*['’](?!\w)
        """.Trim(), RegexOptions.CultureInvariant);

    private static readonly Regex NoLetters = new(@"[^\p{L}'’.,:;!?()]+", RegexOptions.CultureInvariant);

    /// <summary>The end of a sentence, or of a part of it: what goes on speaks of something else.</summary>
    private const string End = @"(?= ?[.,:;!?()]| ?$| (?:please|try|retry|wait)\b)";

    /// <summary>Whoever sent the request left the schemas out, which is another matter.</summary>
    private const string NotTheCaller = @"(?<!\b(?:you|request|body|payload|input|sync|schedule) )";

    private const string Still = "(?: is| are)?(?: still| currently| already)?";

    private static readonly Regex Unready = new(
        string.Join(
            "|",
            $@"(?<!\b(?:no|not an?|without an?) (?:schema )?)\b(?:cache|schemas?) refresh(?:ing)?{Still} (?:in progress|under way|running){End}",
            $@"\b(?:cache|schemas?) (?:is|are)(?: still| currently| already)?(?: being)? refresh(?:ing|ed){End}",
            $@"\b(?:cache|schemas?) (?:is|are) not(?: yet)? (?:ready|cached)(?: yet)?{End}",
            $@"{NotTheCaller}\b(?:did not|didn['’]t|has not|hasn['’]t)(?: yet)? provided? any schemas(?: yet)?{End}"),
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Whether the service refuses something since it has not read the schemas of a connection yet.</summary>
    public static bool IsUnready(int status, string? message) =>
        status is 400 or 422 && message is not null && Unready.IsMatch(NoLetters.Replace(Quoted.Replace(message, "*"), " "));
}
