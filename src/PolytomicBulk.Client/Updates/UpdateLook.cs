namespace PolytomicBulk.Updates;

/// <summary>What was read after a write.</summary>
/// <param name="Now">The sync.</param>
/// <param name="Selection">What it copies.</param>
/// <param name="Effect">What the write did to what it copies.</param>
/// <param name="IsSeen">Whether the write was seen.</param>
/// <param name="CameLate">Whether it was seen only after others had looked in vain.</param>
/// <param name="Waited">How long it was looked for.</param>
internal sealed record UpdateLook(ResourceEdit Now, Selection Selection, PutEffect Effect, bool IsSeen, bool CameLate, TimeSpan Waited);
