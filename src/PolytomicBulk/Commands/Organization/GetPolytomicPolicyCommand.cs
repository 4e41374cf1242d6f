namespace PolytomicBulk.Commands;

/// <summary>Gets permission policies.</summary>
/// <remarks>
/// <para>A policy defines which roles can use the bulk syncs and connections that have it. The property Policies of a bulk sync or connection contains the
/// ids of its policies. PolicyNames contains their names after this command has read them. Without parameters, this command lists all policies of the
/// organization.</para>
/// <para>With -Id, you get an error for each id that does not exist, and the others are still returned.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for the list (API operation policies_list), or 1 for each id (policies_get), as many at a time as the session's -ThrottleLimit
/// allows.</para>
/// </notes>
/// <example>
/// <para>List all policies.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicPolicy
/// </code>
/// </example>
/// <example>
/// <para>Show the policies of a bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'Salesforce to Snowflake').Policies | Get-PolytomicPolicy
/// </code>
/// </example>
/// <example>
/// <para>Find the bulk syncs that have a policy.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $policy = Get-PolytomicPolicy 'Revenue data'
/// Get-PolytomicBulkSync | Where-Object Policies -Contains $policy.Id
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
/// <seealso cref="GetPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicPolicy", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicPolicy.md")]
[OutputType(typeof(PolytomicPolicy))]
public sealed class GetPolytomicPolicyCommand : SessionCommand
{
    /// <summary>Specifies names of policies. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Specifies the ids of policies.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("PolicyId")]
    [IdFrom("PolicyId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    public Guid[] Id { get; set; } = [];

    private protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Policies.GetAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(Client.Policies.ListAsync(cancel), policy => policy.Name, Name, "policy", Write, cancel);
}
