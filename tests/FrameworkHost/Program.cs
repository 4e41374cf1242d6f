using System.Net;
using System.Reflection;
using PolytomicBulk;
using PolytomicBulk.Sandbox;

/// <summary>
/// Loads the module like Windows PowerShell, and uses it. Prints each success. A failure is an exception. The first argument is the folder of the module,
/// and the second is the address of a sandbox.
/// </summary>
internal static class Program
{
    private const string Name = "Named by a host of .NET Framework";

    private static int Main(string[] arguments)
    {
        var module = Assembly.LoadFrom(Path.Combine(arguments[0], "PolytomicBulk.dll"));
        var types = module.GetExportedTypes();
        var cmdlets = types.Count(type => type.GetCustomAttributesData().Any(data => data.AttributeType.Name == "CmdletAttribute"));
        foreach (var property in types.SelectMany(type => type.GetProperties())) _ = property.GetCustomAttributesData().Select(data => data.ToString()).ToList();
        if (cmdlets < 20) throw new InvalidOperationException($"Only {cmdlets} of {types.Length} types are cmdlets.");
        Console.WriteLine("types");

        var initializer = Activator.CreateInstance(types.Single(type => type.Name == "ModuleInitializer"));
        initializer.GetType().GetMethod("OnImport")!.Invoke(initializer, null);
        Console.WriteLine("import");

        // The code of the host uses the client from here on.
        Work(module, arguments[0], new Uri(arguments[1]));
        return 0;
    }

    private static void Work(Assembly module, string folder, Uri address)
    {
        Run(module, () => UseAsync("sandbox", new() { BaseUri = new("https://sandbox.invalid/"), Handler = new SandboxHandler(new SandboxService(new SandboxOptions())) }));
        Run(module, () => UseAsync("http", new() { BaseUri = address }));
        Console.WriteLine($"number {Shortest(module, 0.1)} {Shortest(module, 0.1f)} {Shortest(module, 1 / 3d)} {Shortest(module, 1e300)}");

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic))
        {
            var beside = Path.Combine(folder, assembly.GetName().Name + ".dll");
            if (!File.Exists(beside) || assembly.GlobalAssemblyCache) continue;
            if (Path.GetFullPath(assembly.Location) != Path.GetFullPath(beside)) throw new InvalidOperationException($"{assembly.Location} was loaded, not {beside}.");
            if (assembly.GetName().Version != AssemblyName.GetAssemblyName(beside).Version) throw new InvalidOperationException($"{assembly} is another one.");
        }

        Console.WriteLine("own assemblies");
    }

    private static async Task UseAsync(string over, PolytomicClientOptions options)
    {
        var thread = Environment.CurrentManagedThreadId;
        using var client = new PolytomicClient(options, PolytomicCredential.ApiKey(new NetworkCredential("", SandboxOptions.ApiKey).SecurePassword));
        var syncs = await client.BulkSyncs.ListCertainAsync();
        if (syncs.Count == 0) throw new InvalidOperationException("There is no bulk sync.");
        Console.WriteLine($"{over} list");

        var id = syncs[0].Id!.Value;
        var edit = await client.BulkSyncs.EditAsync(id);
        // Reflection, because the host has no System.Text.Json, and cannot use the module's.
        var apply = edit.GetType().GetMethod("Apply")!;
        var json = apply.GetParameters()[0].ParameterType;
        var parse = json.Assembly.GetType("System.Text.Json.Nodes.JsonNode")!.GetMethods()
            .Single(method => method.Name == "Parse" && method.GetParameters()[0].ParameterType == typeof(string));
        var changes = parse.Invoke(null, [$$"""{"name":"{{Name}}"}""", null, Activator.CreateInstance(parse.GetParameters()[2].ParameterType)]);
        apply.Invoke(edit, [changes, .. apply.GetParameters().Skip(1).Select(parameter => parameter.DefaultValue)]);
        await client.Updates.UpdateAsync(edit);
        if ((await client.BulkSyncs.GetAsync(id)).Name != Name) throw new InvalidOperationException("The name is the old one.");
        Console.WriteLine($"{over} change");

        if (!(await client.Configurations.ReadAsync(await client.BulkSyncs.GetAsync(id))).ToText().Contains(Name)) throw new InvalidOperationException("The configuration is another one's.");
        Console.WriteLine($"{over} export");

        var last = await client.Executions.GetLastAsync(id);
        var files = await client.Logs.ListFilesAsync(id, last.Id!.Value);
        var path = Path.GetTempFileName();
        try
        {
            await client.Logs.SaveAsync(files[0], path, overwrite: true);
            if (new FileInfo(path).Length == 0) throw new InvalidOperationException("The log is empty.");
        }
        finally
        {
            File.Delete(path);
        }

        Console.WriteLine($"{over} log");
        if (Environment.CurrentManagedThreadId != thread) throw new InvalidOperationException("This is not the pipeline's thread any more.");
    }

    /// <summary>Runs a task like a cmdlet: each continuation returns to the pipeline thread.</summary>
    private static void Run(Assembly module, Func<Task> work)
    {
        var pump = Activator.CreateInstance(module.GetType("PolytomicBulk.Commands.PipelinePump", throwOnError: true), nonPublic: true);
        pump.GetType().GetMethod("Run")!.Invoke(pump, [work]);
    }

    private static object Shortest(Assembly module, object number) =>
        module.GetType("PolytomicBulk.Input.JsonInput", throwOnError: true).GetMethods()
            .Single(method => method.Name == "ToNode" && method.IsPublic)
            .Invoke(null, ["a number", number]);
}
