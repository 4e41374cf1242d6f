namespace PolytomicBulk.Completion;

/// <summary>Says which property of the API a parameter sets, so that its known values are completed and listed in help.</summary>
/// <param name="table">The name of the property's table.</param>
/// <param name="property">The property's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownValuesAttribute(string table, string property) : Attribute
{
    public IReadOnlyList<KnownValue> Values => ApiTables.Find(table, property).Values;
}
