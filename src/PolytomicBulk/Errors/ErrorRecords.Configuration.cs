using System.Management.Automation;
using PolytomicBulk.Configuration;

namespace PolytomicBulk;

/// <content>Steps that are refused: the client's reasons, with what helps at the prompt.</content>
internal static partial class ErrorRecords
{
    /// <summary>A file is not what it should be.</summary>
    public static ErrorRecord InvalidFile(ConfigurationFault fault) => ErrorKind.InvalidFile.Record(
        new FormatException(PlainText.Of($"'{fault.Path}' is not the configuration of a bulk sync: {fault.Cause.Message}"), fault.Cause),
        fault);

    /// <summary>A step is not done.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reason">One of its reasons.</param>
    public static ErrorRecord Refused(ConfigurationStep step, ConfigurationReason reason)
    {
        var words = InWords(step, reason);
        return reason.Kind switch
        {
            ConfigurationReasonKind.Unreadable => From(step.Failure!, step),
            ConfigurationReasonKind.NoSuchConnection or ConfigurationReasonKind.NoSuchPolicy =>
                ErrorKind.NotFound.Record(new ItemNotFoundException(PlainText.Of(words)), reason.Id),
            ConfigurationReasonKind.NeedsName => InvalidArgument(words, reason.Id),
            ConfigurationReasonKind.MayHaveFile or ConfigurationReasonKind.Incomplete => Refused(words, reason.Id),
            ConfigurationReasonKind.Ambiguous => Refused(words, step.Name),
            ConfigurationReasonKind.LosesSecret => Refused(words, reason.Id),
            ConfigurationReasonKind.MayBeMistyped => Refused($"{words} Nothing was done; -SkipValidation writes it all the same.", step.Name),
            ConfigurationReasonKind.DoesNotFit => Refused($"{words} Nothing was done; -SkipValidation leaves it to the service.", step.Name),
            _ => Refused($"{words} Nothing was done; -Force creates it all the same.", step.Name),
        };
    }

    /// <summary>A reason, with the command or parameter that helps.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reason">One of its reasons.</param>
    public static string InWords(ConfigurationStep step, ConfigurationReason reason)
    {
        var advice = reason.Kind switch
        {
            ConfigurationReasonKind.NoSuchConnection =>
                $" Say which one takes its place: -ConnectionMap @{{ '{reason.Id}' = '{reason.Instead?.ToString() ?? "the id of another"}' }}.",
            ConfigurationReasonKind.NoSuchPolicy =>
                $" Say which one takes its place: -PolicyMap @{{ '{reason.Id}' = '{reason.Instead?.ToString() ?? "the id of another"}' }}.",
            ConfigurationReasonKind.MayBeRenamed =>
                $" If it is the same sync under its old name, rename it instead with "
                + $"Set-PolytomicBulkSync -Id {reason.Id} -NewName '{step.Name?.Replace("'", "''")}', and it keeps its history. "
                + "If the name that it has now is right, export it again.",
            ConfigurationReasonKind.MayHaveFile => $" Where it is not, Remove-PolytomicBulkSync -Id {reason.Id} deletes it.",
            ConfigurationReasonKind.LosesSecret =>
                $" Nothing was done. Change one item at a time, or give the secrets with Set-PolytomicBulkSync -Id {reason.Id} -DestinationConfiguration "
                + "or -SourceConfiguration.",
            ConfigurationReasonKind.NeedsName => " Give one with -NewName.",
            ConfigurationReasonKind.Incomplete => " -Prune needs folders whose files can all be read and imported.",
            _ => null,
        };
        return reason.Words + advice;
    }
}
