namespace PolytomicBulk.Completion;

/// <summary>Completes the settings of the source or the destination of a bulk sync as hashtables with their current values.</summary>
internal sealed class SyncConfigurationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var role = scene.Parameter.StartsWith("Source", StringComparison.OrdinalIgnoreCase) ? "Source" : "Destination";
        var (offer, configuration) = await scene.FindEndAsync(role, cancel).ConfigureAwait(false);
        return ConfigurationCompleter.Offer([.. ConnectionSettings.InOffer(offer).Select(setting => (setting, configuration?[setting.Name!]))]);
    }
}
