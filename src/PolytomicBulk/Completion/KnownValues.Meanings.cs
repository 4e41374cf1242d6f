namespace PolytomicBulk.Completion;

/// <content>What the values mean.</content>
internal static partial class KnownValues
{
    /// <summary>What a value means, for who is about to choose one.</summary>
    /// <param name="known">The values that there are to choose from.</param>
    /// <param name="value">One of them.</param>
    public static string Explain(string known, string value) => (known, value) switch
    {
        (Modes, "replicate") => "Keeps the destination's tables like the source's.",
        (Modes, "snapshot") => "Writes a copy of the source as it is, at every run.",

        (Discovery, "all") => "Adds whatever is new.",
        (Discovery, "onlyIncremental") => "Adds what is new and can be read incrementally.",
        (Discovery, "onlyNonIncremental") => "Adds what is new and can only be read as a whole.",
        (Discovery, "none") => "Adds nothing by itself.",

        (NameNormalizations, "enabled") => "Makes names fit for the destination.",
        (NameNormalizations, "legacy") => "Makes names fit as earlier versions of the service did.",
        (NameNormalizations, "disabled") => "Leaves names as the source has them.",

        (Frequencies, "manual") => "Runs only when it is started.",
        (Frequencies, "continuous") => "Runs without end, as the source changes.",
        (Frequencies, "hourly") => "Runs every hour, at -Minute.",
        (Frequencies, "daily") => "Runs every day, at -Hour and -Minute in UTC.",
        (Frequencies, "weekly") => "Runs every week, on -DayOfWeek at -Hour and -Minute in UTC.",
        (Frequencies, "custom") => "Runs at the -Month, -DayOfMonth, -Hour and -Minute that are given, in UTC.",
        (Frequencies, "builder") => "Runs by a schedule that was put together in Polytomic itself.",

        (Days, _) => $"{char.ToUpperInvariant(value[0])}{value[1..]}, in UTC.",

        (FetchModes, "none") => "Reads nothing of the source.",
        (FetchModes, "incremental") => "Reads what changed since the last execution.",
        (FetchModes, "full") => "Reads everything.",

        (ResyncModes or ScheduleResyncModes, "refetch") => "Reads all of the source anew.",
        (ResyncModes or ScheduleResyncModes, "resync") => "Empties the destination's tables, and fills them again.",
        (ResyncModes or ScheduleResyncModes, "rebuild") => "Drops the destination's tables, creates them and fills them again.",
        (ScheduleResyncModes, "normal") => "Syncs what is new.",

        (SelectiveModes, "none") => "Singles no fields out.",
        (SelectiveModes, "incrementalFields") => "Syncs only fields that the source can read incrementally.",
        (SelectiveModes, "nonincrementalFields") => "Syncs only fields that the source cannot read incrementally.",

        (FieldTypes, "string") => "Text of any length.",
        (FieldTypes, "number") => "A number.",
        (FieldTypes, "boolean") => "True or false.",
        (FieldTypes, "datetime") => "A point in time.",
        (FieldTypes, "array") => "A list of values.",
        (FieldTypes, "object") => "Values with names.",
        (FieldTypes, "binary") => "Bytes, such as a file.",

        _ => value,
    };
}
