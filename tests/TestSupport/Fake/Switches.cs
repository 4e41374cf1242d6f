namespace TestSupport.Fake;

/// <summary>How a PUT of a bulk sync changes its schemas.</summary>
public enum PutWay
{
    /// <summary>The body's <c>schemas</c> are ignored.</summary>
    KeepsSchemas,

    /// <summary>The body's <c>schemas</c> replace the selection. Without them, everything is selected.</summary>
    ReplacesSchemas,

    /// <summary>Every schema and field is switched on. Filters, obfuscations and output names are gone.</summary>
    ResetsAll,
}

/// <summary>How a PATCH changes schemas.</summary>
public enum PatchWay
{
    /// <summary>Changes what the body contains.</summary>
    Applies,

    /// <summary>Answers 200 and changes nothing.</summary>
    ChangesNothing,

    /// <summary>Changes what the body contains, and switches on every field of the schemas in it.</summary>
    EnablesEveryField,

    /// <summary>Resets the settings of a schema that the body omits.</summary>
    ResetsLeftOut,
}

/// <summary>How a write changes a schema or field that the body's list does not contain.</summary>
public enum Unlisted
{
    /// <summary>It is switched off.</summary>
    Off,

    /// <summary>It is switched on, with nothing filtered or obfuscated.</summary>
    On,

    /// <summary>It does not change.</summary>
    AsItWas,
}

/// <summary>How the service changes values when it stores them.</summary>
[Flags]
public enum Normalizing
{
    /// <summary>Stores values unchanged.</summary>
    None = 0,

    /// <summary>Removes spaces around names and settings.</summary>
    Trims = 1,

    /// <summary>Changes text in configurations to lower case.</summary>
    Lowers = 2,

    /// <summary>Changes digits in configurations and filters to numbers ("0030" to 30), and removes leading zeros of hours and minutes.</summary>
    Numbers = 4,

    /// <summary>Removes nulls from configurations.</summary>
    DropsNulls = 8,

    /// <summary>Adds <c>create_schema</c> to the destination configuration, and null to a filter without a value.</summary>
    AddsDefaults = 16,
}

/// <summary>The kinds of resources whose reads can be outdated.</summary>
public enum ResourceKind
{
    /// <summary>Resources that are never outdated.</summary>
    Other,

    /// <summary>Bulk syncs, single and in lists.</summary>
    Syncs,

    /// <summary>The schemas of bulk syncs.</summary>
    Schemas,

    /// <summary>The schedule endpoints.</summary>
    Schedules,

    /// <summary>Executions and statuses.</summary>
    Executions,

    /// <summary>Connections and what they offer.</summary>
    Connections,
}

/// <content> The switches. They can be combined, and changed between two requests. To change single requests, such as with a lost answer or a hook, use a
/// <see cref="FakeRule"/>: see <see cref="On"/>.
/// </content>
public sealed partial class FakeService
{
    /// <summary>How a PUT of a bulk sync changes its schemas.</summary>
    public PutWay Puts { get; set; }

    /// <summary>Whether a PUT keeps the settings that its body omits, including <c>active</c>. Otherwise it resets them.</summary>
    public bool KeepsLeftOut { get; set; }

    /// <summary>The value of <c>active</c> if the body omits it.</summary>
    public bool ActiveByDefault { get; set; }

    /// <summary>Whether the service stores properties that are not in the contract.</summary>
    public bool KeepsUnknown { get; set; } = true;

    /// <summary>How a PATCH changes schemas.</summary>
    public PatchWay Patches { get; set; }

    /// <summary>How a write changes schemas that <c>schemas</c> does not list, and fields that <c>fields</c> does not list.</summary>
    public Unlisted Unlisted { get; set; }

    /// <summary>Whether writes of schemas and schedules change the <c>updated_at</c> of their bulk sync.</summary>
    public bool TouchesSync { get; set; } = true;

    /// <summary>Whether a PUT of a schedule keeps its sync mode and schemas, which the request cannot contain.</summary>
    public bool KeepsRestOfSchedule { get; set; } = true;

    /// <summary>Whether the schedule endpoints return ids, which are not in the contract.</summary>
    public bool SchedulesHaveIds { get; set; }

    /// <summary>How the service changes values when it stores them.</summary>
    public Normalizing Normalizes { get; set; }

    /// <summary>The maximum number of bulk syncs on a page.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Whether an empty list is <c>null</c>.</summary>
    public bool EmptyListsAreNull { get; set; }

    /// <summary>Whether lists whose order does not matter have a different order in each answer.</summary>
    public bool ShufflesLists { get; set; }

    /// <summary>Names of properties that are omitted from all answers, at any depth.</summary>
    public ISet<string> Omits { get; } = new HashSet<string>();

    /// <summary>Names of properties that are omitted from objects with an id (such as one schema), by that id.</summary>
    public IDictionary<string, string[]> OmitsOf { get; } = new Dictionary<string, string[]>();

    /// <summary>Whether bulk syncs have a <c>health</c> and schemas a <c>row_estimate</c>, with a new value in each answer.</summary>
    public bool ComputesValues { get; set; }

    /// <summary>Whether each read of a bulk sync returns a later <c>updated_at</c>.</summary>
    public bool MovesUpdatedAt { get; set; }

    /// <summary>Whether times have nine digits after the second.</summary>
    public bool HasNineDigits { get; set; }

    /// <summary>The text that the service returns instead of a secret in a connection's configuration.</summary>
    public string Mask { get; set; } = "[redacted]";

    /// <summary>Whether the service also masks secrets in the configurations of bulk syncs.</summary>
    public bool MasksSyncs { get; set; }

    /// <summary>How long the service takes to read the schemas of a new connection, or to refresh them.</summary>
    public TimeSpan CacheTime { get; set; }

    /// <summary>
    /// Whether the answer for schemas that are not ready is 400 "did not provide any schemas". Otherwise it is 422 "cache refresh in progress".
    /// </summary>
    public bool UnreadyIs400 { get; set; }

    /// <summary>How many requests with a repeated Idempotency-Key get 409 before the service repeats the first answer.</summary>
    public int ConflictsInFlight { get; set; }

    /// <summary>How long an execution takes.</summary>
    public TimeSpan RunTime { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>How long canceling takes.</summary>
    public TimeSpan CancelTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The final status of executions that start now.</summary>
    public string RunResult { get; set; } = "completed";

    /// <summary>The number of entries in the console log of a complete execution. The last 50 can be read.</summary>
    public int LogEntries { get; set; } = 5;

    /// <summary>Whether an export of logs returns its address at once. Otherwise it returns a job that takes <see cref="RunTime"/>.</summary>
    public bool ExportsAtOnce { get; set; }

    /// <summary>The content of each log file.</summary>
    public string LogFile { get; set; } = "one\ntwo\nthree\n";

    /// <summary>Makes a number of reads of a kind return the state before the last write.</summary>
    public void Lag(ResourceKind kind, int reads) => _lags[kind] = new Lagging(reads, null);

    /// <summary>Makes reads of a kind return the state before the last write, for a time.</summary>
    public void Lag(ResourceKind kind, TimeSpan time) => _lags[kind] = new Lagging(null, time);

    /// <summary>Adds a rule for the requests of a method (<c>*</c>: any; <c>PUT|PATCH</c>: either) and path.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path. <c>*</c> matches anything within a segment, and <c>**</c> matches anything. With a <c>?</c>, the query must match
    /// too.</param>
    /// <param name="times">The number of requests to change.</param>
    /// <param name="skip">The number of requests to skip first.</param>
    public FakeRule On(string method, string path, int times = 1, int skip = 0)
    {
        var rule = new FakeRule(method, path, times, skip);
        lock (_gate) _rules.Add(rule);
        return rule;
    }
}
