#if !NET
#endif

namespace PolytomicBulk;

/// <summary>Runs when the module is imported or removed.</summary>
#if NET
public sealed class ModuleInitializer : IModuleAssemblyCleanup
{
#else
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;

    /// <summary>Resolves assemblies, once for all runspaces that import the module.</summary>
    public void OnImport()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <summary>
    /// Windows PowerShell has no binding redirects. The module's own assemblies get the version beside them, if it is not older than the one they ask for.
    /// What others ask for is left alone, but for the module's own assemblies.
    /// </summary>
    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var asked = new AssemblyName(args.Name);
        if (!IsOwn(args.RequestingAssembly) && asked.Name is not ("PolytomicBulk" or "PolytomicBulk.Client" or "PolytomicBulk.Sandbox")) return null;
        var path = Path.Combine(Folder, $"{asked.Name}.dll");
        return File.Exists(path) && Serves(AssemblyName.GetAssemblyName(path), asked) ? Assembly.LoadFrom(path) : null;
    }

    private static bool IsOwn(Assembly? assembly) =>
        assembly is { IsDynamic: false, Location.Length: > 0 }
        && string.Equals(Path.GetDirectoryName(assembly.Location), Folder, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an assembly is the one that was asked for, or a later version of it.</summary>
    private static bool Serves(AssemblyName present, AssemblyName asked) =>
        (asked.Version is null || asked.Version <= present.Version)
        && (asked.GetPublicKeyToken() is not { } key || key.SequenceEqual(present.GetPublicKeyToken() ?? []));

#endif
    /// <summary>Ends the runspace's session.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSession.Current = null;
}
