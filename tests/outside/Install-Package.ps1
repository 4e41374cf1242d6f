<#
.SYNOPSIS
Installs the packages in package-lock.json into out/outside if they are missing. Returns the folder, or the reason why there is none.
#>
$ErrorActionPreference = 'Stop'
$folder = Join-Path $PSScriptRoot '../../out/outside'
$done = Join-Path $folder 'installed.json'
$lock = Join-Path $PSScriptRoot 'package-lock.json'
$reason = $null

$npm = Get-Command node, npm -CommandType Application -ErrorAction Ignore | Group-Object { $_.Name -replace '\..*' }
if (@($npm).Count -lt 2) { $reason = 'There is no Node.js with npm on this machine.' }
elseif (-not (Test-Path $done) -or (Get-FileHash $done).Hash -ne (Get-FileHash $lock).Hash) {
    if (Test-Path $folder) { Remove-Item $folder -Recurse -Force }
    $null = New-Item $folder -ItemType Directory
    Copy-Item (Join-Path $PSScriptRoot 'package.json'), $lock, (Join-Path $PSScriptRoot '.npmrc') $folder
    $command = @($npm | Where-Object Name -EQ 'npm').Group[0].Source
    $log = @{ RedirectStandardOutput = Join-Path $folder 'npm.txt'; RedirectStandardError = Join-Path $folder 'npm-errors.txt' }
    $process = Start-Process $command 'ci' -WorkingDirectory $folder -PassThru @log
    if (-not $process.WaitForExit(120000)) {
        $process.Kill($true)
        $reason = 'npm ci was not done after two minutes.'
    }
    elseif ($process.ExitCode -ne 0) { $reason = "npm ci failed: $(Get-Content $log.RedirectStandardError -First 1)" }
    else { Copy-Item $lock $done }
}

[pscustomobject]@{ Folder = $(if (-not $reason) { (Resolve-Path $folder).Path }); Reason = $reason }
