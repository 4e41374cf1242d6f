using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Editing;

namespace PolytomicBulk.Commands;

/// <summary>Has the service try a connection, or settings that are not saved yet. Nothing is changed.</summary>
/// <remarks>
/// <para>Of a connection that exists it tries the settings that it has, and -Configuration and -Secret on top of them. The service has its secrets, so
/// none is needed. With -Type and -Configuration it tries a connection that does not exist yet (API operation connections_test).</para>
/// <para>Settings that do not work are a result, with Succeeded false and the reason in Error, and not an error. An error is what kept the service from
/// trying. -Quiet emits only whether it works.</para>
/// <para>Requests for each connection: 1 to read it (connections_get), 1 for the settings of its type (connections_getTypeSchema) and 1 to try it.
/// -Name adds 1 to look names up. With -Type: 1 for the types, 1 for the settings and 1 to try them.</para>
/// </remarks>
/// <example>
/// <para>Try all connections, and show those that do not work.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection | Test-PolytomicConnection | Where-Object Succeeded -EQ $false
/// </code>
/// </example>
/// <example>
/// <para>Try a new password before it is saved.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'the new one' -AsPlainText -Force
/// Test-PolytomicConnection 'Orders database' -Secret @{ password = $password } -Quiet
/// </code>
/// </example>
/// <example>
/// <para>Try settings of a connection that does not exist yet.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Test-PolytomicConnection -Type webhook -Configuration @{ url = 'https://hooks.acme.invalid' }
/// </code>
/// </example>
/// <seealso cref="NewPolytomicConnectionCommand"/>
/// <seealso cref="SetPolytomicConnectionCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "PolytomicConnection", DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Test-PolytomicConnection.md")]
[OutputType(typeof(ConnectionTest), typeof(bool))]
public sealed class TestPolytomicConnectionCommand : ConnectionSettingsCommand
{
    private const string IdSet = "Id";
    private const string NameSet = "Name";
    private const string TypeSet = "Type";

    /// <summary>Names of connections, in full and in either case. It is an error if no connection or more than one has the name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "-Name takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The type of a connection that does not exist yet: its id, such as postgresql, or its name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>Settings to try, as for New-PolytomicConnection.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public override object? Configuration { get; set; }

    /// <summary>Emits $true or $false alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
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
        await WriteResultAsync(type, TryNewAsync(edit, cancel));
    }

    private async Task<ConnectionTest?> TryAsync(Guid id, CancellationToken cancel)
    {
        var edit = await Client.Connections.EditAsync(id, cancel);
        return Apply(edit, [], []) ? await TryAsync(edit, edit.Name, cancel) : null;
    }

    private async Task<ConnectionTest?> TryNewAsync(ConnectionEdit edit, CancellationToken cancel) => await TryAsync(edit, name: null, cancel);

    private async Task<ConnectionTest> TryAsync(ConnectionEdit edit, string? name, CancellationToken cancel)
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
