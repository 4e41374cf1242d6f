namespace PolytomicBulk.Editing;

/// <summary>What counts when two documents are compared.</summary>
internal enum Comparing
{
    /// <summary>Everything that has a meaning.</summary>
    Whole,

    /// <summary>Everything that has a meaning, but only properties that the first document names.</summary>
    OnlyNamed,

    /// <summary>Everything, and the form of values that mean the same.</summary>
    Exact,
}
