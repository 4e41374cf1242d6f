namespace PolytomicBulk;

/// <summary>Finds names that are similar to a mistyped name.</summary>
public static class Likeness
{
    private const int Most = 5;

    private const int MostNames = 10;

    /// <summary>Returns the names that contain the text, are part of it, or differ in a few letters, nearest first.</summary>
    /// <param name="text">The text that the user typed.</param>
    /// <param name="names">The existing names.</param>
    public static string[] Nearest(string text, IEnumerable<string?> names) =>
    [
        .. (from name in names.OfType<string>().Distinct()
            let one = text.ToUpperInvariant()
            let other = name.ToUpperInvariant()
            let distance = Distance(one, other)
            // Names of one or two letters are part of many texts.
            where distance <= Math.Max(1, one.Length / 3) || (other.Length > 2 && one.Contains(other)) || other.Contains(one)
            orderby distance
            select name).Take(Most),
    ];

    /// <summary>Formats names as a question, such as <c>Did you mean 'mode'?</c></summary>
    /// <param name="near">The names.</param>
    public static string DidYouMean(IReadOnlyCollection<string> near) => $"Did you mean {string.Join(", ", near.Select(one => $"'{one}'"))}?";

    /// <summary>Asks whether similar names were meant. If there are none, it lists the names after an introduction, such as <c>Its fields are</c>.</summary>
    internal static string Advice(string text, IReadOnlyCollection<string> names, string introduction) =>
        Nearest(text, names) is [_, ..] near ? DidYouMean(near) : Some(names, introduction);

    /// <summary>Lists the first names after an introduction.</summary>
    internal static string Some(IReadOnlyCollection<string> names, string introduction) =>
        $"{introduction} {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? ", …" : "")}.";

    /// <summary>The number of letters to insert, delete, replace, or swap with the next letter, to change one text into the other.</summary>
    private static int Distance(string one, string other)
    {
        var (before, last) = (Array.Empty<int>(), Enumerable.Range(0, other.Length + 1).ToArray());
        for (var i = 1; i <= one.Length; i++)
        {
            var costs = new int[other.Length + 1];
            costs[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                costs[j] = Math.Min(last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1), Math.Min(last[j], costs[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) costs[j] = Math.Min(costs[j], before[j - 2] + 1);
            }

            (before, last) = (last, costs);
        }

        return last[other.Length];
    }
}
