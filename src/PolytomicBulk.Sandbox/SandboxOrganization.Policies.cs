namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private Dictionary<string, Func<SandboxCall, SandboxReply>> PolicyOperations => new()
    {
        ["policies_list"] = _ => SandboxReply.Data(_state.Policies),
        ["policies_get"] = call =>
            SandboxReply.Data(_state.Policies.FirstOrDefault(policy => IsSame(policy!["id"], call["id"])) ?? throw SandboxError.NotFound("policy")),
    };
}
