namespace PolytomicBulk;

/// <summary>The kinds of objects that the module has a command for.</summary>
internal enum EntityKind
{
    /// <summary>Another kind, such as a user.</summary>
    Other,

    /// <summary>A bulk sync.</summary>
    BulkSync,

    /// <summary>An execution of a bulk sync.</summary>
    Execution,

    /// <summary>A schedule of a bulk sync.</summary>
    Schedule,

    /// <summary>A schema of a bulk sync.</summary>
    Schema,

    /// <summary>A connection.</summary>
    Connection,

    /// <summary>A permission policy.</summary>
    Policy,

    /// <summary>An organization.</summary>
    Organization,
}

/// <summary>Recognizes the kinds in the type names of the service, which the API does not document.</summary>
internal static class EntityKinds
{
    public static EntityKind Of(string? type)
    {
        var word = new string([.. (type ?? "").Where(char.IsLetter)]).ToLowerInvariant();
        return word switch
        {
            "bulksync" => EntityKind.BulkSync,
            "bulksyncexecution" or "bulkexecution" => EntityKind.Execution,
            "bulksyncschedule" or "bulkschedule" => EntityKind.Schedule,
            "bulksyncschema" or "bulkschema" => EntityKind.Schema,
            "connection" => EntityKind.Connection,
            "policy" or "permissionpolicy" or "permissionspolicy" => EntityKind.Policy,
            "organization" => EntityKind.Organization,
            _ => EntityKind.Other,
        };
    }
}
