namespace PolytomicBulk.Commands;

/// <summary>Runs an action when it is disposed.</summary>
internal sealed class Scope(Action end) : IDisposable
{
    public void Dispose() => end();
}
