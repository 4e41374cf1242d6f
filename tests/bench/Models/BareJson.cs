using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelBench;

/// <summary>Reads the types of the module with System.Text.Json only.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(BareAnswers.One))]
[JsonSerializable(typeof(BareAnswers.Page))]
internal sealed partial class BareJson : JsonSerializerContext;
