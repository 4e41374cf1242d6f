namespace PolytomicBulk.Updates;

/// <summary>The state that was read after a write.</summary>
/// <param name="Now">The bulk sync.</param>
/// <param name="Selection">Its selection.</param>
/// <param name="Effect">What the write did to the selection.</param>
/// <param name="IsSeen">Whether the bulk sync shows the write.</param>
/// <param name="CameLate">Whether earlier reads did not show the write yet.</param>
/// <param name="Waited">How long the reads took.</param>
internal sealed record UpdateLook(ResourceEdit Now, Selection Selection, PutEffect Effect, bool IsSeen, bool CameLate, TimeSpan Waited);
