using System.Collections.Concurrent;
using System.Net;

namespace PolytomicBulk.Commands;

/// <summary>Writes a cmdlet's requests to the verbose stream, and their headers to the debug stream.</summary>
internal sealed class VerboseObserver(PolytomicCommand command, PipelinePump pump) : RequestObserver
{
    private const int RateLimitActivity = int.MaxValue;

    /// <summary>Connections whose schemas are awaited. Their progress bars have smaller ids.</summary>
    private readonly List<Guid> _awaited = [];

    private readonly ConcurrentQueue<string> _interruptions = new();

    /// <summary>Whether somebody reads messages. Without a reader, an answer does not wake the pipeline's thread.</summary>
    private readonly bool _isRead = IsOn(command, "Verbose") || IsOn(command, "Debug");

    private int _requests;
    private int _retries;
    private int _limited;

    public string? Summary => _requests + _retries == 0 ? null : FormattableString.Invariant(
        $"{_requests} requests, {_retries} retries, {pump.Waiting.TotalMilliseconds:0} ms waiting on the service, {pump.Working.TotalMilliseconds:0} ms here");

    public override bool WantsHeaders { get; } = IsOn(command, "Debug");

    public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed)
    {
        Interlocked.Increment(ref _requests);
        if (method != HttpMethod.Get.Method) command.OnChange();
        if (_isRead) Say($"{method} {pathAndQuery}: {(int)status} in {elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
        if (command.CountAnswer()) OnPipeline(_ => command.ShowReading());
    }

    public override void Unanswered(string method)
    {
        if (method != HttpMethod.Get.Method) command.OnChange();
    }

    public override void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers) => Detail($"{method} {pathAndQuery}", headers);

    public override void Received(HttpStatusCode status, IReadOnlyList<string> headers) => Detail($"{(int)status} {status}", headers);

    public override void OddValue(string type, string name, int count) =>
        Say($"The answer has {(count == 1 ? "an unexpected value" : $"{count} unexpected values")} for '{name}' of {type}: see AdditionalProperties.");

    public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
    {
        Interlocked.Increment(ref _retries);
        var next = $"Attempt {attempt} of {attempts} follows in {delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
        Say($"{failure.Message} {next}.");
        if (failure.Failure != PolytomicFailure.RateLimited) return;
        Interlocked.Increment(ref _limited);
        ShowRateLimit(next, ProgressRecordType.Processing, (int)Math.Ceiling(delay.TotalSeconds));
    }

    public override void Resuming(PolytomicApiException failure)
    {
        if (failure.Failure == PolytomicFailure.RateLimited && Interlocked.Decrement(ref _limited) <= 0) ShowRateLimit("Over", ProgressRecordType.Completed);
    }

    public override void LookFailed(PolytomicApiException failure)
    {
        var message = $"{failure.Message} The wait continues, and checks again.";
        OnPipeline(_ => command.Warn(message));
    }

    public override void LooksAgain() => Say("The service answers again. The wait continues.");

    public override void WaitingForSchemas(Guid connectionId, string? state, TimeSpan elapsed, TimeSpan limit)
    {
        var status = $"{state ?? "not ready"}, {elapsed.TotalSeconds:0} s of {limit.TotalSeconds:0} s at most";
        Say($"{Waiting(connectionId)}: {status}.");
        ShowSchemas(connectionId, status, ProgressRecordType.Processing);
    }

    public override void WaitedForSchemas(Guid connectionId) => ShowSchemas(connectionId, "Over", ProgressRecordType.Completed);

    public override void Noted(string message) => Say(message);

    public override void Warned(string message) => OnPipeline(_ => command.Warn(message));

    public override void Interrupted(string message) => _interruptions.Enqueue(message);

    /// <summary>What was not finished when the command was stopped.</summary>
    public IReadOnlyCollection<string> Interruptions => _interruptions;

    /// <summary>Whether a stream is written: because of its parameter, or because of its preference variable.</summary>
    private static bool IsOn(PSCmdlet command, string stream) => command.MyInvocation.BoundParameters.TryGetValue(stream, out var on)
        ? LanguagePrimitives.IsTrue(on)
        : LanguagePrimitives.TryConvertTo<ActionPreference>(command.GetVariableValue(stream + "Preference"), out var preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private void Say(string message) => OnPipeline(_ => command.Say(message));

    private void ShowRateLimit(string status, ProgressRecordType type, int secondsRemaining = -1)
    {
        var progress = new ProgressRecord(RateLimitActivity, "Waiting for the rate limit", status) { RecordType = type, SecondsRemaining = secondsRemaining };
        OnPipeline(_ => command.ShowProgress(progress));
    }

    private void ShowSchemas(Guid connectionId, string status, ProgressRecordType type) => OnPipeline(_ =>
    {
        if (!_awaited.Contains(connectionId)) _awaited.Add(connectionId);
        var activity = RateLimitActivity - 1 - _awaited.IndexOf(connectionId);
        command.ShowProgress(new(activity, Waiting(connectionId), status) { RecordType = type });
    });

    private string Waiting(Guid connectionId) => $"Waiting for the schemas of {command.ConnectionInWords(connectionId)}";

    private void Detail(string line, IReadOnlyList<string> headers)
    {
        var text = string.Join(Environment.NewLine + "    ", new[] { line }.Concat(headers).Select(PlainText.Of));
        OnPipeline(_ => command.Debug(text));
    }

    private void OnPipeline(SendOrPostCallback action)
    {
        if (SynchronizationContext.Current == pump) action(null);
        else pump.Post(action, null);
    }
}
