using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>Which tables each source has, and so which schemas a sync of it has.</summary>
internal static class SandboxTables
{
    private static readonly Dictionary<string, string[]> BySource = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fe37380e-a1d7-5015-b18b-27b0c7a45bcf"] = ["Account", "Contact", "Lead", "Opportunity", "OpportunityLineItem", "Task", "User"],
        ["5f88ea52-5af3-57d3-bdf1-2f249dac4bdf"] = ["public.orders", "public.order_items", "public.customers", "public.products", "public.shipments"],
        ["093f7b9a-d5d2-51f1-94b0-f9b981ba2378"] = ["contacts", "companies", "deals", "tickets"],
        ["77ad79e0-e3dd-59df-8288-397d0707c0b2"] = ["charges", "customers", "invoices", "refunds", "subscriptions"],
        ["a15b0e6d-138d-5f8a-ab75-cc87a91983f2"] = ["tickets", "ticket_comments", "users", "organizations"],
    };

    public static IReadOnlyList<string> SchemaNames(JsonObject sync) => BySource.TryGetValue((string?)sync["source_connection_id"] ?? "", out var names) ? names : ["records"];
}
