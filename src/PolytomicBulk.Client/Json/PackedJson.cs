using System.IO.Compression;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Json;

/// <summary>
/// An object that is kept for long and read now and then. Its nodes take many times the memory of its text, and the text of a configuration packs well, so
/// that the nodes live only as long as somebody reads them.
/// </summary>
/// <param name="json">The object, which nobody changes.</param>
internal sealed class PackedJson(JsonObject json)
{
    private readonly byte[] _packed = Pack(json);
    private readonly WeakReference<JsonObject> _nodes = new(json);

    /// <summary>The object.</summary>
    public JsonObject Read()
    {
        lock (_nodes)
        {
            if (_nodes.TryGetTarget(out var known)) return known;
            using var stream = new DeflateStream(new MemoryStream(_packed), CompressionMode.Decompress);
            var read = JsonNode.Parse(stream)!.AsObject();
            _nodes.SetTarget(read);
            return read;
        }
    }

    private static byte[] Pack(JsonObject json)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var bytes = JsonBytes.Of(json);
            stream.Write(bytes.Array!, bytes.Offset, bytes.Count);
        }

        return packed.ToArray();
    }
}
