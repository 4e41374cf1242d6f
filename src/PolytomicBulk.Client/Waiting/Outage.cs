using System.Security.Authentication;

namespace PolytomicBulk.Waiting;

/// <summary>A time in which looks at something that is waited for fail, and which the wait outlives.</summary>
internal sealed class Outage(RequestObserver? observer)
{
    private int _isOn;

    /// <summary>Whether a failure passes by itself, and says nothing of what is waited for.</summary>
    public static bool IsPassing(PolytomicApiException failure) => failure.Failure switch
    {
        PolytomicFailure.Timeout or PolytomicFailure.RateLimited or PolytomicFailure.ServerError => true,
        PolytomicFailure.ConnectionFailed => !IsOfCertificate(failure),
        _ => false,
    };

    /// <summary>A certificate that cannot be trusted stays so.</summary>
    private static bool IsOfCertificate(Exception? fault) => fault is AuthenticationException || (fault is not null && IsOfCertificate(fault.InnerException));

    /// <summary>A look failed.</summary>
    public void Note(PolytomicApiException failure)
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0) observer?.LookFailed(failure);
    }

    /// <summary>All looks succeeded.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOn, 0) == 1) observer?.LooksAgain();
    }
}
