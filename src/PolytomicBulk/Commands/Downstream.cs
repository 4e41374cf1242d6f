namespace PolytomicBulk.Commands;

/// <summary>
/// The commands that receive the output of a command, also if it runs in a function or script block. MyInvocation knows only the innermost pipeline, and
/// PowerShell has no public way to see the others.
/// </summary>
internal static class Downstream
{
    private const string PowerShellCommands = "Microsoft.PowerShell.Commands.";

    /// <summary>Commands of PowerShell that change nothing. Select-Object can end a list early, and Out-Default is the end of each console command.</summary>
    private static readonly string[] Harmless =
        [$"{PowerShellCommands}SelectObjectCommand", $"{PowerShellCommands}MeasureObjectCommand", $"{PowerShellCommands}OutDefaultCommand"];

    /// <summary>Whether a command follows that may change what is listed.</summary>
    public static bool Follows(PSCmdlet command)
    {
        try
        {
            return Follows(command.CommandRuntime);
        }
        catch (MissingMemberException)
        {
            return command.MyInvocation.PipelinePosition < command.MyInvocation.PipelineLength;
        }
    }

    /// <summary>The same for the runtime of a command. PowerShell may have other members in a later version, which is a MissingMemberException.</summary>
    internal static bool Follows(object runtime)
    {
        while (PowerShellMembers.Get(PowerShellMembers.Get(runtime, "OutputPipe")!, "DownstreamCmdlet") is { } next)
        {
            if (!IsHarmless(PowerShellMembers.Get(next, "CommandInfo"))) return true;
            runtime = PowerShellMembers.Get(next, "CommandRuntime")!;
        }

        return false;
    }

    private static bool IsHarmless(object? command) => command is CmdletInfo { ImplementingType: { } type }
        && (typeof(PolytomicCommand).IsAssignableFrom(type) ? !ChangesAnything(type) : Array.IndexOf(Harmless, type.FullName) >= 0);

    /// <summary>Whether a command of this module may change something on the service.</summary>
    public static bool ChangesAnything(Type command) => command.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess;
}
