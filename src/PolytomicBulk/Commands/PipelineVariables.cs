namespace PolytomicBulk.Commands;

/// <summary>
/// The -PipelineVariable variables of the commands before this one. If several inputs are read before the first result is written, the variables hold a
/// later input, so they are set back for each write. PowerShell has no public way to do this.
/// </summary>
internal sealed class PipelineVariables
{
    private readonly PSVariable[] _variables;

    private PipelineVariables(PSVariable[] variables) => _variables = variables;

    /// <summary>Whether a variable may be in use that cannot be set back. Each input then waits for the one before.</summary>
    public bool MustWait { get; private init; }

    public static PipelineVariables Before(PSCmdlet command) =>
        // A command without pipeline input has no commands before it that matter.
        command.MyInvocation.ExpectingInput ? Before(command.CommandRuntime) : new([]);

    internal static PipelineVariables Before(object runtime)
    {
        try
        {
            return new(Find(runtime));
        }
        catch (MissingMemberException)
        {
            return new([]) { MustWait = true };
        }
    }

    /// <summary>The current values; null if there are no variables.</summary>
    public object?[]? Read() => _variables.Length == 0 ? null : Array.ConvertAll(_variables, variable => variable.Value);

    /// <summary>Sets the variables to earlier values until the scope ends. Null leaves them alone.</summary>
    public IDisposable? Hold(object?[]? values)
    {
        if (values is null) return null;
        var now = Read()!;
        Set(values);
        return new Scope(() => Set(now));
    }

    private void Set(object?[] values)
    {
        for (var i = 0; i < values.Length; i++) _variables[i].Value = values[i];
    }

    private static PSVariable[] Find(object own)
    {
        var variables = new List<PSVariable>();
        foreach (var command in (IEnumerable)PowerShellMembers.Get(PowerShellMembers.Get(own, "PipelineProcessor")!, "Commands")!)
        {
            var runtime = PowerShellMembers.Get(command, "CommandRuntime")!;
            if (ReferenceEquals(runtime, own)) break;
            if (VariableOf(runtime) is { } variable) variables.Add(variable);
        }

        return [.. variables];
    }

    private static PSVariable? VariableOf(object runtime)
    {
        if (PowerShellMembers.Get(runtime, "PipelineVariable") is not string { Length: > 0 }) return null;
        var fields = runtime.GetType().GetFields(PowerShellMembers.All);
        var field = Array.Find(fields, field => field.FieldType == typeof(PSVariable)) ?? throw new MissingMemberException();
        return (PSVariable?)field.GetValue(runtime);
    }
}
