namespace PolytomicBulk.Input;

/// <summary>Converts rows of a file, or objects of another process, to executions.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExecutionRowAttribute() : RowsAttribute(typeof(BulkSyncExecution))
{
    private protected override object Read(PSObject row)
    {
        var kind = ObjectKinds.Of(row);
        // A row of an execution's schema has the id of the execution, too.
        var isOne = Value(row, "ExecutionId") is not null && Value(row, "Status") is not null && row.Properties["Schema"] is null;
        if (!isOne || kind is not (null or nameof(BulkSyncExecution)))
        {
            var what = kind is null ? "" : $"{ObjectKinds.InWords(kind)}, ";
            throw new ArgumentException($"This is {what}not an execution. Pipe the output of Get-PolytomicBulkSyncExecution.");
        }

        var execution = Fill(new BulkSyncExecution(), row);
        if (Value(row, nameof(BulkSyncExecution.Schemas)) is not ICollection tables || tables.Cast<object?>().Any(table => !IsTable(table))) return execution;
        execution.Schemas = [.. tables.Cast<object?>().Select(table => Fill(new BulkSyncSchemaExecution(), PSObject.AsPSObject(table)))];
        return execution;
    }

    /// <summary>JSON with too little depth has a text instead of a schema, and a CSV file has one text for all schemas.</summary>
    private static bool IsTable(object? table) => table is not null && PSObject.AsPSObject(table).Properties["Schema"] is not null;

    private static T Fill<T>(T target, PSObject row)
        where T : ApiObject
    {
        foreach (var property in typeof(T).GetProperties())
        {
            if (property.GetSetMethod() is null || property.Name == nameof(BulkSyncExecution.Schemas) || Value(row, property.Name) is not { } value) continue;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(target, Convert(property.Name, value, type));
        }

        return target;
    }

    private static object? Convert(string name, object value, Type type)
    {
        // PowerShell converts every text to true.
        if (type == typeof(bool)) return Flags.Read(name, value);
        // PowerShell reads every text as an American date, but Export-Csv writes dates of the current culture.
        if (type == typeof(DateTime)) return TimeInput.Read(name, value);
        return LanguagePrimitives.TryConvertTo(value, type, CultureInfo.InvariantCulture, out var converted)
            ? converted
            : throw new ArgumentException($"{name} of an execution cannot be '{value}'.");
    }

    private static object? Value(PSObject row, string name) => PowerShellValue.Unwrap(row.Properties[name]?.Value) is { } value and not "" ? value : null;
}
