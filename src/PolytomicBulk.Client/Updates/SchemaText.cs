using System.Text.Json.Nodes;
using PolytomicBulk.Editing;
using PolytomicBulk.Json;

namespace PolytomicBulk.Updates;

/// <summary>A schema of a bulk sync as JSON text in UTF-8.</summary>
/// <param name="Id">The schema's id.</param>
/// <param name="Json">The text.</param>
internal sealed record SchemaText(string Id, byte[] Json)
{
    public static SchemaText From(JsonObject schema) => new(SchemaForm.IdOf(schema), JsonBytes.Of(schema).ToArray());

    public JsonObject Read() => JsonNode.Parse(Json)!.AsObject();
}
