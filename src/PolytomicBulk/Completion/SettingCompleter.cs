namespace PolytomicBulk.Completion;

/// <summary>Completes the names of a connection's settings.</summary>
internal sealed class SettingCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from one in await scene.FindSettingsAsync(cancel).ConfigureAwait(false)
        select new Choice(one.Setting.Name!, ConfigurationCompleter.Describe(one.Setting));
}
