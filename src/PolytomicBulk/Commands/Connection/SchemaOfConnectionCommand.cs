namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets for one schema of a connection.</summary>
public abstract class SchemaOfConnectionCommand : ConnectionCommand
{
    /// <summary>Specifies the id of a schema of the connection, such as public.orders.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string Schema { get; set; } = null!;

    /// <summary>The target for -WhatIf and -Confirm.</summary>
    private protected virtual string TargetOf(Guid connectionId) => $"Schema '{Schema}' of {Client.ConnectionNames.InWords(connectionId)}";
}
