namespace Client.Tests;

/// <summary>Takes a pair apart. Both the client and Polyfill bring this, and the compiler cannot choose between them.</summary>
internal static class Deconstruction
{
    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) => (key, value) = (pair.Key, pair.Value);
}
