namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets for one field of a schema of a connection.</summary>
public abstract class FieldOfSchemaCommand : SchemaOfConnectionCommand
{
    /// <summary>Specifies the id of a field of the schema.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("FieldId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string Field { get; set; } = null!;

    private protected override string TargetOf(Guid connectionId) => $"Field '{Field}' of schema '{Schema}' of {Client.ConnectionNames.InWords(connectionId)}";
}
