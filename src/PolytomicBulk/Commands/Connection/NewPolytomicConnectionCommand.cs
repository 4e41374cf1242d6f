using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;
using PolytomicBulk.Editing;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Creates a connection.</summary>
/// <remarks>
/// <para>Get-PolytomicConnectionSetting -Type lists the settings that a type has. Each is checked by name, kind and known values before anything is
/// sent, unless -SkipValidation.</para>
/// <para>A secret is a SecureString or a PSCredential, in -Configuration or in -Secret. It becomes text in the body of a request alone, and is shown in no
/// message and no error. Plain text for a secret is refused, unless -AllowPlainTextSecret.</para>
/// <para>The settings are tried first (API operation connections_test), so that a wrong password creates nothing; -SkipTest leaves that out, and the
/// service then does not try them either.</para>
/// <para>A type that signs in by OAuth cannot be tried before somebody has: the connection is created, AuthUrl is the address to open in a browser, and a
/// warning says so.</para>
/// <para>For a while after that the service reads the schemas of the connection. New-PolytomicBulkSync waits for it, with progress.</para>
/// <para>Requests: 1 for the types (connections_getTypes), 1 for the settings of the type (connections_getTypeSchema), 1 to try the settings, and 1 to
/// create the connection (connections_create); with the name of a policy 1 more.</para>
/// </remarks>
/// <example>
/// <para>Create a connection to a database.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'from a vault' -AsPlainText -Force
/// $settings = @{ hostname = 'billing.db.example'; database = 'billing'; username = 'polytomic'; password = $password }
/// New-PolytomicConnection 'Billing database' -Type postgresql -Configuration $settings
/// </code>
/// </example>
/// <example>
/// <para>Create one whose secret comes from a credential, and use it in a new bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $credential = [pscredential]::new('POLYTOMIC', (ConvertTo-SecureString 'from a vault' -AsPlainText -Force))
/// $settings = @{ account = 'acme-us1'; username = $credential.UserName; dbname = 'RAW'; warehouse = 'LOADING' }
/// $snowflake = New-PolytomicConnection 'Snowflake US' -Type snowflake -Configuration $settings -Secret @{ password = $credential }
/// $snowflake | Format-List Name, Type, Status, Configuration
/// </code>
/// </example>
/// <example>
/// <para>Create one that somebody has to sign in for.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (New-PolytomicConnection 'HubSpot EU' -Type hubspot -Configuration @{ hub_domain = 'eu.acme.example' }).AuthUrl
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSettingCommand"/>
/// <seealso cref="SetPolytomicConnectionCommand"/>
/// <seealso cref="TestPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Cmdlets + "New-PolytomicConnection.md")]
[OutputType(typeof(Connection))]
public sealed class NewPolytomicConnectionCommand : ConnectionSettingsCommand
{
    /// <summary>The connection's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The type of connection: its id, such as postgresql, or its name. It cannot be changed later.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>The permission policies that the connection carries: ids or names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Policies")]
    [AllowNull, AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>How often the service tries the connection, as the service writes it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? HealthcheckInterval { get; set; }

    /// <summary>The address to which the browser goes after somebody has signed in, for types that use OAuth.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? RedirectUri { get; set; }

    /// <summary>Creates the connection without trying its settings.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ForEachAsync([Name], CreateAsync, cancel);

    private async Task CreateAsync(string name, CancellationToken cancel)
    {
        if (await FindTypeAsync(Type, cancel) is not { } type) return;
        var policies = await NamedPolicies.FindAsync(Client, Policy, Fail, cancel);
        if (Policy is not null && policies is null) return;
        var edit = await Client.Connections.BeginAsync(type.Id!, name, cancel);
        var changes = new JsonObject();
        if (policies is not null) changes["policies"] = JsonInput.ToNode("-Policy", policies);
        if (HealthcheckInterval is not null) changes["healthcheck_interval"] = HealthcheckInterval;
        if (RedirectUri is not null) changes["redirect_url"] = RedirectUri.OriginalString;
        if (!Apply(edit, changes, [])) return;
        if (edit.MissingSettings is [_, ..] missing && !SkipValidation)
        {
            Fail(ErrorRecords.InvalidArgument(
                $"Connections of type '{type.Id}' need {string.Join(", ", missing)} as well. "
                    + $"Get-PolytomicConnectionSetting -Type {type.Id} lists all settings.",
                name));
            return;
        }

        if (!MayProcess($"'{name}' of type {type.Id}", "Create connection")) return;
        if (!SkipTest && type.UseOauth != true) await TestAsync(edit, cancel);
        var connection = await Client.Connections.CreateAsync(edit, validate: !SkipTest, cancel);
        TellOfSignIn(connection);
        Write(connection);
    }
}
