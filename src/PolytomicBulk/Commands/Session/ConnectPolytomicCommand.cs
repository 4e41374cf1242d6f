using System.Diagnostics.CodeAnalysis;
using System.Net;
using PolytomicBulk.Sandbox;

namespace PolytomicBulk.Commands;

/// <summary>Connects to a Polytomic organization, or to the offline sandbox.</summary>
/// <remarks>
/// <para>The session belongs to this runspace, and the other cmdlets use it. The command checks the key, and keeps it only in memory. If the connection
/// fails, the runspace has no session. Later commands therefore cannot change the wrong organization.</para>
/// <para>If you do not specify a key, the command uses the environment variable POLYTOMIC_API_KEY. With -OrganizationId, it uses POLYTOMIC_PARTNER_KEY or
/// POLYTOMIC_DEPLOYMENT_KEY. If you omit -BaseUri, it uses the address in POLYTOMIC_DEPLOYMENT_URL.</para>
/// </remarks>
/// <notes>
/// <para>-PartnerKey without -OrganizationId creates a partner session. It lists the organizations of the partner (Get-PolytomicOrganization), shares
/// connections, and finds what an id belongs to. To work in an organization, pipe it to Connect-Polytomic with -PartnerKey. With -PassThru, this
/// returns a session for each organization, and the runspace keeps the last one. For a loop over all organizations, see
/// about_PolytomicBulk_Partners.</para>
/// <para>An address without a scheme uses https. A trailing /api is ignored.</para>
/// <para>Requests: 1 for each organization (API operation identity_get).</para>
/// </notes>
/// <example>
/// <para>Try the module without an account. The sandbox is a small organization in memory, and needs no network.</para>
/// <code>Connect-Polytomic -Sandbox</code>
/// </example>
/// <example>
/// <para>Test a script in a sandbox that is unavailable for some seconds and loses answers. The same seed repeats the same failures.</para>
/// <code>
/// Connect-Polytomic -Sandbox -Scenario Outage, Flaky -Seed 7 -Verbose
/// Start-PolytomicBulkSync -Name 'Stripe to BigQuery' -Wait
/// </code>
/// </example>
/// <example>
/// <para>Enter an API key without showing it.</para>
/// <code>Connect-Polytomic -ApiKey (Read-Host -AsSecureString 'Polytomic API key')</code>
/// </example>
/// <example>
/// <para>Use a key from a vault. Get-Secret is part of the module Microsoft.PowerShell.SecretManagement, which also works in Windows
/// PowerShell.</para>
/// <code>Connect-Polytomic -ApiKey (Get-Secret -Name Polytomic) -Verbose</code>
/// </example>
/// <example>
/// <para>Use a partner key for one of its organizations.</para>
/// <code>
/// $key = Get-Secret -Name PolytomicPartnerKey
/// Connect-Polytomic -OrganizationId a5de0575-7578-5fed-b873-180f3fbbc2b2 -PartnerKey $key
/// </code>
/// </example>
/// <example>
/// <para>Connect to each organization of a partner, and list all their bulk syncs.</para>
/// <code>
/// $key = Get-Secret -Name PolytomicPartnerKey
/// Connect-Polytomic -PartnerKey $key
/// $sessions = Get-PolytomicOrganization | Connect-Polytomic -PartnerKey $key -PassThru
/// $sessions | ForEach-Object { Get-PolytomicBulkSync -Session $_ } |
///     Format-Table OrganizationName, Name, Active
/// </code>
/// </example>
/// <example>
/// <para>Use two sessions side by side: one for the sandbox and one for your organization.</para>
/// <code>
/// $sandbox = Connect-Polytomic -Sandbox -PassThru
/// $live = Connect-Polytomic -ApiKey (Get-Secret -Name Polytomic) -PassThru
/// Get-PolytomicBulkSync -Session $sandbox
/// Get-PolytomicBulkSync -Session $live
/// </code>
/// </example>
/// <seealso cref="DisconnectPolytomicCommand"/>
/// <seealso cref="GetPolytomicSessionCommand"/>
[Cmdlet(VerbsCommunications.Connect, "Polytomic", DefaultParameterSetName = EnvironmentSet, HelpUri = HelpPages.Cmdlets + "Connect-Polytomic.md")]
[OutputType(typeof(PolytomicSession))]
public sealed class ConnectPolytomicCommand : PolytomicCommand
{
    private const string EnvironmentSet = "Environment";
    private const string ApiKeySet = "ApiKey";
    private const string CredentialSet = "Credential";
    private const string PartnerKeySet = "PartnerKey";
    private const string DeploymentKeySet = "DeploymentKey";
    private const string SandboxSet = "Sandbox";

    /// <summary>Specifies the API key of a user. It is sent as a Bearer token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApiKeySet)]
    [KeyText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public SecureString ApiKey { get; set; } = null!;

    /// <summary>
    /// Specifies a credential whose password is the key. If the user name is the id of an organization, the password is a partner or deployment key
    /// for it. With any other user name, the password is an API key.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>
    /// Specifies the id of the organization to connect to with a partner or deployment key. You can pipe objects from Get-PolytomicOrganization.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PartnerKeySet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = DeploymentKeySet)]
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = EnvironmentSet)]
    [IdFrom("OrganizationId", "Get-PolytomicOrganization finds an organization by its name in a partner session.")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public Guid OrganizationId { get; set; }

    /// <summary>
    /// Specifies the key of a partner. With an organization, it is sent as Basic authentication. Without one, it is sent as a Bearer token and
    /// creates a partner session.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PartnerKeySet)]
    [KeyText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public SecureString PartnerKey { get; set; } = null!;

    /// <summary>Specifies the deployment key of a self-hosted installation. It is sent with the id of the organization as Basic authentication.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeploymentKeySet)]
    [KeyText]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public SecureString DeploymentKey { get; set; } = null!;

    /// <summary>Connects to an organization in memory, without an account or a network. Each connection starts with a new sandbox.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet)]
    public SwitchParameter Sandbox { get; set; }

    /// <summary>
    /// Specifies failures that the sandbox simulates, so that you can test scripts. You can combine several. Outage: unavailable for 5 to 10 seconds of
    /// each minute. RateLimit: at most 10 requests in 10 seconds. Slow: every answer takes 1 to 4 seconds. Flaky: 5 % of the answers are lost after the
    /// request was processed. Failing: every execution that is started fails. Expired: the key expires after 30 seconds. Stale: reads return the state of
    /// 3 seconds ago. For details, see about_PolytomicBulk_Sandbox.
    /// </summary>
    /// <value>No failures</value>
    [Parameter(ParameterSetName = SandboxSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScenarioCompleter))]
    public string[]? Scenario { get; set; }

    /// <summary>
    /// Specifies the seed of all random values in the sandbox, including new ids. With the same seed, the same requests at the same times fail in the same
    /// way. With -Scenario, -Verbose shows the seed.
    /// </summary>
    /// <value>A new one for each connection</value>
    [Parameter(ParameterSetName = SandboxSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Seed { get; set; }

    /// <summary>Specifies the address of a self-hosted installation. It must use https, unless the server is on this computer.</summary>
    /// <value>POLYTOMIC_DEPLOYMENT_URL, or https://app.polytomic.com</value>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = ApiKeySet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = PartnerKeySet)]
    [Parameter(ParameterSetName = DeploymentKeySet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Uri? BaseUri { get; set; }

    /// <summary>
    /// Specifies the API version to send as X-Polytomic-Version. The module supports the default version. Specify another version only to try it.
    /// </summary>
    /// <value>2025-09-18</value>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string ApiVersion { get; set; } = "2025-09-18";

    /// <summary>Specifies how long one attempt of a request can take, in seconds, from 1 to 3600.</summary>
    /// <value>60</value>
    [Parameter]
    [ValidateRange(1, 3600)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>
    /// Specifies how often the command retries a request after a temporary failure, from 0 to 20. It retries only requests that are safe to repeat.
    /// </summary>
    /// <value>4</value>
    [Parameter]
    [ValidateRange(0, 20)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int MaxRetry { get; set; } = 4;

    /// <summary>Specifies how many requests the session sends at the same time, from 1 to 64.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 64)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Returns the session, for use with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What stands in for the network and the clock in tests.</summary>
    [Parameter(DontShow = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicTransport Transport { get; set; } = new();

    private protected override void CheckParameters()
    {
        // If this command fails, the next one must not use the previous organization.
        RunspaceSession.Current = null;
        base.CheckParameters();
        RefuseTextAsKey();
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        RunspaceSession.Current = null;
        if (await OpenAsync(cancel) is not { } session) return;
        RunspaceSession.Current = session;
        if (PassThru) Write(session);
    }

    private void RefuseTextAsKey()
    {
        var (key, variable) = ParameterSetName switch
        {
            ApiKeySet => (ApiKey, "POLYTOMIC_API_KEY"),
            PartnerKeySet => (PartnerKey, "POLYTOMIC_PARTNER_KEY"),
            DeploymentKeySet => (DeploymentKey, "POLYTOMIC_DEPLOYMENT_KEY"),
            _ => default,
        };
        if (key != KeyTextAttribute.Refused) return;

        // An error shows the line of its command, which contains the key.
        var (file, line, name) = (MyInvocation.ScriptName, MyInvocation.ScriptLineNumber, MyInvocation.InvocationName);
        MyInvocation.DisplayScriptPosition = new ScriptExtent(new ScriptPosition(file, line, 1, name), new ScriptPosition(file, line, name.Length + 1, name));
        Refuse(
            $"-{ParameterSetName} needs a SecureString, so that the key is not in the history or a script. " +
            $"Use -{ParameterSetName} (Read-Host -AsSecureString), take the key from a vault, or set the environment variable {variable}.");
    }

    private async Task<PolytomicSession?> OpenAsync(CancellationToken cancel)
    {
        PolytomicClient? client = null;
        try
        {
            var options = Options();
            var credential = FindCredential();
            client = new PolytomicClient(options, credential);
            var asked = client.ObservedBy(Observer).Identity.GetAsync(cancel);
            _ = Preparation.Begin();
            var identity = await asked;
            CheckPartner(identity, credential);
            Say($"Connected to {options.BaseUri.Authority} as {identity} ({credential.Kind}, API version {options.ApiVersion}).");
            return new PolytomicSession(options, credential, client, identity, Sandbox);
        }
        catch (ArgumentException fault)
        {
            client?.Dispose();
            return Refuse(ErrorRecords.InvalidArgument(fault.Message));
        }
        catch (PolytomicApiException failure)
        {
            client?.Dispose();
            return Refuse(ErrorRecords.From(failure, MyInvocation.ExpectingInput ? OrganizationId : BaseUri));
        }
    }

    /// <summary>Reports an error. With piped organizations, the others continue.</summary>
    private PolytomicSession? Refuse(ErrorRecord error)
    {
        if (!MyInvocation.ExpectingInput) ThrowTerminatingError(error);
        Fail(error);
        return null;
    }

    private void CheckPartner(Identity identity, PolytomicCredential credential)
    {
        if (credential.OrganizationId is not null) return;
        var wantsPartner = ParameterSetName == PartnerKeySet;
        if (identity.IsPartner == true && !wantsPartner)
        {
            throw new ArgumentException(
                "This is a partner key. For bulk syncs, it needs an organization. Connect with -OrganizationId and -PartnerKey, or with -PartnerKey "
                    + "alone for a partner session.");
        }

        if (identity.IsPartner != true && wantsPartner)
            throw new ArgumentException("This is not a partner key. Add -OrganizationId, or use -ApiKey.");
    }

    private PolytomicClientOptions Options() =>
        new()
        {
            BaseUri = FindBaseUri(),
            ApiVersion = ApiVersion,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaxRetry = MaxRetry,
            ThrottleLimit = ThrottleLimit,
            Clock = Transport.Clock,
            Handler = Sandbox ? OpenSandbox() : Transport.Handler,
            JournalFolder = Sandbox ? null : FromEnvironment(PolytomicClientOptions.JournalVariable) ?? PolytomicClientOptions.DefaultJournalFolder,
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "The runtime loads the sandbox's assembly with the first method that names one of its types.")]
    private HttpMessageHandler OpenSandbox()
    {
        var scenarios = new SandboxScenarios(new SandboxOptions { Clock = Transport.Clock, Scenarios = SandboxScenarios.Parse(Scenario ?? []), Seed = Seed });
        if (Scenario is not null) Say(FormattableString.Invariant($"The sandbox simulates {string.Join(", ", Scenario)} with the seed {scenarios.Seed}."));
        return new SandboxHandler(scenarios);
    }

    private Uri FindBaseUri()
    {
        if (Sandbox) return new Uri("https://sandbox.invalid/");
        if (BaseUri is not null) return ServiceAddress.Of(BaseUri.OriginalString, "-BaseUri", Say);
        return FromEnvironment("POLYTOMIC_DEPLOYMENT_URL") is { } address
            ? ServiceAddress.Of(address, "POLYTOMIC_DEPLOYMENT_URL", Say)
            : new PolytomicClientOptions().BaseUri;
    }

    private PolytomicCredential FindCredential() => ParameterSetName switch
    {
        SandboxSet => PolytomicCredential.ApiKey(ToSecure(SandboxOptions.ApiKey)),
        ApiKeySet => PolytomicCredential.ApiKey(ApiKey),
        PartnerKeySet when OrganizationId == Guid.Empty => PolytomicCredential.PartnerKey(PartnerKey),
        PartnerKeySet => PolytomicCredential.PartnerKey(OrganizationId, PartnerKey),
        DeploymentKeySet => PolytomicCredential.DeploymentKey(OrganizationId, DeploymentKey),
        CredentialSet when Guid.TryParse(Credential.UserName, out var organization) => PolytomicCredential.PartnerKey(organization, Credential.Password),
        CredentialSet => PolytomicCredential.ApiKey(Credential.Password),
        _ => FindEnvironmentCredential(),
    };

    private PolytomicCredential FindEnvironmentCredential()
    {
        var (apiKey, partnerKey, deploymentKey) =
            (FromEnvironment("POLYTOMIC_API_KEY"), FromEnvironment("POLYTOMIC_PARTNER_KEY"), FromEnvironment("POLYTOMIC_DEPLOYMENT_KEY"));
        if (OrganizationId != Guid.Empty)
        {
            if (partnerKey is not null) return PolytomicCredential.PartnerKey(OrganizationId, ToSecure(partnerKey));
            if (deploymentKey is not null) return PolytomicCredential.DeploymentKey(OrganizationId, ToSecure(deploymentKey));
            throw new ArgumentException("-OrganizationId needs a partner or deployment key. Specify -PartnerKey or -DeploymentKey, " +
                "or set POLYTOMIC_PARTNER_KEY or POLYTOMIC_DEPLOYMENT_KEY.");
        }

        if (apiKey is not null) return PolytomicCredential.ApiKey(ToSecure(apiKey));
        throw new ArgumentException((partnerKey ?? deploymentKey) is not null
            ? "The environment variables contain a partner or deployment key, which needs an organization. Specify -OrganizationId. "
                + "For a partner session, specify the key with -PartnerKey."
            : "There is no key. Specify -ApiKey (Read-Host -AsSecureString), set POLYTOMIC_API_KEY, or use -Sandbox.");
    }

    private static string? FromEnvironment(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value)
        ? value : null;

    private static SecureString ToSecure(string key) => new NetworkCredential("", key).SecurePassword;
}
