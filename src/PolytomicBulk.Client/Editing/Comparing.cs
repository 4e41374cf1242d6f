namespace PolytomicBulk.Editing;

/// <summary>What counts where two documents are compared.</summary>
internal enum Comparing
{
    /// <summary>All that means something.</summary>
    Whole,

    /// <summary>The same, but only what the first names. What it leaves out may be anything.</summary>
    OnlyNamed,

    /// <summary>All, and the form of values that mean the same.</summary>
    Exact,
}
