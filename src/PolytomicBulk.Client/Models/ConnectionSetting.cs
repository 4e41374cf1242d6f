namespace PolytomicBulk;

/// <summary>A setting that connections of a type have.</summary>
public sealed class ConnectionSetting
{
    /// <summary>The type of connection, such as <c>postgresql</c>.</summary>
    public string? ConnectionType { get; set; }

    /// <summary>The setting's name in a configuration. A setting inside another one has the name of that one and a dot before its own.</summary>
    public string? Name { get; set; }

    /// <summary>The kind of value that it has, such as <c>string</c> or <c>integer</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Whether a connection cannot be without it.</summary>
    public bool Required { get; set; }

    /// <summary>Whether it is a secret, which the service never shows again.</summary>
    public bool Secret { get; set; }

    /// <summary>The value that the service takes where none is given.</summary>
    public object? Default { get; set; }

    /// <summary>The values that it can have, where there is a list of them.</summary>
    public ApiList<PickValue>? Values { get; set; }

    /// <summary>The setting's name for people.</summary>
    public string? Title { get; set; }

    /// <summary>What the setting does.</summary>
    public string? Description { get; set; }

    /// <summary>The setting that must be given first; null where the setting is always there.</summary>
    public string? DependsOn { get; set; }

    /// <summary>Whether the service sets it, such as what signing in leaves behind.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The setting's name.</summary>
    public override string ToString() => Name ?? "";
}
