// The types that the C# compiler looks for and .NET Standard 2.0 lacks. They are written here, since the packages that
// generate them do so in another order in each build, and two builds must give the same bytes.
#pragma warning disable IDE0130 // The compiler looks for them in these namespaces.

namespace System
{
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int Value { get; } = value;

        public bool IsFromEnd { get; } = fromEnd;

        public int GetOffset(int length) => IsFromEnd ? length - Value : Value;

        public static Index Start => new(0);

        public static Index End => new(0, true);

        public static implicit operator Index(int value) => new(value);
    }

    internal readonly struct Range(Index start, Index end)
    {
        public Index Start { get; } = start;

        public Index End { get; } = end;

        public static Range StartAt(Index start) => new(start, Index.End);

        public static Range EndAt(Index end) => new(Index.Start, end);

        public static Range All => new(Index.Start, Index.End);
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}

namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class RequiredMemberAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}
