using System.Reflection;
using System.Reflection.Emit;

namespace TestSupport;

/// <summary>Finds the methods that a class calls, from the built assembly.</summary>
public static class Calls
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The methods that a class calls itself, including lambdas and asynchronous methods, as <c>Class.Method</c>.</summary>
    public static string[] Of(Type type)
    {
        if (type.IsGenericType) type = type.GetGenericTypeDefinition();
        var code = type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).SelectMany(Called);
        // The compiler creates nested classes for lambdas and asynchronous methods.
        return [.. code.Concat(type.GetNestedTypes(Own).SelectMany(Of)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Called(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | il[at + 1]))] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType == OperandType.InlineMethod)
            {
                var called = method.Module.ResolveMethod(BitConverter.ToInt32(il, at), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)!;
                yield return $"{called.DeclaringType!.Name.Split('`')[0]}.{called.Name}";
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
