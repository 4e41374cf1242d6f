#if NET
using Mono.Cecil;

namespace TestSupport;

/// <summary>
/// Checks that a folder of assemblies is complete for .NET Framework. Each type and member that the assemblies use must be in the reference assemblies of
/// the framework or PowerShell, or in the folder. Each reference must find an assembly.
/// </summary>
public sealed class FrameworkGate : IAssemblyResolver
{
    private readonly Dictionary<string, string> _shipped;
    private readonly Dictionary<string, string> _framework = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _faults = new(StringComparer.Ordinal);

    private FrameworkGate(string folder, IEnumerable<string> references)
    {
        _shipped = FilesIn(folder).ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, StringComparer.OrdinalIgnoreCase);
        foreach (var path in references.SelectMany(FilesIn)) _framework.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    /// <summary>Returns descriptions of what is missing.</summary>
    /// <param name="folder">The shipped folder.</param>
    /// <param name="references">The folders of reference assemblies.</param>
    /// <param name="own">The prefix of the names of assemblies that are not dependencies.</param>
    public static IReadOnlyCollection<string> FindFaults(string folder, IEnumerable<string> references, string own)
    {
        using var gate = new FrameworkGate(folder, references);
        if (gate._shipped.Count == 0) throw new ArgumentException($"There is no assembly in {folder}.", nameof(folder));
        foreach (var name in gate._shipped.Keys) gate.Check(gate.Find(name)!.MainModule, own);
        return gate._faults;
    }

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Find(name.Name) ?? throw new AssemblyResolutionException(name);

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var assembly in _read.Values) assembly.Dispose();
    }

    private static string[] FilesIn(string folder) => Directory.GetFiles(folder, "*.dll");

    private AssemblyDefinition? Find(string name)
    {
        if (_read.TryGetValue(name, out var known)) return known;
        if (!_shipped.TryGetValue(name, out var path) && !_framework.TryGetValue(name, out path)) return null;
        return _read[name] = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this, InMemory = true });
    }

    private void Check(ModuleDefinition module, string own)
    {
        var by = module.Assembly.Name.Name;
        foreach (var reference in module.AssemblyReferences)
        {
            if (FaultOf(reference) is { } fault) _faults.Add($"{by} asks for {reference.Name} {reference.Version}: {fault}");
        }

        foreach (var type in module.GetTypeReferences()) Try($"{by} uses {type.FullName}", () => type.Resolve() is not null);
        // The runtime defines the members of multidimensional arrays.
        foreach (var member in module.GetMemberReferences().Where(member => member.DeclaringType is not ArrayType))
        {
            Try($"{by} uses {member.FullName}", () => member.Resolve() is not null);
        }

        if (!by.StartsWith(own, StringComparison.Ordinal)) return;
        // PowerShell reads the public types before the resolver begins.
        foreach (var type in module.GetTypes().Where(type => type.IsPublic || type.IsNestedPublic))
        {
            foreach (var inherited in type.Interfaces.Select(one => one.InterfaceType).Append(type.BaseType).OfType<TypeReference>())
            {
                Try(
                    $"{type.FullName} inherits from {inherited.FullName}",
                    () => inherited.Resolve() is { } found && (!_shipped.ContainsKey(NameOf(found)) || NameOf(found).StartsWith(own, StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Returns why a reference finds no assembly. Framework assemblies can have any version. Other assemblies can have a later version.</summary>
    private string? FaultOf(AssemblyNameReference reference)
    {
        if (Find(reference.Name)?.Name is not { } present) return "there is none";
        if (!(reference.PublicKeyToken ?? []).SequenceEqual(present.PublicKeyToken ?? [])) return "there is one with another key";
        return present.Version < reference.Version ? $"there is only {present.Version}" : null;
    }

    private static string NameOf(TypeDefinition type) => type.Module.Assembly.Name.Name;

    private void Try(string what, Func<bool> isThere)
    {
        try
        {
            if (!isThere()) _faults.Add(what);
        }
        catch (AssemblyResolutionException)
        {
            _faults.Add(what);
        }
    }
}
#endif
