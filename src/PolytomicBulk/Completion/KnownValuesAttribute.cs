namespace PolytomicBulk.Completion;

/// <summary>Names the API property that a parameter sets, for completion and help.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownValuesAttribute(string table, string property) : Attribute
{
    public IReadOnlyList<KnownValue> Values => ApiTables.Find(table, property).Values;
}
