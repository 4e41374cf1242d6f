#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for a range of an array, in each assembly that takes one.</summary>
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
