namespace PolytomicBulk;

/// <content>Steps that are refused: the client's reasons, with what helps at the prompt.</content>
internal static partial class ErrorRecords
{
    /// <summary>A file is not what it should be.</summary>
    public static ErrorRecord InvalidFile(ConfigurationFault fault) => ErrorKind.InvalidFile.Record(
        new FormatException(PlainText.Of(fault.Plan.Reason!), fault.Cause),
        fault);

    /// <summary>A step is not done.</summary>
    public static ErrorRecord Refused(ConfigurationStep step, ConfigurationReason reason)
    {
        var words = InWords(step, reason);
        var target = step.Path is { } path
            ? new ConfigurationFault(path, new InvalidOperationException(PlainText.Of(words))) { Line = reason.Line, Property = reason.Property }
            : TargetOf(step);
        var nothing = step.Path is null ? "Nothing was created." : "Nothing was changed for this file.";
        return reason.Kind switch
        {
            ConfigurationReasonKind.Unreadable => From(step.Failure!, step),
            ConfigurationReasonKind.NoSuchConnection or ConfigurationReasonKind.NoSuchPolicy =>
                ErrorKind.NotFound.Record(new ItemNotFoundException(PlainText.Of(words)), target),
            ConfigurationReasonKind.NeedsName => InvalidArgument(words, target),
            ConfigurationReasonKind.MayBeMistyped or ConfigurationReasonKind.DoesNotFit or ConfigurationReasonKind.LacksSetting =>
                Refused($"{words} {nothing} To omit this check, use -SkipValidation.", target),
            ConfigurationReasonKind.SecondSync or ConfigurationReasonKind.MayBeRenamed or ConfigurationReasonKind.SaysTheSame =>
                Refused($"{words} {nothing} To create it anyway, use -SkipValidation.", target),
            _ => Refused(words, target),
        };
    }

    /// <summary>A reason, with the command or parameter that helps.</summary>
    public static string InWords(ConfigurationStep step, ConfigurationReason reason)
    {
        var advice = reason.Kind switch
        {
            ConfigurationReasonKind.NoSuchConnection =>
                $" Choose another one: -ConnectionMap @{{ '{reason.Id}' = '{reason.Instead?.ToString() ?? "the id of another"}' }}.",
            ConfigurationReasonKind.NoSuchPolicy =>
                $" Choose another one: -PolicyMap @{{ '{reason.Id}' = '{reason.Instead?.ToString() ?? "the id of another"}' }}.",
            ConfigurationReasonKind.MayBeRenamed =>
                $" If it is the same bulk sync under its old name, rename it instead with "
                + $"Set-PolytomicBulkSync -Id {reason.Id} -NewName '{step.Name?.Replace("'", "''")}'. It then keeps its history. "
                + "If its current name is right, export it again.",
            ConfigurationReasonKind.MayHaveFile => $" If it has none, delete it with Remove-PolytomicBulkSync -Id {reason.Id}.",
            ConfigurationReasonKind.LosesSecret =>
                $" Nothing was changed for this file. Change one item at a time, or set the secrets with Set-PolytomicBulkSync -Id {reason.Id} "
                + "-DestinationConfiguration or -SourceConfiguration.",
            ConfigurationReasonKind.NeedsName => " Specify one with -NewName.",
            ConfigurationReasonKind.Incomplete => " To use -Prune, specify only folders, and correct the files in the errors.",
            _ => null,
        };
        return reason.Words + advice;
    }
}
