using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ModelBench;
using Perfolizer.Horology;

// With --normal-form BASE-URI SYNCS THROTTLE ROUNDS: the times of a minimal client that reads the schemas and executions of a large organization.
if (args is ["--normal-form", var baseUri, .. { Length: 3 } sizes])
{
    var parsed = Array.ConvertAll(sizes, number => int.Parse(number, CultureInfo.InvariantCulture));
    Console.WriteLine(await NormalForm.MeasureAsync(new(baseUri), parsed[0], parsed[1], parsed[2]));
    return;
}

// Prints a line for each size of answer: the number of bulk syncs, nanoseconds and bytes for the client, and the same for System.Text.Json. With
// --verbose, prints the complete output of BenchmarkDotNet.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(20).WithIterationTime(TimeInterval.FromMilliseconds(250)))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "polytomic-bench"))
    .AddLogger(args.Contains("--verbose") ? ConsoleLogger.Default : NullLogger.Instance);
var summary = BenchmarkRunner.Run<ReadSyncs>(config);
foreach (var size in summary.Reports.GroupBy(report => report.BenchmarkCase.Parameters[nameof(ReadSyncs.Syncs)]))
{
    var numbers = size
        .OrderByDescending(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(ReadSyncs.Ours))
        .SelectMany(report => new[] { report.ResultStatistics!.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value });
    Console.WriteLine(string.Join(" ", numbers.Prepend(Convert.ToDouble(size.Key, CultureInfo.InvariantCulture)).Select(number => number.ToString("0", CultureInfo.InvariantCulture))));
}
