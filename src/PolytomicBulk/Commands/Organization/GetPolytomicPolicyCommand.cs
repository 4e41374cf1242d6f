using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets permission policies: all of them, some by name, or by id.</summary>
/// <remarks>
/// <para>A bulk sync and a connection carry the ids of policies (their Policies). A policy says which roles may do what with whatever carries it.</para>
/// <para>Without -Id it lists the policies of the organization (API operation policies_list). Names are compared here, since the service cannot.</para>
/// <para>With -Id it reads each policy by itself (API operation policies_get), as many at a time as the session's -ThrottleLimit allows. An id that
/// does not exist is an error for that id; the others still come.</para>
/// <para>Requests: 1 for the list, or 1 for each id.</para>
/// </remarks>
/// <example>
/// <para>List all policies.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicPolicy
/// </code>
/// </example>
/// <example>
/// <para>Show the policies that a bulk sync carries.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'Salesforce to Snowflake').Policies | Get-PolytomicPolicy
/// </code>
/// </example>
/// <example>
/// <para>Find the bulk syncs that carry a policy.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $policy = Get-PolytomicPolicy 'Revenue data'
/// Get-PolytomicBulkSync | Where-Object Policies -Contains $policy.Id
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="GetPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicPolicy", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicPolicy.md")]
[OutputType(typeof(PolytomicPolicy))]
public sealed class GetPolytomicPolicyCommand : SessionCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Names of policies, with wildcards. A name without wildcards that no policy has is an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Ids of policies.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("PolicyId")]
    [IdFrom("PolicyId", "-Name takes the name of a policy.")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Policies.GetAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(Client.Policies.ListAsync(cancel), policy => policy.Name, Name, "policy", Write, cancel);
}
