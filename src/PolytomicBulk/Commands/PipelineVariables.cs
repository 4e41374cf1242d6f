namespace PolytomicBulk.Commands;

/// <summary>
/// The -PipelineVariable variables of the commands before this one in the pipeline. Where several inputs are taken before the first result is written,
/// they have gone on to a later input, and are set back around each write. PowerShell has no public way to them.
/// </summary>
internal sealed class PipelineVariables
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly PSVariable[] _variables;

    private PipelineVariables(PSVariable[] variables) => _variables = variables;

    /// <summary>Whether a variable may be in use that cannot be set back, so that each input has to be waited for.</summary>
    public bool MustWait { get; private init; }

    /// <summary>The variables before a command.</summary>
    public static PipelineVariables Before(PSCmdlet command) =>
        // A command that begins the pipeline, or has all its input by parameters, takes no input of others.
        command.MyInvocation.ExpectingInput ? Before(command.CommandRuntime) : new([]);

    /// <summary>The variables of the commands before a command in its pipeline.</summary>
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

    /// <summary>What the variables hold now; null where there are none.</summary>
    public object?[]? Read() => _variables.Length == 0 ? null : Array.ConvertAll(_variables, variable => variable.Value);

    /// <summary>Does something while the variables hold what they have held.</summary>
    public Task AsOfAsync(object?[]? values, Func<Task> action) => values is null ? action() : SetAsync(values, action);

    /// <summary>The same, for what does not wait.</summary>
    public void AsOf(object?[]? values, Action action)
    {
        var now = values is null ? null : Read();
        if (values is not null) Set(values);
        try
        {
            action();
        }
        finally
        {
            if (now is not null) Set(now);
        }
    }

    private async Task SetAsync(object?[] values, Func<Task> action)
    {
        var now = Read()!;
        Set(values);
        try
        {
            await action();
        }
        finally
        {
            Set(now);
        }
    }

    private void Set(object?[] values)
    {
        for (var i = 0; i < values.Length; i++) _variables[i].Value = values[i];
    }

    private static PSVariable[] Find(object own)
    {
        var variables = new List<PSVariable>();
        foreach (var command in (IEnumerable)Get(Get(own, "PipelineProcessor")!, "Commands")!)
        {
            var runtime = Get(command, "CommandRuntime")!;
            if (ReferenceEquals(runtime, own)) break;
            if (VariableOf(runtime) is { } variable) variables.Add(variable);
        }

        return [.. variables];
    }

    private static PSVariable? VariableOf(object runtime)
    {
        if (Get(runtime, "PipelineVariable") is not string { Length: > 0 }) return null;
        var field = Array.Find(runtime.GetType().GetFields(Members), field => field.FieldType == typeof(PSVariable)) ?? throw new MissingMemberException();
        return (PSVariable?)field.GetValue(runtime);
    }

    private static object? Get(object owner, string name)
    {
        for (var type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(name, Members | BindingFlags.DeclaredOnly) is { } property) return property.GetValue(owner);
        }

        throw new MissingMemberException(owner.GetType().Name, name);
    }
}
