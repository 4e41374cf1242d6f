using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PolytomicBulk;

/// <summary>The session that belongs to the runspace, which no other runspace sees.</summary>
internal static class RunspaceSession
{
    private static readonly ConditionalWeakTable<Runspace, PolytomicSession> Sessions = new();

    public static PolytomicSession? Current
    {
        get => Sessions.TryGetValue(Runspace.DefaultRunspace, out var session) ? session : null;
        set
        {
            Sessions.Remove(Runspace.DefaultRunspace);
            if (value is not null) Sessions.Add(Runspace.DefaultRunspace, value);
        }
    }
}
