namespace PolytomicBulk.Commands;

/// <summary>Resets the primary key of a schema to the primary key of the source.</summary>
/// <remarks>
/// <para>This command removes all overrides of the primary key. A schema without overrides does not change. The command asks for confirmation unless
/// you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each schema (API operation connectionSchemas_resetPrimaryKeys), and 1 more with -PassThru.</para>
/// </notes>
/// <example>
/// <para>Use the primary key of the source again.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' |
///     Reset-PolytomicPrimaryKey -Schema 'public.order lines' -Force
/// </code>
/// </example>
/// <example>
/// <para>Show the primary key of the source.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// $orders = @{ ConnectionId = $connection.Id; Schema = 'public.orders' }
/// (Reset-PolytomicPrimaryKey @orders -Force -PassThru).PrimaryKey
/// </code>
/// </example>
/// <seealso cref="SetPolytomicPrimaryKeyCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Reset, "PolytomicPrimaryKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Reset-PolytomicPrimaryKey.md")]
[OutputType(typeof(ConnectionSchema))]
public sealed class ResetPolytomicPrimaryKeyCommand : SchemaOfConnectionCommand
{
    /// <summary>Resets without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the schema after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess(TargetOf(connectionId), "Restore the primary key of the source", Schema)) return Task.CompletedTask;
        return PassThru ? SendAsync([Schema], ResetAndReadAsync, WriteAsync) : SendAsync([Schema], ResetAsync);

        Task ResetAsync(string schema) => Client.ConnectionSchemas.ResetPrimaryKeyAsync(connectionId, schema, cancel);

        async Task<ConnectionSchema> ResetAndReadAsync(string schema)
        {
            await ResetAsync(schema).ConfigureAwait(false);
            return await ReadBackAsync("The primary key was reset.", Client.ConnectionSchemas.GetAsync(connectionId, schema, cancel)).ConfigureAwait(false);
        }
    }
}
