namespace Client.Tests;

/// <summary>Deconstructs a pair. The client and Polyfill both define this method, so the compiler cannot choose between them.</summary>
internal static class Deconstruction
{
    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) => (key, value) = (pair.Key, pair.Value);
}
