namespace PolytomicBulk;

/// <summary>A possible value of a connection setting.</summary>
public sealed class ConnectionSettingValue
{
    /// <summary>The name of the setting.</summary>
    public string? Setting { get; set; }

    /// <summary>The value.</summary>
    public object? Value { get; set; }

    /// <summary>The display name of the value.</summary>
    public string? Label { get; set; }

    /// <summary>Whether a value that is not in the list is possible. The service then creates it.</summary>
    public bool AllowsCreation { get; set; }

    /// <summary>The value.</summary>
    public override string ToString() => $"{Value ?? Label}";

    /// <summary>Returns the values in an answer of the service.</summary>
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
