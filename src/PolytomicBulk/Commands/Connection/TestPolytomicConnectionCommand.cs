namespace PolytomicBulk.Commands;

/// <summary>Tests connections, or settings before you save them.</summary>
/// <remarks>
/// <para>This command changes nothing. An existing connection is tested with its own settings and secrets. -Configuration and -Secret replace single
/// values for the test. With -Type and -Configuration, you can test a connection that does not exist yet.</para>
/// <para>A failed test is not an error. Succeeded is then false, and Error shows the reason. You get an error only if the service could not run the
/// test. -Quiet returns only $true or $false.</para>
/// </remarks>
/// <notes>
/// <para>Requests for each connection: 1 to read it (API operation connections_get), 1 for the settings of its type (connections_getTypeSchema), and
/// 1 for the test (connections_test). -Name adds 1. With -Type, 3.</para>
/// </notes>
/// <example>
/// <para>Test all connections, and show those that fail.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection | Test-PolytomicConnection | Where-Object Succeeded -EQ $false
/// </code>
/// </example>
/// <example>
/// <para>Test a new password before you save it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'the new one' -AsPlainText -Force
/// Test-PolytomicConnection 'Orders database' -Secret @{ password = $password } -Quiet
/// </code>
/// </example>
/// <example>
/// <para>Test the settings of a connection that does not exist yet.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Test-PolytomicConnection -Type webhook -Configuration @{ url = 'https://hooks.acme.invalid' }
/// </code>
/// </example>
/// <seealso cref="NewPolytomicConnectionCommand"/>
/// <seealso cref="SetPolytomicConnectionCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "PolytomicConnection", DefaultParameterSetName = NameSet, HelpUri = HelpPages.Cmdlets + "Test-PolytomicConnection.md")]
[OutputType(typeof(ConnectionTest), typeof(bool))]
public sealed class TestPolytomicConnectionCommand : ConnectionSettingsCommand
{
    private const string TypeSet = "Type";

    /// <summary>Specifies the full names of connections. Case does not matter. If no connection or several connections have a name, you get an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies the ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Specifies the type of a connection that does not exist yet, by its id, such as postgresql, or its name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>Specifies settings to test, in the same form as for New-PolytomicConnection.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public override object? Configuration { get; set; }

    /// <summary>Returns only $true or $false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName == TypeSet)
        {
            await ForEachAsync([Type], TryTypeAsync, cancel);
            return;
        }

        var ids = ParameterSetName == NameSet ? await new NamedConnections(Client, Fail).FindAllAsync(Name, cancel) : Id;
        await SendAsync(ids, id => TryAsync(id, cancel), WriteResultAsync);
    }

    private async Task TryTypeAsync(string type, CancellationToken cancel)
    {
        if (await FindTypeAsync(type, cancel) is not { } found) return;
        var edit = await Client.Connections.BeginAsync(found.Id!, "new", cancel);
        if (!Apply(edit, [], [])) return;
        await WriteResultAsync(type, TryAsync(edit, name: null, cancel));
    }

    private async Task<ConnectionTest?> TryAsync(Guid id, CancellationToken cancel)
    {
        var edit = await Client.Connections.EditAsync(id, cancel);
        return Apply(edit, [], []) ? await TryAsync(edit, edit.Name, cancel) : null;
    }

    private async Task<ConnectionTest?> TryAsync(ConnectionEdit edit, string? name, CancellationToken cancel)
    {
        var result = new ConnectionTest { ConnectionId = edit.Id, Name = name, Type = edit.Type, Succeeded = true };
        try
        {
            await Client.Connections.TestAsync(edit, cancel);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.InvalidRequest)
        {
            (result.Succeeded, result.Error) = (false, failure.Message);
        }

        return result;
    }

    private async Task WriteResultAsync<T>(T item, Task<ConnectionTest?> result)
    {
        if (await result is { } test) Write(Quiet ? test.Succeeded : test);
    }
}
