namespace PolytomicBulk.Input;

/// <summary>Refuses a schedule without an id, which the service returns if two schedules are the same.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ScheduleIdAttribute : ArgumentTransformationAttribute
{
    public const string Missing =
        "The service did not return the id of this schedule, and another schedule of the bulk sync has the same times. "
            + "To see the ids, run (Get-PolytomicBulkSync -Id $syncId).AdditionalSchedules. Then specify -SyncId and -Id.";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PowerShellValue.Unwrap(inputData) is null ? throw new ArgumentTransformationMetadataException(Missing) : inputData;
}
