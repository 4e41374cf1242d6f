using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet that calls the service.</summary>
public abstract class SessionCommand : PolytomicCommand
{
    private PolytomicClient? _client;

    /// <summary>The session to use, as Connect-Polytomic -PassThru emits it.</summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    public PolytomicSession? Session { get; set; }

    /// <summary>The client of the session.</summary>
    private protected PolytomicClient Client => _client ??= OpenClient();

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        // One error before the first input, rather than the same one for every input.
        _client = OpenClient();
        return Task.CompletedTask;
    }

    private PolytomicClient OpenClient()
    {
        var session = Session ?? RunspaceSession.Current;
        if (session is not { IsConnected: true }) ThrowTerminatingError(ErrorRecords.NotConnected());
        return session!.Client.ObservedBy(Observer);
    }
}
