using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>The sandbox answers according to the contract.</summary>
public sealed class SandboxTests
{
    private const string Organization = "a5de0575-7578-5fed-b873-180f3fbbc2b2";
    private const string User = "Bearer " + SandboxOptions.ApiKey;

    [Fact]
    public void A_users_key_belongs_to_a_user()
    {
        var me = Identity(User);
        Assert.Equal(("ana@acme.example", "admin", Organization, "Acme"), ((string?)me["email"], (string?)me["role"], (string?)me["organization_id"], (string?)me["organization_name"]));
        Assert.Equal((true, false, false), ((bool)me["is_user"]!, (bool)me["is_organization"]!, (bool)me["is_partner"]!));
    }

    [Theory]
    [InlineData(SandboxOptions.PartnerKey)]
    [InlineData(SandboxOptions.DeploymentKey)]
    public void A_key_with_an_organization_belongs_to_the_organization(string key)
    {
        foreach (var organization in new[] { Organization, Organization.ToUpperInvariant() })
        {
            var me = Identity(Basic(organization, key));
            Assert.Equal((Organization, Organization, "Acme"), ((string?)me["id"], (string?)me["organization_id"], (string?)me["organization_name"]));
            Assert.Equal((false, true, false), ((bool)me["is_user"]!, (bool)me["is_organization"]!, (bool)me["is_partner"]!));
            Assert.Null(me["email"]);
            Assert.Equal(200, Ask("GET", "/api/bulk/syncs", authorization: Basic(organization, key)).Status);
        }
    }

    [Theory]
    [InlineData(SandboxOptions.PartnerKey)]
    [InlineData(SandboxOptions.DeploymentKey)]
    public void A_key_without_its_organization_reaches_no_bulk_sync(string key)
    {
        var me = Identity("Bearer " + key);
        Assert.Equal((false, false, true), ((bool)me["is_user"]!, (bool)me["is_organization"]!, (bool)me["is_partner"]!));
        Assert.Null(me["organization_id"]);
        AssertError(403, "forbidden", Ask("GET", "/api/bulk/syncs", authorization: "Bearer " + key));
        AssertError(403, "forbidden", Ask("GET", $"/api/bulk/syncs/{Api.Id}", authorization: "Bearer " + key));
    }

    public static TheoryData<string?> WrongKeys => new()
    {
        (string?)null,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        $"Bearer {SandboxOptions.ApiKey}x",
        $"Basic {SandboxOptions.ApiKey}",
        "Basic %%%",
        "Basic ",
        Basic(Organization, "wrong"),
        Basic(Organization, SandboxOptions.ApiKey),
        Basic("11111111-2222-3333-4444-555555555555", SandboxOptions.PartnerKey),
        Basic("", SandboxOptions.PartnerKey),
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(SandboxOptions.PartnerKey)),
    };

    [Theory, MemberData(nameof(WrongKeys))]
    public void Any_other_key_is_refused(string? authorization)
    {
        AssertError(401, "unauthorized", Ask("GET", "/api/me", authorization: authorization));
        AssertError(401, "unauthorized", Ask("GET", "/api/bulk/syncs", authorization: authorization));
        AssertError(401, "unauthorized", Ask("GET", "/api/nothing", authorization: authorization));
    }

    [Theory]
    [InlineData(null, "2025-09-18")]
    [InlineData("2025-09-18", "2025-09-18")]
    [InlineData("2024-02-08", "2024-02-08")]
    public void Every_answer_names_the_version_that_served_it(string? asked, string served)
    {
        foreach (var path in new[] { "/api/me", "/api/nothing" })
        {
            var answer = new SandboxService().Answer(Request("GET", path, "", User, asked));
            Assert.Equal(served, answer.Headers["X-Polytomic-Version"]);
            Assert.NotEmpty(answer.Headers["X-Request-Id"]);
        }
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("2025-9-18")]
    [InlineData("2099-01-01")]
    [InlineData("2025-09-18 ")]
    [InlineData("")]
    public void An_unknown_version_is_refused(string version) => AssertError(422, "unprocessable", Ask("GET", "/api/me", version: version));

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api/me/")]
    [InlineData("GET", "//api/me")]
    [InlineData("GET", "/api//me")]
    [InlineData("GET", "/api%2Fme")]
    [InlineData("GET", "/API/me")]
    [InlineData("GET", "/api/bulk/syncs/248df4b7-aa70-47b8-a036-33ac447e668d")]
    [InlineData("GET", "/api/bulk/syncs/")]
    [InlineData("GET", "/api/bulk/syncs/..")]
    public void An_unknown_object_is_not_found(string method, string path) => AssertError(404, "not_found", Ask(method, path));

    [Theory]
    [InlineData("POST", "/api/me")]
    [InlineData("PATCH", "/api/bulk/syncs")]
    [InlineData("PATCH", "/api/bulk/syncs/248df4b7-aa70-47b8-a036-33ac447e668d")]
    [InlineData("HEAD", "/api/me")]
    public void An_unknown_method_of_a_path_is_not_allowed(string method, string path)
    {
        var answer = Ask(method, path);
        AssertError(405, "method_not_allowed", answer);
        Assert.Contains("GET", (string)answer.Body["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_sync_is_the_same_alone_and_in_the_list()
    {
        var sandbox = new SandboxService(new SandboxOptions { GeneratedSyncs = 3 });
        var listed = AllPages(sandbox, "");
        Assert.True(listed.Count > 3);
        foreach (var sync in listed)
        {
            foreach (var id in new[] { (string)sync["id"]!, ((string)sync["id"]!).ToUpperInvariant(), ((string)sync["id"]!).Replace("0", "%30", StringComparison.Ordinal) })
            {
                var (status, body) = Ask("GET", $"/api/bulk/syncs/{id}", sandbox: sandbox);
                Assert.Equal(200, status);
                AssertValid("BulkSyncResponseEnvelope", body);
                Assert.True(JsonNode.DeepEquals(sync, body["data"]));
            }
        }
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(50, 50)]
    [InlineData(0, 50)]
    public void A_list_comes_in_pages_newest_change_first(int? limit, int size)
    {
        var sandbox = new SandboxService(new SandboxOptions { GeneratedSyncs = 120 });
        var (pages, token) = (new List<JsonArray>(), (string?)null);
        do
        {
            var query = string.Join('&', new[] { limit is null ? null : $"limit={limit}", token is null ? null : "page_token=" + Uri.EscapeDataString(token) }.Where(part => part is not null));
            var (status, body) = Ask("GET", "/api/bulk/syncs", query.Length == 0 ? "" : "?" + query, sandbox: sandbox);
            Assert.Equal(200, status);
            AssertValid("BulkSyncListEnvelope", body);
            pages.Add(body["data"]!.AsArray());
            token = (string?)body["pagination"]?["next_page_token"];
        }
        while (token is not null);

        Assert.All(pages.SkipLast(1), page => Assert.Equal(size, page.Count));
        Assert.InRange(pages[^1].Count, 1, size);
        var all = pages.SelectMany(page => page).ToArray();
        Assert.Equal(all.Length, all.Select(sync => (string)sync!["id"]!).Distinct().Count());
        Assert.Equal(120, all.Count(sync => ((string)sync!["name"]!).StartsWith("Generated", StringComparison.Ordinal)));
        var times = all.Select(sync => DateTimeOffset.Parse((string)sync!["updated_at"]!, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(times.OrderByDescending(time => time), times);
    }

    [Fact]
    public void A_list_can_contain_only_active_or_only_paused_syncs()
    {
        var sandbox = new SandboxService(new SandboxOptions { GeneratedSyncs = 120 });
        var (all, active, paused) = (AllPages(sandbox, ""), AllPages(sandbox, "active=true"), AllPages(sandbox, "active=false"));
        Assert.All(active, sync => Assert.True((bool)sync["active"]!));
        Assert.All(paused, sync => Assert.False((bool)sync["active"]!));
        Assert.NotEmpty(active);
        Assert.NotEmpty(paused);
        Assert.Equal(all.Count, active.Count + paused.Count);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%25%25")]
    [InlineData("")]
    [InlineData("from 5", true)]
    [InlineData("from", true)]
    [InlineData("from x", true)]
    [InlineData("from -1", true)]
    [InlineData("from 99999999999999999999", true)]
    [InlineData("from 1 2", true)]
    public void A_token_that_the_sandbox_did_not_issue_is_refused(string token, bool encode = false)
    {
        var given = encode ? Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(token))) : token;
        // The sandbox could have issued this token. Tokens are opaque, but not secret.
        if (token == "from 5") Assert.Equal(200, Ask("GET", "/api/bulk/syncs", $"?page_token={given}").Status);
        else AssertError(422, "unprocessable", Ask("GET", "/api/bulk/syncs", $"?page_token={given}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    public void Generated_syncs_are_added_to_the_named_ones(int count)
    {
        var named = AllPages(new SandboxService(), "").Select(sync => (string)sync["name"]!).ToArray();
        Assert.True(named.Length >= 3);
        Assert.DoesNotContain(named, name => name.StartsWith("Generated", StringComparison.Ordinal));
        var syncs = AllPages(new SandboxService(new SandboxOptions { GeneratedSyncs = count }), "");
        Assert.Equal(named.Concat(Enumerable.Range(1, count).Select(number => $"Generated sync {number:00000}")).Order(), syncs.Select(sync => (string)sync["name"]!).Order());
        Assert.Equal(syncs.Count, syncs.Select(sync => Guid.Parse((string)sync["id"]!)).Distinct().Count());
    }

    [Fact]
    public void Sandboxes_are_independent()
    {
        var (one, other) = (new SandboxService(), new SandboxService());
        var before = Ask("GET", "/api/bulk/syncs", sandbox: other).Body.ToJsonString();
        Ask("GET", "/api/bulk/syncs", sandbox: one).Body["data"]![0]!["name"] = "changed";
        Assert.Equal(before, Ask("GET", "/api/bulk/syncs", sandbox: one).Body.ToJsonString());
    }

    [Fact]
    public void The_validator_finds_faults()
    {
        // Tests the validator itself: each of these documents has a fault that it must find.
        Assert.Null(Contract.Fault("BulkSyncResponseEnvelope", Contract.Read("get-bulk-sync.example.json")));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"id":"x"}}"""));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"updated_at":"yesterday"}}"""));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"actve":true}}"""));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"mode":"mirror"}}"""));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"default_schedule":{}}}"""));
        Assert.NotNull(Contract.Fault("BulkSyncListEnvelope", """{"data":[{"active":"yes"}]}"""));
        Assert.NotNull(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"name":null}}"""));
        Assert.Null(Contract.Fault("BulkSyncResponseEnvelope", """{"data":{"concurrency_limit":null,"additional_schedules":null}}"""));
    }

    private static List<JsonNode> AllPages(SandboxService sandbox, string filter)
    {
        var (syncs, token) = (new List<JsonNode>(), (string?)null);
        do
        {
            var body = Ask("GET", "/api/bulk/syncs", $"?{filter}&page_token={Uri.EscapeDataString(token ?? "")}".Replace("&page_token=", token is null ? "" : "&page_token=", StringComparison.Ordinal), sandbox: sandbox).Body;
            AssertValid("BulkSyncListEnvelope", body);
            syncs.AddRange(body["data"]!.AsArray()!);
            token = (string?)body["pagination"]?["next_page_token"];
        }
        while (token is not null);
        return syncs;
    }

    private static JsonObject Identity(string authorization)
    {
        var (status, body) = Ask("GET", "/api/me", authorization: authorization);
        Assert.Equal(200, status);
        AssertValid("GetIdentityResponseEnvelope", body);
        return body["data"]!.AsObject();
    }

    private static void AssertError(int status, string key, (int Status, JsonObject Body) answer)
    {
        AssertValid("ApiError", answer.Body);
        Assert.Equal((status, status, key), (answer.Status, (int)answer.Body["status"]!, (string)answer.Body["key"]!));
        Assert.NotEmpty((string)answer.Body["message"]!);
    }

    private static void AssertValid(string schema, JsonObject body)
    {
        if (Contract.Fault(schema, body.ToJsonString()) is { } fault) Assert.Fail(fault);
    }

    private static (int Status, JsonObject Body) Ask(string method, string path, string query = "", string? authorization = User, string? version = "2025-09-18", SandboxService? sandbox = null)
    {
        var answer = (sandbox ?? new SandboxService()).Answer(Request(method, path, query, authorization, version));
        return (answer.Status, JsonNode.Parse(answer.Body)!.AsObject());
    }

    private static SandboxRequest Request(string method, string path, string query, string? authorization, string? version) =>
        new(method, path, query, name => name switch { "Authorization" => authorization, "X-Polytomic-Version" => version, _ => null }, []);

    private static string Basic(string organization, string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{organization}:{key}"));
}
