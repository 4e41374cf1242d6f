namespace PolytomicBulk.Commands;

/// <summary>Changes the name, the settings or the policies of connections.</summary>
/// <remarks>
/// <para>Only what you specify changes. However, each update must contain every secret of the connection. If you omit one, the command asks for it. In an
/// unattended script, and with -WhatIf, you get an error with the names of the missing secrets. If nothing differs, the command writes nothing. A secret
/// always counts as a change. -WhatIf shows each change.</para>
/// <para>Specify a secret as a SecureString or a PSCredential, in -Configuration or -Secret. It is sent only in the body of a request, and is never
/// shown in a message or an error.</para>
/// <para>The command tests the settings first (API operation connections_test). If the test fails, the connection does not change. -SkipTest skips the
/// test. A running execution uses the old settings until it ends.</para>
/// </remarks>
/// <notes>
/// <para>If somebody changed a connection after you read it, you get an error, unless you specify -Force.</para>
/// <para>Requests for each connection: 1 to read it (API operation connections_get), 1 for the settings of its type (connections_getTypeSchema), 1 for the
/// test, and 1 to write it (connections_update). -Name adds 1. If you specify a policy by name, 1 more (policies_list).</para>
/// </notes>
/// <example>
/// <para>Change a password.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'the new one' -AsPlainText -Force
/// Set-PolytomicConnection 'Orders database' -Secret @{ password = $password } -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Move a database to another host, and specify its password.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $password = ConvertTo-SecureString 'as before' -AsPlainText -Force
/// $settings = @{ hostname = 'orders2.db.acme.example'; password = $password }
/// Get-PolytomicConnection 'Orders database' |
///     Set-PolytomicConnection -Configuration $settings -Verbose
/// </code>
/// </example>
/// <example>
/// <para>Rename a connection that has no secrets.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicConnection HubSpot -NewName 'HubSpot main'
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSettingCommand"/>
/// <seealso cref="TestPolytomicConnectionCommand"/>
/// <seealso cref="NewPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicConnection", SupportsShouldProcess = true, DefaultParameterSetName = ConnectionSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicConnection.md")]
[OutputType(typeof(Connection))]
public sealed class SetPolytomicConnectionCommand : ConnectionSettingsCommand
{
    private const string ConnectionSet = "Object";

    /// <summary>Specifies the full names of connections. Case does not matter. If no connection or several connections have a name, you get an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies the ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies connections from Get-PolytomicConnection. The command uses their ids, and UpdatedAt to detect changes that somebody else made.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Connection[] InputObject { get; set; } = [];

    /// <summary>
    /// Specifies the settings to change, in the same form as for New-PolytomicConnection. Settings that you do not specify keep their values.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public override object? Configuration { get; set; }

    /// <summary>Specifies a new name.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? NewName { get; set; }

    /// <summary>Specifies the names of settings to remove, including secrets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[] ClearSetting { get; set; } = [];

    /// <summary>Specifies the complete list of permission policies, by id or name. Use @() to remove all.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [AllowEmptyCollection]
    [PolicyText]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Specifies how often the service tests the connection. The service defines the format of this text.</summary>
    /// <value>Unchanged</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? HealthcheckInterval { get; set; }

    /// <summary>Starts a new sign-in, for types that use OAuth. A warning shows the address to open.</summary>
    [Parameter]
    public SwitchParameter Reconnect { get; set; }

    /// <summary>Changes the connection without testing its settings.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Changes the connection without asking for confirmation, and even if somebody changed it after you read it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the connection after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        var isGiven = Name.Length > 0 || Id.Length > 0 || InputObject.Length > 0 || MyInvocation.ExpectingInput;
        if (!isGiven) Refuse("Specify -Name or -Id, or pipe connections from Get-PolytomicConnection.");
        if (Name.Length > 0 && (MyInvocation.ExpectingInput || InputObject.Length > 0))
            Refuse("-Name cannot be used with pipeline input, because both select connections. To change the name, use -NewName.");
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Policy)) && Policy is null)
            Refuse("-Policy is empty. Check the variable, or use -Policy @() to remove all policies.");
        if (!HasSettings && (NewName, Policy, HealthcheckInterval) is (null, null, null) && ClearSetting.Length == 0 && !Reconnect)
        {
            Refuse("No change was specified. Specify -NewName, -Configuration, -Secret, -ClearSetting, -Policy, -HealthcheckInterval or -Reconnect.");
        }
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        foreach (var nameless in InputObject.Where(one => one.Id is null))
            Fail($"The object '{nameless}' has no id. Specify the connection with -Name or -Id.", nameless);
        await ForEachAsync(
            InputObject.Where(one => one.Id is not null), (one, cancel) => ChangeAsync(one.Id!.Value, Force ? null : one.UpdatedAt, cancel), cancel);
        var ids = Name.Length > 0 ? await new NamedConnections(Client, Fail).FindAllAsync(Name, cancel) : Id;
        await ForEachAsync(ids, (id, cancel) => ChangeAsync(id, seen: null, cancel), cancel);
    }

    private async Task ChangeAsync(Guid id, DateTime? seen, CancellationToken cancel)
    {
        var policies = await NamedPolicies.FindAsync(Client, Policy, Fail, cancel);
        if (Policy is not null && policies is null) return;
        var edit = await Client.Connections.EditAsync(id, cancel);
        if (seen is not null && edit.Version.IsAfter(seen))
        {
            Fail(ErrorRecords.Conflict(
                $"Could not change {edit}: it was changed since you read it, by {edit.Version}. Nothing was written. Read it again, or use -Force.",
                id));
            return;
        }

        var changes = new JsonObject();
        if (NewName is not null) changes["name"] = NewName;
        if (policies is not null) changes["policies"] = JsonInput.ToNode("-Policy", policies);
        if (HealthcheckInterval is not null) changes["healthcheck_interval"] = HealthcheckInterval;
        if (!Apply(edit, changes, ClearSetting)) return;
        if (edit.Differences.Count == 0 && !Reconnect)
        {
            Say($"Nothing was written, because {edit} already has these settings.");
            if (PassThru) Write(await Client.Connections.GetAsync(id, cancel));
            return;
        }

        if (!Complete(edit, Reconnect)) return;
        if (edit.MissingSettings is [_, ..] missing && !SkipValidation)
        {
            Fail($"Could not change {edit}: connections of type '{edit.Type}' need {string.Join(", ", missing)}.", id);
            return;
        }

        var words = edit.Differences.Concat(Reconnect ? ["Sign in anew"] : Enumerable.Empty<string>());
        if (!MayProcess(edit.What, string.Join("; ", words), id)) return;
        if (!SkipTest && !Reconnect) await TestAsync(edit, cancel);
        var connection = await Client.Connections.UpdateAsync(edit, validate: !SkipTest, Reconnect, cancel);
        TellOfSignIn(connection);
        if (PassThru) Write(connection);
    }
}
