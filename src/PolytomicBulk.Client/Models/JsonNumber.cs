namespace PolytomicBulk;

/// <summary>Checks whether a .NET number is equal to a JSON number.</summary>
internal static class JsonNumber
{
    /// <summary>Whether all digits are equal. Reading a decimal can round it without an error.</summary>
    public static bool Holds(decimal value, JsonElement json) => Parts(value.ToString(CultureInfo.InvariantCulture)) == Parts(json.GetRawText());

    /// <summary>Whether the number is zero, with any exponent.</summary>
    public static bool IsZero(JsonElement json) => Parts(json.GetRawText()).Digits.Length == 0;

    /// <summary>Whether a double is close to the number: it is not infinite, and is zero only if the number is zero.</summary>
    public static bool Holds(double value, JsonElement json) => !double.IsInfinity(value) && (value != 0 || IsZero(json));

    /// <summary>The digits without zeros at either end, and the exponent.</summary>
    private static (string Digits, int Exponent) Parts(string number)
    {
        var halves = number.TrimStart('-').Split('e', 'E');
        var (mantissa, exponent) = (halves[0], 0);
        if (halves.Length > 1 && !int.TryParse(halves[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            exponent = int.MaxValue / 2;
        }

        var fraction = mantissa.IndexOf('.') is var point and >= 0 ? mantissa.Length - point - 1 : 0;
        var padded = mantissa.Replace(".", "").TrimStart('0');
        var digits = padded.TrimEnd('0');
        return digits.Length == 0 ? ("", 0) : (digits, exponent - fraction + padded.Length - digits.Length);
    }
}
