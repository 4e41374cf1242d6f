namespace Baseline;

/// <summary>An actor with the properties that the module's own type has.</summary>
public sealed class Actor
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public string? Type { get; set; }
}
