namespace PolytomicBulk.Commands;

/// <summary>Adds or changes a field of a schema of a connection.</summary>
/// <remarks>
/// <para>With both -Label and -Type, this command adds a field, or replaces the definition of a field completely. Also specify -Path and -Example if the
/// field has them. With only one of -Label and -Type, or neither, the field must exist and only what you specify changes. If the field comes from the
/// source, your change overrides it, and UserManaged is true. To undo this, use Remove-PolytomicSchemaField.</para>
/// </remarks>
/// <notes>
/// <para>If nothing differs, the command writes nothing. -WhatIf shows the change. -Example always counts as a change, because the service does not show
/// the current example.</para>
/// <para>Empty text or $null is an error, because it often comes from a mistyped variable. To remove the path of a field, use -ClearSetting Path. To remove
/// the example, define the field again without -Example.</para>
/// <para>Requests: 1 to read the schema (API operation connectionSchemas_get), and 1 to write the field if it changes (connectionSchemas_upsertField
/// or connectionSchemas_patchField). With -Label, -Type and -PassThru, 1 more.</para>
/// </notes>
/// <example>
/// <para>Add a field for a value inside an object.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $stripe = Get-PolytomicConnection Stripe
/// $field = @{ ConnectionId = $stripe.Id; Schema = 'events'; Field = 'amount' }
/// Set-PolytomicSchemaField @field -Label Amount -Type number -Path data.object.amount -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Change the label of a field.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// $total = @{ ConnectionId = $connection.Id; Schema = 'public.orders'; Field = 'total' }
/// Set-PolytomicSchemaField @total -Label 'Order total'
/// </code>
/// </example>
/// <example>
/// <para>Remove the path of a field.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $stripe = Get-PolytomicConnection Stripe
/// $field = @{ ConnectionId = $stripe.Id; Schema = 'events'; Field = 'amount' }
/// Set-PolytomicSchemaField @field -Label Amount -Type number -Path data.object.amount
/// Set-PolytomicSchemaField @field -ClearSetting Path -PassThru
/// </code>
/// </example>
/// <seealso cref="RemovePolytomicSchemaFieldCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicSchemaField", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "Set-PolytomicSchemaField.md")]
[OutputType(typeof(SchemaField))]
public sealed class SetPolytomicSchemaFieldCommand : FieldOfSchemaCommand
{
    private JsonObject _settings = [];

    /// <summary>Specifies the display name of the field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Label { get; set; }

    /// <summary>Specifies the type of the field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [KnownValues("connection field", "type")]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Type { get; set; }

    /// <summary>Specifies where the value of the field is in a record, such as data.object.amount. To remove the path, use -ClearSetting Path.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Path { get; set; }

    /// <summary>Specifies an example value: text, a number, a boolean, a list or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object? Example { get; set; }

    /// <summary>Specifies settings to remove from the field. The only one is Path.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Clearable("connection field")]
    [ArgumentCompleter(typeof(ClearableCompleter))]
    public string[]? ClearSetting { get; set; }

    /// <summary>Returns the field after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsDefinition => Label is not null && Type is not null;

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if ((Label, Type, Path, Example, ClearSetting) is (null, null, null, null, null))
        {
            throw new ArgumentException(
                "No change was specified. Specify -Label, -Type, -Path, -Example or -ClearSetting. A new field needs -Label and -Type.");
        }

        if (Label is not null) _settings["label"] = Label;
        if (ApiTables.ConnectionField["type"].Spell("-Type", Type) is { } type) _settings["type"] = type;
        if (Path is not null) _settings["path"] = Path;
        ClearInput.Read(ApiTables.ConnectionField, ClearSetting ?? [], _settings);
        if (JsonInput.ToNode("-Example", Example) is { } example) _settings["example"] = example;
    }

    private protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
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

        var schema = await ReadBackAsync("The field was set.", Client.ConnectionSchemas.GetAsync(edit.OwnerId, Schema, cancel));
        var defined = schema.Fields?.Find(one => one?.Id == Field);
        if (defined is null) Warn($"The service accepted the definition of field '{Field}', but does not return the field yet.");
        return defined;
    }
}
