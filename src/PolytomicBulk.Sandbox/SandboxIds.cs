namespace PolytomicBulk.Sandbox;

/// <summary>The ids of new objects. They are the same for the same seed, whatever is read in between.</summary>
internal sealed class SandboxIds(int? seed)
{
    private readonly Random? _random = seed is { } number ? new Random(number) : null;

    public Guid Next()
    {
        if (_random is null) return Guid.NewGuid();
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        (bytes[7], bytes[8]) = ((byte)((bytes[7] & 0x0f) | 0x40), (byte)((bytes[8] & 0x3f) | 0x80));
        return new Guid(bytes);
    }
}
