using System.Text.Json;

namespace Baseline;

/// <summary>A bulk sync with the properties that the module's own type has.</summary>
public sealed class Sync
{
    public Guid? Id { get; set; }

    public string? Name { get; set; }

    public bool? Active { get; set; }

    public string? Mode { get; set; }

    public Schedule? DefaultSchedule { get; set; }

    public List<Schedule>? AdditionalSchedules { get; set; }

    public Guid? SourceConnectionId { get; set; }

    public JsonElement? SourceConfiguration { get; set; }

    public Guid? DestinationConnectionId { get; set; }

    public JsonElement? DestinationConfiguration { get; set; }

    public string? AutomaticallyAddNewObjects { get; set; }

    public string? AutomaticallyAddNewFields { get; set; }

    public string? NormalizeNames { get; set; }

    public DateTime? DataCutoffTimestamp { get; set; }

    public bool? DisableRecordTimestamps { get; set; }

    public long? ConcurrencyLimit { get; set; }

    public long? ResyncConcurrencyLimit { get; set; }

    public List<Guid>? Policies { get; set; }

    public Guid? OrganizationId { get; set; }

    public DateTime? CreatedAt { get; set; }

    public Actor? CreatedBy { get; set; }

    public DateTime? UpdatedAt { get; set; }

    public Actor? UpdatedBy { get; set; }
}
