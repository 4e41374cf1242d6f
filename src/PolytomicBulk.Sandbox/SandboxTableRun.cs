namespace PolytomicBulk.Sandbox;

/// <summary>The result of an execution for one schema. <see cref="Seconds"/> is the time for its records, relative to the other schemas.</summary>
internal sealed record SandboxTableRun(
    string Name, string OutputName, double Seconds, long Records, long Warnings = 0, long Errors = 0, string Outcome = "completed", string? Message = null);
