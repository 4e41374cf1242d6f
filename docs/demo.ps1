<#
.SYNOPSIS
Shows the main commands in the offline sandbox. Called by: ./build.ps1 Demo
#>
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)
if ([Console]::IsOutputRedirected -or $env:NO_COLOR) { $PSStyle.OutputRendering = 'PlainText' }

# Each line is printed, then run as it stands. Lines beginning with # are remarks.
$lines = @'
# Connect to the sandbox, a small organization in memory. It needs no account and no network.
Import-Module ./out/PolytomicBulk
Connect-Polytomic -Sandbox
Get-PolytomicIdentity | Format-List Email, Role, OrganizationName

# List all bulk syncs.
Get-PolytomicBulkSync

# Find bulk syncs by name and state.
Get-PolytomicBulkSync Salesforce* -Paused

# See which executions of a bulk sync failed, and why.
Get-PolytomicBulkSyncExecution 'Zendesk to Snowflake' -First 3

# Show all properties of a bulk sync.
$sync = Get-PolytomicBulkSync -Name 'Salesforce to Snowflake'
Get-PolytomicBulkSync -Id $sync.Id | Format-List

# Use dots to read nested values.
$sync.DestinationConfiguration.schema
$sync.AdditionalSchedules | Format-Table Frequency, DayOfWeek, Hour, Minute, ResyncMode

# Write the list to a CSV file.
Get-PolytomicBulkSync | Export-Csv ./out/bulk-syncs.csv
Import-Csv ./out/bulk-syncs.csv | Select-Object -First 3 | Format-Table Name, Active, DefaultSchedule, DestinationConfiguration

# Preview a change. Only the settings that you specify change.
$sync | Set-PolytomicBulkSync -NewName 'Salesforce to warehouse' -Hour 6 -WhatIf

# Export the configuration to files. Then find what somebody changed, and restore it.
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
