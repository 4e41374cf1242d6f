namespace PolytomicBulk.Vocabulary;

/// <summary>The kind of value of a property.</summary>
public enum PropertyKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A whole number that the API writes as text. Some schedules accept a pattern such as * instead.</summary>
    NumberText,

    /// <summary>True or false. A missing value means false.</summary>
    Flag,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>The id of something, a GUID.</summary>
    Id,

    /// <summary>Any JSON value.</summary>
    Any,

    /// <summary>An object whose names are not defined by the API, such as the settings of a destination.</summary>
    Free,

    /// <summary>An object with its own table.</summary>
    Item,

    /// <summary>A list of single values.</summary>
    Values,

    /// <summary>A list of objects with their own table.</summary>
    Items,
}
