using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PolytomicBulk;

/// <summary>What an execution does with its schemas. There can be hundreds, so as text it is only how many are in which state.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a list, and named as one.")]
public sealed class SchemaExecutionList : ApiList<BulkSyncSchemaExecution>
{
    /// <summary>How many are in which state, such as <c>5 completed, 1 failed</c>.</summary>
    public override string ToString() => string.Join(
        ", ",
        from schema in this
        group schema by schema.Status ?? "unknown" into state
        orderby state.Count() descending, state.Key
        select state.Count().ToString(CultureInfo.InvariantCulture) + " " + state.Key);
}
