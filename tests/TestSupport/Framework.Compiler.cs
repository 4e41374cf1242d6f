#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>The compiler needs this method for ranges of arrays, in each assembly that uses them.</summary>
internal static class RuntimeHelpers
{
    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(array.Length);
        var part = new T[length];
        Array.Copy(array, start, part, 0, length);
        return part;
    }
}
#endif
