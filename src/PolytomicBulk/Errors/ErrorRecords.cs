using System.Net;

namespace PolytomicBulk;

/// <summary>The one place where a failure becomes an ErrorRecord.</summary>
internal static partial class ErrorRecords
{
    private const int MostFields = 10;
    private const string CheckAddress = "To check the address, run Get-PolytomicSession. To change it, use Connect-Polytomic -BaseUri.";

    private const string BulkSyncs = "; Get-PolytomicBulkSync lists its bulk syncs";
    private const string ReadsSchemas =
        "To see their status, use Get-PolytomicConnectionSchema -ConnectionId. To wait for them, use Update-PolytomicConnectionSchema -Wait. " +
        "You can pipe the bulk sync to both.";

    private const string Connections = "; Get-PolytomicConnection lists its connections";

    private const string GoesOn = "It continues. Use Wait-PolytomicBulkSync to wait again, or Stop-PolytomicBulkSync to cancel it.";

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

        var record = kind.Record(failure, TargetOf(target));
        if (failure.Selection is not null)
        {
            action = "Run the same command again in this session, or restore the previous selection: "
                + "$Error[0].Exception.Selection | Set-PolytomicBulkSyncSchema -Restore";
        }

        if (action is not null) record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = action };
        return record;
    }

    /// <summary>Which commands list what a request was about.</summary>
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

    /// <summary>There is a session, which has been disconnected.</summary>
    public static ErrorRecord Disconnected() => ErrorKind.NotConnected.Record(
        new InvalidOperationException(
            "The session was disconnected, and its key was removed. "
                + "Run Connect-Polytomic again. With -PassThru, it returns the new session for -Session."),
        target: null);

    public static ErrorRecord InvalidArgument(string message, object? target = null) =>
        ErrorKind.InvalidArgument.Record(new ArgumentException(PlainText.Of(message)), target);

    /// <summary>An id and a name both say which sync is meant.</summary>
    public static ErrorRecord NameBesideId() =>
        InvalidArgument("-Name cannot be used with -Id or pipeline input, because both select bulk syncs. To change the name, use -NewName.");

    /// <summary>Settings do not fit the connections.</summary>
    public static ErrorRecord DoesNotFit(string what, IReadOnlyList<string> faults, object target) => InvalidArgument(
        $"{string.Join(" ", faults)} So {what}. To write it anyway, use -SkipValidation.", target);

    /// <summary>A change names a field that is not there.</summary>
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

    /// <summary>A write cannot be without something that neither the service nor a parameter gives.</summary>
    public static ErrorRecord Incomplete(ResourceEdit edit)
    {
        var parameters = string.Join(" and ", edit.Missing.Select(name => $"-{name}"));
        var schedule = edit.Frequency is { } frequency ? $" The schedule is {frequency}; times of day are in UTC." : "";
        return InvalidArgument(
            $"Could not change {edit}: it also needs {parameters}, which the service did not return. Specify it.{schedule}",
            TargetOf(edit));
    }

    /// <summary>A write would store the mask that the service shows in the place of a secret.</summary>
    public static ErrorRecord Masked(ResourceEdit edit) => InvalidArgument(
        $"Could not change {edit}: the service masks {string.Join(", ", edit.Masked)}, and an update would store the mask. Nothing was written. "
            + "Specify the secret with the change, for example -DestinationConfiguration @{ password = $secret }.",
        TargetOf(edit));

    /// <summary>
    /// What an error about an item has as its TargetObject: an id, a name where there is no id, or the path of a file, whatever the command holds.
    /// </summary>
    private static object? TargetOf(object? item) => item switch
    {
        ResourceEdit edit => Guid.TryParse(edit.Id, out var id) ? id : edit.Id,
        ConfigurationStep step => step.Path ?? (object?)step.Sync?.Id,
        BulkSyncLogFile file => file.Name,
        ApiObject one => one.GetType().GetProperty("Id")?.GetValue(one),
        _ => item,
    };

    /// <summary>Something on the service takes longer than the user would wait.</summary>
    public static ErrorRecord WaitedTooLong(string message, object target) =>
        ErrorKind.Timeout.Record(new TimeoutException(message), target);

    /// <summary>There is a file already where one would be written.</summary>
    public static ErrorRecord FileExists(string path, string advice) =>
        ErrorKind.FileExists.Record(new IOException(PlainText.Line($"The file '{path}' already exists. {advice}")), path);

    /// <summary>There are files already where some would be written.</summary>
    public static ErrorRecord FilesExist(string folder, string[] paths, string advice) => paths is [var path]
        ? FileExists(path, advice)
        : ErrorKind.FileExists.Record(
            new IOException(PlainText.Line($"{paths.Length} of the files already exist in '{folder}' and were not changed. {advice}")), paths);

    /// <summary>The file system would not have a file.</summary>
    public static ErrorRecord FileFailed(string path, Exception fault) =>
        ErrorKind.FileFailed.Record(new IOException(PlainText.Line($"Could not write '{path}': {fault.Message}"), fault), path);

    /// <summary>There is no file where one would be read.</summary>
    public static ErrorRecord NoSuchFile(string path, Exception fault) => ErrorKind.FileNotFound.Record(fault, path);

    /// <summary>An execution that was waited for did not do all it should.</summary>
    public static ErrorRecord ExecutionFailed(BulkSyncExecution execution)
    {
        var end = execution.Status switch { "failed" => "failed", "interrupted" => "was interrupted", _ => $"ended with status '{execution.Status}'" };
        var why = execution.StatusMessage is { Length: > 0 } message ? $": {message.TrimEnd('.')}." : ".";
        var text = PlainText.Of($"Execution {execution.Id} of {SyncLabel.InWords(execution.SyncId, execution.SyncName)} {end}{why}");
        var record = ErrorKind.ExecutionFailed.Record(new InvalidOperationException(text), execution);
        record.ErrorDetails = new ErrorDetails(text) { RecommendedAction = "To see which schemas failed, look at the Schemas property of the execution." };
        return record;
    }

    /// <summary>The time to wait was over before the execution was.</summary>
    public static ErrorRecord StillUnderWay(ExecutionWatch watch, string sync, int seconds)
    {
        var state = watch.Status is { Length: > 0 } status ? $"its last known status is '{PlainText.Of(status)}'" : "its status is not known";
        var trouble = watch.Trouble is { } failure ? $" The last status check failed: {failure.Message}" : "";
        return WaitedTooLong($"{NameOf(watch, sync)} did not end within {seconds} s: {state}.{trouble} {GoesOn}", watch.SyncId);
    }

    /// <summary>An execution cannot be waited for any longer.</summary>
    public static ErrorRecord WaitFailed(ExecutionWatch watch, string sync) => From(
        // What does not exist does not go on.
        watch.Failure!.Failure == PolytomicFailure.NotFound ? watch.Failure : watch.Failure.With($"{NameOf(watch, sync)} is no longer monitored. {GoesOn}"),
        watch.SyncId);

    private static string NameOf(ExecutionWatch watch, string sync) =>
        watch.ExecutionId is { } id ? $"Execution {id} of {sync}" : $"The execution of {sync}";

    /// <summary>The service left a sync out of the list of states.</summary>
    public static ErrorRecord NoStatus(Guid syncId, string sync) => ErrorKind.NotFound.Record(
        new ItemNotFoundException(
            $"The service returned no status for {sync}. "
                + "Check the id, or run Get-PolytomicBulkSyncStatus without -Summary to see whether it has ever run."),
        syncId);

    /// <summary>Nobody is there to confirm.</summary>
    public static ErrorRecord CannotAsk(string about, CommandInfo command, object? item) => Refused(
        $"{command.Name} could not ask for confirmation, because this PowerShell is not interactive: {about.TrimEnd('.', '?')}. Nothing was done. "
            + (command.Parameters.ContainsKey("Force") ? "-Force does not ask." : "To skip the confirmation, use -Confirm:$false."),
        TargetOf(item));

    /// <summary>It could be done, but would change more than was asked for, or than was meant.</summary>
    public static ErrorRecord Refused(string message, object? target) =>
        ErrorKind.Refused.Record(new InvalidOperationException(PlainText.Of(message)), target);

    /// <summary>No bulk sync has the name that was given.</summary>
    public static ErrorRecord NoSuchSync(string name, IReadOnlyCollection<string> near) =>
        NoSuchName("bulk sync", name, near, "To list them, run Get-PolytomicBulkSync.");

    /// <summary>No bulk sync has the name, which has wildcards, and exactly one is to be meant.</summary>
    public static ErrorRecord NoWildcards(string name, string command) => InvalidArgument(
        $"There is no bulk sync named '{name}', and {command} does not support wildcards. "
            + $"To see the matches, run Get-PolytomicBulkSync {Quote(name)}. You can pipe them to {command}.",
        name);

    /// <summary>A text as it is typed at the prompt.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''")}'";

    /// <summary>Several bulk syncs have the name that was given.</summary>
    public static ErrorRecord AmbiguousSync(string name, IReadOnlyCollection<BulkSync> candidates) => ErrorKind.AmbiguousName.Record(
        new ArgumentException($"{candidates.Count} bulk syncs have the name '{PlainText.Line(name)}'. Nothing was changed. " +
            $"Specify the id of the right one:{string.Concat(candidates.Select(Describe))}"),
        name);

    private static string Describe(BulkSync sync)
    {
        var (from, to) = (sync.SourceName ?? $"{sync.SourceConnectionId}", sync.DestinationName ?? $"{sync.DestinationConnectionId}");
        return $"{Environment.NewLine}    {sync.Id}  {PlainText.Line(from)} -> {PlainText.Line(to)}, "
            + $"{PlainText.Line(sync.Mode ?? "unknown")}, {(sync.Active == true ? "active" : "paused")}";
    }

    /// <summary>Several connections have the name that was given.</summary>
    public static ErrorRecord AmbiguousConnection(string name, IReadOnlyCollection<Connection> candidates) => ErrorKind.AmbiguousName.Record(
        new ArgumentException($"{candidates.Count} connections have the name '{PlainText.Line(name)}'. Nothing was changed. " +
            $"Specify the id of the right one:{string.Concat(candidates.Select(Describe))}"),
        name);

    private static string Describe(Connection connection) =>
        $"{Environment.NewLine}    {connection.Id}  {PlainText.Line($"{connection.Type}")}, {PlainText.Line(connection.Status ?? "unknown")}";

    /// <summary>Nothing on the service has the name that was asked for.</summary>
    public static ErrorRecord NoSuchName(string what, string name, IReadOnlyCollection<string> near, string otherwise) => ErrorKind.NotFound.Record(
        new ItemNotFoundException(PlainText.Of(
            $"There is no {what} named '{name}' in this organization. {(near.Count > 0 ? Likeness.DidYouMean(near) : otherwise)}")),
        name);

    /// <summary>Nothing on the service has a name without wildcards that was asked for; it may be an id.</summary>
    public static ErrorRecord NoSuchName(string what, string pattern, IEnumerable<string?> names, CommandInfo command)
    {
        var name = WildcardPattern.Unescape(pattern);
        return Guid.TryParse(name, out var id) && command.Parameters.ContainsKey("Id")
            ? NoSuchName(what, name, [], $"This is an id. Run {command.Name} -Id {id}.")
            : NoSuchName(what, name, Likeness.Nearest(name, names), $"You can use wildcards: *{pattern}*.");
    }
}
