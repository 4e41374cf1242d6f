<#
.SYNOPSIS
Runs many runspaces that share one session with a server whose answers sometimes fail. Called by: ./build.ps1 Bench, and by Load.Tests.ps1

.DESCRIPTION
Returns the numbers of right, wrong and lost calls, the requests and connections of the server, and how much the memory has grown since a tenth of the
calls. Delays between attempts end at once.

.PARAMETER Calls
Specifies the number of calls.

.PARAMETER Runspaces
Specifies the number of runspaces.

.PARAMETER FaultsPerThousand
Specifies how many of a thousand answers fail.

.PARAMETER ThrottleLimit
Specifies how many requests the session sends at the same time.
#>
[CmdletBinding()]
param(
    [string] $Configuration = 'Release',
    [int] $Calls = 10000,
    [int] $Runspaces = 16,
    [int] $FaultsPerThousand = 10,
    [int] $ThrottleLimit = 8
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$modulePath = Join-Path $root 'out/PolytomicBulk'
Add-Type -Path (Join-Path $root "tests/TestSupport/bin/$Configuration/net8.0/TestSupport.dll")
Import-Module $modulePath

$server = [TestSupport.FaultServer]::new()
try {
    $server.Body['/api/me'] = '{"data":{"id":"u1","organization_name":"Load"}}'
    $server.FaultsPerThousand = $FaultsPerThousand
    foreach ($number in 1..$Calls) {
        $id = '{0:x8}-0000-4000-8000-000000000000' -f $number
        $server.Body["/api/bulk/syncs/$id"] = "{`"data`":{`"id`":`"$id`",`"name`":`"sync $number`"}}"
    }

    $session = Connect-Polytomic -ApiKey (ConvertTo-SecureString 'load' -AsPlainText -Force) -BaseUri $server.BaseUri -ThrottleLimit $throttleLimit -MaxRetry 8 -Transport @{ Clock = [TestSupport.TestClock]::new() } -PassThru
    $server.HoldsUntilConnections = [math]::Min(2, $ThrottleLimit)
    $before = $server.RequestCount
    $memory = [Collections.Concurrent.ConcurrentQueue[long]]::new()
    $share = [int][math]::Ceiling($Calls / $Runspaces)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $outcomes = 0..($Runspaces - 1) | ForEach-Object -ThrottleLimit $Runspaces -Parallel {
        Import-Module $using:modulePath
        $session, $share, $memory, $server = $using:session, $using:share, $using:memory, $using:server
        $first = $_ * $share + 1
        foreach ($number in $first..([math]::Min($first + $share - 1, $using:Calls))) {
            $id = '{0:x8}-0000-4000-8000-000000000000' -f $number
            $answers = @(Get-PolytomicBulkSync -Id $id -Session $session -ErrorAction SilentlyContinue)
            if ($answers.Count -eq 1 -and $answers[0].Name -eq "sync $number" -and $answers[0].Id -eq $id) { 'right' } elseif ($answers.Count) { 'wrong' } else { 'lost' }
            # Only one runspace measures, because all share the memory. The records of the server must not count.
            if ($_ -eq 0 -and ($number - $first) % [math]::Max(1, [int]($share / 10)) -eq 0) {
                $server.Requests.Clear()
                $memory.Enqueue([GC]::GetTotalMemory($true))
            }
        }
    }
    $watch.Stop()
    $samples = @($memory)
    [pscustomobject]@{
        Calls           = $Calls
        Right           = @($outcomes -eq 'right').Count
        Wrong           = @($outcomes -eq 'wrong').Count
        Lost            = @($outcomes -eq 'lost').Count
        Requests        = $server.RequestCount - $before
        Faults          = $server.Faults
        PeakConnections = $server.PeakConnections
        ThrottleLimit   = $throttleLimit
        GrowthMiB       = [math]::Round(($samples[-1] - $samples[[math]::Min(1, $samples.Count - 1)]) / 1MB, 1)
        Seconds         = [math]::Round($watch.Elapsed.TotalSeconds, 1)
    }
}
finally {
    if ($session) { Disconnect-Polytomic -Session $session }
    $server.Dispose()
}
