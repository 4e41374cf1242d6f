namespace PolytomicBulk.Completion;

/// <summary>Completes the secrets of a connection as hashtables with a prompt.</summary>
internal sealed class SecretCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from one in await scene.FindSettingsAsync(cancel).ConfigureAwait(false)
        where one.Setting is { Secret: true, ReadOnly: false }
        select new Choice($"@{{ {ConfigurationCompleter.Pair(one.Setting, value: null)} }}", ConfigurationCompleter.Describe(one.Setting), one.Setting.Name)
        {
            IsExpression = true,
        };
}
