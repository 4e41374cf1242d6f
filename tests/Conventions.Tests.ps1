BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $commands = @(Get-Command -Module PolytomicBulk | ForEach-Object { @{ Name = $_.Name } })
    $changing = 'New', 'Set', 'Remove', 'Enable', 'Disable', 'Start', 'Stop', 'Update', 'Reset', 'Import', 'Copy'
    $changingCommands = @($commands | Where-Object { ($_.Name -split '-')[0] -in $changing })
    $otherCommands = @($commands | Where-Object { ($_.Name -split '-')[0] -notin $changing })
    $passingThrough = @($commands | Where-Object { (Get-Command $_.Name).Parameters['PassThru'] })
    $assemblies = @(Get-ChildItem $modulePath -Recurse -Filter 'PolytomicBulk*.dll' | ForEach-Object { @{ File = [IO.Path]::GetRelativePath($modulePath, $_.FullName); Path = $_.FullName } })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $common = @([Management.Automation.PSCmdlet]::CommonParameters) + @([Management.Automation.PSCmdlet]::OptionalCommonParameters)

    $allParameters = @((Get-Command -Module PolytomicBulk).Parameters.Values | Where-Object Name -NotIn $common)

    # Returns the type of one value: the item of an array, or the value of a nullable type.
    function Get-ItemType([type] $Type) {
        $item = if ($Type.IsArray) { $Type.GetElementType() } else { $Type }
        if ([Nullable]::GetUnderlyingType($item)) { [Nullable]::GetUnderlyingType($item) } else { $item }
    }

    function Get-OwnParameter([string] $Name) { (Get-Command $Name).Parameters.Values | Where-Object Name -NotIn $common }

    function Get-CmdletAttribute([string] $Name) {
        [Reflection.CustomAttributeExtensions]::GetCustomAttribute((Get-Command $Name).ImplementingType, [Management.Automation.CmdletAttribute])
    }

    # Returns the methods that a cmdlet and its base classes call, up to the base of all cmdlets.
    function Get-Call([string] $Name) {
        for ($class = (Get-Command $Name).ImplementingType; $class.Name -notin 'SessionCommand', 'PolytomicCommand'; $class = $class.BaseType) { [TestSupport.Calls]::Of($class) }
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has an approved verb' {
        ($Name -split '-')[0] | Should -BeIn (Get-Verb).Verb
    }

    It 'has a singular noun of the module''s own' {
        $noun = ($Name -split '-')[1]
        $noun | Should -MatchExactly '^Polytomic([A-Z][a-z]+)*$'
        $noun | Should -Match '(ss|us|[^s])$' -Because 'a noun is in the singular'
    }

    It 'has a class that is named after it' {
        (Get-Command $Name).ImplementingType.FullName | Should -BeExactly "PolytomicBulk.Commands.$($Name -replace '-')Command"
    }

    It 'declares what it returns, and returns what it declares' {
        $calls = Get-Call $Name
        $calls | Should -Not -BeNullOrEmpty
        $emits = [bool]($calls -match '(Command\.(Write|WriteFile|WriteAsync|SendListAsync)|^ExecutionWaiter\..*)$')
        [bool](Get-Command $Name).OutputType | Should -Be $emits
    }

    It 'returns types that scripts can name' {
        foreach ($type in (Get-Command $Name).OutputType) { $type.Name -as [type] | Should -Be $type.Type -Because $type.Name }
    }

    It 'accepts a session' {
        if ($Name -eq 'Connect-Polytomic') { (Get-Command $Name).OutputType.Name | Should -Be 'PolytomicBulk.PolytomicSession' }
        else { (Get-Command $Name).Parameters['Session'].ParameterType.FullName | Should -Be 'PolytomicBulk.PolytomicSession' }
    }

    It 'has no switch by position' {
        (Get-Command $Name).ParameterSets.Parameters | Where-Object { $_.ParameterType -eq [switch] -and $_.Position -ge 0 } | Should -BeNullOrEmpty
    }

    It 'has no position that two parameters share' {
        foreach ($set in (Get-Command $Name).ParameterSets) {
            $positions = @($set.Parameters | Where-Object Position -GE 0 | ForEach-Object Position | Sort-Object)
            $positions | Should -Be @($positions | Select-Object -Unique) -Because "of set $($set.Name)"
            if ($positions) { $positions | Should -Be @(0..($positions.Count - 1)) -Because "of set $($set.Name)" }
        }
    }

    It 'has no name or alias twice' {
        $names = (Get-Command $Name).Parameters.Values | ForEach-Object { @($_.Name) + $_.Aliases }
        $names | Group-Object | Where-Object Count -GT 1 | Should -BeNullOrEmpty
    }

    It 'has no alias of a common parameter' {
        $taken = foreach ($parameter in (Get-Command $Name).Parameters.Values | Where-Object Name -In $common) { $parameter.Name; $parameter.Aliases }
        foreach ($parameter in Get-OwnParameter $Name) { @($parameter.Name) + $parameter.Aliases | Should -Not -BeIn $taken }
    }

    It 'has a name that nothing else in PowerShell has' {
        @(Get-Command $Name -All) | Should -HaveCount 1
        Get-Alias $Name -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'has only its main parameters by position' {
        $obvious = 'Name', 'NewName', 'SyncName', 'SyncId', 'ConnectionName', 'Id', 'Schema', 'Field', 'Frequency', 'Path', 'InputObject'
        foreach ($set in (Get-Command $Name).ParameterSets) {
            $set.Parameters | Where-Object Position -GE 0 | ForEach-Object { $_.Name | Should -BeIn $obvious -Because "of set $($set.Name)" }
        }
    }

    It 'accepts ids from the objects that the module returns' {
        $parameters = (Get-Command $Name).Parameters
        foreach ($id in 'SyncId', 'ConnectionId') {
            if ($parameters[$id]) { $parameters[$id].ParameterSets.Values.ValueFromPipelineByPropertyName | Should -Contain $true -Because "-$id" }
        }
        # An object that belongs to a bulk sync has its own id. Then only the id of the bulk sync binds from it, or both ids do.
        $ownId = $parameters['Id']
        if (-not $ownId -or $parameters['SyncId'] -or $parameters['ConnectionId']) { return }
        # One place decides which input is a bulk sync, so one parameter accepts all input.
        $taken = if ($ownId.Aliases -contains 'SyncId') { $parameters['InputObject'] } else { $ownId }
        $taken.ParameterSets.Values.ValueFromPipeline | Should -Contain $true
        if ($taken -ne $ownId) { $ownId.ParameterSets.Values.ValueFromPipeline | Should -Not -Contain $true }
    }

    It 'accepts a name wherever it accepts the id of a bulk sync, and wildcards if it only reads' {
        $parameters = (Get-Command $Name).Parameters
        if ($parameters['SyncId']) { $parameters['SyncName'] | Should -Not -BeNullOrEmpty }
        if (-not ($parameters['Id'] -and $parameters['Id'].Aliases -contains 'SyncId')) { return }
        $parameters['Name'] | Should -Not -BeNullOrEmpty
        # With -Id, a script block creates the name of the copy.
        if ($Name -notlike 'Copy-*') { $parameters['Name'].ParameterSets.Values.ValueFromPipelineByPropertyName | Should -Not -Contain $true -Because 'a bulk sync has an id and a name' }
        [bool]($parameters['Name'].Attributes | Where-Object { $_ -is [SupportsWildcards] }) | Should -Be (($Name -split '-')[0] -in 'Get', 'Wait', 'Export', 'Compare')
    }

    It 'names its parameters as PowerShell does' {
        # Other common names for parameters that have a standard name.
        $standard = @{
            Timeout = 'TimeoutSec'; TimeoutSeconds = 'TimeoutSec'; PollInterval = 'PollIntervalSec'; Retry = 'MaxRetry'; Retries = 'MaxRetry'
            File = 'Path'; FilePath = 'Path'; FileName = 'Path'; OutFile = 'Path'; OutputPath = 'Path'; Directory = 'Path'; Folder = 'Path'
            Url = 'BaseUri'; Server = 'BaseUri'; Overwrite = 'Force'; Yes = 'Force'; DryRun = 'WhatIf'; Return = 'PassThru'; Count = 'First'; Limit = 'First'
            Max = 'First'; BulkSync = 'SyncId'; BulkSyncId = 'SyncId'; Sync = 'SyncId'; Connection = 'ConnectionId'; Fields = 'Field'; Schemas = 'Schema'
            Token = 'ApiKey'; Key = 'ApiKey'; Org = 'OrganizationId'; Organization = 'OrganizationId'; Parallel = 'ThrottleLimit'; Desc = 'Description'
        }
        foreach ($parameter in Get-OwnParameter $Name) {
            $parameter.Name | Should -MatchExactly '^([A-Z][a-z0-9]+)+$'
            $standard[$parameter.Name] | Should -BeNullOrEmpty -Because "-$($parameter.Name) has a standard name"
        }
    }

    It 'gives a parameter the same type as other commands' {
        foreach ($parameter in Get-OwnParameter $Name) {
            # The type of an id or input object depends on the noun. The cmdlet reads objects.
            if ($parameter.Name -in 'Id', 'InputObject') { continue }
            $types = @($allParameters | Where-Object Name -EQ $parameter.Name | ForEach-Object { Get-ItemType $_.ParameterType } | Where-Object { $_ -ne [object] } | Select-Object -Unique)
            $types.Count | Should -BeLessOrEqual 1 -Because "-$($parameter.Name) is the same everywhere, and not $($types -join ' or ')"
        }
    }

    It 'has a default parameter set if it has several' {
        $sets = (Get-Command $Name).ParameterSets
        if ($sets.Count -gt 1) { (Get-CmdletAttribute $Name).DefaultParameterSetName | Should -BeIn $sets.Name }
        else { $sets | Should -HaveCount 1 }
    }
}

Describe '<Name>, which can return what it changed' -ForEach $passingThrough {
    It 'declares what its -PassThru returns' { (Get-Command $Name).OutputType | Should -Not -BeNullOrEmpty }
}

if ($changingCommands) {
    Describe '<Name>, which changes something' -ForEach $changingCommands {
        It 'has -WhatIf and -Confirm, and asks' {
            (Get-CmdletAttribute $Name).SupportsShouldProcess | Should -BeTrue
            @(Get-Call $Name) -match '\.(MayProcess|MayWrite|ShouldProcess)$' | Should -Not -BeNullOrEmpty
        }

        It 'asks before something is lost, unless -Force' {
            if ($Name -match '^(Remove|Stop)-') {
                (Get-CmdletAttribute $Name).ConfirmImpact | Should -Be 'High'
                (Get-Command $Name).Parameters['Force'].ParameterType | Should -Be ([switch])
            }
            else { (Get-CmdletAttribute $Name).ConfirmImpact | Should -Not -Be 'None' }
        }
    }
}

Describe '<Name>, which changes nothing on the service' -ForEach $otherCommands {
    It 'has a verb for commands that change nothing' {
        ($Name -split '-')[0] | Should -BeIn 'Connect', 'Disconnect', 'Get', 'Wait', 'Save', 'Export', 'Compare', 'Measure', 'Find', 'Test'
    }

    It 'has -WhatIf only if it writes files' {
        (Get-CmdletAttribute $Name).SupportsShouldProcess | Should -Be ($Name -match '^(Save|Export)-') -Because 'only these commands write files'
    }
}

Describe 'The manifest' {
    BeforeAll { $tested = Test-ModuleManifest (Join-Path $modulePath 'PolytomicBulk.psd1') -ErrorAction Stop -WarningAction Stop }

    It 'is valid, and the same as in the repository' {
        $tested.Name | Should -Be 'PolytomicBulk'
        Get-Content (Join-Path $modulePath 'PolytomicBulk.psd1') -Raw | Should -BeExactly (Get-Content (Join-Path $root 'PolytomicBulk.psd1') -Raw)
    }

    It 'lists exactly the commands that the module has, in order' {
        $text = Get-Content (Join-Path $root 'PolytomicBulk.psd1') -Raw
        $listed = [regex]::Matches([regex]::Match($text, '(?s)CmdletsToExport\s*=\s*@\((.*?)\)').Groups[1].Value, "'([^']+)'") | ForEach-Object { $_.Groups[1].Value }
        $listed | Should -Be ($listed | Sort-Object -Culture '')
        (Get-Command -Module PolytomicBulk).Name | Sort-Object -Culture '' | Should -Be $listed
        (Get-Command -Module PolytomicBulk).CommandType | Select-Object -Unique | Should -Be 'Cmdlet'
    }

    It 'contains every cmdlet of the assembly' {
        $classes = (Get-Command Get-PolytomicSession).ImplementingType.Assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([Management.Automation.Cmdlet]) -and -not $_.IsAbstract }
        @($classes.Name | Sort-Object) | Should -Be @((Get-Command -Module PolytomicBulk).ImplementingType.Name | Sort-Object)
    }

    It 'exports no alias, function or variable' {
        $module = Get-Module PolytomicBulk
        $module.ExportedAliases.Count + $module.ExportedFunctions.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    # Each file makes the import slower.
    It 'names one file with all views' {
        $names = Join-Path $root 'src/PolytomicBulk/Formatting/*.Format.ps1xml' | ForEach-Object { Select-Xml -Path $_ -XPath '//View/Name' } | ForEach-Object { $_.Node.InnerText }
        $names.Count | Should -BeGreaterThan 50
        @($tested.ExportedFormatFiles).Count | Should -Be 1
        (Select-Xml -Path $tested.ExportedFormatFiles[0] -XPath '//View/Name').Node.InnerText | Should -Be $names
        @($tested.ExportedTypeFiles).Count | Should -Be 1
    }

    It 'contains only data, because a condition makes each import slower' {
        $ast = [Management.Automation.Language.Parser]::ParseFile((Join-Path $modulePath 'PolytomicBulk.psd1'), [ref]$null, [ref]$null)
        $computed = $ast.FindAll({ $args[0] -is [Management.Automation.Language.IfStatementAst] -or $args[0] -is [Management.Automation.Language.BinaryExpressionAst] }, $true)
        $computed | Should -BeNullOrEmpty
        $lists = $ast.FindAll({ $args[0] -is [Management.Automation.Language.ArrayExpressionAst] }, $true)
        @($lists | Where-Object { $_.SubExpression.Statements.Count -gt 1 }) | Should -BeNullOrEmpty -Because 'a list with commas is one statement'
    }

    It 'is for Windows PowerShell 5.1 and PowerShell 7' {
        $tested.PowerShellVersion | Should -Be '5.1'
        $tested.CompatiblePSEditions | Should -Be 'Core', 'Desktop'
    }
}

Describe '<File>' -ForEach $assemblies {
    It 'has the version of the manifest' {
        $version = (Get-Module PolytomicBulk).Version
        [Reflection.AssemblyName]::GetAssemblyName($Path).Version | Should -Be "$version.0"
        [Diagnostics.FileVersionInfo]::GetVersionInfo($Path).FileVersion | Should -Be "$version.0"
        [Diagnostics.FileVersionInfo]::GetVersionInfo($Path).ProductVersion | Should -BeLike "$version*"
    }
}

Describe 'The folders of the module''s source' {
    It 'depend on each other in one direction' {
        $below = 'Commands', 'Input', 'Completion', 'Session', 'Formatting', 'Errors', ''
        $commands = 'Session', 'BulkSync', 'Execution', 'Schema', 'Schedule', 'Connection', 'Configuration', 'Organization', 'Report' | ForEach-Object { "Commands/$_" }
        $assembly = Join-Path $modulePath 'Core/PolytomicBulk.dll'
        [TestSupport.SourceFolders]::Against($assembly, 'src/PolytomicBulk', [string[]]($commands + $below)) | Should -BeNullOrEmpty
        # In reverse order, almost every dependency is wrong.
        [array]::Reverse($below)
        [TestSupport.SourceFolders]::Against($assembly, 'src/PolytomicBulk', [string[]]($below + $commands)) | Should -Not -BeNullOrEmpty
    }
}
