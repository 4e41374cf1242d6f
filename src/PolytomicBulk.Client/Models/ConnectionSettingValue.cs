namespace PolytomicBulk;

/// <summary>A value that can be chosen for a setting of a connection.</summary>
public sealed class ConnectionSettingValue
{
    /// <summary>The setting's name.</summary>
    public string? Setting { get; set; }

    /// <summary>The value.</summary>
    public object? Value { get; set; }

    /// <summary>The value's name for people.</summary>
    public string? Label { get; set; }

    /// <summary>Whether another value than those listed can be given, which the service then creates.</summary>
    public bool AllowsCreation { get; set; }

    /// <summary>The value.</summary>
    public override string ToString() => $"{Value ?? Label}";

    /// <summary>The values in the service's answer.</summary>
    /// <param name="answer">The answer.</param>
    public static IEnumerable<ConnectionSettingValue> In(JsonMap answer) =>
        from setting in answer
        let offer = setting.Value as JsonMap
        from item in offer?["values"] as object?[] ?? []
        let choice = item as JsonMap
        select new ConnectionSettingValue
        {
            Setting = setting.Key,
            Value = choice?["value"] ?? (choice is null ? item : null),
            Label = choice?["label"] as string,
            AllowsCreation = offer?["allows_creation"] is true,
        };
}
