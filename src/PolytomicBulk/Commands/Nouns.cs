namespace PolytomicBulk.Commands;

internal static class Nouns
{
    public const string Polytomic = "Polytomic";
    public const string BulkSync = "PolytomicBulkSync";
    public const string Identity = "PolytomicIdentity";
    public const string Session = "PolytomicSession";
}
