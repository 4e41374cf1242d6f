#if !NET
namespace PolytomicBulk;

/// <summary>Deconstructs pairs, which .NET Framework cannot do.</summary>
internal static class KeyValuePairs
{
    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) => (key, value) = (pair.Key, pair.Value);
}
#endif
