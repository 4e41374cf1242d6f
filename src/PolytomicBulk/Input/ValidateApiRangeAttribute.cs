namespace PolytomicBulk.Input;

/// <summary>Refuses a number outside the range of an API property.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateApiRangeAttribute(string table, string property) : ValidateEnumeratedArgumentsAttribute
{
    public ApiProperty Property => ApiTables.Find(table, property);

    protected override void ValidateElement(object element)
    {
        if (Property.IsInRange(Convert.ToInt64(element, CultureInfo.InvariantCulture))) return;
        throw new ValidationMetadataException($"{Property.Label} must be {Property.Range}, not {element}.");
    }
}
