namespace PolytomicBulk.Completion;

/// <summary>The values of the API's enumerations that this version knows: offered where one is typed, and checked before it is sent.</summary>
internal static partial class KnownValues
{
    public const string Modes = "replicate snapshot";
    public const string Discovery = "all onlyIncremental onlyNonIncremental none";
    public const string NameNormalizations = "enabled legacy disabled";

    // The service has more, which need settings that a bulk sync has no property for.
    public const string Frequencies = "manual continuous hourly daily weekly custom builder";
    public const string Days = "monday tuesday wednesday thursday friday saturday sunday";
    public const string FetchModes = "none incremental full";
    public const string ResyncModes = "refetch resync rebuild";
    public const string ScheduleResyncModes = "normal refetch resync rebuild";
    public const string SelectiveModes = "none incrementalFields nonincrementalFields";
    public const string FieldTypes = "string number boolean datetime array object binary";
    public const string FilterFunctions =
        "Equality Inequality IsNull IsNotNull True False OnOrAfter OnOrBefore GreaterThan GreaterThanEqual LessThan LessThanEqual " +
        "StringContains StringStartsWith StringEndsWith StringDoesNotContain StringDoesNotStartWith StringDoesNotEndWith StringOneOf StringNotOneOf " +
        "Between ArrayContains ArrayDoesNotContain InTheLast RelativeOnOrBefore RelativeOnOrAfter StringLike StringNotLike StringMatchesTrimmed";

    public static string[] Split(string known) => known.Split(' ');

    /// <summary>The value as the API spells it, or null where none was given.</summary>
    /// <exception cref="ArgumentException">The value is none of the known ones.</exception>
    public static string? Check(string name, string? value, string known)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        return Array.Find(Split(known), candidate => string.Equals(candidate, value!.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{name} cannot be '{value}'. It is one of: {string.Join(", ", Split(known))}.");
    }
}
