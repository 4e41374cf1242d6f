namespace PolytomicBulk.Completion;

/// <summary>Names the API object whose settings a parameter clears, for completion.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ClearableAttribute(string table) : Attribute
{
    public IEnumerable<string> Names => ApiTables.All.First(one => one.Name == table).Clearable.Select(property => property.Label);
}
