<#
.SYNOPSIS
Updates the console blocks of the README with the output of the demo. Called by: ./build.ps1 Demo -UpdateReadme

.PARAMETER Printed
The lines that the demo printed.

.PARAMETER Path
The README.
#>
param(
    [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Printed,
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'README.md')
)

$ErrorActionPreference = 'Stop'

# What each command printed, without empty lines.
$output = @{}
$command = $null
foreach ($line in $Printed) {
    if ($line.StartsWith('PS> ')) { $command = $line; $output[$command] = @() }
    elseif ($line.StartsWith('#')) { $command = $null }
    elseif ($command -and $line.Trim()) { $output[$command] += $line.TrimEnd() }
}

$text = [regex]::Replace((Get-Content $Path -Raw), '(?s)(?<=```console\r?\n)PS> .*?(?=```)', {
        param($block)
        $lines = foreach ($command in $block.Value -split '\r?\n' | Where-Object { $_.StartsWith('PS> ') }) {
            if (-not $output.ContainsKey($command)) { throw "The demo does not run: $command" }
            $command
            $output[$command]
        }
        ($lines -join "`n") + "`n"
    })
Set-Content $Path $text -NoNewline
