<#
.SYNOPSIS
Measures commands on a large organization. Each bulk sync has 40 schemas with 60 fields. Called by: ./build.ps1 Bench

.DESCRIPTION
Each command runs three times in its own process, after the same command on a few bulk syncs. The script returns a row for the first and one for the
last time, when .NET has compiled almost all code:
- the seconds and the requests
- the floor: the time for these requests if as many as the throttle allows run at once, each as long as the latency
- the ratio of the seconds to the floor, beside that of HttpClient and System.Text.Json alone, because no client reaches the floor
- the average number of requests at the same time, which hardly depends on other programs on the computer
- the CPU seconds, beside those of HttpClient and System.Text.Json, which read and parse the same bytes once into the same normal form
- the peak of the working set above the start

.PARAMETER Syncs
Specifies the number of bulk syncs in the organization.

.PARAMETER Latency
Specifies the milliseconds before each answer.

.PARAMETER Throttle
Specifies how many requests run at the same time.

.PARAMETER Row
Specifies the rows to measure. If you omit this parameter, all rows are measured.
#>
[CmdletBinding()]
param(
    [string] $Configuration = 'Release',
    [int] $Syncs = 100,
    [int] $Latency = 20,
    [int] $Throttle = 16,
    [ValidateSet('Export', 'Compare', 'Import', 'Set', 'Executions')]
    [string[]] $Row = @('Export', 'Compare', 'Import', 'Set', 'Executions')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = Split-Path (Split-Path $PSScriptRoot)
$module = Join-Path $root 'out/PolytomicBulk/PolytomicBulk.psd1'
$serverPath = Join-Path $PSScriptRoot "Server/bin/$Configuration/net10.0/BenchServer.dll"
$modelBench = Join-Path $PSScriptRoot "Models/bin/$Configuration/net10.0/ModelBench.dll"
$invariant = [cultureinfo]::InvariantCulture

function Start-Server {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $serverPath, '--organization', $Syncs, '--latency-ms', $Latency | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; BaseUri = [uri]$process.StandardOutput.ReadLine() }
}

# Runs a command several times in a new PowerShell process, after a warm-up command. Returns a list of numbers for each round: seconds, CPU seconds, MiB
# above the start, peak MiB, requests, the average number of parallel requests, and the number of output objects.
function Invoke-Measured([uri] $BaseUri, [string] $WarmUp, [string] $Command) {
    $script = "`$ErrorActionPreference = 'Stop'
    Import-Module '$module'
    Connect-Polytomic -ApiKey (ConvertTo-SecureString 'bench' -AsPlainText -Force) -BaseUri '$BaseUri' -ThrottleLimit $Throttle
    `$null = $WarmUp
    `$process = [Diagnostics.Process]::GetCurrentProcess()
    foreach (`$round in 1..$rounds) {
        [GC]::Collect()
        `$null = Invoke-RestMethod '${BaseUri}requests'
        `$process.Refresh()
        `$memory = `$process.WorkingSet64
        `$cpu = `$process.TotalProcessorTime
        `$watch = [Diagnostics.Stopwatch]::StartNew()
        `$emitted = @($Command).Count
        `$watch.Stop()
        `$process.Refresh()
        `$requests, `$underWay = (Invoke-RestMethod '${BaseUri}requests') -split ' '
        @(`$watch.Elapsed.TotalSeconds, (`$process.TotalProcessorTime - `$cpu).TotalSeconds, ((`$process.PeakWorkingSet64 - `$memory) / 1MB), (`$process.PeakWorkingSet64 / 1MB), `$requests, (`$underWay / 1000 / `$watch.Elapsed.TotalSeconds), `$emitted).ForEach({ ([double]`$_).ToString([cultureinfo]::InvariantCulture) }) -join ' '
    }"
    $arguments = '-NoProfile', '-NonInteractive', '-Command', $script
    $executable = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })
    $printed = if ([Environment]::ProcessPath -eq $executable) { & $executable @arguments } else { & dotnet (Join-Path $PSHOME 'pwsh.dll') @arguments }
    if ($LASTEXITCODE -ne 0) { throw "A measurement failed: $printed" }
    foreach ($line in $printed) { , [double[]]($line -split ' ').ForEach({ [double]::Parse($_, $invariant) }) }
}

# Returns four numbers of the minimal client for each round: the CPU seconds for reading and parsing schemas, and for parsing only, the seconds of both,
# and the seconds for executions.
function Measure-Bare([uri] $BaseUri) {
    $printed = dotnet $modelBench --normal-form $BaseUri $Syncs $Throttle $rounds
    if ($LASTEXITCODE -ne 0) { throw "The bare client failed: $printed" }
    [double[]]("$printed" -split ' ').ForEach({ [double]::Parse($_, $invariant) })
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "polytomic-scale-$([guid]::NewGuid())"
$few, $all = (Join-Path $folder 'few'), (Join-Path $folder 'all')
# In the first rounds, .NET compiles and optimizes the code of the module and of PowerShell. In the last one, almost all of it is compiled.
$rounds = 3
$server = Start-Server
try {
    $bare = Measure-Bare $server.BaseUri
    # Exports read and parse the answers. Compare and Import also parse the files.
    $readOnce, $readTwice = { param($round) $bare[4 * $round] }, { param($round) $bare[4 * $round] + $bare[(4 * $round) + 1] }
    $commands = [ordered]@{
        Export     = "Export-PolytomicBulkSync '$few' -Name 'Bulk sync 000[12]'", "Export-PolytomicBulkSync ('$all-' + `$round)", $readOnce
        Compare    = "Compare-PolytomicBulkSync '$few/*.json'", "Compare-PolytomicBulkSync '$all-1'", $readTwice
        Import     = "Import-PolytomicBulkSync '$few'", "Import-PolytomicBulkSync '$all-1'", $readTwice
        # If an error ends the pipeline, the bulk syncs are changed one by one.
        Set        = "Get-PolytomicBulkSync 'Bulk sync 0011' | Set-PolytomicBulkSync -Hour 4 -Confirm:`$false", "Get-PolytomicBulkSync 'Bulk sync 000*', 'Bulk sync 0010' | Set-PolytomicBulkSync -Hour (4 + `$round) -Confirm:`$false -PassThru -ErrorAction Continue", $null
        Executions = "Get-PolytomicBulkSync 'Bulk sync 001*' | Get-PolytomicBulkSyncExecution", 'Get-PolytomicBulkSync | Get-PolytomicBulkSyncExecution', $null
    }
    foreach ($name in $commands.Keys) {
        # Compare and Import need what Export writes.
        if ($name -notin $Row -and -not ($name -eq 'Export' -and ($Row -contains 'Compare' -or $Row -contains 'Import'))) { continue }
        $warmUp, $command, $reading = $commands[$name]
        $measured = @(Invoke-Measured $server.BaseUri $warmUp $command)
        foreach ($round in 0, ($rounds - 1)) {
            $seconds, $cpu, $memory, $peak, $requests, $underWay, $emitted = $measured[$round]
            $floor = $requests / $Throttle * $Latency / 1000
            $bareCpu = if ($reading) { & $reading $round }
            $bareSeconds, $bareRequests = if ($reading) { $bare[(4 * $round) + 2], ($Syncs * 40) } elseif ($name -eq 'Executions') { $bare[(4 * $round) + 3], ($Syncs * 2) }
            [pscustomobject]@{
                Command   = $name
                Round     = $round + 1
                Seconds   = [math]::Round($seconds, 2)
                Requests  = [int]$requests
                Floor     = [math]::Round($floor, 2)
                Ratio     = [math]::Round($seconds / $floor, 2)
                BareRatio = if ($bareSeconds) { [math]::Round($bareSeconds / ($bareRequests / $Throttle * $Latency / 1000), 2) }
                UnderWay  = [math]::Round($underWay, 1)
                Cpu       = [math]::Round($cpu, 2)
                BareCpu   = if ($reading) { [math]::Round($bareCpu, 2) }
                CpuRatio  = if ($reading) { [math]::Round($cpu / $bareCpu, 2) }
                MiB       = [math]::Round($memory)
                Peak      = [math]::Round($peak)
                Emitted   = [int]$emitted
            }
        }
    }
}
finally {
    $server.Process.StandardInput.Close()
    if (-not $server.Process.WaitForExit(10000)) { $server.Process.Kill() }
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}
