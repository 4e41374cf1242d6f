namespace Client.Tests.Support;

/// <summary>The objects that operations are about.</summary>
internal sealed record ApiTarget(Guid Sync, Guid Execution, Guid Schedule, Guid Connection, string Schema, string Field, Guid Policy, string ConnectionType, Guid Organization, Guid OtherOrganization,
    Guid Unused)
{
    /// <summary>Objects whose names would lead to a different address if they were not encoded, or encoded twice.</summary>
    public static ApiTarget Odd { get; } = new(
        Guid.Parse("11111111-0000-4000-8000-000000000001"),
        Guid.Parse("22222222-0000-4000-8000-000000000002"),
        Guid.Parse("33333333-0000-4000-8000-000000000003"),
        Guid.Parse("44444444-0000-4000-8000-000000000004"),
        "sales/größe 1#2 100%25?a=b&c+d",
        "..日本 %2F#é",
        Guid.Parse("55555555-0000-4000-8000-000000000005"),
        "größe/1 #2?a=b",
        Guid.Parse("66666666-0000-4000-8000-000000000006"),
        Guid.Parse("77777777-0000-4000-8000-000000000007"),
        Guid.Parse("88888888-0000-4000-8000-000000000008"));
}
