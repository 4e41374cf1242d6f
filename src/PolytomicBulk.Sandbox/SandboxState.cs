namespace PolytomicBulk.Sandbox;

/// <summary>The state of an organization, in the JSON of the service.</summary>
internal sealed class SandboxState
{
    /// <summary>The staging organization, in which users can test changes.</summary>
    public const string StagingId = "5b0d9a3e-6f41-5c7a-9b52-3f6d1c0e8a74";

    /// <summary>Reads the state from the seed.</summary>
    public SandboxState(SandboxOptions options, bool isStaging)
    {
        using var seed = typeof(SandboxState).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Organization.json")!;
        var organization = JsonNode.Parse(seed)!.AsObject();
        Identity = organization["identity"]!.AsObject();
        if (isStaging) (Identity["organization_id"], Identity["organization_name"]) = (StagingId, "Acme Staging");
        Syncs = [.. organization["syncs"]!.AsArray().Select(sync => sync!.AsObject())];

        Policies = organization["policies"]!.AsArray();
        foreach (var policy in Policies)
        {
            policy!["organization_id"] = OrganizationId;
            if (isStaging) policy["id"] = StagingId[..8] + ((string)policy["id"]!)[8..];
        }

        Subscribers = isStaging ? [] : [.. organization["error_subscribers"]!.AsArray().Select(email => (string)email!)];

        foreach (var sync in Syncs)
        {
            foreach (var setting in Defaults().Where(setting => !sync.ContainsKey(setting.Key))) sync[setting.Key] = setting.Value?.DeepClone();
        }

        var pattern = Syncs[0];
        if (options.WithoutSyncs || isStaging) Syncs.Clear();
        for (var i = 1; i <= (isStaging ? 0 : options.GeneratedSyncs); i++) Syncs.Add(Generate(pattern, i));
    }

    public JsonObject Identity { get; }

    public List<JsonObject> Syncs { get; }

    public JsonArray Policies { get; }

    /// <summary>The addresses that get an email when a bulk sync fails.</summary>
    public IReadOnlyList<string> Subscribers { get; set; }

    /// <summary>The organization in the answers of the organization operations.</summary>
    public JsonObject Organization =>
        new() { ["id"] = OrganizationId, ["name"] = (string)Identity["organization_name"]!, ["issuer"] = "", ["sso_domain"] = "", ["sso_org_id"] = "" };

    public string OrganizationId => (string)Identity["organization_id"]!;

    /// <summary>The default values of the optional settings of a bulk sync.</summary>
    public static JsonObject Defaults() => new()
    {
        ["active"] = false,
        ["additional_schedules"] = null,
        ["automatically_add_new_fields"] = "all",
        ["automatically_add_new_objects"] = "none",
        ["concurrency_limit"] = null,
        ["data_cutoff_timestamp"] = null,
        ["disable_record_timestamps"] = false,
        ["normalize_names"] = "enabled",
        ["policies"] = new JsonArray(),
        ["resync_concurrency_limit"] = null,
        ["source_configuration"] = null,
    };

    private static JsonObject Generate(JsonObject pattern, int number)
    {
        var sync = pattern.DeepClone().AsObject();
        sync["id"] = $"00000000-0000-4000-8000-{number:000000000000}";
        sync["name"] = $"Generated sync {number:00000}";
        sync["active"] = number % 5 != 0;
        sync["updated_at"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(-number)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return sync;
    }
}
