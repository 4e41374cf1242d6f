namespace PolytomicBulk.Completion;

/// <summary>Says of which object of the API a parameter clears settings, so that their names are completed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ClearableAttribute(string table) : Attribute
{
    public IEnumerable<string> Names => ApiTables.All.First(one => one.Name == table).Clearable.Select(property => property.Label);
}
