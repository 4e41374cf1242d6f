using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk;

/// <summary>The results of an execution for its schemas. The text shows only how many have each status, because there can be hundreds.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a list, and List is the usual suffix.")]
public sealed class SchemaExecutionList : ApiList<BulkSyncSchemaExecution>
{
    /// <summary>The number of schemas with each status, such as <c>5 completed, 1 failed</c>.</summary>
    public override string ToString() => string.Join(
        ", ",
        from schema in this
        group schema by schema.Status ?? "unknown" into state
        orderby state.Count() descending, state.Key
        select state.Count().ToString(CultureInfo.InvariantCulture) + " " + state.Key);
}
