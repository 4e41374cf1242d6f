using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Asks the user whether a cmdlet may change something. PowerShell itself does not know -Force.</summary>
/// <param name="command">The cmdlet.</param>
internal sealed class Confirmation(PSCmdlet command)
{
    /// <summary>Asks -WhatIf and -Confirm, or only where one of them was given beside -Force.</summary>
    public bool MayProcess(string target, string action, bool force)
    {
        var ask = IsOn("WhatIf") || IsOn("Confirm") || LanguagePrimitives.IsTrue(command.GetVariableValue("WhatIfPreference"));
        return (force && !ask) || command.ShouldProcess(PlainText.Line(target), PlainText.Line(action));

        bool IsOn(string name) => command.MyInvocation.BoundParameters.TryGetValue(name, out var value) && LanguagePrimitives.IsTrue(value);
    }

    /// <summary>Asks as ConfirmImpact High would.</summary>
    public bool MayGoOn(string question, ref bool yesToAll, ref bool noToAll)
    {
        // With -Confirm or a lower preference MayProcess has already asked, and -Confirm:$false says not to.
        if (command.MyInvocation.BoundParameters.ContainsKey("Confirm")) return true;
        if (!LanguagePrimitives.TryConvertTo<ConfirmImpact>(command.GetVariableValue("ConfirmPreference"), out var preference)) return true;
        return preference != ConfirmImpact.High || command.ShouldContinue(PlainText.Of(question), "Confirm", ref yesToAll, ref noToAll);
    }
}
