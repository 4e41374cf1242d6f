namespace PolytomicBulk.Http;

/// <summary>Recognizes errors that mean that the cached schemas of a connection are not ready. This is normal for a new connection.</summary>
internal static class SchemaCache
{
    /// <summary>Quoted text, such as the name of a bulk sync, does not count.</summary>
    private static readonly Regex Quoted = new("""
        "[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)['‘][^'’]*['’](?!\w)
        """.Trim(), RegexOptions.CultureInvariant);

    private static readonly Regex NoLetters = new(@"[^\p{L}'’.,:;!?()]+", RegexOptions.CultureInvariant);

    /// <summary>The end of a sentence or clause. The text after it is about something else.</summary>
    private const string End = @"(?= ?[.,:;!?()]| ?$| (?:please|try|retry|wait)\b)";

    /// <summary>The request omitted the schemas, which is a different error.</summary>
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

    /// <summary>Whether the service refused the request because it has not read the schemas of a connection yet.</summary>
    public static bool IsUnready(int status, string? message) =>
        status is 400 or 422 && message is not null && Unready.IsMatch(NoLetters.Replace(Quoted.Replace(message, "*"), " "));
}
