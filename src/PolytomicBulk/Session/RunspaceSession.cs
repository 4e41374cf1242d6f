namespace PolytomicBulk;

/// <summary>
/// The session of the runspace. It is a global variable, which PowerShell removes before it uses a runspace again: an iteration of ForEach-Object -Parallel
/// does not see the session of an earlier one.
/// </summary>
internal static class RunspaceSession
{
    private const string Name = "global:PolytomicBulkSession";

    public static PolytomicSession? Current
    {
        get => PowerShellValue.Unwrap(Variables.GetValue(Name)) as PolytomicSession;
        set
        {
            if (value is null) Variables.Remove(Name);
            else Variables.Set(Name, value);
        }
    }

    /// <summary>The variables of the runspace. Completion and the removal of the module have no cmdlet.</summary>
    private static PSVariableIntrinsics Variables =>
        ((EngineIntrinsics)PowerShellValue.Unwrap(ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs())!).SessionState.PSVariable;
}
