namespace PolytomicBulk.Completion;

/// <summary>The command line of an argument that is being completed, as far as it is known before it runs.</summary>
internal sealed class CompletionScene
{
    /// <summary>Requests for more bulk syncs would take too long.</summary>
    private const int MostParents = 3;

    private readonly PolytomicSession _session;
    private readonly Lazy<string[]> _syncs;
    private readonly Lazy<string[]> _connections;

    public CompletionScene(PolytomicSession session, string commandName, string parameterName, CommandAst command, IDictionary bound)
    {
        _session = session;
        Parameter = parameterName;
        Bound = bound;
        CommandName = commandName;
        Before = command.Parent is PipelineAst pipeline ? [.. pipeline.PipelineElements.TakeWhile(element => element != command).Reverse()] : [];
        _syncs = new(FindSyncTexts);
        _connections = new(FindConnectionTexts);
        // Variables can be read only on PowerShell's own thread, which is this one.
        _ = (_syncs.Value, _connections.Value);
    }

    public string Parameter { get; }

    private string CommandName { get; }

    private IDictionary Bound { get; }

    /// <summary>The commands before this one in the pipeline, the nearest first.</summary>
    private IReadOnlyList<CommandBaseAst> Before { get; }

    /// <summary>Whether the command acts on a connection and not on a bulk sync.</summary>
    public bool IsOfConnection => Takes("ConnectionId") || Takes("SourceConnectionId");

    /// <summary>The values of a parameter as texts.</summary>
    public string[] Texts(string parameter) => Bound.Contains(parameter) ? [.. ToTexts(Bound[parameter], "Id")] : [];

    /// <summary>The ids of the schemas on the command line or in a command before it.</summary>
    public string[] SchemaTexts => [.. Texts("Schema").Concat(Takes("SyncId") ? Texts("Id") : []).Concat(PipedTexts("PolytomicBulkSyncSchema", "Id"))];

    public Task<IReadOnlyList<BulkSync>> ListSyncsAsync(CancellationToken cancel) =>
        _session.Completions.GetAsync("syncs", cancel => _session.Client.BulkSyncs.ListAsync(cancel: cancel), cancel);

    public Task<IReadOnlyList<Connection>> ListConnectionsAsync(CancellationToken cancel) =>
        _session.Completions.GetAsync("connections", _session.Client.Connections.ListAsync, cancel);

    public Task<IReadOnlyList<PolytomicPolicy>> ListPoliciesAsync(CancellationToken cancel) =>
        _session.Completions.GetAsync("policies", _session.Client.Policies.ListAsync, cancel);

    public Task<IReadOnlyList<ConnectionType>> ListTypesAsync(CancellationToken cancel) =>
        _session.Completions.GetAsync("types", _session.Client.Connections.ListTypesAsync, cancel);

    public Task<IReadOnlyList<PolytomicOrganization>> ListOrganizationsAsync(CancellationToken cancel) => _session.IsPartner
        ? _session.Completions.GetAsync("organizations", _session.Client.Organizations.ListAsync, cancel)
        : OneAsync("organization", _session.Client.Organizations.GetCurrentAsync, cancel);

    public async Task<IReadOnlyList<string>> ListEventTypesAsync(CancellationToken cancel) =>
        [.. (await OneAsync("event types", _session.Client.Events.ListTypesAsync, cancel).ConfigureAwait(false)).SelectMany(types => types)];

    public async Task<IReadOnlyList<string>> ListSubscribersAsync(CancellationToken cancel) =>
    [
        .. (await OneAsync("subscribers", _session.Client.ErrorSubscribers.GetAsync, cancel).ConfigureAwait(false)).SelectMany(list => list.Emails ?? []),
    ];

    /// <summary>The settings of the connection of the command with their values, or the settings of the type of a new connection.</summary>
    public async Task<IReadOnlyList<(ConnectionSetting Setting, object? Value)>> FindSettingsAsync(CancellationToken cancel)
    {
        var (type, configuration) = await FindTypeAsync(cancel).ConfigureAwait(false);
        if (type is null) return [];
        var schemas = await OneAsync($"settings of {type}", cancel => _session.Client.Connections.GetTypeSchemaAsync(type, cancel), cancel)
            .ConfigureAwait(false);
        return [.. schemas.SelectMany(schema => ConnectionSettings.In(type, schema)).Select(setting => (setting, configuration?[setting.Name!]))];
    }

    /// <summary>The settings that the source or the destination of the bulk sync offers, and the current settings of the bulk sync.</summary>
    public async Task<(JsonMap? Offer, JsonMap? Configuration)> FindEndAsync(string role, CancellationToken cancel)
    {
        var isSource = role == "Source";
        string[] texts = [.. Texts($"{role}ConnectionId"), .. Texts(role)];
        var sync = (await MatchSyncsAsync(cancel).ConfigureAwait(false)).FirstOrDefault();
        var ids = texts.Length > 0
            ? await MatchConnectionsAsync(texts, cancel).ConfigureAwait(false)
            : [.. new[] { isSource ? sync?.SourceConnectionId : sync?.DestinationConnectionId }.OfType<Guid>()];
        if (ids is not [var connection, ..]) return default;
        var offers = await OneAsync(
            $"{role} settings of {connection}",
            async cancel => isSource
                ? (await _session.Client.Connections.GetSourceAsync(connection, includeFields: false, cancel).ConfigureAwait(false)).Configuration as JsonMap
                : (await _session.Client.Connections.GetDestinationAsync(connection, cancel).ConfigureAwait(false)).Configuration,
            cancel).ConfigureAwait(false);
        // The current settings do not apply to another connection.
        return (offers is [var offer, ..] ? offer : null, texts.Length > 0 ? null : isSource ? sync?.SourceConfiguration : sync?.DestinationConfiguration);
    }

    private async Task<(string? Type, JsonMap? Configuration)> FindTypeAsync(CancellationToken cancel)
    {
        if (Texts("Type") is [var text])
        {
            var types = await ListTypesAsync(cancel).ConfigureAwait(false);
            return (types.FirstOrDefault(one => string.Equals(one.Id, text, StringComparison.OrdinalIgnoreCase)
                || string.Equals(one.Name, text, StringComparison.OrdinalIgnoreCase))?.Id, null);
        }

        var ids = await FindConnectionsAsync(cancel).ConfigureAwait(false);
        var connections = await ListConnectionsAsync(cancel).ConfigureAwait(false);
        var connection = ids.Length > 0 ? connections.FirstOrDefault(one => one.Id == ids[0]) : null;
        return (connection?.Type?.Id, connection?.Configuration);
    }

    private Task<IReadOnlyList<T>> OneAsync<T>(string key, Func<CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        return _session.Completions.GetAsync(key, Read, cancel);

        async IAsyncEnumerable<T> Read([EnumeratorCancellation] CancellationToken cancel)
        {
            yield return await read(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The ids of the bulk syncs of the command.</summary>
    public async Task<Guid[]> FindSyncsAsync(CancellationToken cancel)
    {
        if (_syncs.Value.Length == 0) return [];
        var ids = _syncs.Value.Select(ToId).ToArray();
        if (!ids.Contains(null)) return [.. ids.OfType<Guid>().Distinct().Take(MostParents)];
        return [.. (await MatchSyncsAsync(cancel).ConfigureAwait(false)).Select(sync => sync.Id).OfType<Guid>().Take(MostParents)];
    }

    /// <summary>The ids of the connections of the command.</summary>
    public async Task<Guid[]> FindConnectionsAsync(CancellationToken cancel)
    {
        if (_connections.Value.Length > 0) return await MatchConnectionsAsync(_connections.Value, cancel).ConfigureAwait(false);
        return [.. (await MatchSyncsAsync(cancel).ConfigureAwait(false)).Select(sync => sync.SourceConnectionId).OfType<Guid>().Distinct().Take(MostParents)];
    }

    /// <summary>The items that each parent has.</summary>
    public async Task<T[]> OfEachAsync<T>(
        string what, IEnumerable<Guid> parents, Func<PolytomicClient, Guid, CancellationToken, IAsyncEnumerable<T>> read, CancellationToken cancel)
    {
        var lists = parents.Select(id => _session.Completions.GetAsync($"{what} of {id}", cancel => read(_session.Client, id, cancel), cancel));
        return [.. (await Task.WhenAll(lists).ConfigureAwait(false)).SelectMany(list => list)];
    }

    /// <summary>The items that each parent has, for requests that return all items at once.</summary>
    public async Task<T[]> ListOfEachAsync<T>(
        string what, IEnumerable<Guid> parents, Func<PolytomicClient, Guid, CancellationToken, Task<IEnumerable<T>>> read, CancellationToken cancel)
    {
        var lists = parents.Select(id => OneAsync($"{what} of {id}", cancel => read(_session.Client, id, cancel), cancel));
        return [.. (await Task.WhenAll(lists).ConfigureAwait(false)).SelectMany(list => list).SelectMany(items => items)];
    }

    private async Task<Guid[]> MatchConnectionsAsync(string[] texts, CancellationToken cancel)
    {
        var ids = texts.Select(ToId).ToArray();
        if (!ids.Contains(null)) return [.. ids.OfType<Guid>().Distinct().Take(MostParents)];
        var connections = await ListConnectionsAsync(cancel).ConfigureAwait(false);
        return [.. connections.Where(one => Means(texts, one.Id, one.Name)).Select(one => one.Id).OfType<Guid>().Take(MostParents)];
    }

    private async Task<BulkSync[]> MatchSyncsAsync(CancellationToken cancel) =>
        _syncs.Value.Length == 0 ? [] : [.. (await ListSyncsAsync(cancel).ConfigureAwait(false)).Where(sync => Means(_syncs.Value, sync.Id, sync.Name))];

    private static Guid? ToId(string text) => Guid.TryParse(text, out var id) ? id : null;

    private static bool Means(string[] texts, Guid? id, string? name) =>
        Array.Exists(texts, text => ToId(text) is { } known
            ? known == id
            : WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(name ?? ""));

    private bool Takes(string parameter) => Cmdlets.Find(CommandName)?.GetProperty(parameter) is not null;

    private string[] FindSyncTexts()
    {
        string[] own = Takes("SyncId") ? [.. Texts("SyncId"), .. Texts("SyncName")]
            : Cmdlets.HasIdOf<SyncCompleter>(CommandName) ? [.. Texts("Id"), .. Texts("Name")]
            : [];
        if (own.Length > 0) return own;
        if (PipedTexts("PolytomicBulkSync", "Id", "Name") is [_, ..] piped) return piped;
        return [.. PipedTexts("PolytomicBulkSync*", "SyncId", "SyncName"), .. PipedValues("SyncId"), .. PipedNames()];
    }

    private string[] FindConnectionTexts()
    {
        string[] own =
        [
            .. Texts("ConnectionId"), .. Texts("ConnectionName"), .. Texts("SourceConnectionId"), .. Texts("Source"),
            .. Cmdlets.HasIdOf<ConnectionCompleter>(CommandName) ? Texts("Id").Concat(Texts("Name")) : [],
        ];
        if (own.Length > 0) return own;
        return
        [
            .. PipedTexts("PolytomicConnection", "Id", "Name"),
            .. PipedTexts("Polytomic*", "ConnectionId", "ConnectionName"),
            .. PipedValues("ConnectionId"),
            .. PipedValues("SourceConnectionId"),
        ];
    }

    /// <summary>The arguments of an earlier Get- command, or * if it lists everything.</summary>
    private string[] PipedTexts(string noun, params string[] parameters)
    {
        var name = WildcardPattern.Get($"Get-{noun}", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        if (Before.OfType<CommandAst>().FirstOrDefault(one => name.IsMatch(one.GetCommandName() ?? "")) is not { } command) return [];
        var arguments = StaticParameterBinder.BindCommand(command, resolve: true).BoundParameters;
        var texts = parameters.SelectMany(parameter => arguments.TryGetValue(parameter, out var argument) ? ToTexts(ValueOf(argument), "Id") : []).ToArray();
        return texts.Length == 0 && parameters.Contains("Name") ? ["*"] : texts;
    }

    /// <summary>The values of a property of piped objects in a variable.</summary>
    private IEnumerable<string> PipedValues(string property) =>
        Before.OfType<CommandExpressionAst>().SelectMany(one => ToTexts(ValueOf(one.Expression), property)).Where(text => ToId(text) is not null);

    /// <summary>The piped literal texts.</summary>
    private IEnumerable<string> PipedNames() => Before.OfType<CommandExpressionAst>().Select(one => ValueOf(one.Expression)).OfType<string>();

    private static object? ValueOf(ParameterBindingResult argument) => argument.ConstantValue ?? ValueOf(argument.Value);

    private static object? ValueOf(CommandElementAst? argument) => argument switch
    {
        VariableExpressionAst variable =>
            ScriptBlock.Create("Get-Variable -Name $args[0] -ValueOnly -ErrorAction Ignore").InvokeReturnAsIs(variable.VariablePath.UserPath),
        MemberExpressionAst { Expression: VariableExpressionAst variable, Member: StringConstantExpressionAst member } =>
            ValueOf(variable) is { } value ? PSObject.AsPSObject(value).Properties[member.Value]?.Value : null,
        ArrayLiteralAst list => list.Elements.Select(ValueOf).ToArray(),
        ConstantExpressionAst constant => constant.Value,
        _ => null,
    };

    private static IEnumerable<string> ToTexts(object? value, string property) => PowerShellValue.Unwrap(value) switch
    {
        null => [],
        string text => [text],
        Guid id => [id.ToString()],
        IEnumerable items and not IDictionary => items.Cast<object?>().SelectMany(item => ToTexts(item, property)),
        _ => PSObject.AsPSObject(value).Properties[property]?.Value is { } found and not PSObject ? ToTexts(found, property) : [],
    };
}
