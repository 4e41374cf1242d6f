using System.Management.Automation;

namespace PolytomicBulk.Input;

/// <summary>Says what to do about a session that came from another process, where nothing of it but its properties arrives.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveSessionAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject copy && copy.TypeNames.Contains($"Deserialized.{typeof(PolytomicSession).FullName}")
            ? throw new ArgumentTransformationMetadataException(
                "A session stays in the process that it was connected in, and so does its key. "
                    + "Start-Job and remoting run in another one: run Connect-Polytomic there. "
                    + "ForEach-Object -Parallel and Start-ThreadJob stay in this one, and take the session with -Session.")
            : inputData;
}
