namespace PolytomicBulk;

/// <summary>The addresses of the documentation.</summary>
internal static class HelpPages
{
    /// <summary>The pages of the cmdlets, which Get-Help -Online opens.</summary>
    public const string Cmdlets = Root + "cmdlets/";

    /// <summary>The page of the errors, with a heading for each.</summary>
    public const string Errors = Root + "errors.md";

    private const string Root = "https://github.com/polytomicbulk/PolytomicBulk/blob/main/docs/";
}
