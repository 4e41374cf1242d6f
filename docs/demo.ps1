<#
.SYNOPSIS
Shows the main commands at work against the embedded sandbox. Called by: ./build.ps1 Demo
#>
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)
if ([Console]::IsOutputRedirected -or $env:NO_COLOR) { $PSStyle.OutputRendering = 'PlainText' }

# Each line is printed, then run as it stands. Lines beginning with # are remarks.
$lines = @'
# The sandbox is a small organization in memory: no account, no network.
Import-Module ./out/PolytomicBulk
Connect-Polytomic -Sandbox
Get-PolytomicIdentity | Format-List Email, Role, OrganizationName

# All bulk syncs, whatever the number of pages.
Get-PolytomicBulkSync

# Some of them.
Get-PolytomicBulkSync Salesforce* -Paused

# What became of one's runs, and why they failed.
Get-PolytomicBulkSyncExecution 'Zendesk to Snowflake' -First 3

# One of them in full, by id.
$sync = Get-PolytomicBulkSync -Name 'Salesforce to Snowflake'
Get-PolytomicBulkSync -Id $sync.Id | Format-List

# What is nested reads with dots.
$sync.DestinationConfiguration.schema
$sync.AdditionalSchedules | Format-Table Frequency, DayOfWeek, Hour, Minute, ResyncMode

# The same list as a file.
Get-PolytomicBulkSync | Export-Csv ./out/bulk-syncs.csv
Import-Csv ./out/bulk-syncs.csv | Select-Object -First 3 | Format-Table Name, Active, DefaultSchedule, DestinationConfiguration

# A change, seen before it is made. Nothing but what is named changes.
$sync | Set-PolytomicBulkSync -NewName 'Salesforce to warehouse' -Hour 6 -WhatIf

# The whole configuration as files; what somebody changes later is found, and put right.
Export-PolytomicBulkSync ./out/polytomic
Get-PolytomicBulkSync HubSpot* | Set-PolytomicBulkSync -Mode snapshot
Compare-PolytomicBulkSync ./out/polytomic
Import-PolytomicBulkSync ./out/polytomic -WhatIf
Import-PolytomicBulkSync ./out/polytomic
'@ -split '\r?\n'

foreach ($line in $lines) {
    if (-not $line) { ''; continue }
    if ($line.StartsWith('#')) { $line; continue }
    "PS> $line"
    . ([scriptblock]::Create($line)) | Out-String -Width 120 | ForEach-Object { $_.Trim("`r", "`n") } | Where-Object { $_ }
}
