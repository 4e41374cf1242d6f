namespace PolytomicBulk.Completion;

/// <summary>Says which property of the API a parameter sets, so that its known values are completed and listed in help.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownValuesAttribute(string table, string property) : Attribute
{
    public IReadOnlyList<KnownValue> Values => ApiTables.Find(table, property).Values;
}
