# Tests the support of Windows PowerShell 5.1 and .NET Framework 4.7.2, as far as possible without Windows.
BeforeDiscovery {
    $root = Split-Path $PSScriptRoot

    # Scripts with their location: views, examples in help, commands in topics, code blocks in the README, and tests.
    $scripts = @(
        foreach ($file in Get-ChildItem (Join-Path $root 'out/PolytomicBulk') -Filter *.ps1xml) {
            ([xml](Get-Content $file.FullName -Raw)).SelectNodes('//ScriptBlock | //Script') | ForEach-Object { @{ Place = $file.Name; Text = $_.InnerText; Whole = '' } }
        }
        foreach ($file in @(Get-ChildItem (Join-Path $root 'docs') -Recurse -Filter *.md) + @(Get-Item (Join-Path $root 'README.md'))) {
            $whole = Get-Content $file.FullName -Raw
            [regex]::Matches($whole, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { @{ Place = $file.Name; Text = $_.Groups[1].Value; Whole = $whole } }
            [regex]::Matches($whole, '(?m)^PS> (.+)$') | ForEach-Object { @{ Place = $file.Name; Text = $_.Groups[1].Value; Whole = $whole } }
        }
        foreach ($file in Get-ChildItem (Join-Path $root 'src/PolytomicBulk/Help') -Filter *.help.txt) {
            $whole = Get-Content $file.FullName -Raw
            # A command with its continuation lines.
            [regex]::Matches($whole, '(?m)^ +PS> (.+(?:\r?\n {12,}\S.*)*)') | ForEach-Object { @{ Place = $file.Name; Text = $_.Groups[1].Value; Whole = $whole } }
        }
        foreach ($file in Get-ChildItem $PSScriptRoot -Filter *.ps1) { @{ Place = $file.Name; Text = Get-Content $file.FullName -Raw; Whole = $null } }
    )
    $byPlace = @($scripts | Group-Object { $_.Place } | ForEach-Object { @{ Place = $_.Name; Scripts = $_.Group } })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $folder = Join-Path $modulePath 'Desktop'
    $isUnix = $PSVersionTable.Platform -eq 'Unix'
    $mono = if ($isUnix) { Get-Command mono -CommandType Application -ErrorAction Ignore | Select-Object -First 1 }

    # Returns syntax that Windows PowerShell cannot parse.
    function Get-ModernSyntax([string] $Text) {
        $tokens = $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
        $nested = $tokens | Where-Object { $_ -is [Management.Automation.Language.StringExpandableToken] } | ForEach-Object { $_.NestedTokens }
        @($tokens) + @($nested) | Where-Object { "$($_.Kind)" -in 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'QuestionMark', 'AndAnd', 'OrOr' } |
            ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" }
        if (-not $tokens) { 'no script' }
    }

    # Returns commands that are not part of Windows PowerShell.
    function Get-ModernCommand([string] $Text) {
        [regex]::Matches($Text, '-Parallel\b|-AsHashtable\b|Start-ThreadJob|\w+-PSResource\w*|Get-Secret\b|Set-Secret\b|Get-Error\b|utf8NoBOM|\$Is(Windows|Linux|MacOS)\b|\bpwsh\b').Value
    }
}

Describe 'On .NET Framework' {
    It 'is loaded, lists, changes, exports and saves a log, in memory and over HTTP' {
        if ($isUnix -and -not $mono) { Set-ItResult -Skipped -Because 'Mono is not installed. On Debian and Ubuntu: apt-get install mono-complete'; return }
        $sandboxHost = Start-SandboxHost
        try {
            $executable = Join-Path $PSScriptRoot "FrameworkHost/bin/$configuration/net472/FrameworkHost.exe"
            $printed = if ($mono) { & $mono.Source $executable $folder $sandboxHost.BaseUri 2>&1 } else { & $executable $folder $sandboxHost.BaseUri 2>&1 }
        }
        finally { Stop-SandboxHost $sandboxHost }
        $printed | Should -Be @(
            'types', 'import'
            'sandbox list', 'sandbox change', 'sandbox export', 'sandbox log', 'http list', 'http change', 'http export', 'http log'
            'number 0.1 0.1 0.3333333333333333 1E+300', 'own assemblies')
    }

    It -Tag PowerShell7 'finds each type and member that its assemblies use' {
        $references = [IO.File]::ReadAllLines((Join-Path $support 'framework-references.txt'))
        [TestSupport.FrameworkGate]::FindFaults($folder, $references, 'PolytomicBulk') | Should -BeNullOrEmpty
        # The gate finds faults in the build for .NET, in a folder without a dependency, and without the references of PowerShell.
        [TestSupport.FrameworkGate]::FindFaults((Join-Path $modulePath 'Core'), $references, 'PolytomicBulk').Count | Should -BeGreaterThan 100
        $part = New-Item (Join-Path $TestDrive 'part') -ItemType Directory
        Get-ChildItem $folder -Filter *.dll | Where-Object Name -NE 'System.Text.Encodings.Web.dll' | Copy-Item -Destination $part
        $faults = [TestSupport.FrameworkGate]::FindFaults($part, $references, 'PolytomicBulk')
        $faults | Should -Contain ($faults | Where-Object { $_ -like 'System.Text.Json asks for System.Text.Encodings.Web *: there is none' } | Select-Object -First 1)
        [TestSupport.FrameworkGate]::FindFaults($folder, [string[]]($references | Select-Object -First 2), 'PolytomicBulk') -like 'PolytomicBulk uses System.Management.Automation.*' |
            Should -Not -BeNullOrEmpty
    }
}

Describe 'In Windows PowerShell' {
    It -Tag PowerShell7 'finds syntax and commands that are too new' {
        Get-ModernSyntax '$a ?? 1' | Should -Be 'line 1: ??'
        Get-ModernSyntax "1`n`$a ? 1 : 2" | Should -Be 'line 2: ?'
        Get-ModernSyntax '"$(${a}?.b)"' | Should -Be 'line 1: ?.'
        Get-ModernSyntax 'a && b || c' | Should -Be 'line 1: &&', 'line 1: ||'
        Get-ModernSyntax 'Get-ChildItem | ? { $_ -and $true } | Where-Object { $_.a -eq 1 }' | Should -BeNullOrEmpty
        Get-ModernCommand 'x | ForEach-Object -Parallel { pwsh }' | Should -Be '-Parallel', 'pwsh'
    }

    It '<Place> can be parsed, and describes alternatives to commands that 5.1 does not have' -ForEach $byPlace {
        foreach ($script in $Scripts) {
            Get-ModernSyntax $script.Text | Should -BeNullOrEmpty -Because $script.Text
            $lacks = @(if ($null -ne $script.Whole) { Get-ModernCommand $script.Text })
            if ($lacks) { $script.Whole | Should -Match 'Windows PowerShell' -Because "it shows $lacks" }
        }
    }

    It 'requires .NET Framework 4.7.2 in the manifest and the documentation' {
        # The manifest selects its build with an expression, so Import-PowerShellDataFile cannot read it.
        Get-Content (Join-Path $modulePath 'PolytomicBulk.psd1') -Raw | Should -Match "DotNetFrameworkVersion\s+= '4\.7\.2'"
        foreach ($file in 'README.md', 'src/PolytomicBulk/Help/about_PolytomicBulk.help.txt') { Get-Content (Join-Path $root $file) -Raw | Should -Match '4\.7\.2' }
    }
}
