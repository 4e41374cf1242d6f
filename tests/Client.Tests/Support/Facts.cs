using System.Text.RegularExpressions;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Holds a message to the facts in it, in any order. Its sentences may be rewritten.</summary>
internal static class Facts
{
    /// <summary>Each fact stands in the text as a whole word: 60 is not in 600.</summary>
    public static void Hold(string text, params string[] facts) =>
        Assert.All(facts, fact => Assert.Matches($@"{(char.IsLetterOrDigit(fact[0]) ? @"(?<!\w)" : "")}{Regex.Escape(fact)}{(char.IsLetterOrDigit(fact[^1]) ? @"(?!\w)" : "")}", text));
}
