namespace PolytomicBulk.Updates;

/// <summary>Who seems to have changed a bulk sync since it was written.</summary>
internal enum Touch
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The same user, or the service.</summary>
    SameUser,

    /// <summary>Somebody else.</summary>
    Another,
}

/// <summary>
/// Decides which differences in the selection are undone: those that the user asked for, those whose undoing copies less data, and those that the update
/// caused. All others may be decisions of somebody else, and stay.
/// </summary>
internal sealed class Settlement
{
    private Settlement()
    {
    }

    /// <summary>The differences to undo.</summary>
    public List<SchemaDifference> Undone { get; } = [];

    /// <summary>The differences to keep.</summary>
    public List<SchemaDifference> Left { get; } = [];

    public static Settlement Of(
        IEnumerable<SchemaDifference> differences, ICollection<string>? asked, PutEffect? effect, Touch touch)
    {
        var settlement = new Settlement();
        foreach (var difference in differences)
        {
            // A property that no table knows and that changed is computed, such as an estimate.
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

    /// <summary>The properties that the differences are about.</summary>
    public static HashSet<string> KeysOf(IEnumerable<SchemaDifference> differences) => new(differences.Select(KeyOf), StringComparer.Ordinal);

    /// <summary>The property that a difference is about.</summary>
    public static string KeyOf(SchemaDifference difference) => $"{difference.SchemaId}\n{difference.FieldId}\n{difference.Name}";
}
