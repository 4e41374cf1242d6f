namespace PolytomicBulk.Completion;

/// <summary>The settings that the source or the destination of a bulk sync offers, as hashtables with the values that the sync has.</summary>
internal sealed class SyncConfigurationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var role = scene.Parameter.StartsWith("Source", StringComparison.OrdinalIgnoreCase) ? "Source" : "Destination";
        var (offer, configuration) = await scene.FindEndAsync(role, cancel).ConfigureAwait(false);
        return ConfigurationCompleter.Offer([.. ConnectionSettings.InOffer(offer).Select(setting => (setting, configuration?[setting.Name!]))]);
    }
}
