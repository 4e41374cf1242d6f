// The host of a runspace that answers questions for tests. Shared.ps1 compiles it, also in Windows PowerShell, so it uses C# 5.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

public sealed class PromptHost : PSHost
{
    private readonly Guid id = Guid.NewGuid();
    private readonly PromptUI ui = new PromptUI();
    private readonly string name;

    public PromptHost(string name) { this.name = name; }

    public PromptUI Prompts { get { return ui; } }
    public override string Name { get { return name; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override Guid InstanceId { get { return id; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override PSHostUserInterface UI { get { return ui; } }
    public override void SetShouldExit(int exitCode) { }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}

public sealed class PromptUI : PSHostUserInterface
{
    public PromptUI()
    {
        Choices = new Queue<int>();
        Asked = new List<string>();
        Warnings = new List<string>();
        Ended = new HostException("nobody is here");
    }

    // The answers to questions such as -Confirm: 0 is Yes, 1 Yes to All, 2 No, 3 No to All.
    public Queue<int> Choices { get; private set; }

    // The answer to each question for a secret.
    public string Secret { get; set; }

    // The exception that a question without an answer throws.
    public Exception Ended { get; set; }

    public List<string> Asked { get; private set; }

    // What was written to the host directly, without the warning stream.
    public List<string> Warnings { get; private set; }

    // Called with (0, null) before each choice is answered.
    public Delegate Asking { get; set; }

    public override PSHostRawUserInterface RawUI { get { return null; } }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Asked.Add(message);
        if (Asking != null) Asking.DynamicInvoke(0, null);
        if (Choices.Count == 0) throw Ended;
        return Choices.Dequeue();
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Asked.Add(caption + ": " + string.Join(", ", descriptions.Select(field => field.Name + " " + field.ParameterTypeName)));
        if (Secret == null) throw Ended;
        return descriptions.ToDictionary(field => field.Name, field =>
        {
            var secret = new SecureString();
            foreach (var letter in Secret) secret.AppendChar(letter);
            return PSObject.AsPSObject(secret);
        });
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw Ended; }
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { throw Ended; }
    public override string ReadLine() { return null; }
    public override SecureString ReadLineAsSecureString() { return null; }
    public override void Write(string value) { }
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
    public override void WriteLine(string value) { }
    public override void WriteErrorLine(string value) { }
    public override void WriteDebugLine(string message) { }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { Warnings.Add(message); }
}
