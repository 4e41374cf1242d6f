namespace PolytomicBulk.Updates;

/// <summary>Who has changed a sync since it was written, as far as it shows.</summary>
internal enum Touch
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The same user, here or elsewhere, or the service itself.</summary>
    SameUser,

    /// <summary>Somebody else.</summary>
    Another,
}

/// <summary>
/// Decides which differences in what a sync copies are undone: those that were asked for, those that copy less data when undone, and those that the write
/// itself is known to have caused. Everything else may be what somebody decided, and is left.
/// </summary>
internal sealed class Settlement
{
    private Settlement()
    {
    }

    /// <summary>What is undone.</summary>
    public List<SchemaDifference> Undone { get; } = [];

    /// <summary>What is left as it is.</summary>
    public List<SchemaDifference> Left { get; } = [];

    /// <summary>Decides.</summary>
    public static Settlement Of(
        IEnumerable<SchemaDifference> differences, ICollection<string>? asked, PutEffect? effect, Touch touch)
    {
        var settlement = new Settlement();
        foreach (var difference in differences)
        {
            // What no table knows and has another value now is computed, as an estimate is.
            if (difference is { IsUnknown: true, IsReset: false }) continue;
            var mostTouch = difference.UndoingMayCopyMore ? Touch.None : Touch.SameUser;
            var isUndone = difference.Name.Length > 0
                && (asked?.Contains(KeyOf(difference)) != false
                    || difference.UndoingCopiesLess
                    || (effect?.Explains(difference) == true && touch <= mostTouch));
            (isUndone ? settlement.Undone : settlement.Left).Add(difference);
        }

        return settlement;
    }

    /// <summary>The properties that differences are of.</summary>
    public static HashSet<string> KeysOf(IEnumerable<SchemaDifference> differences) => new(differences.Select(KeyOf), StringComparer.Ordinal);

    /// <summary>The property that a difference is of.</summary>
    public static string KeyOf(SchemaDifference difference) => $"{difference.SchemaId}\n{difference.FieldId}\n{difference.Name}";
}
