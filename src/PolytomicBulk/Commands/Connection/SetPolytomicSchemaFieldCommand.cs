using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Editing;
using PolytomicBulk.Input;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Commands;

/// <summary>Defines a field of a connection's schema that the source does not tell of, or changes what is said of one.</summary>
/// <remarks>
/// <para>With both -Label and -Type it defines the field (API operation connectionSchemas_upsertField): one that is new is added, and an earlier
/// definition under the same id is replaced as a whole, so name -Path and -Example too where the field has them.</para>
/// <para>Without one of the two it changes an existing field, and just what is named (API operation connectionSchemas_patchField). Of a field that
/// the source tells of, the change is an override. A field that does not exist is an error.</para>
/// <para>An empty text or $null for a parameter is an error, since a mistyped variable gives it; neither clears anything. To remove the path of a
/// field, use -ClearSetting Path. An example cannot be cleared by itself: define the field anew with -Label and -Type, without -Example.</para>
/// <para>The schema is read first (API operation connectionSchemas_get). Where nothing differs nothing is written, and -Verbose says so. -WhatIf
/// shows what would change, and only reads. An example always counts as a change, since the service does not show the one it has.</para>
/// <para>Either way UserManaged is then true. Remove-PolytomicSchemaField takes it back.</para>
/// <para>Requests for each field: 1 to read its schema, and 1 to write it where it differs; with -Label, -Type and -PassThru 1 more.</para>
/// </remarks>
/// <example>
/// <para>Add a field for a value inside an object.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $field = @{ ConnectionId = (Get-PolytomicConnection Stripe).Id; Schema = 'events'; Field = 'amount' }
/// Set-PolytomicSchemaField @field -Label Amount -Type number -Path data.object.amount -Example 1800 -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Give a field another name, and leave the rest of it alone.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// Set-PolytomicSchemaField -ConnectionId $connection.Id -Schema public.orders -Field total -Label 'Order total'
/// </code>
/// </example>
/// <example>
/// <para>Remove the path of a field, and leave the rest of it alone.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $field = @{ ConnectionId = (Get-PolytomicConnection Stripe).Id; Schema = 'events'; Field = 'amount' }
/// Set-PolytomicSchemaField @field -Label Amount -Type number -Path data.object.amount
/// Set-PolytomicSchemaField @field -ClearSetting Path -PassThru
/// </code>
/// </example>
/// <seealso cref="RemovePolytomicSchemaFieldCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicSchemaField", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicSchemaField.md")]
[OutputType(typeof(SchemaField))]
public sealed class SetPolytomicSchemaFieldCommand : FieldOfSchemaCommand
{
    private JsonObject _settings = [];

    /// <summary>The field's name for people.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Label { get; set; }

    /// <summary>The field's type.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("connection field", "type")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Type { get; set; }

    /// <summary>Where in a record the field's value is, in the service's own notation. -ClearSetting Path removes it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Path { get; set; }

    /// <summary>A value such as the field has: text, a number, a boolean, a list or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? Example { get; set; }

    /// <summary>Settings to remove from the field: Path.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Clearable("connection field")]
    [ArgumentCompleter(typeof(ClearableCompleter))]
    public string[]? ClearSetting { get; set; }

    /// <summary>Emits the field as the service then has it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsDefinition => Label is not null && Type is not null;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        try
        {
            if ((Label, Type, Path, Example, ClearSetting) is (null, null, null, null, null))
            {
                throw new ArgumentException(
                    "There is nothing to set. Name at least one of -Label, -Type, -Path, -Example and -ClearSetting; a new field needs -Label and -Type.");
            }

            if (Label is not null) _settings["label"] = Label;
            if (ApiTables.ConnectionField["type"].Spell("-Type", Type) is { } type) _settings["type"] = type;
            if (Path is not null) _settings["path"] = Path;
            ClearInput.Read(ApiTables.ConnectionField, ClearSetting ?? [], _settings);
            if (JsonInput.ToNode("-Example", Example) is { } example) _settings["example"] = example;
        }
        catch (ArgumentException fault)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument(fault.Message));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        var (edit, field) = await Client.ConnectionSchemas.EditFieldAsync(connectionId, Schema, Field, _settings, IsDefinition, cancel);
        if (!MayWrite(edit, () => Emit(field))) return;
        Emit(IsDefinition ? await DefineAsync(edit, cancel) : await Client.ConnectionSchemas.PatchFieldAsync(edit, Schema, cancel));
    }

    private void Emit(SchemaField? field)
    {
        if (PassThru && field is not null) Write(field);
    }

    private async Task<SchemaField?> DefineAsync(ResourceEdit edit, CancellationToken cancel)
    {
        await Client.ConnectionSchemas.UpsertFieldAsync(edit, Schema, cancel);
        if (!PassThru) return null;

        var schema = await Client.ConnectionSchemas.GetAsync(edit.OwnerId, Schema, cancel);
        var defined = schema.Fields?.Find(one => one?.Id == Field);
        if (defined is null) Warn($"The service took the definition of field '{Field}', but does not show the field yet.");
        return defined;
    }
}
