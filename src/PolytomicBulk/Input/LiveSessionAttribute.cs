namespace PolytomicBulk.Input;

/// <summary>Refuses a session from another process, which has lost its key.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveSessionAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject copy && copy.TypeNames.Contains($"Deserialized.{typeof(PolytomicSession).FullName}")
            ? throw new ArgumentTransformationMetadataException(
                "A session and its key work only in the process that created them. Start-Job and remoting use another process. Run Connect-Polytomic there. "
                    + "ForEach-Object -Parallel and Start-ThreadJob use this process. Specify the session there with -Session.")
            : inputData;
}
