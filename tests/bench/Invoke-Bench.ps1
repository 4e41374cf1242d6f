<#
.SYNOPSIS
Measures start, speed and memory beside what else there is. Called by: ./build.ps1 Bench

.DESCRIPTION
Every number is a median. What is compared takes turns (A B A B ...), so that the machine's noise hits both alike;
trust the ratios more than the times. Nothing is asserted.

.PARAMETER Quick
Fewer rounds.
#>
[CmdletBinding()]
param(
    [string] $Configuration = 'Release',
    [switch] $Quick
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$rounds = if ($Quick) { 5 } else { 11 }
# These are short: more of them cost little, and the first ones only have the code compiled.
$readRounds = if ($Quick) { 15 } else { 45 }
$warmUpRounds = 15
$syncs = 2000
$manySyncs = 10000
$key = 'bench'

$root = Split-Path (Split-Path $PSScriptRoot)
$module = Join-Path $root 'out/PolytomicBulk/PolytomicBulk.psd1'
$emptyModule = Join-Path $PSScriptRoot "EmptyModule/bin/$Configuration/net8.0/EmptyModule.psd1"
$baseline = Join-Path $PSScriptRoot "Baseline/bin/$Configuration/net8.0/Baseline.dll"
$serverPath = Join-Path $PSScriptRoot "Server/bin/$Configuration/net10.0/BenchServer.dll"

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

# Runs the scripts in turn, round after round; each answers a number. Emits the median of each.
function Measure-InTurn([scriptblock[]] $Scripts, [int] $Rounds) {
    $values = foreach ($script in $Scripts) { , [Collections.Generic.List[double]]::new() }
    for ($round = 0; $round -lt $Rounds; $round++) {
        for ($i = 0; $i -lt $Scripts.Count; $i++) { $values[$i].Add((& $Scripts[$i])) }
    }
    foreach ($list in $values) { Get-Median $list }
}

# Runs a command in a PowerShell of its own, and emits the number that it printed.
function Invoke-FreshPwsh([string] $Command) {
    $arguments = '-NoProfile', '-NonInteractive', '-Command', $Command
    $executable = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })
    $printed = if ([Environment]::ProcessPath -eq $executable) { & $executable @arguments } else { & dotnet (Join-Path $PSHOME 'pwsh.dll') @arguments }
    if ($LASTEXITCODE -ne 0) { throw "A measurement failed: $printed" }
    [double]::Parse($printed, [cultureinfo]::InvariantCulture)
}

function Start-BenchServer([int] $Syncs) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $serverPath, '--syncs', $Syncs | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; BaseUri = [uri]$process.StandardOutput.ReadLine() }
}

function Stop-BenchServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

# The milliseconds that a script takes to emit all syncs.
function Measure-Read([scriptblock] $Script) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $read = @(& $Script)
    $watch.Stop()
    if ($read.Count -ne $syncs) { throw "Read $($read.Count) syncs in place of $syncs." }
    $watch.Elapsed.TotalMilliseconds
}

function Get-ImportCommand([string] $Path) {
    "`$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Path'; `$watch.Stop(); `$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
}

# How far above where it stood a command takes the process's memory at its highest, in MiB. Another is run before, so
# that loading and compiling the code are not in it. Where the system knows no peak, the end has to do.
function Get-MemoryCommand([uri] $BaseUri, [string] $Command = 'Get-PolytomicBulkSync | Measure-Object', [string] $WarmUp = 'Get-PolytomicBulkSync | Select-Object -First 1') {
    "Import-Module '$module'
    Connect-Polytomic -ApiKey (ConvertTo-SecureString '$key' -AsPlainText -Force) -BaseUri '$BaseUri'
    `$null = $WarmUp
    [GC]::Collect()
    `$process = [Diagnostics.Process]::GetCurrentProcess()
    `$before = `$process.WorkingSet64
    `$null = $Command
    `$process.Refresh()
    (([math]::Max(`$process.PeakWorkingSet64, `$process.WorkingSet64) - `$before) / 1MB).ToString([cultureinfo]::InvariantCulture)"
}

# The same for saving a log of so many MiB. The server tells how long by the execution's id.
function Get-LogMemoryCommand([uri] $BaseUri, [int] $MiB) {
    $save, $warmUp = $MiB, 1 | ForEach-Object { "Save-PolytomicBulkSyncLog -SyncId $([guid]::Empty) -ExecutionId 00000000-0000-4000-8000-$($_.ToString('000000000000')) -Path '$folder' -Force" }
    "$(Get-MemoryCommand $BaseUri $save $warmUp)
    if ((Get-Item '$folder/log.ndjson').Length -ne $($MiB)MB) { throw 'The log is not whole.' }"
}

function Format-Row([string] $What, [double] $Ours, [double] $Peer, [string] $Unit, [string] $Aim) {
    $invariant = [cultureinfo]::InvariantCulture
    [pscustomobject]@{
        What  = $What
        Ours  = $Ours.ToString('0.0', $invariant) + " $Unit"
        Peer  = $Peer.ToString('0.0', $invariant) + " $Unit"
        # A growth beside none at all makes no ratio.
        Ratio = if ($Unit -eq 'MiB') { '' } else { ($Ours / $Peer).ToString('0.00', $invariant) }
        Aim   = $Aim
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "polytomic-bench-$([guid]::NewGuid())"
Import-Module $module
Add-Type -Path $baseline
$servers = @()
try {
    $servers = @(Start-BenchServer $syncs; Start-BenchServer $manySyncs)
    $baseUri, $manyUri = $servers.BaseUri

    $import = Measure-InTurn { Invoke-FreshPwsh (Get-ImportCommand $module) }, { Invoke-FreshPwsh (Get-ImportCommand $emptyModule) } $rounds

    Connect-Polytomic -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force) -BaseUri $baseUri
    $bare = [Baseline.BareClient]::new($baseUri, $key)
    $ours = { Measure-Read { Get-PolytomicBulkSync } }
    $bareClient = { Measure-Read { $bare.ReadAll() } }
    $restLoop = {
        Measure-Read {
            $token = $null
            do {
                $page = Invoke-RestMethod "${baseUri}api/bulk/syncs?limit=50$(if ($token) { "&page_token=$token" })" -Headers @{ Authorization = "Bearer $key" }
                $page.data
                $token = if ($page.PSObject.Properties['pagination']) { $page.pagination.next_page_token }
            } while ($token)
        }
    }

    $null = Measure-InTurn $ours, $bareClient $warmUpRounds
    $besideBare = Measure-InTurn $ours, $bareClient $readRounds
    $null = Measure-InTurn $ours, $restLoop 1
    $besideRest = Measure-InTurn $ours, $restLoop $rounds

    $logMemory = Measure-InTurn { Invoke-FreshPwsh (Get-LogMemoryCommand $baseUri 1024) }, { Invoke-FreshPwsh (Get-LogMemoryCommand $baseUri 1) } 3

    $memory = Measure-InTurn { Invoke-FreshPwsh (Get-MemoryCommand $manyUri) }, { Invoke-FreshPwsh (Get-MemoryCommand $baseUri) } 5

    @(
        Format-Row 'Import-Module, beside an empty binary module' $import[0] $import[1] 'ms' '<= 1.5'
        Format-Row "$syncs syncs, beside an Invoke-RestMethod loop" $besideRest[0] $besideRest[1] 'ms' '<= 0.33'
        Format-Row "$syncs syncs, beside bare HttpClient and System.Text.Json" $besideBare[0] $besideBare[1] 'ms' '<= 1.5'
        Format-Row "Memory that $manySyncs syncs add in a pipeline, beside $syncs" $memory[0] $memory[1] 'MiB' '<= 40 MiB'
        Format-Row 'Memory, a 1 GiB log that is saved, beside one of 1 MiB' $logMemory[0] $logMemory[1] 'MiB' '<= 64 MiB'
    ) | Format-Table -AutoSize | Out-String -Width 160 | ForEach-Object Trim
}
finally {
    $servers | ForEach-Object { Stop-BenchServer $_ }
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}
