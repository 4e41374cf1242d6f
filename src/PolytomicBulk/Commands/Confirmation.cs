using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace PolytomicBulk.Commands;

/// <summary>Asks the user whether a cmdlet may change something. PowerShell itself does not handle -Force.</summary>
internal sealed class Confirmation(PolytomicCommand command)
{
    /// <summary>Asks for confirmation. With -Force, only an explicit -WhatIf or -Confirm counts.</summary>
    public bool MayProcess(string target, string action, object? item)
    {
        var ask = IsWhatIf || IsOn("Confirm");
        return (IsForced && !ask) || Ask(PlainText.Line(target), item, () => command.ShouldProcess(PlainText.Line(target), PlainText.Line(action)));
    }

    private bool IsForced => IsOn("Force");

    public bool IsWhatIf => command.MyInvocation.BoundParameters.ContainsKey("WhatIf")
        ? IsOn("WhatIf")
        : LanguagePrimitives.IsTrue(command.GetVariableValue("WhatIfPreference"));

    private bool IsOn(string name) => command.MyInvocation.BoundParameters.TryGetValue(name, out var value) && LanguagePrimitives.IsTrue(value);

    /// <summary>Asks as ConfirmImpact High does.</summary>
    public bool MayGoOn(string question, object? item, AnswerToAll toAll)
    {
        // With -Confirm or a lower preference, MayProcess has already asked. -Confirm:$false asks nothing.
        if (IsForced || command.MyInvocation.BoundParameters.ContainsKey("Confirm")) return true;
        if (!LanguagePrimitives.TryConvertTo<ConfirmImpact>(command.GetVariableValue("ConfirmPreference"), out var preference)) return true;
        if (preference != ConfirmImpact.High) return true;
        return Ask(PlainText.Of(question), item, () => command.ShouldContinue(PlainText.Of(question), "Confirm", ref toAll.Yes, ref toAll.No));
    }

    /// <summary>Asks a question. If nobody can answer, as with -NonInteractive, this is an error of the item and the answer is no.</summary>
    private bool Ask(string about, object? item, Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception fault) when (CannotAsk(fault))
        {
            command.Fail(ErrorRecords.CannotAsk(about, command.MyInvocation.MyCommand, isAskedFor: IsOn("Confirm"), item));
            return false;
        }
    }

    /// <summary>
    /// What hosts throw where nobody can answer. PowerShell's own console host reads the end of its input, such as that of a scheduled task, as null.
    /// </summary>
    private static bool CannotAsk(Exception fault) =>
        fault is HostException or InvalidOperationException or NotImplementedException or NotSupportedException or NullReferenceException;

    /// <summary>Asks for secrets without showing them; null if nobody can be asked or nobody answers.</summary>
    public Dictionary<string, SecureString>? AskForSecrets(string caption, string message, IEnumerable<string> names)
    {
        if (IsWhatIf || (command.Host.Name == "ConsoleHost" && Console.IsInputRedirected)) return null;
        var fields = names.Select(name =>
        {
            var field = new FieldDescription(name) { Label = name };
            field.SetParameterType(typeof(SecureString));
            return field;
        });
        try
        {
            var answers = command.Host.UI?.Prompt(caption, message, new Collection<FieldDescription>([.. fields]));
            var secrets = answers?.ToDictionary(answer => answer.Key, answer => answer.Value?.BaseObject as SecureString);
            return secrets?.Values.All(secret => secret is { Length: > 0 }) == true ? secrets.ToDictionary(one => one.Key, one => one.Value!) : null;
        }
        catch (Exception fault) when (CannotAsk(fault))
        {
            // With -NonInteractive, or in a job.
            return null;
        }
    }
}

/// <summary>Whether the user answered "yes to all" or "no to all".</summary>
internal sealed class AnswerToAll
{
    public bool Yes;
    public bool No;
}
