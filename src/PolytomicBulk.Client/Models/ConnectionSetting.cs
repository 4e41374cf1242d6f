namespace PolytomicBulk;

/// <summary>A setting of a connection type.</summary>
public sealed class ConnectionSetting
{
    /// <summary>The type of connection, such as <c>postgresql</c>.</summary>
    public string? ConnectionType { get; set; }

    /// <summary>The name of the setting in a configuration. A setting inside another one has a dot between the two names.</summary>
    public string? Name { get; set; }

    /// <summary>The type of the value, such as <c>string</c> or <c>integer</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Whether it is required.</summary>
    public bool Required { get; set; }

    /// <summary>Whether it is a secret, which the service never returns.</summary>
    public bool Secret { get; set; }

    /// <summary>The default value.</summary>
    public object? Default { get; set; }

    /// <summary>The possible values, if there is a list.</summary>
    public ApiList<PickValue>? Values { get; set; }

    /// <summary>The display name of the setting.</summary>
    public string? Title { get; set; }

    /// <summary>What the setting does.</summary>
    public string? Description { get; set; }

    /// <summary>The setting that must be set first. Null if there is none.</summary>
    public string? DependsOn { get; set; }

    /// <summary>Whether the service sets it, for example during a sign-in.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The name of the setting.</summary>
    public override string ToString() => Name ?? "";
}
