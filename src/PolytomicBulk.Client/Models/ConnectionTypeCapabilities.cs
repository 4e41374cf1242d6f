namespace PolytomicBulk;

/// <summary>What connections of a type can be used for.</summary>
public sealed class ConnectionTypeCapabilities : ApiObject
{
    /// <summary>Whether they can be read.</summary>
    public bool? Source { get; set; }

    /// <summary>Whether they can be written.</summary>
    public bool? Destination { get; set; }

    /// <summary>Whether they can enrich records of others.</summary>
    public bool? Enrichment { get; set; }

    /// <summary>Whether they can start syncs.</summary>
    public bool? Orchestration { get; set; }

    /// <summary>The uses, separated by commas.</summary>
    public override string ToString() => string.Join(", ", Uses());

    private IEnumerable<string> Uses()
    {
        if (Source == true) yield return "source";
        if (Destination == true) yield return "destination";
        if (Enrichment == true) yield return "enrichment";
        if (Orchestration == true) yield return "orchestration";
    }
}
