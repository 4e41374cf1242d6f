namespace PolytomicBulk.Input;

/// <summary>The bulk sync that an object or a text stands for.</summary>
/// <param name="Id">The sync's id; null where only its name is given.</param>
/// <param name="Name">The sync's name; null where its id is given.</param>
/// <param name="UpdatedAt">When the sync last changed, as the object has it; null where it does not say.</param>
internal sealed record SyncReference(Guid? Id, string? Name = null, object? UpdatedAt = null)
{
    /// <summary>The last moment that UpdatedAt can mean, because a CSV file has no fractions of seconds.</summary>
    public DateTime? Seen => TimeInput.ReadLatest(nameof(UpdatedAt), UpdatedAt);

    /// <summary>The id or the name.</summary>
    public override string ToString() => Id?.ToString() ?? Name ?? "";
}
