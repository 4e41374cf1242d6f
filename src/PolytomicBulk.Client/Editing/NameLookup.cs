namespace PolytomicBulk.Editing;

/// <summary>Finds the name of an object that the settings of another object refer to. Null if the session has not read it.</summary>
internal delegate string? NameLookup(ResourceKind kind, Guid id);
