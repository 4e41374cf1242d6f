namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that take the settings of a connection.</summary>
public abstract class ConnectionSettingsCommand : SessionCommand
{
    private ConnectionInput? _input;
    private List<ConnectionType>? _types;

    /// <summary>
    /// Specifies the settings of the connection: a hashtable such as @{hostname='db.example'; port=5432}, an object, or JSON text. Specify a secret
    /// as a SecureString or a PSCredential, whose password is used. Get-PolytomicConnectionSetting lists the settings of a type.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public virtual object? Configuration { get; set; }

    /// <summary>
    /// Specifies secrets separately from the other settings, such as @{password=$credential}. Each secret is a SecureString or a PSCredential.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public virtual Hashtable? Secret { get; set; }

    /// <summary>Accepts plain text for a secret. PowerShell then keeps the secret in its history and logs. The module still never shows it.</summary>
    [Parameter]
    public SwitchParameter AllowPlainTextSecret { get; set; }

    /// <summary>Skips the check of the settings. The service still checks some settings.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        _input = ConnectionInput.Read(MyInvocation.BoundParameters.ContainsKey(nameof(Configuration)) ? Configuration : null, Secret);
    }

    private protected bool HasSettings => Input.Settings.Count + Input.Secrets.Count > 0;

    private ConnectionInput Input => _input ??= ConnectionInput.Read(Configuration, Secret);

    /// <summary>Applies the settings to a connection. Settings that do not fit are an error.</summary>
    private protected bool Apply(ConnectionEdit edit, JsonObject changes, IReadOnlyCollection<string> clear)
    {
        try
        {
            // Each piped object may have its own settings.
            if (MyInvocation.ExpectingInput) _input = ConnectionInput.Read(Configuration, Secret);
            if (Input.Settings.Count > 0) changes["configuration"] = Input.Settings.DeepClone();
            edit.Apply(changes, Input.Secrets, clear, checks: !SkipValidation);
        }
        catch (ArgumentException fault)
        {
            Fail(fault.Message, (object?)edit.Id ?? edit.Name);
            return false;
        }

        if (edit.PlainSecrets.Count == 0 || AllowPlainTextSecret) return true;
        var names = string.Join(", ", edit.PlainSecrets);
        Fail(
            $"{names} of {edit} is a secret in plain text, which PowerShell keeps in its history and logs. Use a SecureString, such as "
                + $"-Secret @{{ {edit.PlainSecrets[0]} = (Read-Host -AsSecureString) }}; take it from a vault; or add -AllowPlainTextSecret.",
            (object?)edit.Id ?? edit.Name);
        return false;
    }

    /// <summary>Asks for the secrets that an update needs. Without them, this is an error.</summary>
    private protected bool Complete(ConnectionEdit edit, bool isReconnected)
    {
        var missing = edit.MissingSecrets.Where(name => !isReconnected || !edit.SecretsOfService.Contains(name)).ToList();
        if (missing.Count == 0) return true;
        var ofService = edit.SecretsOfService.Where(missing.Contains).ToList();
        var given = ofService.Count > 0 ? null : AskForSecrets(
            edit.What, "An update replaces all secrets of the connection. The service does not return them, so enter each one.", missing);
        if (given is null)
        {
            Fail(ErrorRecords.SecretsMissing(edit.What, missing, ofService, edit.Id!.Value));
            return false;
        }

        edit.Apply([], given, [], checks: false);
        return true;
    }

    /// <summary>Lets the service test the settings. If the test fails, nothing is saved.</summary>
    private protected async Task TestAsync(ConnectionEdit edit, CancellationToken cancel)
    {
        try
        {
            await Client.Connections.TestAsync(edit, cancel);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.InvalidRequest)
        {
            throw failure.With("Nothing was saved. To save the settings without a test, use -SkipTest.");
        }
    }

    /// <summary>Warns if the connection needs a sign-in.</summary>
    private protected void TellOfSignIn(Connection connection)
    {
        if (connection.AuthUrl is { Length: > 0 } address)
            Warn($"Connection '{connection.Name}' needs a sign-in. Open this address in a browser: {address}");
    }

    /// <summary>Finds a type of connection by id or name. An unknown type is an error.</summary>
    private protected async Task<ConnectionType?> FindTypeAsync(string type, CancellationToken cancel)
    {
        if (_types is null)
        {
            var types = new List<ConnectionType>();
            await foreach (var one in Client.Connections.ListTypesAsync(cancel)) types.Add(one);
            _types = types;
        }

        var found = _types.Find(one => string.Equals(one.Id, type, StringComparison.OrdinalIgnoreCase))
            ?? _types.Find(one => string.Equals(one.Name, type, StringComparison.OrdinalIgnoreCase));
        if (found?.Id is not null) return found;
        var near = Likeness.Nearest(type, _types.SelectMany(one => new[] { one.Id, one.Name }));
        Fail(ErrorRecords.NoSuchName("connection type", type, near, "To list them, run Get-PolytomicConnectionType."));
        return null;
    }
}
