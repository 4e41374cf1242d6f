using System.Reflection.Metadata;
using Mono.Cecil;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;
using TypeReference = Mono.Cecil.TypeReference;
using TypeSpecification = Mono.Cecil.TypeSpecification;

namespace TestSupport;

/// <summary>Finds dependencies between the source folders of a project, from the assembly and its symbols.</summary>
public static class SourceFolders
{
    private static readonly Guid TypeDefinitionDocument = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>
    /// Returns the dependencies against an order of folders, such as <c>Json/A.cs -> Http/B.cs (B)</c>, and folders that are not in the order.
    /// </summary>
    /// <param name="assembly">The path of the assembly, with its symbols beside it.</param>
    /// <param name="project">The path of the project's folder in the symbols, or the end of that path.</param>
    /// <param name="order">The folders, from the top down. An empty string is the project's own folder.</param>
    public static string[] Against(string assembly, string project, string[] order)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { ReadSymbols = true, ReadingMode = ReadingMode.Immediate });
        var files = FilesOf(module, assembly, "/" + project.Replace('\\', '/').Trim('/') + "/");
        if (files.Count == 0) return [$"The symbols of {assembly} name no file of {project}."];
        var unknown = files.Values.Select(FolderOf).Distinct().Except(order).Select(folder => $"The folder '{folder}' has no place in the order.");
        var uses =
            from type in files
            from used in TypesUsedBy(type.Key)
            where files.ContainsKey(used)
            let file = files[used]
            where Array.IndexOf(order, FolderOf(type.Value)) > Array.IndexOf(order, FolderOf(file))
            select $"{type.Value} -> {file} ({used.Name})";
        return [.. unknown.Concat(uses.Distinct().Order(StringComparer.Ordinal))];
    }

    private static string FolderOf(string file) => file.Contains('/') ? file[..file.LastIndexOf('/')] : "";

    /// <summary>The top-level types of a module, each with its file in the project.</summary>
    private static Dictionary<TypeDefinition, string> FilesOf(ModuleDefinition module, string assembly, string project)
    {
        var withoutCode = DocumentsOfTypesWithoutCode(Path.ChangeExtension(assembly, ".pdb"));
        var files = new Dictionary<TypeDefinition, string>();
        foreach (var type in module.Types)
        {
            var documents = DocumentsOf(type).Concat(withoutCode.TryGetValue((int)type.MetadataToken.RID, out var document) ? [document] : []);
            // Generated parts of a class are in other files.
            var path = documents.Select(one => one.Replace('\\', '/')).FirstOrDefault(one => one.Contains(project) && !one.Contains("/obj/"));
            if (path is not null) files[type] = path[(path.LastIndexOf(project, StringComparison.Ordinal) + project.Length)..];
        }

        return files;
    }

    private static IEnumerable<string> DocumentsOf(TypeDefinition type) =>
        type.Methods.SelectMany(method => method.DebugInformation.SequencePoints).Select(point => point.Document.Url).Concat(type.NestedTypes.SelectMany(DocumentsOf));

    private static Dictionary<int, string> DocumentsOfTypesWithoutCode(string symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols));
        var reader = provider.GetMetadataReader();
        var documents = new Dictionary<int, string>();
        foreach (var handle in reader.CustomDebugInformation)
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (information.Parent.Kind != HandleKind.TypeDefinition || reader.GetGuid(information.Kind) != TypeDefinitionDocument) continue;
            var row = reader.GetBlobReader(information.Value).ReadCompressedInteger();
            var document = reader.GetDocument(System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(row));
            documents[System.Reflection.Metadata.Ecma335.MetadataTokens.GetRowNumber(information.Parent)] = reader.GetString(document.Name);
        }

        return documents;
    }

    /// <summary>The top-level types of the same module that a type uses.</summary>
    private static IEnumerable<TypeDefinition> TypesUsedBy(TypeDefinition type) =>
        ReferencesIn(type).SelectMany(Parts).Select(Outermost).OfType<TypeDefinition>().Where(used => used != type && used.Module == type.Module).Distinct();

    private static IEnumerable<TypeReference?> ReferencesIn(TypeDefinition type)
    {
        IEnumerable<TypeReference?> all =
        [
            type.BaseType,
            .. type.Interfaces.Select(one => one.InterfaceType),
            .. AttributesOf(type),
            .. type.Fields.SelectMany(field => AttributesOf(field).Append(field.FieldType)),
            .. type.Properties.SelectMany(property => AttributesOf(property).Append(property.PropertyType)),
            .. type.Methods.SelectMany(ReferencesIn),
            .. type.NestedTypes.SelectMany(ReferencesIn),
        ];
        return all;
    }

    private static IEnumerable<TypeReference?> ReferencesIn(MethodDefinition method)
    {
        IEnumerable<TypeReference?> all =
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. AttributesOf(method),
        ];
        if (!method.HasBody) return all;
        return
        [
            .. all,
            .. method.Body.Variables.Select(variable => variable.VariableType),
            .. method.Body.Instructions.SelectMany(instruction => ReferencesIn(instruction.Operand)),
        ];
    }

    private static IEnumerable<TypeReference?> ReferencesIn(object? operand) => operand switch
    {
        GenericInstanceMethod method => [.. method.GenericArguments, method.DeclaringType, method.ReturnType],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference?> AttributesOf(ICustomAttributeProvider item) =>
        item.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification inner => Parts(inner.ElementType),
        _ => [type],
    };

    private static TypeDefinition? Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type as TypeDefinition;
    }
}
