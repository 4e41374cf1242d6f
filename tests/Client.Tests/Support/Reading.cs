using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using PolytomicBulk;
using PolytomicBulk.Json;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Reads every value of a result, like a view, an export or a serializer.</summary>
internal static class Reading
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static void Touch(object? value)
    {
        _ = value?.ToString();
        switch (value)
        {
            case null or string or ValueType or Uri:
                break;
            case JsonMap map:
                foreach (var (name, inner) in map)
                {
                    Assert.True(map.ContainsKey(name.ToUpperInvariant()) || map.ContainsKey(name));
                    Touch(inner);
                }

                break;
            case IEnumerable items:
                foreach (var inner in items) Touch(inner);
                break;
            default:
                if (value is ApiObject) _ = JsonSerializer.Serialize(value, ApiJson.Default.GetTypeInfo(value.GetType())!);
                if (value.GetType().Assembly != typeof(ApiObject).Assembly) break;
                foreach (var property in Properties.GetOrAdd(value.GetType(), type => type.GetProperties())) Touch(property.GetValue(value));
                break;
        }
    }
}
