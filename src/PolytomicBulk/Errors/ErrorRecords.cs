using System.Net;

namespace PolytomicBulk;

/// <summary>Makes an ErrorRecord of each kind of failure.</summary>
internal static partial class ErrorRecords
{
    private const int MostFields = 10;

    private const int MostFaults = 3;

    private const string CheckAddress = "To check the address, run Get-PolytomicSession. To change it, use Connect-Polytomic -BaseUri.";

    private const string BulkSyncs = "; Get-PolytomicBulkSync lists its bulk syncs";
    private const string ReadsSchemas =
        "To see their status, use Get-PolytomicConnectionSchema -ConnectionId. To wait for them, use Update-PolytomicConnectionSchema -Wait. " +
        "You can pipe the bulk sync to both.";

    private const string Connections = "; Get-PolytomicConnection lists its connections";

    private const string RightOne = "None of them was changed. Specify the id of the right one:";

    public static ErrorRecord From(PolytomicApiException failure, object? target)
    {
        if (failure.Resource == ResourceKind.LastExecution) failure = failure.With("To start one, use Start-PolytomicBulkSync.");
        if (failure.Resource == ResourceKind.SchemaCache) failure = failure.With(ReadsSchemas, failure.Selection);
        var (kind, action) = failure.Failure switch
        {
            PolytomicFailure.Unauthorized => (ErrorKind.Unauthorized, "Run Connect-Polytomic with a valid key."),
            PolytomicFailure.Forbidden when failure.StatusCode == HttpStatusCode.ProxyAuthenticationRequired => (ErrorKind.Forbidden, null),
            PolytomicFailure.Forbidden => (ErrorKind.Forbidden, "To see who the key belongs to, run Get-PolytomicIdentity."),
            PolytomicFailure.NotFound => (ErrorKind.NotFound, $"Get-PolytomicSession shows the organization{WhatLists(failure.Resource)}."),
            PolytomicFailure.InvalidRequest => (ErrorKind.InvalidRequest, null),
            PolytomicFailure.Conflict => (ErrorKind.Conflict, null),
            PolytomicFailure.RateLimited => (ErrorKind.RateLimited, "Use a smaller -ThrottleLimit or a larger -MaxRetry with Connect-Polytomic."),
            PolytomicFailure.Timeout when failure.Resource == ResourceKind.SchemaCache => (ErrorKind.Timeout, null),
            PolytomicFailure.Timeout => (ErrorKind.Timeout, "Use a longer -TimeoutSec with Connect-Polytomic."),
            PolytomicFailure.ServerError => (ErrorKind.ServerError, null),
            PolytomicFailure.ConnectionFailed => (ErrorKind.ConnectionFailed, CheckAddress),
            _ => (ErrorKind.BadResponse, CheckAddress),
        };

        var record = kind.Record(failure, target is ConfigurationStep { Path: { } path } ? new ConfigurationFault(path, failure) : TargetOf(target));
        if (failure.Selection is not null)
        {
            action = "Run the same command again in this session, or restore the previous selection: "
                + "$Error[0].Exception.Selection | Set-PolytomicBulkSyncSchema -Restore";
        }

        if (action is not null) record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = action };
        return record;
    }

    /// <summary>The commands that list the resources of a request.</summary>
    private static string WhatLists(ResourceKind resource) => resource switch
    {
        ResourceKind.Connection => Connections,
        ResourceKind.Identity => "",
        ResourceKind.Policy => "; Get-PolytomicPolicy lists its policies",
        ResourceKind.ConnectionType => "; Get-PolytomicConnectionType lists the types of connection",
        ResourceKind.Organization => "; Get-PolytomicOrganization lists its organizations",
        ResourceKind.Entity or ResourceKind.Event or ResourceKind.ErrorSubscriber => "",
        ResourceKind.ConnectionSchema => $"{Connections}, and Get-PolytomicConnectionSchema the schemas of one",
        ResourceKind.Execution => $"{BulkSyncs}, and Get-PolytomicBulkSyncExecution the executions of one",
        ResourceKind.Schema => $"{BulkSyncs}, and Get-PolytomicBulkSyncSchema the schemas of one",
        ResourceKind.Schedule => $"{BulkSyncs}, and Get-PolytomicBulkSyncSchedule the schedules of one",
        _ => BulkSyncs,
    };

    public static ErrorRecord NotConnected() => ErrorKind.NotConnected.Record(
        new InvalidOperationException(
            "There is no session with Polytomic in this runspace. "
                + "Run Connect-Polytomic first, or specify -Session. Connect-Polytomic -Sandbox needs no account."),
        target: null);

    public static ErrorRecord Disconnected() => ErrorKind.NotConnected.Record(
        new InvalidOperationException(
            "The session was disconnected, and its key was removed. Run Connect-Polytomic again. With -PassThru, it returns the new session for -Session."),
        target: null);

    public static ErrorRecord InvalidArgument(string message, object? target = null) =>
        ErrorKind.InvalidArgument.Record(new ArgumentException(PlainText.Of(message)), target);

    public static ErrorRecord NameBesideId() =>
        InvalidArgument("-Name cannot be used with -Id or pipeline input, because both select bulk syncs. To change the name, use -NewName.");

    public static ErrorRecord DoesNotFit(string what, IReadOnlyList<string> faults, object target, string advice = "")
    {
        var more = faults.Count > MostFaults ? $" And {faults.Count - MostFaults} more." : "";
        return InvalidArgument($"{string.Join(" ", faults.Take(MostFaults))}{more} So {what}. {advice}To write it anyway, use -SkipValidation.", target);
    }

    public static ErrorRecord NoSuchField(ResourceEdit edit, string field, bool maySkip)
    {
        var advice = Likeness.Nearest(field, edit.FieldIds) is [_, ..] near
            ? Likeness.DidYouMean(near)
            : edit.FieldIds.Count == 0
                ? "The service returned no fields for it."
                : $"Its fields are {string.Join(", ", edit.FieldIds.Take(MostFields))}{(edit.FieldIds.Count > MostFields ? ", …" : "")}.";
        var skip = maySkip ? " To write it anyway, use -SkipValidation." : "";
        return InvalidArgument($"There is no field '{field}' in {edit}. It was not changed. {advice}{skip}", TargetOf(edit));
    }

    /// <summary>An update needs a value that neither the service nor a parameter gives.</summary>
    public static ErrorRecord Incomplete(ResourceEdit edit)
    {
        var parameters = string.Join(" and ", edit.Missing.Select(name => $"-{name}"));
        var schedule = edit.Frequency is { } frequency ? $" The schedule is {frequency}; times of day are in UTC." : "";
        return InvalidArgument(
            $"Could not change {edit}: it also needs {parameters}, which the service did not return. Specify it.{schedule}",
            TargetOf(edit));
    }

    /// <summary>An update would store the mask that the service shows in place of a secret.</summary>
    public static ErrorRecord Masked(ResourceEdit edit) => InvalidArgument(
        $"Could not change {edit}: the service masks {string.Join(", ", edit.Masked)}, and an update would store the mask. Nothing was written. "
            + "Specify the secret with the change, for example -DestinationConfiguration @{ password = $secret }.",
        TargetOf(edit));

    /// <summary>The TargetObject of an error about an item: an id, a name if there is no id, or the path of a file.</summary>
    private static object? TargetOf(object? item) => item switch
    {
        ResourceEdit edit => Guid.TryParse(edit.Id, out var id) ? id : edit.Id,
        ConfigurationStep step => step.Path ?? (object?)step.Sync?.Id,
        BulkSyncLogFile file => file.Name,
        ApiObject one => one.GetType().GetProperty("Id")?.GetValue(one),
        _ => item,
    };

    public static ErrorRecord WaitedTooLong(string message, object target) => ErrorKind.Timeout.Record(new TimeoutException(message), target);

    public static ErrorRecord FileExists(string path, string advice) =>
        ErrorKind.FileExists.Record(new IOException(PlainText.Line($"The file '{path}' already exists. {advice}")), path);

    public static ErrorRecord FilesExist(string folder, string[] paths, string advice) => paths is [var path]
        ? FileExists(path, advice)
        : ErrorKind.FileExists.Record(
            new IOException(PlainText.Line($"{paths.Length} of the files already exist in '{folder}' and were not changed. {advice}")), paths);

    public static ErrorRecord FileFailed(string path, Exception fault) =>
        ErrorKind.FileFailed.Record(new IOException(PlainText.Line($"Could not write '{path}': {fault.Message}"), fault), path);

    public static ErrorRecord FolderFailed(string path, Exception fault) =>
        ErrorKind.FileFailed.Record(new IOException(PlainText.Line($"Could not create the folder '{path}': {fault.Message}"), fault), path);

    public static ErrorRecord NoSuchFile(string path, Exception fault) => ErrorKind.FileNotFound.Record(fault, path);

    public static ErrorRecord ExecutionFailed(BulkSyncExecution execution)
    {
        var end = execution.Status switch { "failed" => "failed", "interrupted" => "was interrupted", _ => $"ended with status '{execution.Status}'" };
        var why = execution.StatusMessage is { Length: > 0 } message ? $": {message.TrimEnd('.')}." : ".";
        var text = PlainText.Of($"Execution {execution.Id} of {SyncLabel.InWords(execution.SyncId, execution.SyncName)} {end}{why}");
        var record = ErrorKind.ExecutionFailed.Record(new InvalidOperationException(text), execution);
        record.ErrorDetails = new ErrorDetails(text) { RecommendedAction = "To see which schemas failed, look at the Schemas property of the execution." };
        return record;
    }

    /// <summary>An execution did not end in time.</summary>
    public static ErrorRecord StillUnderWay(ExecutionWatch watch, string sync, int seconds, bool isCanceled)
    {
        var state = watch.Status is { Length: > 0 } status ? $"its last known status is '{PlainText.Of(status)}'" : "its status is not known";
        var trouble = watch.Trouble is { } failure ? $" The last status check failed: {failure.Message}" : "";
        return WaitedTooLong($"{NameOf(watch, sync)} did not end within {seconds} s: {state}.{trouble} {GoesOn(isCanceled)}", watch.SyncId);
    }

    /// <summary>The status of an execution can no longer be read.</summary>
    public static ErrorRecord WaitFailed(ExecutionWatch watch, string sync, bool isCanceled) => From(
        // An execution that does not exist does not continue.
        watch.Failure!.Failure == PolytomicFailure.NotFound
            ? watch.Failure
            : watch.Failure.With($"{NameOf(watch, sync)} is no longer monitored. {GoesOn(isCanceled)}"),
        watch.SyncId);

    private static string GoesOn(bool isCanceled) => isCanceled
        ? "Its cancellation was requested. Use Wait-PolytomicBulkSync to wait again."
        : "It continues. Use Wait-PolytomicBulkSync to wait again, or Stop-PolytomicBulkSync to cancel it.";

    private static string NameOf(ExecutionWatch watch, string sync) =>
        watch.ExecutionId is { } id ? $"Execution {id} of {sync}" : $"The execution of {sync}";

    /// <summary>The service returned no status for a bulk sync.</summary>
    public static ErrorRecord NoStatus(Guid syncId, string sync) => ErrorKind.NotFound.Record(
        new ItemNotFoundException(
            $"The service returned no status for {sync}. Check the id, or run Get-PolytomicBulkSyncStatus without -Summary to see whether it has ever run."),
        syncId);

    /// <summary>Nobody can answer a question. With -Confirm, the command asks even if -Force is specified.</summary>
    public static ErrorRecord CannotAsk(string about, CommandInfo command, bool isAskedFor, object? item) => Refused(
        $"{command.Name} could not ask for confirmation, because this PowerShell is not interactive: {about.TrimEnd('.', '?')}. Nothing was done. "
            + (isAskedFor ? "To skip the confirmation, use -Confirm:$false instead of -Confirm."
                : command.Parameters.ContainsKey("Force") ? "-Force does not ask."
                : "To skip the confirmation, use -Confirm:$false."),
        TargetOf(item));

    /// <summary>The command would change more than the user asked for.</summary>
    public static ErrorRecord Refused(string message, object? target) =>
        ErrorKind.Refused.Record(new InvalidOperationException(PlainText.Of(message)), target);

    /// <summary>A name has wildcards, and the command needs exactly one bulk sync.</summary>
    public static ErrorRecord NoWildcards(string name, string command) => InvalidArgument(
        $"There is no bulk sync named '{name}', and {command} does not support wildcards. "
            + $"To see the matches, run Get-PolytomicBulkSync {Quote(name)}. You can pipe them to {command}.",
        name);

    /// <summary>No item has a name that is not a valid pattern either.</summary>
    public static ErrorRecord MalformedPattern(string what, string pattern)
    {
        var escaped = pattern.Replace("[", "`[");
        return InvalidArgument(
            $"'{pattern}' is not a valid wildcard pattern, and there is no {what} with this name. To find [ in names, escape it with a backtick: "
                + $"{Quote(escaped.Contains('*') ? escaped : $"*{escaped}*")}. You can also specify the full name.",
            pattern);
    }

    /// <summary>A text in quotes, as typed at the prompt.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''")}'";

    public static ErrorRecord AmbiguousSync(string name, IReadOnlyCollection<BulkSync> candidates) =>
        Ambiguous($"{candidates.Count} bulk syncs", name, $"{RightOne}{string.Concat(candidates.Select(Describe))}");

    private static ErrorRecord Ambiguous(string many, string name, string advice) =>
        ErrorKind.AmbiguousName.Record(new ArgumentException($"{many} have the name '{PlainText.Line(name)}'. {advice}"), name);

    private static string Describe(BulkSync sync)
    {
        var (from, to) = (sync.SourceName ?? $"{sync.SourceConnectionId}", sync.DestinationName ?? $"{sync.DestinationConnectionId}");
        return $"{Environment.NewLine}    {sync.Id}  {PlainText.Line(from)} -> {PlainText.Line(to)}, "
            + $"{PlainText.Line(sync.Mode ?? "unknown")}, {(sync.Active == true ? "active" : "paused")}";
    }

    public static ErrorRecord AmbiguousConnection(string name, IReadOnlyCollection<Connection> candidates) =>
        Ambiguous($"{candidates.Count} connections", name, $"{RightOne}{string.Concat(candidates.Select(Describe))}");

    private static string Describe(Connection connection) =>
        $"{Environment.NewLine}    {connection.Id}  {PlainText.Line($"{connection.Type}")}, {PlainText.Line(connection.Status ?? "unknown")}";

    /// <summary>Nothing on the service has the name. The advice is names like it, or else the given one.</summary>
    public static ErrorRecord NoSuchName(string what, string name, IReadOnlyCollection<string> near, string otherwise) => ErrorKind.NotFound.Record(
        new ItemNotFoundException(PlainText.Of(
            $"There is no {what} named '{name}' in this organization. {(near.Count > 0 ? Likeness.DidYouMean(near) : otherwise)}")),
        name);

    /// <summary>Nothing on the service has the name, which may be an id.</summary>
    public static ErrorRecord NoSuchName(string what, string pattern, IEnumerable<string?> names, CommandInfo command)
    {
        var name = WildcardPattern.Unescape(pattern);
        return Guid.TryParse(name, out var id) && command.Parameters.ContainsKey("Id")
            ? NoSuchName(what, name, [], $"This is an id. Run {command.Name} -Id {id}.")
            : NoSuchName(what, name, Likeness.Nearest(name, names), $"You can use wildcards: *{pattern}*.");
    }
}
