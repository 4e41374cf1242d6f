namespace PolytomicBulk;

/// <summary>Whether a .NET number is the one that JSON spells.</summary>
internal static class JsonNumber
{
    /// <summary>To the last digit: reading a decimal rounds without a word.</summary>
    public static bool Holds(decimal value, JsonElement json) => Parts(value.ToString(CultureInfo.InvariantCulture)) == Parts(json.GetRawText());

    /// <summary>Whether it is nothing, whatever power of ten that is multiplied by.</summary>
    public static bool IsZero(JsonElement json) => Parts(json.GetRawText()).Digits.Length == 0;

    /// <summary>As near as a double comes, but neither endless nor vanished.</summary>
    public static bool Holds(double value, JsonElement json) => !double.IsInfinity(value) && (value != 0 || IsZero(json));

    /// <summary>The digits without the zeros at either end, and the power of ten they are multiplied by.</summary>
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
