namespace TestSupport.Fake;

/// <summary>What a PUT of a sync does to its schemas.</summary>
public enum PutWay
{
    /// <summary>The body's <c>schemas</c> are ignored.</summary>
    KeepsSchemas,

    /// <summary>The body's <c>schemas</c> replace what was there. Without them everything is selected.</summary>
    ReplacesSchemas,

    /// <summary>Every schema and field is switched on. Filters, obfuscations and output names are gone.</summary>
    ResetsAll,
}

/// <summary>What a PATCH of schemas does.</summary>
public enum PatchWay
{
    /// <summary>Changes what the body contains.</summary>
    Applies,

    /// <summary>Answers 200 and changes nothing.</summary>
    ChangesNothing,

    /// <summary>Changes what the body contains, and switches on every field of the schemas in it.</summary>
    EnablesEveryField,

    /// <summary>Resets whatever the body leaves out of a schema.</summary>
    ResetsLeftOut,
}

/// <summary>What happens to a table or field that a body's list does not contain.</summary>
public enum Unlisted
{
    /// <summary>It is switched off.</summary>
    Off,

    /// <summary>It is switched on, with nothing filtered or obfuscated.</summary>
    On,

    /// <summary>It stays as it was.</summary>
    AsItWas,
}

/// <summary>In which forms the service stores what it is sent.</summary>
[Flags]
public enum Normalizing
{
    /// <summary>As sent.</summary>
    None = 0,

    /// <summary>Names and settings lose the blanks around them.</summary>
    Trims = 1,

    /// <summary>Texts in configurations become lower case.</summary>
    Lowers = 2,

    /// <summary>Digits in configurations and filters become numbers ("0030" becomes 30); hours and minutes lose their zeros.</summary>
    Numbers = 4,

    /// <summary>Nulls in configurations are dropped.</summary>
    DropsNulls = 8,

    /// <summary>The destination's configuration gets <c>create_schema</c>, a filter without a value gets null.</summary>
    AddsDefaults = 16,
}

/// <summary>The kinds of resources whose reads can lag behind.</summary>
public enum ResourceKind
{
    /// <summary>What is never stale.</summary>
    Other,

    /// <summary>Syncs, one and listed.</summary>
    Syncs,

    /// <summary>The schemas of syncs.</summary>
    Schemas,

    /// <summary>The schedule endpoints.</summary>
    Schedules,

    /// <summary>Executions and statuses.</summary>
    Executions,

    /// <summary>Connections and what they offer.</summary>
    Connections,
}

/// <content>
/// The switches. All of them can be combined, and can be changed between two requests. What hits single requests, such as lost answers and
/// hooks, is a <see cref="FakeRule"/>: see <see cref="On"/>.
/// </content>
public sealed partial class FakeService
{
    /// <summary>What a PUT of a sync does to its schemas.</summary>
    public PutWay Puts { get; set; }

    /// <summary>Whether a PUT keeps what its body leaves out, which is reset otherwise, <c>active</c> too.</summary>
    public bool KeepsLeftOut { get; set; }

    /// <summary>What <c>active</c> is where a body does not say it.</summary>
    public bool ActiveByDefault { get; set; }

    /// <summary>Whether properties that the contract does not know are stored; otherwise a write drops them.</summary>
    public bool KeepsUnknown { get; set; } = true;

    /// <summary>What a PATCH of schemas does.</summary>
    public PatchWay Patches { get; set; }

    /// <summary>What happens to tables that <c>schemas</c> does not list, and to fields that <c>fields</c> does not list.</summary>
    public Unlisted Unlisted { get; set; }

    /// <summary>Whether writes of schemas and schedules move the <c>updated_at</c> of their sync.</summary>
    public bool TouchesSync { get; set; } = true;

    /// <summary>Whether a PUT of a schedule keeps its sync mode and schemas, which the request cannot name.</summary>
    public bool KeepsRestOfSchedule { get; set; } = true;

    /// <summary>Whether the schedule endpoints name ids, which the contract does not.</summary>
    public bool SchedulesHaveIds { get; set; }

    /// <summary>In which forms the service stores what it is sent.</summary>
    public Normalizing Normalizes { get; set; }

    /// <summary>How many syncs a page has at most.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Whether an empty list is <c>null</c>.</summary>
    public bool EmptyListsAreNull { get; set; }

    /// <summary>Whether lists whose order means nothing come in another order each time.</summary>
    public bool ShufflesLists { get; set; }

    /// <summary>Names of properties that no answer has, at any depth.</summary>
    public ISet<string> Omits { get; } = new HashSet<string>();

    /// <summary>Names of properties that the objects of an id (such as one schema) do not have, by that id.</summary>
    public IDictionary<string, string[]> OmitsOf { get; } = new Dictionary<string, string[]>();

    /// <summary>Whether syncs have a <c>health</c> and schemas a <c>row_estimate</c>, which differ in each answer.</summary>
    public bool ComputesValues { get; set; }

    /// <summary>Whether a sync's <c>updated_at</c> is later each time that it is read.</summary>
    public bool MovesUpdatedAt { get; set; }

    /// <summary>Whether times have nine digits after the second.</summary>
    public bool HasNineDigits { get; set; }

    /// <summary>What stands for a secret in a connection's configuration.</summary>
    public string Mask { get; set; } = "[redacted]";

    /// <summary>Whether secrets in the configurations of syncs are masked, too.</summary>
    public bool MasksSyncs { get; set; }

    /// <summary>How long the schemas of a new connection are not cached, and how long a refresh takes.</summary>
    public TimeSpan CacheTime { get; set; }

    /// <summary>Whether an unready cache is told of by 400 "did not provide any schemas"; otherwise by 422 "cache refresh in progress".</summary>
    public bool UnreadyIs400 { get; set; }

    /// <summary>How many requests that repeat an Idempotency-Key get 409 before the first one's outcome is replayed.</summary>
    public int ConflictsInFlight { get; set; }

    /// <summary>How long an execution takes.</summary>
    public TimeSpan RunTime { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>How long cancelling takes.</summary>
    public TimeSpan CancelTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The state that executions which start now end in.</summary>
    public string RunResult { get; set; } = "completed";

    /// <summary>How many entries the console log of a whole execution has. The last 50 can be read.</summary>
    public int LogEntries { get; set; } = 5;

    /// <summary>Whether an export of logs is answered with its address; otherwise with a job that takes <see cref="RunTime"/>.</summary>
    public bool ExportsAtOnce { get; set; }

    /// <summary>The content of each log file.</summary>
    public string LogFile { get; set; } = "one\ntwo\nthree\n";

    /// <summary>Lets reads of a kind answer the copy from before the last write, so many times.</summary>
    public void Lag(ResourceKind kind, int reads) => _lags[kind] = new Lagging(reads, null);

    /// <summary>Lets reads of a kind answer the copy from before the last write, for so long.</summary>
    public void Lag(ResourceKind kind, TimeSpan time) => _lags[kind] = new Lagging(null, time);

    /// <summary>Adds a rule for the requests of a method (<c>*</c>: any; <c>PUT|PATCH</c>: either) and path.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path: <c>*</c> stands for anything within a segment, <c>**</c> for anything. With a <c>?</c> the query counts as well.</param>
    /// <param name="times">How many requests it is for.</param>
    /// <param name="skip">How many it lets pass first.</param>
    public FakeRule On(string method, string path, int times = 1, int skip = 0)
    {
        var rule = new FakeRule(method, path, times, skip);
        lock (_gate) _rules.Add(rule);
        return rule;
    }
}
