namespace Baseline;

/// <summary>A schedule with the properties that the module's own type has.</summary>
public sealed class Schedule
{
    public Guid? Id { get; set; }

    public string? Frequency { get; set; }

    public string? Minute { get; set; }

    public string? Hour { get; set; }

    public string? DayOfWeek { get; set; }

    public string? DayOfMonth { get; set; }

    public string? Month { get; set; }

    public string? SelectiveMode { get; set; }

    public string? ResyncMode { get; set; }

    public List<string>? Schemas { get; set; }

    public DateTime? CreatedAt { get; set; }

    public Actor? CreatedBy { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public Actor? UpdatedBy { get; set; }
}
