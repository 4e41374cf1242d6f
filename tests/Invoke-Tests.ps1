<#
.SYNOPSIS
Runs the Pester tests on the built module. Called by: ./build.ps1 Test
#>
param(
    [string] $Configuration = 'Release',
    [Parameter(Mandatory)] [string] $ResultPath,
    [string[]] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'
$support = Join-Path $PSScriptRoot "TestSupport/bin/$Configuration/$(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })"
Import-Module (Join-Path $support 'Pester/Pester.psd1')

# Shared.ps1 reads this variable.
$env:POLYTOMICBULK_TESTS_CONFIGURATION = $Configuration

$pester = New-PesterConfiguration
$pester.Run.Path = $Path
$pester.Run.Exit = $true
if ($PSEdition -ne 'Core') { $pester.Filter.ExcludeTag = 'PowerShell7' }
$pester.TestResult.Enabled = $true
$pester.TestResult.OutputPath = $ResultPath
$pester.TestResult.OutputFormat = 'JUnitXml'
$pester.Output.Verbosity = 'Normal'
Invoke-Pester -Configuration $pester
