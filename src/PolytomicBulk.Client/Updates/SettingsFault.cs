namespace PolytomicBulk.Updates;

/// <summary>A setting of a bulk sync that does not fit its connections.</summary>
/// <param name="Property">The property as a configuration file names it, such as <c>schemas.contact.fields.email.id</c>.</param>
/// <param name="Problem">What is wrong, as a sentence without its full stop.</param>
/// <param name="Advice">What to do, as sentences. Null if there is no advice.</param>
/// <param name="Value">The wrong value.</param>
internal sealed record SettingsFault(string Property, string Problem, string? Advice = null, string? Value = null)
{
    /// <summary>Describes the fault.</summary>
    public override string ToString() => InWords("");

    /// <summary>Describes the fault, with its line after the problem.</summary>
    public string InWords(string at) => $"{Problem}{at}.{(Advice is null ? "" : " " + Advice)}";
}
