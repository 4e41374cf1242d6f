using System.Management.Automation;
#if !NET
using System.Reflection;
#endif

namespace PolytomicBulk;

/// <summary>What happens when the module is imported and removed.</summary>
#if NET
public sealed class ModuleInitializer : IModuleAssemblyCleanup
{
#else
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;

    /// <summary>Begins to look for assemblies, once for all runspaces that import the module.</summary>
    public void OnImport()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <summary>
    /// Windows PowerShell has no binding redirects: whatever version the module's own assemblies ask for, the one beside them
    /// serves. Another module's are left alone.
    /// </summary>
    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (args.RequestingAssembly is not { IsDynamic: false } by) return null;
        if (!string.Equals(Path.GetDirectoryName(by.Location), Folder, StringComparison.OrdinalIgnoreCase)) return null;
        var path = Path.Combine(Folder, $"{new AssemblyName(args.Name).Name}.dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

#endif
    /// <summary>Ends the runspace's session.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSession.Current = null;
}
