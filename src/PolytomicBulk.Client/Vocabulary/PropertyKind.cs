namespace PolytomicBulk.Vocabulary;

/// <summary>What a property of an API object holds.</summary>
public enum PropertyKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A whole number that the API writes as text. Some schedules take a pattern such as * in its place.</summary>
    NumberText,

    /// <summary>True or false. Left out, it is false.</summary>
    Flag,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>The id of something, a GUID.</summary>
    Id,

    /// <summary>Any JSON value.</summary>
    Any,

    /// <summary>An object whose names are not the API's own, such as the settings of a destination.</summary>
    Free,

    /// <summary>An object with a table of its own.</summary>
    Item,

    /// <summary>A list of single values.</summary>
    Values,

    /// <summary>A list of objects with a table of their own.</summary>
    Items,
}
