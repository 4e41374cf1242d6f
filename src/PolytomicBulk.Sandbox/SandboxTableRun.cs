namespace PolytomicBulk.Sandbox;

/// <summary>What an execution will have done with a table once it is over.</summary>
/// <param name="Name">The table.</param>
/// <param name="OutputName">What it is called at the destination.</param>
/// <param name="Seconds">How long its records take, beside those of the other tables.</param>
/// <param name="Records">How many records were copied.</param>
/// <param name="Warnings">How many warnings there were.</param>
/// <param name="Errors">How many errors there were.</param>
/// <param name="Outcome">The state that it ends in.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record SandboxTableRun(
    string Name, string OutputName, double Seconds, long Records, long Warnings = 0, long Errors = 0, string Outcome = "completed", string? Message = null);
