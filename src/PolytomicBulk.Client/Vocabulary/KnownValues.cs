namespace PolytomicBulk.Vocabulary;

/// <summary>The values of the API's enumerations that this version knows. The service may have more: what it sends is never refused.</summary>
internal static class KnownValues
{
    public static readonly KnownValue[] Modes =
    [
        new("replicate", "Keeps the destination's tables like the source's."),
        new("snapshot", "Writes a copy of the source at every run."),
    ];

    public static readonly KnownValue[] Discovery =
    [
        new("all", "Adds whatever is new."),
        new("onlyIncremental", "Adds what is new and can be read incrementally."),
        new("onlyNonIncremental", "Adds what is new and can only be read as a whole."),
        new("none", "Adds nothing by itself."),
    ];

    public static readonly KnownValue[] NameNormalizations =
    [
        new("enabled", "Makes names fit for the destination."),
        new("legacy", "Makes names fit as earlier versions of the service did."),
        new("disabled", "Leaves names as the source has them."),
    ];

    public static readonly KnownValue[] Frequencies =
    [
        new("manual", "Runs only when it is started."),
        new("continuous", "Runs without end, as the source changes."),
        new("hourly", "Runs every hour at a given minute.") { Needs = ["minute"] },
        new("daily", "Runs every day at a given hour and minute in UTC.") { Needs = ["hour", "minute"] },
        new("weekly", "Runs every week on a given day at a given hour and minute in UTC.") { Needs = ["day_of_week", "hour", "minute"] },
        new("custom", "Runs at the given month, day, hour and minute in UTC.") { TakesPatterns = true },
        new("builder", "Runs by a schedule that was put together in Polytomic itself.") { TakesPatterns = true },
    ];

    public static readonly KnownValue[] Days =
    [
        new("monday", "Monday, in UTC."),
        new("tuesday", "Tuesday, in UTC."),
        new("wednesday", "Wednesday, in UTC."),
        new("thursday", "Thursday, in UTC."),
        new("friday", "Friday, in UTC."),
        new("saturday", "Saturday, in UTC."),
        new("sunday", "Sunday, in UTC."),
    ];

    public static readonly KnownValue[] FetchModes =
    [
        new("none", "Runs as usual: the service chooses what to read of each schema."),
        new("incremental", "Reads what changed since the last execution."),
        new("full", "Reads everything."),
    ];

    public static readonly KnownValue[] ResyncModes =
    [
        new("refetch", "Reads all of the source anew."),
        new("resync", "Empties the destination's tables and fills them again."),
        new("rebuild", "Drops the destination's tables, creates them and fills them again."),
    ];

    public static readonly KnownValue[] ScheduleResyncModes = [new("normal", "Syncs what is new."), .. ResyncModes];

    public static readonly KnownValue[] SelectiveModes =
    [
        new("none", "Syncs all enabled fields."),
        new("incrementalFields", "Syncs only fields that the source can read incrementally."),
        new("nonincrementalFields", "Syncs only fields that the source cannot read incrementally."),
    ];

    public static readonly KnownValue[] FieldTypes =
    [
        new("string", "Text of any length."),
        new("number", "A number."),
        new("boolean", "True or false."),
        new("datetime", "A point in time."),
        new("array", "A list of values."),
        new("object", "Values with names."),
        new("binary", "Bytes, such as a file."),
    ];

    public static readonly KnownValue[] ExecutionStatuses =
    [
        new("created", "Was asked for."),
        new("scheduled", "Waits to begin."),
        new("running", "Reads the source."),
        new("exporting", "Writes to the destination."),
        new("processing", "Finishes what was written."),
        new("canceling", "Is being cancelled."),
        new("completed", "Is over, and did all it should."),
        new("canceled", "Was cancelled."),
        new("failed", "Is over, and failed."),
        new("errors", "Is over, with errors."),
        new("interrupted", "Was ended from outside."),
    ];

    public static readonly KnownValue[] FilterFunctions =
    [
        .. new[]
        {
            "Equality", "Inequality", "IsNull", "IsNotNull", "True", "False", "OnOrAfter", "OnOrBefore",
            "GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual",
            "StringContains", "StringStartsWith", "StringEndsWith",
            "StringDoesNotContain", "StringDoesNotStartWith", "StringDoesNotEndWith", "StringOneOf", "StringNotOneOf",
            "Between", "ArrayContains", "ArrayDoesNotContain", "InTheLast", "RelativeOnOrBefore", "RelativeOnOrAfter",
            "StringLike", "StringNotLike", "StringMatchesTrimmed",
        }.Select(function => new KnownValue(function, function)
        {
            TakesSet = function is "StringOneOf" or "StringNotOneOf",
            Needs = function is "IsNull" or "IsNotNull" or "True" or "False" ? [] : ["value"],
        }),
    ];
}
