using System.Text.Json.Nodes;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>A field of a connection's schema, with what users are to say of it that is not written yet.</summary>
public sealed class SchemaFieldEdit
{
    private readonly JsonEdit _edit = new();

    internal SchemaFieldEdit(ConnectionSchema schema, string fieldId, SchemaFieldSettings settings, bool isDefinition)
    {
        (Settings, IsDefinition) = (settings, isDefinition);
        Field = schema.Fields?.Find(field => field?.Id == fieldId);
        Compare(nameof(SchemaField.Name), Field?.Name, settings.Label);
        Compare(nameof(SchemaField.Type), Field?.Type, settings.Type);
        Compare(nameof(SchemaField.Path), Field?.Path, settings.Path);
        // The service takes an example, but never shows it.
        if (settings.Example is { } example) _edit.Note(nameof(settings.Example), "(not shown)", JsonWords.Show(example));
        if (isDefinition && Field?.UserManaged != true) _edit.Note(nameof(SchemaField.UserManaged), JsonWords.Show(Field?.UserManaged ?? false), JsonWords.Show(true));
    }

    /// <summary>The field as the service has it; null where it does not have it.</summary>
    public SchemaField? Field { get; }

    /// <summary>What users are to say.</summary>
    public SchemaFieldSettings Settings { get; }

    /// <summary>Whether that is all they say, and nothing is left of what they said before.</summary>
    public bool IsDefinition { get; }

    /// <summary>What would change, such as <c>~ Name: 'total' -> 'Order total'</c>; empty when nothing would.</summary>
    public IReadOnlyList<string> Differences => _edit.Differences;

    private void Compare(string label, string? old, string? now)
    {
        if (now is null && !IsDefinition) return;
        JsonNode? from = old, to = now;
        if (!JsonWords.AreSame(label, from, to)) _edit.Note(label, JsonWords.Show(from), JsonWords.Show(to));
    }
}
