using System.Globalization;

namespace Client.Tests.Support;

/// <summary>
/// How many random cases a test makes. The environment variable lowers it: a mutant is tried by dozens of tests, and
/// a few cases of each tell most mutants.
/// </summary>
internal static class Cases
{
    private static readonly long Most =
        long.TryParse(Environment.GetEnvironmentVariable("POLYTOMICBULK_TESTS_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : long.MaxValue;

    public static long AtMost(long usual) => Math.Min(usual, Most);
}
