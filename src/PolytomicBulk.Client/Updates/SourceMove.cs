namespace PolytomicBulk.Updates;

/// <summary>A new source connection of a bulk sync. It can have other schemas and fields than the selection.</summary>
internal static class SourceMove
{
    private const string Source = "source_connection_id";

    /// <summary>The id of the new source. Null if the source does not change.</summary>
    public static Guid? In(ResourceEdit edit)
    {
        if (edit.Differences.Count == 0) return null;
        var (wanted, now) = (JsonWords.Id(edit[Source]), JsonWords.Id(edit.Original[Source]));
        return wanted == now ? null : wanted;
    }

    /// <summary>
    /// The selection without what a new source does not have, because the service refuses it: disabled schemas, also those whose settings use other
    /// fields, their fields, and disabled fields. Enabled ones remain, so that the service refuses the request instead of syncing less.
    /// </summary>
    public static Selection Fit(Selection selection, BulkSource? offer)
    {
        if (offer?.Schemas is not { Count: > 0 } offered) return selection;
        return new(
            from schema in selection.Schemas
            let same = offered.Find(one => one?.Id == SchemaForm.IdOf(schema))
            let fields = (same?.Fields ?? []).Select(field => field?.Id).OfType<string>().ToList()
            where SchemaForm.IsOn(schema) || (same is not null && (fields.Count == 0 || !SettingsCheck.FieldsIn(schema).Except(fields).Any()))
            select fields.Count == 0 ? schema : WithoutGone(schema, fields));
    }

    private static JsonObject WithoutGone(JsonObject schema, List<string> offered)
    {
        SchemaForm.RemoveGone(schema, offered);
        return schema;
    }
}
