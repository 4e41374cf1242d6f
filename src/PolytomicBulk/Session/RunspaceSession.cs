namespace PolytomicBulk;

/// <summary>
/// The session that belongs to the runspace, which no other runspace sees. It is a global variable, so that it ends with the others where PowerShell
/// uses a runspace again: an iteration of ForEach-Object -Parallel does not see the session of the one before.
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

    /// <summary>The variables of the runspace. Completion and the removal of the module have no cmdlet to ask.</summary>
    private static PSVariableIntrinsics Variables =>
        ((EngineIntrinsics)PowerShellValue.Unwrap(ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs())!).SessionState.PSVariable;
}
