using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;

namespace Client.Tests.Support;

/// <summary>Creates random values from the contract.</summary>
internal static class Generate
{
    private static readonly string[] Letters =
        ["a", "Z", "0", "_", "-", " ", "/", "\\", "#", "%", "?", "&", "=", "+", ".", "..", ":", ";", "@", "\"", "'", "<", "%2F", "%25", "é", "ß", "日本", "🙂", "\u202E", "\u0001", "\n", "\t", "\0", "\u007F", "e\u0301"];

    private static readonly string[] Numbers =
        ["0", "-1", "1.0", "2.50", "1e3", "-1.5E-7", "9223372036854775807", "9223372036854775808", "1e400", "1e-400", "0.1234567890123456789012345678901234567890", "-0"];

    public static readonly Gen<string> Text = Gen.OneOf(Letters).Array[0, 8].Select(string.Concat);

    public static readonly Gen<string> SomeText = Gen.OneOf(Letters).Array[1, 8].Select(string.Concat);

    /// <summary>Random ids: text without segments such as <c>..</c>.</summary>
    public static readonly Gen<string> Id = SomeText.Where(text =>
        !Uri.UnescapeDataString(Uri.UnescapeDataString(text)).Split('/', '\\', ';').Any(part => part is "." or ".."));

    private static readonly Gen<string> UnknownName = Gen.OneOf("sync_id", "additional_properties", "unknown_properties", "Name", "id ", "").Where(name => name.Length > 0).Select(Text, Gen.Bool, (known, text, odd) => odd ? known : "x_" + text);

    public static Gen<JsonNode?> Json(int depth = 3)
    {
        var leaves = Gen.OneOf(
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(value => (JsonNode?)value),
            Gen.OneOf(Numbers).Select(JsonNode? (number) => JsonNode.Parse(number)),
            Gen.Long.Select(value => (JsonNode?)value),
            Text.Select(value => (JsonNode?)value));
        return depth == 0 ? leaves : Gen.OneOf(leaves, Object(depth - 1).Select(node => (JsonNode?)node), Json(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonArray(items)));
    }

    public static Gen<JsonObject> Object(int depth = 2) => Gen.Select(Text, Json(depth)).Array[0, 4].Select(ToObject);

    /// <summary>A document with some properties of a schema, and some unknown ones.</summary>
    public static Gen<JsonObject> Document(JsonObject schema)
    {
        var document = Gen.Select(UnknownName, Json(2)).Array[0, 3].Select(ToObject);
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            document = Gen.Select(document, Gen.Int[0, 3], Value(Contract.Resolve(property!)), (node, chance, value) =>
            {
                if (chance > 0) node[name] = value;
                return node;
            });
        }

        return document;
    }

    private static Gen<JsonNode> Value(JsonObject schema) => (Contract.TypeOf(schema), (string?)schema["format"]) switch
    {
        ("string", "uuid") => Gen.Guid.Select(id => (JsonNode)id.ToString()),
        ("string", "date-time") => Gen.Long[new DateTime(1990, 1, 1).Ticks, new DateTime(2090, 1, 1).Ticks].Select(ticks => (JsonNode)new DateTime(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
        ("string", _) => (Contract.ValuesOf(schema) is { } values ? Gen.OneOf(Text, Gen.OneOf(values)) : Text).Select(text => (JsonNode)text),
        ("integer", _) => Gen.Long.Select(number => (JsonNode)number),
        ("boolean", _) => Gen.Bool.Select(value => (JsonNode)value),
        ("array", _) => Value(Contract.Resolve(schema["items"]!)).Array[0, 3].Select(items => (JsonNode)new JsonArray(items)),
        _ when schema["properties"] is not null => Document(schema).Select(node => (JsonNode)node),
        _ => Object().Select(node => (JsonNode)node),
    };

    private static JsonObject ToObject((string Name, JsonNode? Value)[] properties)
    {
        var node = new JsonObject();
        foreach (var (name, value) in properties) node[name] = value;
        return node;
    }

    /// <summary>Bytes with changed, added, removed or cut off parts.</summary>
    public static byte[] Mutate(byte[] seed, (int Place, byte Value, int Kind)[] changes)
    {
        var bytes = seed.ToList();
        foreach (var (place, value, kind) in changes)
        {
            if (bytes.Count == 0) break;
            var at = place % bytes.Count;
            if (kind == 0) bytes[at] = value;
            else if (kind == 1) bytes.Insert(at, value);
            else if (kind == 2) bytes.RemoveAt(at);
            else bytes.RemoveRange(at, bytes.Count - at);
        }

        return [.. bytes];
    }

    /// <summary>A document in which one value is replaced or removed.</summary>
    public static JsonNode Replace(JsonNode document, int place, JsonNode? value, bool remove)
    {
        document = document.DeepClone();
        var parents = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(document, parents);
        if (parents.Count == 0) return document;
        var (parent, name, index) = parents[place % parents.Count];
        if (parent is JsonObject node)
        {
            if (remove) node.Remove(name!);
            else node[name!] = value?.DeepClone();
        }
        else if (remove)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent[index] = value?.DeepClone();
        }

        return document;
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> parents)
    {
        if (node is JsonObject document)
        {
            foreach (var (name, value) in document)
            {
                parents.Add((document, name, 0));
                Collect(value, parents);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                parents.Add((items, null, i));
                Collect(items[i], parents);
            }
        }
    }
}
