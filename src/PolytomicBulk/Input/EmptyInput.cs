namespace PolytomicBulk.Input;

/// <summary>Typed parameters without a value, which often come from a mistyped variable.</summary>
internal static class EmptyInput
{
    /// <summary>The first empty parameter, and how to clear its setting. In piped input, an empty value means "not given".</summary>
    public static (string Name, string Advice)? Find(PSCmdlet command)
    {
        var type = command.GetType();
        foreach (var (name, value) in command.MyInvocation.BoundParameters.Select(bound => (bound.Key, PowerShellValue.Unwrap(bound.Value))))
        {
            if (type.GetProperty(name) is not { } parameter || !IsEmpty(value, parameter.PropertyType.IsArray)) continue;
            return (name, type.GetProperty(ClearInput.Parameter)?.GetCustomAttribute<ClearableAttribute>()?.Names.Contains(name) == true
                ? $" To clear it, use -{ClearInput.Parameter} {name}."
                : parameter.IsDefined(typeof(AllowEmptyCollectionAttribute)) ? " To remove all, use @()." : "");
        }

        return null;
    }

    private static bool IsEmpty(object? value, bool isList) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        // A parameter that takes any value, such as an example, takes the list as it is.
        Array items => isList && items.Cast<object?>().Any(item => IsEmpty(PowerShellValue.Unwrap(item), isList: false)),
        _ => false,
    };
}
