using System.Runtime.CompilerServices;
using PolytomicBulk;

// PowerShell looks for a type literal, such as [PolytomicBulk.BulkSync], only in the default load context,
// where this assembly is; the types themselves are in the module's own.
[assembly: TypeForwardedTo(typeof(Actor))]
[assembly: TypeForwardedTo(typeof(BulkSync))]
[assembly: TypeForwardedTo(typeof(Identity))]
[assembly: TypeForwardedTo(typeof(JsonMap))]
[assembly: TypeForwardedTo(typeof(PolytomicApiException))]
[assembly: TypeForwardedTo(typeof(PolytomicFailure))]
[assembly: TypeForwardedTo(typeof(ScheduleSettings))]
