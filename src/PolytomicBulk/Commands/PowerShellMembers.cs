namespace PolytomicBulk.Commands;

/// <summary>Members of PowerShell that are not public.</summary>
internal static class PowerShellMembers
{
    public const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The value of a property. A property that does not exist is a MissingMemberException.</summary>
    public static object? Get(object owner, string name)
    {
        for (var type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(name, All | BindingFlags.DeclaredOnly) is { } property) return property.GetValue(owner);
        }

        throw new MissingMemberException(owner.GetType().Name, name);
    }
}
