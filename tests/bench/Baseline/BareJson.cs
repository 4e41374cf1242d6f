using System.Text.Json.Serialization;

namespace Baseline;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Page))]
internal sealed partial class BareJson : JsonSerializerContext;
