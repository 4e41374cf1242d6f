<#
.SYNOPSIS
Measures commands on a large organization. Each bulk sync has 40 schemas with 60 fields. Called by: ./build.ps1 Bench

.DESCRIPTION
Each command runs in its own process against its own server, after the same command on a few bulk syncs. The script returns a row for each command:
- the seconds and the requests
- the floor: the time for these requests if as many as the throttle allows run at once, each as long as the latency
- the ratio of the seconds to the floor
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

# Runs a command in a new PowerShell process after a warm-up command. Returns seconds, CPU seconds, MiB above the start, peak MiB, requests, the average
# number of parallel requests, and the number of output objects.
function Invoke-Measured([uri] $BaseUri, [string] $WarmUp, [string] $Command) {
    $script = "`$ErrorActionPreference = 'Stop'
    Import-Module '$module'
    Connect-Polytomic -ApiKey (ConvertTo-SecureString 'bench' -AsPlainText -Force) -BaseUri '$BaseUri' -ThrottleLimit $Throttle
    `$null = $WarmUp
    [GC]::Collect()
    `$null = Invoke-RestMethod '${BaseUri}requests'
    `$process = [Diagnostics.Process]::GetCurrentProcess()
    `$memory = `$process.WorkingSet64
    `$cpu = `$process.TotalProcessorTime
    `$watch = [Diagnostics.Stopwatch]::StartNew()
    `$emitted = @($Command).Count
    `$watch.Stop()
    `$process.Refresh()
    `$requests, `$underWay = (Invoke-RestMethod '${BaseUri}requests') -split ' '
    @(`$watch.Elapsed.TotalSeconds, (`$process.TotalProcessorTime - `$cpu).TotalSeconds, ((`$process.PeakWorkingSet64 - `$memory) / 1MB), (`$process.PeakWorkingSet64 / 1MB), `$requests, (`$underWay / 1000 / `$watch.Elapsed.TotalSeconds), `$emitted).ForEach({ ([double]`$_).ToString([cultureinfo]::InvariantCulture) }) -join ' '"
    $arguments = '-NoProfile', '-NonInteractive', '-Command', $script
    $executable = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })
    $printed = if ([Environment]::ProcessPath -eq $executable) { & $executable @arguments } else { & dotnet (Join-Path $PSHOME 'pwsh.dll') @arguments }
    if ($LASTEXITCODE -ne 0) { throw "A measurement failed: $printed" }
    [double[]]("$printed" -split ' ').ForEach({ [double]::Parse($_, $invariant) })
}

# Returns the CPU seconds of the minimal client for a number of bulk syncs: for reading and parsing, and for parsing only.
function Measure-Bare([uri] $BaseUri) {
    $printed = dotnet $modelBench --normal-form $BaseUri $Syncs $Throttle
    if ($LASTEXITCODE -ne 0) { throw "The bare client failed: $printed" }
    [double[]]("$printed" -split ' ').ForEach({ [double]::Parse($_, $invariant) })
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "polytomic-scale-$([guid]::NewGuid())"
$few, $all = (Join-Path $folder 'few'), (Join-Path $folder 'all')
$server = Start-Server
try {
    $bare = Measure-Bare $server.BaseUri
    $commands = [ordered]@{
        Export     = "Export-PolytomicBulkSync '$few' -Name 'Bulk sync 000[12]'", "Export-PolytomicBulkSync '$all'", $bare[0], $bare[1]
        # These commands also read and parse the files.
        Compare    = "Compare-PolytomicBulkSync '$few/*.json'", "Compare-PolytomicBulkSync '$all'", ($bare[0] + $bare[1]), (2 * $bare[1])
        Import     = "Import-PolytomicBulkSync '$few'", "Import-PolytomicBulkSync '$all'", ($bare[0] + $bare[1]), (2 * $bare[1])
        # If an error ends the pipeline, the bulk syncs are changed one by one.
        Set        = "Get-PolytomicBulkSync 'Bulk sync 0011' | Set-PolytomicBulkSync -Hour 4 -Confirm:`$false", "Get-PolytomicBulkSync 'Bulk sync 000*', 'Bulk sync 0010' | Set-PolytomicBulkSync -Hour 4 -Confirm:`$false -PassThru -ErrorAction Continue", $null, $null
        Executions = "Get-PolytomicBulkSync 'Bulk sync 001*' | Get-PolytomicBulkSyncExecution", 'Get-PolytomicBulkSync | Get-PolytomicBulkSyncExecution', $null, $null
    }
    foreach ($name in $commands.Keys) {
        # Compare and Import need what Export writes.
        if ($name -notin $Row -and -not ($name -eq 'Export' -and ($Row -contains 'Compare' -or $Row -contains 'Import'))) { continue }
        $warmUp, $command, $reading, $parsing = $commands[$name]
        $seconds, $cpu, $memory, $peak, $requests, $underWay, $emitted = Invoke-Measured $server.BaseUri $warmUp $command
        $floor = $requests / $Throttle * $Latency / 1000
        [pscustomobject]@{
            Command  = $name
            Seconds  = [math]::Round($seconds, 2)
            Requests = [int]$requests
            Floor    = [math]::Round($floor, 2)
            Ratio    = [math]::Round($seconds / $floor, 2)
            UnderWay = [math]::Round($underWay, 1)
            Cpu      = [math]::Round($cpu, 2)
            BareCpu  = if ($reading) { [math]::Round($reading, 2) }
            CpuRatio = if ($reading) { [math]::Round($cpu / $reading, 2) }
            Parsing  = if ($parsing) { [math]::Round($parsing, 2) }
            MiB      = [math]::Round($memory)
            Peak     = [math]::Round($peak)
            Emitted  = [int]$emitted
        }
    }
}
finally {
    $server.Process.StandardInput.Close()
    if (-not $server.Process.WaitForExit(10000)) { $server.Process.Kill() }
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}
