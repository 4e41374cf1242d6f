using System.Security.Authentication;

namespace PolytomicBulk.Waiting;

/// <summary>A period in which polls fail, which the wait tolerates.</summary>
internal sealed class Outage(RequestObserver? observer)
{
    private int _isOn;

    /// <summary>Whether a failure is temporary, and unrelated to the object.</summary>
    public static bool IsPassing(PolytomicApiException failure) => failure.Failure switch
    {
        PolytomicFailure.Timeout or PolytomicFailure.RateLimited or PolytomicFailure.ServerError => true,
        PolytomicFailure.ConnectionFailed => !IsOfCertificate(failure),
        _ => false,
    };

    /// <summary>An untrusted certificate is not temporary.</summary>
    private static bool IsOfCertificate(Exception? fault) => fault is AuthenticationException || (fault is not null && IsOfCertificate(fault.InnerException));

    /// <summary>Records a failed poll.</summary>
    public void Note(PolytomicApiException failure)
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0) observer?.LookFailed(failure);
    }

    /// <summary>Records that all polls succeeded.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOn, 0) == 1) observer?.LooksAgain();
    }
}
