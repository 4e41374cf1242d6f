namespace PolytomicBulk.Vocabulary;

/// <summary>The known values of the enumerations of the API. The service may have more, and values that it sends are never refused.</summary>
internal static class KnownValues
{
    public static readonly KnownValue[] Modes =
    [
        new("replicate", "Keeps the destination the same as the source."),
        new("snapshot", "Writes a new copy of the source each time."),
    ];

    public static readonly KnownValue[] Discovery =
    [
        new("all", "Adds all new ones."),
        new("onlyIncremental", "Adds only new ones that can be read incrementally."),
        new("onlyNonIncremental", "Adds only new ones that cannot be read incrementally."),
        new("none", "Adds nothing automatically."),
    ];

    public static readonly KnownValue[] NameNormalizations =
    [
        new("enabled", "Changes names to fit the rules of the destination."),
        new("legacy", "Changes names as earlier versions of the service did."),
        new("disabled", "Keeps the names of the source."),
    ];

    public static readonly KnownValue[] Frequencies =
    [
        new("manual", "Runs only when you start it."),
        new("continuous", "Runs continuously, as the source changes."),
        new("hourly", "Runs every hour at a given minute.") { Needs = ["minute"] },
        new("daily", "Runs every day at a given hour and minute in UTC.") { Needs = ["hour", "minute"] },
        new("weekly", "Runs every week on a given day at a given hour and minute in UTC.") { Needs = ["day_of_week", "hour", "minute"] },
        new("custom", "Runs at the given month, day, hour and minute in UTC.") { TakesPatterns = true },
        new("builder", "Runs by a schedule that was created in Polytomic.") { TakesPatterns = true },
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
        new("none", "The service chooses what to read of each schema."),
        new("incremental", "Reads only changes since the last execution."),
        new("full", "Reads everything."),
    ];

    public static readonly KnownValue[] ResyncModes =
    [
        new("refetch", "Reads all data of the source again."),
        new("resync", "Empties the destination's tables and fills them again."),
        new("rebuild", "Drops the destination's tables, creates them and fills them again."),
    ];

    public static readonly KnownValue[] ScheduleResyncModes = [new("normal", "Syncs new and changed records."), .. ResyncModes];

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
        new("created", "Created, not scheduled yet."),
        new("scheduled", "Waits to start."),
        new("running", "Reads the source."),
        new("exporting", "Writes to the destination."),
        new("processing", "Completes the writing."),
        new("canceling", "Is being canceled."),
        new("completed", "Ended without errors."),
        new("canceled", "Was canceled."),
        new("failed", "Ended with a failure."),
        new("errors", "Ended with errors."),
        new("interrupted", "Ended before it was complete."),
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
