using System.Management.Automation;
using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace PolytomicBulk;

/// <summary>Finds the module's other assemblies, where no other module's can be taken for them.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Dependencies =
        Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "dependencies");

#if NET
    private static readonly DependencyContext Context = new();

    /// <summary>Begins to look for assemblies, once for all runspaces that import the module.</summary>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>Ends the runspace's session.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSession.Current = null;

    /// <summary>Only the module's own names are given to the rest of the process; third-party ones stay inside.</summary>
    private static Assembly? Resolve(AssemblyLoadContext outer, AssemblyName name) =>
        name.Name is "PolytomicBulk.Client" or "PolytomicBulk.Sandbox" ? Context.LoadFromAssemblyName(name) : null;

    private sealed class DependencyContext() : AssemblyLoadContext("PolytomicBulk")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(Dependencies, $"{assemblyName.Name}.dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#else
    /// <summary>Begins to look for assemblies, once for all runspaces that import the module.</summary>
    public void OnImport()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <summary>Ends the runspace's session.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSession.Current = null;

    /// <summary>Windows PowerShell has no load contexts and no binding redirects: whatever version is asked for, ours serves.</summary>
    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var path = Path.Combine(Dependencies, $"{new AssemblyName(args.Name).Name}.dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
#endif
}
