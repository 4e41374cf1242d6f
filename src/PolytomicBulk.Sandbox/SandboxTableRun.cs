namespace PolytomicBulk.Sandbox;

/// <summary>What an execution will have done with a table once it is over.</summary>
internal sealed record SandboxTableRun(string Name, string OutputName, long Records, long Warnings = 0, long Errors = 0, string Outcome = "completed", string? Message = null);
