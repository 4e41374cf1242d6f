using System.Globalization;
using Xunit;

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

#if NET
    private const long Share = 1;
#else
    // Mono is slow, and what is random is looked for on .NET. Here a few cases tell whether it works at all.
    private const long Share = 100;
#endif

    public static long AtMost(long usual) => Math.Max(1, Math.Min(usual / Share, Most));

    /// <summary>Holds a test to having had cases of a kind. Where it makes few, none of them need be.</summary>
    public static void HadSome(int ofKind) => Assert.True(ofKind > 0 || Most < long.MaxValue || Share > 1, "None of the cases was of the kind that the test is about.");
}
