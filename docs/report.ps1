<#
.SYNOPSIS
Writes a report on the offline sandbox, with some problems and changes, and prints its path. Called by: ./build.ps1 Demo
#>
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)
Import-Module ./out/PolytomicBulk
Connect-Polytomic -Sandbox
$before = Join-Path ([IO.Path]::GetTempPath()) "polytomic-$(New-Guid)"
try {
    Export-PolytomicBulkSync $before
    Enable-PolytomicBulkSync 'Zendesk to Snowflake'
    Set-PolytomicBulkSyncSchema 'Salesforce to Snowflake' Contact -Field @{ Email = @{ Obfuscated = $false } }
    $report = Export-PolytomicBulkSyncReport ./out/report.html -ChangesSince $before -PassThru
}
finally { Remove-Item $before -Recurse -ErrorAction Ignore }
"The report is in $($report.Path)."
