BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $commands = @(Get-Command -Module PolytomicBulk | ForEach-Object { @{ Name = $_.Name } })
    $examples = @(foreach ($command in $commands) {
            foreach ($example in (Get-Help $command.Name).examples.example) { @{ Name = $command.Name; Title = $example.title.Trim('-', ' '); Code = $example.code } }
        })
    $topics = @(Get-ChildItem (Join-Path $root 'src/PolytomicBulk/Help/about_*.help.txt') | ForEach-Object { @{ Topic = $_.Name -replace '\.help\.txt$'; File = $_.FullName } })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $exported = (Get-Command -Module PolytomicBulk).Name
    $documentation = Join-Path $root "src/PolytomicBulk/bin/$configuration/net8.0"
    $generator = Join-Path $root 'src/PolytomicBulk/Help/ConvertTo-Help.ps1'

    function Get-ShownParameter([string] $Name) {
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        (Get-Command $Name).Parameters.Values | Where-Object {
            $_.Name -notin $common -and -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow })
        }
    }

    # The keys from a prompt and from a vault.
    function Read-Host($Prompt, [switch] $AsSecureString) { ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force }
    function Get-Secret($Name) { ConvertTo-SecureString $(if ($Name -like '*Partner*') { 'sandbox-partner-key' } else { 'sandbox-api-key' }) -AsPlainText -Force }

    # The first sandbox session loads the assembly.
    Connect-Polytomic -Sandbox
    $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }
    Disconnect-Polytomic

    # A transport that sends the requests of a session with a key to a sandbox.
    function New-SandboxTransport {
        $options = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
        $options.Clock = [TestSupport.TestClock]::new()
        $service = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
        @{ Handler = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service); Clock = $options.Clock }
    }

    # Runs an example in an empty folder without confirmation. Returns its effects.
    function Invoke-Example([string] $Code) {
        $transport = New-SandboxTransport
        $PSDefaultParameterValues = @{ 'Connect-Polytomic:Transport' = $transport }
        $ErrorActionPreference = 'Stop'
        $ConfirmPreference = 'None'
        # Verbose messages show the requests.
        $VerbosePreference = 'Continue'
        # Other runspaces must find the module.
        $modules = $env:PSModulePath
        $env:PSModulePath = (Split-Path $modulePath), $modules -join [IO.Path]::PathSeparator
        Push-Location (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory)
        # -WhatIf writes only to the host.
        $transcript = if ($Code -match '-WhatIf') { Join-Path $TestDrive "$(New-Guid).txt" }
        if ($transcript) { $null = Start-Transcript $transcript }
        try {
            & ([scriptblock]::Create($Code)) *>&1 | ForEach-Object {
                # Errors in other runspaces do not throw here.
                if ($_ -is [Management.Automation.ErrorRecord]) { throw $_ }
                if ($_ -isnot [Management.Automation.VerboseRecord]) { 'output' }
                elseif ($_.Message -match '^(POST|PUT|PATCH|DELETE) /') { 'change' }
            } | Sort-Object -Unique
            if (Get-ChildItem -File -Recurse) { 'file' }
            if (Get-PolytomicSession -ErrorAction Ignore) { 'session' } else { 'no session' }
        }
        finally {
            if ($transcript) { $null = Stop-Transcript }
            Pop-Location
            $env:PSModulePath = $modules
            Get-ChildItem env:POLYTOMIC_* | Remove-Item
            Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        }
        if ($transcript -and (Select-String -Path $transcript -Pattern 'What if: ' -CaseSensitive)) { 'preview' }
    }

    # Returns all names in a text that look like cmdlets of the module.
    function Get-MentionedCommand([string] $Text) { [regex]::Matches($Text, '\b[A-Z][a-z]+-Polytomic\w*').Value | Sort-Object -Unique }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'says what it does' {
        # Without a help file, PowerShell shows the syntax as the synopsis.
        $help.Synopsis | Should -Not -BeLike "*$Name*"
        $help.Synopsis | Should -BeLike '*?.'
        $help.Synopsis | Should -MatchExactly '^[A-Z][a-z]+s\b' -Because 'it begins with the verb, such as Gets'
        $help.Synopsis.Length | Should -BeLessOrEqual 80
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'begins with what most people need, and has rare cases and the cost under Notes' {
        $description = $help.description.Text -join "`n"
        $description | Should -Not -Match '\bRequests\b'
        $description.Length | Should -BeLessOrEqual 1100
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
        @($help.alertSet.alert.Text)[-1] | Should -Match '^Requests( for each \w+)?: '
    }

    It 'has the syntax of every parameter set' {
        $shown = ($help.syntax | Out-String -Width 4096) -split '\r?\n' | ForEach-Object Trim | Where-Object { $_ }
        $actual = (Get-Command $Name).ParameterSets | ForEach-Object { "$Name $_" -replace ' \[-Transport <PolytomicTransport>\]' }
        $shown | Should -Be $actual
    }

    It 'describes every parameter' {
        $described = @($help.parameters.parameter)
        $described.name | Should -Be (Get-ShownParameter $Name).Name
        foreach ($parameter in $described) { "$($parameter.description.Text)" | Should -BeLike '*?.' -Because "-$($parameter.name) needs a text" }
    }

    It 'says how every parameter binds' {
        $sets = (Get-Command $Name).ParameterSets
        foreach ($actual in Get-ShownParameter $Name) {
            $described = $help.parameters.parameter | Where-Object name -EQ $actual.Name
            $uses = $sets.Parameters | Where-Object Name -EQ $actual.Name
            $because = "-$($actual.Name)"
            $described.required | Should -Be "$($uses.IsMandatory -notcontains $false)" -Because $because
            $described.pipelineInput -like '*ByValue*' | Should -Be ($uses.ValueFromPipeline -contains $true) -Because $because
            $described.pipelineInput -like '*ByPropertyName*' | Should -Be ($uses.ValueFromPipelineByPropertyName -contains $true) -Because $because
            $described.globbing | Should -Be "$([bool]($actual.Attributes | Where-Object { $_ -is [SupportsWildcards] }))" -Because $because
            $described.aliases | Should -Be $(if ($actual.Aliases) { $actual.Aliases -join ', ' } else { 'none' }) -Because $because
        }
    }

    It 'lists the known values' {
        foreach ($parameter in Get-ShownParameter $Name) {
            $known = (Get-Command $Name).ImplementingType.GetProperty($parameter.Name) | Where-Object { $_ } | ForEach-Object { $_.GetCustomAttributes($true) } | Where-Object { $_ -and $_.GetType().Name -eq 'KnownValuesAttribute' }
            $text = ($help.parameters.parameter | Where-Object name -EQ $parameter.Name).description.Text -join "`n"
            if ($known) {
                $text | Should -BeLike "*Values: $($known.Values.Text -join ', ')." -Because "-$($parameter.Name) completes them"
            }
            else { $text | Should -Not -BeNullOrEmpty }
        }
    }

    It 'gives the defaults of the code' {
        $new = [Activator]::CreateInstance((Get-Command $Name).ImplementingType)
        foreach ($parameter in Get-ShownParameter $Name) {
            $value = $new.($parameter.Name)
            # Only numbers, text and enumerations with a value are defaults. Other values mean that nothing was specified.
            if (-not $value -or $value -is [switch] -or $value -is [guid] -or ($value -isnot [ValueType] -and $value -isnot [string])) { continue }
            ($help.parameters.parameter | Where-Object name -EQ $parameter.Name).defaultValue | Should -Be "$value" -Because "-$($parameter.Name) begins with it"
        }
    }

    It 'describes the output' {
        $declared = @((Get-Command $Name).OutputType.Name)
        @($help.returnValues.returnValue.type.name).Trim() | Should -Be $(if ($declared) { $declared } else { 'None' })
    }

    It 'has two examples or more' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'names only cmdlets that exist' {
        $help.relatedLinks.navigationLink.linkText | Should -BeIn $exported
        Get-MentionedCommand ($help | Out-String -Width 4096) | Should -BeIn $exported
    }
}

Describe 'The words that people search for' {
    It '<Word> is in the help of <Name>' -ForEach @(
        @{ Word = 'pause'; Name = 'Disable-PolytomicBulkSync' }
        @{ Word = 'resume'; Name = 'Enable-PolytomicBulkSync' }
        @{ Word = 'backup'; Name = 'Export-PolytomicBulkSync' }
        @{ Word = 'restore'; Name = 'Import-PolytomicBulkSync' }
        @{ Word = 'restore'; Name = 'Set-PolytomicBulkSyncSchema' }
        @{ Word = 'clone'; Name = 'Copy-PolytomicBulkSync' }
        @{ Word = 'drift'; Name = 'Compare-PolytomicBulkSync' }
        @{ Word = 'failed'; Name = 'Get-PolytomicBulkSyncExecution' }
        @{ Word = 'slow'; Name = 'Measure-PolytomicBulkSyncExecution' }
        @{ Word = 'schedule'; Name = 'Get-PolytomicBulkSyncSchedule' }
        @{ Word = 'log'; Name = 'Get-PolytomicBulkSyncLog' }
    ) {
        $help = Get-Help $Name
        "$($help.Synopsis) $($help.description.Text)" | Should -Match "\b$Word"
    }
}

Describe 'The examples' {
    It '<Name>, <Title>' -ForEach $examples {
        # Almost every example connects, so a session is an effect only for the session commands.
        $effects = @{ 'Connect-Polytomic' = 'session'; 'Disconnect-Polytomic' = 'no session' }
        Invoke-Example $Code | Where-Object { $_ -notlike '*session' -or $_ -eq $effects[$Name] } | Should -Not -BeNullOrEmpty -Because 'it prints or changes something'
    }

    It 'fit 100 columns' {
        $lines = (Get-Command -Module PolytomicBulk).Name | ForEach-Object { (Get-Help $_).examples.example.code -split '\r?\n' }
        $lines.Count | Should -BeGreaterThan 200
        $lines | Where-Object Length -GT 100 | Should -BeNullOrEmpty
    }
}

Describe '<Topic>' -ForEach $topics {
    BeforeAll { $text = Get-Content $File -Raw }

    It 'is found by Get-Help' {
        $shown = Get-Help $Topic | Out-String -Width 4096
        $shown | Should -BeLike '*SHORT DESCRIPTION*'
        $shown.Trim() -replace '\r' | Should -Be ($text.Trim() -replace '\r')
    }

    It 'fits a terminal, whatever its encoding' {
        Get-Content $File | Where-Object { $_.Length -gt 79 -or $_ -match '[^ -~]' } | Should -BeNullOrEmpty
    }

    It 'shows commands that run' {
        $commands = [regex]::Matches($text, '(?m)^ +PS> (.+(?:\r?\n {12}.+)*)') | ForEach-Object { $_.Groups[1].Value }
        $commands | Should -Not -BeNullOrEmpty
        { Invoke-Example ($commands -join "`n") } | Should -Not -Throw
    }

    It 'names only cmdlets and topics that exist' {
        Get-MentionedCommand $text | Should -BeIn $exported
        [regex]::Matches($text, '\babout_Polytomic\w+').Value | ForEach-Object { Join-Path $modulePath "en-US/$_.help.txt" } | Should -Exist
        $text | Should -Match 'SEE ALSO'
        ($text -split 'SEE ALSO')[1].Trim() -split '\s+' | Where-Object { $_ -notlike 'about_*' } | Should -BeIn $exported
    }
}

Describe 'about_PolytomicBulk' {
    BeforeAll { $text = Get-Content (Join-Path $root 'src/PolytomicBulk/Help/about_PolytomicBulk.help.txt') -Raw }

    It 'lists the error ids and categories of the code, like the README' {
        $actual = Get-ErrorKind | ForEach-Object { "$($_.Id) $($_.Category)" } | Sort-Object
        $listed = [regex]::Matches($text, '(?m)^ +.*? {2,}(Polytomic[A-Z]\w+) +(\w+)\r?$') | ForEach-Object { "$($_.Groups[1]) $($_.Groups[2])" } | Sort-Object
        $listed | Should -Be $actual
        $readme = [regex]::Matches((Get-Content (Join-Path $root 'README.md') -Raw), '(?m)^\| [^|]+ \| (\w+) \| (Polytomic\w+) \|\r?$') | ForEach-Object { "$($_.Groups[2]) $($_.Groups[1])" } | Sort-Object
        $readme | Should -Be $actual
    }

    It 'gives the defaults of Connect-Polytomic' {
        foreach ($name in 'TimeoutSec', 'MaxRetry', 'ThrottleLimit') {
            $default = (Get-Help Connect-Polytomic -Parameter $name).defaultValue
            $text | Should -Match "(?m)^ +-$name .*: $default( s)?\r?$"
        }
        $text | Should -BeLike "*version $((Get-Help Connect-Polytomic -Parameter ApiVersion).defaultValue)*"
    }
}

Describe 'The help files' {
    It 'match the code in any culture' {
        # The page of a removed cmdlet must be deleted.
        $null = New-Item "$TestDrive/markdown" -ItemType Directory
        Set-Content "$TestDrive/markdown/Get-PolytomicNothing.md" 'x'
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'tr-TR'
        try { & $generator -ModulePath $modulePath -DocumentationPath $documentation -MamlPath "$TestDrive/maml" -MarkdownPath "$TestDrive/markdown" | Should -BeNullOrEmpty }
        finally { [cultureinfo]::CurrentCulture = $culture }

        $docs = Join-Path $root 'docs/cmdlets'
        (Get-ChildItem "$TestDrive/markdown").Name | Should -Be (Get-ChildItem $docs).Name
        (Get-ChildItem $docs).BaseName | Sort-Object | Should -Be (@($exported) + 'README' | Sort-Object)
        foreach ($page in Get-ChildItem "$TestDrive/markdown") {
            Get-Content (Join-Path $docs $page.Name) -Raw | Should -BeExactly (Get-Content $page -Raw) -Because "$($page.Name) is made by ./build.ps1 and checked in"
        }
        Get-Content (Join-Path $modulePath 'en-US/PolytomicBulk.dll-Help.xml') -Raw | Should -BeExactly (Get-Content "$TestDrive/maml/PolytomicBulk.dll-Help.xml" -Raw)
    }

    It 'have no carriage return, and one line feed at the end' {
        foreach ($page in Get-ChildItem (Join-Path $root 'docs/cmdlets')) { Get-Content $page -Raw | Should -Match '\A[^\r]*[^\r\n]\n\z' -Because $page.Name }
    }

    It 'link to pages that exist' {
        foreach ($page in Get-ChildItem (Join-Path $root 'docs/cmdlets')) {
            $links = [regex]::Matches((Get-Content $page -Raw), '\]\(([^)]+)\)') | ForEach-Object { Join-Path $page.DirectoryName $_.Groups[1].Value }
            $links | Should -Exist -Because $page.Name
        }
    }

    It 'are found in any language' {
        $culture = [cultureinfo]::CurrentUICulture
        $synopsis = (Get-Help Disconnect-Polytomic).Synopsis
        $synopsis | Should -Not -BeLike '*Disconnect-Polytomic*' -Because 'without a help file, the synopsis is the syntax'
        [cultureinfo]::CurrentUICulture = 'de-AT'
        try { (Get-Help Disconnect-Polytomic).Synopsis | Should -Be $synopsis -Because 'the help has only one language' }
        finally { [cultureinfo]::CurrentUICulture = $culture }
    }
}

Describe 'The build of the help' {
    BeforeAll {
        # Doc comments with one fault of each kind.
        $broken = New-Item "$TestDrive/broken" -ItemType Directory
        foreach ($file in Get-ChildItem $documentation -Filter 'PolytomicBulk*.xml') {
            $xml = [xml](Get-Content $file -Raw)
            foreach ($path in @(
                    "T:PolytomicBulk.Commands.DisconnectPolytomicCommand']/summary"
                    "T:PolytomicBulk.Commands.GetPolytomicIdentityCommand']/remarks"
                    "T:PolytomicBulk.Commands.GetPolytomicIdentityCommand']/notes"
                    "T:PolytomicBulk.Commands.GetPolytomicIdentityCommand']/example[1]"
                    "P:PolytomicBulk.Commands.GetPolytomicBulkSyncCommand.Paused']"
                    "P:PolytomicBulk.Commands.SessionCommand.Session']/summary"
                    "T:PolytomicBulk.Commands.DisconnectPolytomicCommand']/example[2]/para"
                    "T:PolytomicBulk.Commands.DisconnectPolytomicCommand']/example[1]/code"
                )) {
                foreach ($node in @($xml.SelectNodes("//member[@name='$path"))) { $null = $node.ParentNode.RemoveChild($node) }
            }
            foreach ($node in $xml.SelectNodes("//member[@name='T:PolytomicBulk.Commands.DisconnectPolytomicCommand']/seealso")) { $node.SetAttribute('cref', 'T:PolytomicBulk.Nothing') }
            foreach ($node in $xml.SelectNodes("//member[@name='T:PolytomicBulk.Commands.GetPolytomicSessionCommand']/summary")) { $node.InnerXml = 'Shows <b>it</b>.' }
            $xml.Save((Join-Path $broken $file.Name))
        }

        $printed = [IO.StringWriter]::new()
        $console = [Console]::Error
        [Console]::SetError($printed)
        try { & $generator -ModulePath $modulePath -DocumentationPath $broken -MamlPath "$TestDrive/none" -MarkdownPath "$TestDrive/none" }
        finally { [Console]::SetError($console) }
        $exitCode = $LASTEXITCODE
    }

    It 'fails, and creates nothing, if something is missing' {
        $exitCode | Should -Be 1
        "$TestDrive/none" | Should -Not -Exist
    }

    It 'says what is missing, and where: <Facts>' -ForEach @(
        @{ Facts = 'Disconnect-Polytomic', '<summary>' }
        @{ Facts = 'Get-PolytomicIdentity', '<remarks>' }
        @{ Facts = 'Get-PolytomicIdentity', '<notes>' }
        @{ Facts = 'Get-PolytomicIdentity', 'examples' }
        @{ Facts = 'Get-PolytomicBulkSync', '-Paused', '<summary>' }
        @{ Facts = 'Get-PolytomicBulkSync', '-Session', '<summary>' }
        @{ Facts = 'Disconnect-Polytomic', '1', '<code>' }
        @{ Facts = 'Disconnect-Polytomic', '2', '<para>' }
        @{ Facts = 'Disconnect-Polytomic', '<seealso>', 'T:PolytomicBulk.Nothing' }
        @{ Facts = 'Get-PolytomicSession', '<b>' }
    ) {
        $lines = $printed.ToString() -split '\r?\n'
        foreach ($fact in $Facts) { $lines = @($lines) -match "(?<![\w-])$([regex]::Escape($fact))(?!\w)" }
        $lines | Should -HaveCount 1
    }
}
