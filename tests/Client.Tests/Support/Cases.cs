using System.Globalization;
using Xunit;

namespace Client.Tests.Support;

/// <summary>The number of random cases of a test. The environment variable lowers it for mutation tests, because a few cases find most mutants.</summary>
internal static class Cases
{
    private static readonly long Most =
        long.TryParse(Environment.GetEnvironmentVariable("POLYTOMICBULK_TESTS_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : long.MaxValue;

#if NET
    private const long Share = 1;
#else
    // Mono is slow, so it runs only a few cases. The tests on .NET search for rare faults.
    private const long Share = 100;
#endif

    public static long AtMost(long usual) => Math.Max(1, Math.Min(usual / Share, Most));

    /// <summary>Checks that a test had cases of a kind. With few cases, there may be none.</summary>
    public static void HadSome(int ofKind) => Assert.True(ofKind > 0 || Most < long.MaxValue || Share > 1, "None of the cases was of the kind that the test is about.");
}
