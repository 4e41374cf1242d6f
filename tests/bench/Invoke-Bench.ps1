<#
.SYNOPSIS
Measures start, speed and memory in comparison with other clients. Called by: ./build.ps1 Bench

.DESCRIPTION
Every number is a median. Compared commands run alternately (A B A B ...), so that other programs on the computer affect both. The ratios are more
reliable than the times. Nothing is asserted. A floor is the minimum for the network: the number of answers, one after the other, each after the
latency of the server.
A floor is what the wire alone takes: so many answers one after the other, each after the server's latency.

.PARAMETER Quick
Runs fewer rounds.
#>
[CmdletBinding()]
param(
    [string] $Configuration = 'Release',
    [switch] $Quick
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$rounds = if ($Quick) { 5 } else { 9 }
# For measurements that take seconds.
$longRounds = 5
# More rounds, because these are short, and the first ones include compilation.
$readRounds = if ($Quick) { 15 } else { 45 }
$warmUpRounds = 15
$syncs = 2000
$manySyncs = 10000
$someSyncs = 200
$pageSize = 50
$latency = 50
$throttle = 16
$key = 'bench'

$root = Split-Path (Split-Path $PSScriptRoot)
$module = Join-Path $root 'out/PolytomicBulk/PolytomicBulk.psd1'
$emptyModule = Join-Path $PSScriptRoot "EmptyModule/bin/$Configuration/net8.0/EmptyModule.psd1"
$bareAssembly = [IO.Path]::ChangeExtension($emptyModule, '.dll')
$baseline = Join-Path $PSScriptRoot "Baseline/bin/$Configuration/net8.0/Baseline.dll"
$modelBench = Join-Path $PSScriptRoot "Models/bin/$Configuration/net10.0/ModelBench.dll"
$serverPath = Join-Path $PSScriptRoot "Server/bin/$Configuration/net10.0/BenchServer.dll"

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

# Runs the scripts alternately for a number of rounds. Each returns a number. Returns the median of each.
function Measure-InTurn([scriptblock[]] $Scripts, [int] $Rounds) {
    $values = foreach ($script in $Scripts) { , [Collections.Generic.List[double]]::new() }
    for ($round = 0; $round -lt $Rounds; $round++) {
        for ($i = 0; $i -lt $Scripts.Count; $i++) { $values[$i].Add((& $Scripts[$i])) }
    }
    foreach ($list in $values) { Get-Median $list }
}

# Runs a command in a new PowerShell process, and returns the number that it prints.
function Invoke-FreshPwsh([string] $Command) {
    $arguments = '-NoProfile', '-NonInteractive', '-Command', $Command
    $executable = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })
    $printed = if ([Environment]::ProcessPath -eq $executable) { & $executable @arguments } else { & dotnet (Join-Path $PSHOME 'pwsh.dll') @arguments }
    if ($LASTEXITCODE -ne 0) { throw "A measurement failed: $printed" }
    [double]::Parse($printed, [cultureinfo]::InvariantCulture)
}

function Start-BenchServer([int] $Syncs, [int] $Latency = 0) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $serverPath, '--syncs', $Syncs, '--latency-ms', $Latency | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; BaseUri = [uri]$process.StandardOutput.ReadLine() }
}

function Stop-BenchServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

# Starts the vendor's SDK in a Node.js process, or returns null without Node.js.
function Start-Sdk([uri] $BaseUri) {
    $packages = (& "$PSScriptRoot/../outside/Install-Package.ps1").Folder
    if (-not $packages) { return }

    $start = [Diagnostics.ProcessStartInfo]::new('node')
    (Join-Path $PSScriptRoot 'sdk.js'), $packages, "$BaseUri".TrimEnd('/'), $key, [math]::Ceiling($syncs / $pageSize) | ForEach-Object { $start.ArgumentList.Add("$_") }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

# Returns the milliseconds that a script takes to return a number of objects.
function Measure-Read([scriptblock] $Script, [int] $Count = $syncs) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $read = @(& $Script)
    $watch.Stop()
    if ($read.Count -ne $Count) { throw "Read $($read.Count) objects in place of $Count." }
    $watch.Elapsed.TotalMilliseconds
}

# Returns the milliseconds that the SDK takes.
function Measure-Sdk($Sdk) {
    $Sdk.StandardInput.WriteLine()
    $count, $milliseconds = $Sdk.StandardOutput.ReadLine() -split ' '
    if ($count -ne $syncs) { throw "The SDK read $count syncs in place of $syncs." }
    [double]::Parse($milliseconds, [cultureinfo]::InvariantCulture)
}

# Returns the milliseconds that a new process takes from start to exit.
function Measure-FreshPwsh([string] $Command) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = Invoke-FreshPwsh $Command
    $watch.Elapsed.TotalMilliseconds
}

function Get-ImportCommand([string] $Path) {
    "`$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Path'; `$watch.Stop(); `$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
}

function Get-TimedCommand([string] $Command) {
    "`$watch = [Diagnostics.Stopwatch]::StartNew(); `$sync = $Command; `$watch.Stop(); if (-not `$sync.Id) { throw 'There is no sync.' }; `$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
}

# Returns a script that measures the peak memory of a command above the start, in MiB. It first runs another command, so that loading and compiling are not
# included. If the system has no peak, it uses the memory at the end.
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

# The same for saving a log of a size in MiB. The id of the execution tells the server the size.
function Get-LogMemoryCommand([uri] $BaseUri, [int] $MiB) {
    $save, $warmUp = $MiB, 1 | ForEach-Object { "Save-PolytomicBulkSyncLog -SyncId 00000000-0000-4000-9000-000000000001 -ExecutionId 00000000-0000-4000-8000-$($_.ToString('000000000000')) -Path '$folder' -Force" }
    "$(Get-MemoryCommand $BaseUri $save $warmUp)
    if ((Get-Item '$folder/log.ndjson').Length -ne $($MiB)MB) { throw 'The log is not whole.' }"
}

# Measures reading bulk syncs into models with BenchmarkDotNet, in a process without PowerShell.
function Measure-Model {
    $lines = @(dotnet $modelBench)
    if ($LASTEXITCODE -or $lines.Count -ne 2) { throw "The benchmark of models failed: $lines" }
    foreach ($line in $lines) {
        $numbers = (-split $line) -as [double[]]
        [pscustomobject]@{ Syncs = $numbers[0]; Microseconds = $numbers[1, 3] | ForEach-Object { $_ / 1000 }; KiB = $numbers[2, 4] | ForEach-Object { $_ / 1KB } }
    }
}

# A row of the table, compared with another client or a minimum.
function Format-Row([string] $What, [double] $Ours, [Nullable[double]] $Peer, [Nullable[double]] $Floor, [string] $Aim, [string] $Unit = 'ms') {
    $invariant = [cultureinfo]::InvariantCulture
    $beside = if ($null -ne $Peer) { $Peer } else { $Floor }
    [pscustomobject]@{
        What  = $What
        Ours  = $Ours.ToString('0.0', $invariant) + " $Unit"
        Peer  = if ($null -ne $Peer) { $Peer.ToString('0.0', $invariant) + " $Unit" }
        Floor = if ($null -ne $Floor) { $Floor.ToString('0', $invariant) + " $Unit" }
        # Memory growth has no ratio, because the other growth can be 0.
        Ratio = if ($Unit -ne 'MiB') { ($Ours / $beside).ToString('0.00', $invariant) }
        Aim   = $Aim
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "polytomic-bench-$([guid]::NewGuid())"
Import-Module $module
Add-Type -Path $baseline
$servers = @()
$sdk = $null
try {
    $servers = @(Start-BenchServer $syncs; Start-BenchServer $manySyncs; Start-BenchServer $syncs $latency)
    $baseUri, $manyUri, $slowUri = $servers.BaseUri
    $sdk = Start-Sdk $baseUri
    $secureKey = ConvertTo-SecureString $key -AsPlainText -Force
    $ids = 1..$someSyncs | ForEach-Object { [guid]('00000000-0000-4000-8000-{0:000000000000}' -f $_) }

    $import = Measure-InTurn { Invoke-FreshPwsh (Get-ImportCommand $module) }, { Invoke-FreshPwsh (Get-ImportCommand $emptyModule) }, { Invoke-FreshPwsh (Get-ImportCommand $bareAssembly) } $rounds

    $cold = Get-TimedCommand "& { `$env:POLYTOMIC_API_KEY = '$key'; Import-Module '$module'; Connect-Polytomic -BaseUri '$baseUri'; Get-PolytomicBulkSync -Id $($ids[0]) }"
    $coldRest = Get-TimedCommand "& { `$headers = @{ Authorization = 'Bearer $key' }; `$null = Invoke-RestMethod '${baseUri}api/me' -Headers `$headers; (Invoke-RestMethod '${baseUri}api/bulk/syncs/$($ids[0])' -Headers `$headers).data }"
    $first = Measure-InTurn { Invoke-FreshPwsh $cold }, { Invoke-FreshPwsh $coldRest } $rounds
    $firstWhole = Measure-InTurn { Measure-FreshPwsh $cold }, { Measure-FreshPwsh $coldRest } $rounds

    Connect-Polytomic -ApiKey $secureKey -BaseUri $baseUri
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
    if ($sdk) {
        $null = Measure-InTurn $ours, { Measure-Sdk $sdk } $warmUpRounds
        $besideSdk = Measure-InTurn $ours, { Measure-Sdk $sdk } $readRounds
    }

    $slow = Connect-Polytomic -ApiKey $secureKey -BaseUri $slowUri -ThrottleLimit $throttle -PassThru
    $statuses = { Measure-Read { $ids | Get-PolytomicBulkSyncStatus -Session $slow } $someSyncs }
    $parallel = {
        Measure-Read {
            $ids | ForEach-Object -ThrottleLimit $throttle -Parallel { (Invoke-RestMethod "$($using:slowUri)api/bulk/syncs/$_/status" -Headers @{ Authorization = "Bearer $($using:key)" }).data }
        } $someSyncs
    }
    $null = Measure-InTurn $statuses, $parallel 1
    $status = Measure-InTurn $statuses, $parallel $longRounds
    $slowList, $slowBoth = Measure-InTurn { Measure-Read { Get-PolytomicBulkSync -Session $slow } }, { Measure-Read { Get-PolytomicBulkSync -Session $slow | Get-PolytomicBulkSyncStatus -Session $slow } } $longRounds
    $listFloor = [math]::Ceiling($syncs / $pageSize) * $latency
    $statusFloor = [math]::Ceiling($someSyncs / $throttle) * $latency
    $bothFloor = [math]::Max($listFloor, [math]::Ceiling($syncs / $throttle) * $latency)

    $logMemory = Measure-InTurn { Invoke-FreshPwsh (Get-LogMemoryCommand $baseUri 1024) }, { Invoke-FreshPwsh (Get-LogMemoryCommand $baseUri 1) } 3

    $memory = Measure-InTurn { Invoke-FreshPwsh (Get-MemoryCommand $manyUri) }, { Invoke-FreshPwsh (Get-MemoryCommand $baseUri) } 5

    $models = @(Measure-Model)

    @(
        Format-Row 'Import-Module, beside an empty binary module with a manifest' $import[0] $import[1] $null '<= 1.2'
        Format-Row '  beside a bare assembly with one cmdlet' $import[0] $import[2] $null '<= 2.1'
        Format-Row 'Import, connect and read one sync in a fresh process, beside Invoke-RestMethod' $first[0] $first[1] $null '<= 0.85'
        Format-Row '  the same with the start of the process' $firstWhole[0] $firstWhole[1] $null ''
        Format-Row "$syncs syncs, beside an Invoke-RestMethod loop" $besideRest[0] $besideRest[1] $null '<= 0.33'
        Format-Row "$syncs syncs, beside bare HttpClient and System.Text.Json" $besideBare[0] $besideBare[1] $null '<= 1.5'
        if ($sdk) { Format-Row "$syncs syncs, beside the TypeScript SDK, the same pages one after the other" $besideSdk[0] $besideSdk[1] $null '<= 1.0' }
        foreach ($model in $models) {
            Format-Row "$($model.Syncs) in one answer without a network, the same" $model.Microseconds[0] $model.Microseconds[1] $null '<= 1.5' 'us'
            Format-Row '  what it allocates' $model.KiB[0] $model.KiB[1] $null '<= 1.5' 'KiB'
        }
        Format-Row "$syncs syncs, $latency ms an answer, beside one page after the other" $slowList $null $listFloor '<= 1.1'
        Format-Row "Status of $someSyncs syncs, $latency ms an answer, $throttle at once" $status[0] $null $statusFloor '<= 1.15'
        Format-Row '  beside ForEach-Object -Parallel with Invoke-RestMethod' $status[0] $status[1] $null '<= 0.65'
        Format-Row "$syncs syncs piped to their status, $latency ms an answer, $throttle at once" $slowBoth $null $bothFloor '<= 1.15'
        Format-Row "Memory that $manySyncs syncs add in a pipeline, beside $syncs" $memory[0] $memory[1] $null '<= 40 MiB' 'MiB'
        Format-Row 'Memory, a 1 GiB log that is saved, beside one of 1 MiB' $logMemory[0] $logMemory[1] $null '<= 64 MiB' 'MiB'
    ) | Format-Table -AutoSize | Out-String -Width 200 | ForEach-Object Trim
    if (-not $sdk) { 'Without Node and npm there is no row for the TypeScript SDK.' }
}
finally {
    $servers | ForEach-Object { Stop-BenchServer $_ }
    if ($sdk) { $sdk.StandardInput.Close() }
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}
