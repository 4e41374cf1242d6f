using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Drops all overrides of the primary key of a connection's schema: the source's own key counts again.</summary>
/// <remarks>
/// <para>API operation connectionSchemas_resetPrimaryKeys. It asks before it does so, unless -Force or -Confirm:$false is given. A schema without
/// overrides stays as it is.</para>
/// <para>It makes one request for each schema, and with -PassThru one more.</para>
/// </remarks>
/// <example>
/// <para>Go back to the primary key of the source.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' | Reset-PolytomicPrimaryKey -Schema 'public.order lines' -Force
/// </code>
/// </example>
/// <example>
/// <para>See which key the source has.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// (Reset-PolytomicPrimaryKey -ConnectionId $connection.Id -Schema public.orders -Force -PassThru).PrimaryKey
/// </code>
/// </example>
/// <seealso cref="SetPolytomicPrimaryKeyCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Reset, "PolytomicPrimaryKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Reset-PolytomicPrimaryKey.md")]
[OutputType(typeof(ConnectionSchema))]
public sealed class ResetPolytomicPrimaryKeyCommand : SchemaOfConnectionCommand
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the schema as the service then has it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess(TargetOf(connectionId), "Go back to the source's own primary key", Force)) return Task.CompletedTask;
        return PassThru
            ? SendAsync([Schema], ResetAndReadAsync, WriteAsync)
            : SendAsync([Schema], ResetAsync);

        Task ResetAsync(string schema) => Client.ConnectionSchemas.ResetPrimaryKeyAsync(connectionId, schema, cancel);

        async Task<ConnectionSchema> ResetAndReadAsync(string schema)
        {
            await ResetAsync(schema).ConfigureAwait(false);
            return await Client.ConnectionSchemas.GetAsync(connectionId, schema, cancel).ConfigureAwait(false);
        }
    }
}
