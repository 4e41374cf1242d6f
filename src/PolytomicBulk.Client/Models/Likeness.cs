namespace PolytomicBulk;

/// <summary>Finds what somebody may have meant who mistyped a name.</summary>
public static class Likeness
{
    private const int Most = 5;

    /// <summary>The names that hold the text, are held by it, or differ from it in few letters; the nearest first.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="names">The names that there are.</param>
    public static string[] Nearest(string text, IEnumerable<string?> names) =>
    [
        .. (from name in names.OfType<string>().Distinct()
            let one = text.ToUpperInvariant()
            let other = name.ToUpperInvariant()
            let distance = Distance(one, other)
            // A few letters are in many a text.
            where distance <= Math.Max(1, one.Length / 3) || (other.Length > 2 && one.Contains(other)) || other.Contains(one)
            orderby distance
            select name).Take(Most),
    ];

    /// <summary>The names as a question, such as <c>Did you mean 'mode'?</c></summary>
    /// <param name="near">The names.</param>
    public static string DidYouMean(IReadOnlyCollection<string> near) => $"Did you mean {string.Join(", ", near.Select(one => $"'{one}'"))}?";

    /// <summary>How many letters are to be added, taken away, changed or exchanged with the next to make one text of the other.</summary>
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
