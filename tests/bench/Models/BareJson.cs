using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelBench;

/// <summary>The module's own types, read as System.Text.Json reads them by itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(BareAnswers.One))]
[JsonSerializable(typeof(BareAnswers.Page))]
internal sealed partial class BareJson : JsonSerializerContext;
