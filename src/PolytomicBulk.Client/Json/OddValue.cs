namespace PolytomicBulk.Json;

/// <summary>A value in an answer that does not fit its property.</summary>
/// <param name="Owner">The type of the object that has the property.</param>
/// <param name="Name">The name of the property in the API.</param>
/// <param name="Kind">The expected type.</param>
internal sealed record OddValue(Type Owner, string Name, Type Kind)
{
    /// <summary>Whether the object can be written back although this value cannot be read, because nothing depends on it.</summary>
    public bool IsHarmless => Nullable.GetUnderlyingType(Kind) is { } kind && kind != typeof(bool);
}
