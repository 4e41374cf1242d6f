using System.Text.RegularExpressions;
using Xunit;

namespace Client.Tests.Support;

/// <summary>Checks that a message contains facts, in any order. The sentences can change.</summary>
internal static class Facts
{
    /// <summary>Each fact must be a whole word in the text: 60 is not in 600.</summary>
    public static void Hold(string text, params string[] facts) =>
        Assert.All(facts, fact => Assert.Matches($@"{(char.IsLetterOrDigit(fact[0]) ? @"(?<!\w)" : "")}{Regex.Escape(fact)}{(char.IsLetterOrDigit(fact[^1]) ? @"(?!\w)" : "")}", text));
}
