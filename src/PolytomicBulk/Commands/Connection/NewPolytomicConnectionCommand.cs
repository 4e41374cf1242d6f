namespace PolytomicBulk.Commands;

/// <summary>Creates a connection.</summary>
/// <remarks>
/// <para>Use Get-PolytomicConnectionSetting -Type to list the settings that you need. The command checks the settings and then tests them (API operation
/// connections_test). If the test fails, for example because of a wrong password, no connection is created. -SkipValidation and -SkipTest skip these
/// steps.</para>
/// <para>Specify a secret as a SecureString or a PSCredential, in -Configuration or -Secret. It is sent only in the body of a request, and is never
/// shown in a message or an error. Plain text for a secret is refused unless you specify -AllowPlainTextSecret.</para>
/// <para>If the type uses OAuth, the connection cannot be tested before somebody signs in. The command creates the connection, and a warning shows the
/// address to open in a browser (AuthUrl).</para>
/// </remarks>
/// <notes>
/// <para>After the connection is created, the service reads its schemas. This can take several minutes. New-PolytomicBulkSync waits for it.</para>
/// <para>Requests: 1 for the types (API operation connections_getTypes), 1 for the settings of the type (connections_getTypeSchema), 1 for the test, and 1
/// to create the connection (connections_create). If you specify a policy by name, 1 more (policies_list).</para>
/// </notes>
/// <example>
/// <para>Create a connection to a database.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'from a vault' -AsPlainText -Force
/// $settings = @{ hostname = 'billing.db.example'; database = 'billing'; username = 'polytomic' }
/// $settings.password = $password
/// New-PolytomicConnection 'Billing database' -Type postgresql -Configuration $settings
/// </code>
/// </example>
/// <example>
/// <para>Create a connection with a secret from a credential, and show its settings.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'from a vault' -AsPlainText -Force
/// $credential = [pscredential]::new('POLYTOMIC', $password)
/// $settings = @{ account = 'acme-us1'; username = 'POLYTOMIC'; dbname = 'RAW'; warehouse = 'LOADING' }
/// $new = @{ Type = 'snowflake'; Configuration = $settings; Secret = @{ password = $credential } }
/// $snowflake = New-PolytomicConnection 'Snowflake US' @new
/// $snowflake | Format-List Name, Type, Status, Configuration
/// </code>
/// </example>
/// <example>
/// <para>Create a connection that somebody must sign in to.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $settings = @{ hub_domain = 'eu.acme.example' }
/// (New-PolytomicConnection 'HubSpot EU' -Type hubspot -Configuration $settings).AuthUrl
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSettingCommand"/>
/// <seealso cref="SetPolytomicConnectionCommand"/>
/// <seealso cref="TestPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicConnection", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "New-PolytomicConnection.md")]
[OutputType(typeof(Connection))]
public sealed class NewPolytomicConnectionCommand : ConnectionSettingsCommand
{
    /// <summary>Specifies the name of the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Specifies the type of connection by its id, such as postgresql, or its name. You cannot change it later.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>Specifies the permission policies of the connection, by id or name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Policies")]
    [AllowNull, AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Specifies how often the service tests the connection. The service defines the format of this text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? HealthcheckInterval { get; set; }

    /// <summary>Specifies the address that the browser opens after the sign-in, for types that use OAuth.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? RedirectUri { get; set; }

    /// <summary>Creates the connection without testing its settings.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancel) => ForEachAsync([Name], CreateAsync, cancel);

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
            Fail(
                $"Connections of type '{type.Id}' need {string.Join(", ", missing)} as well. "
                    + $"Get-PolytomicConnectionSetting -Type {type.Id} lists all settings.",
                name);
            return;
        }

        if (!MayProcess($"'{name}' of type {type.Id}", "Create connection", name)) return;
        if (!SkipTest && type.UseOauth != true) await TestAsync(edit, cancel);
        var connection = await Client.Connections.CreateAsync(edit, validate: !SkipTest, cancel);
        TellOfSignIn(connection);
        Write(connection);
    }
}
