namespace PolytomicBulk.Report;

/// <summary>Draws the last runs as a small chart: how long each took, and which ones failed.</summary>
internal static class RunTrend
{
    /// <summary>The maximum number of runs, so that the chart fits beside other columns.</summary>
    public const int Most = 12;

    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = ".:-=+*%#";
    private const char Failure = '×';
    private const char AsciiFailure = 'x';

    /// <summary>All characters of charts with block characters.</summary>
    public static string Signs => Blocks + Failure;

    /// <summary>Draws the last runs, newest at the end.</summary>
    public static string Draw(IEnumerable<Run> runs, bool hasBlocks)
    {
        var last = runs.Where(run => run.Result is RunResult.Succeeded or RunResult.Failed && !run.IsTest && run.Start is not null)
            .OrderByDescending(run => run.Start).Take(Most).Reverse().ToList();
        var longest = last.Max(run => Length(run));
        var levels = hasBlocks ? Blocks : Ascii;
        return new([.. last.Select(Sign)]);

        char Sign(Run run) => run.Result == RunResult.Failed
            ? hasBlocks ? Failure : AsciiFailure
            : levels[longest > 0 ? (int)Math.Round((levels.Length - 1) * ((double)Length(run)! / (double)longest)) : 0];

        static long? Length(Run run) => run.Result == RunResult.Succeeded ? Math.Max(0, (run.End - run.Start)?.Ticks ?? 0) : null;
    }
}
