# Creates, changes, tests and removes connections, without a secret in any stream.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $text = 'pw-zq7xk"+/ü'
    $password = ConvertTo-SecureString $text -AsPlainText -Force
    $credential = [pscredential]::new('somebody', $password)
    $settings = @{ hostname = 'h'; database = 'd'; username = 'u' }

    # Returns what a command shows in its streams, plan and errors.
    function Get-Shown([scriptblock] $Run) {
        $Error.Clear()
        $file = Join-Path $TestDrive "$(New-Guid).txt"
        $null = Start-Transcript $file
        $output = @(try { & $Run *>&1 } catch { $_ })
        $null = Stop-Transcript
        @(
            $output | Format-List * -Force | Out-String -Width 500
            @($Error) | Format-List * -Force | Out-String -Width 500
            @($Error).Exception | Format-List * -Force | Out-String -Width 500
            [Management.Automation.PSSerializer]::Serialize($output, 4)
            [IO.File]::ReadAllText($file)
        ) -join "`n"
    }

    # Runs a script at a prompt. Without an answer, nobody is at the prompt.
    function Invoke-AtPrompt([string] $Answer, [string] $Script) {
        $promptHost = New-PromptHost
        if ($Answer) { $promptHost.Prompts.Secret = $Answer }
        $run = Invoke-AtHost $promptHost "Connect-Polytomic -Sandbox; $Script"
        [pscustomobject]@{ Output = $run.Output; Errors = $run.Errors; Asked = $promptHost.Prompts.Asked }
    }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'New-PolytomicConnection' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'creates a connection that a bulk sync can use after the service has read its schemas' {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $new = New-PolytomicConnection Billing -Type PostgreSQL -Configuration ($settings + @{ password = $password; port = '5433' }) -Policy 'Revenue data'
        $new.Type.Id, $new.Name, $new.Status | Should -Be 'postgresql', 'Billing', 'healthy'
        $new.Configuration.port, $new.Configuration.password | Should -Be 5433, '********'
        $new.Policies | Should -Be (Get-PolytomicPolicy 'Revenue data').Id
        $said = New-PolytomicBulkSync 'Billing sync' -Source Billing -Destination Snowflake -DestinationConfiguration @{ schema = 'b' } -Mode replicate -Frequency manual -Schema public.orders -Verbose 4>&1
        ($said | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).SourceConnectionId | Should -Be $new.Id
        "$said" | Should -Match 'schemas of connection'
    }

    It 'accepts a secret as a SecureString or a credential, in -Configuration or -Secret' {
        foreach ($with in @{ Configuration = $settings + @{ password = $password } }, @{ Configuration = $settings + @{ password = $credential } },
            @{ Configuration = $settings; Secret = @{ password = $credential } }, @{ Configuration = [pscustomobject]$settings; Secret = @{ password = $password } },
            @{ Configuration = ($settings | ConvertTo-Json); Secret = @{ password = $password } }) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, '{"data":[{"id":"postgresql"}]}').Answer(200, '{"properties":{"password":{"type":"string","sensitive":true}},"additionalProperties":true}').Answer(200, '{}').Answer(200, '{"data":{"name":"x"}}')
            $null = New-PolytomicConnection x -Type postgresql @with -SkipValidation
            $sent = Get-SentRequest $scripted
            $sent[2..3] | ForEach-Object { ($_.Body | ConvertFrom-Json).configuration.password } | Should -BeExactly $text, $text
            ($sent[3].Body | ConvertFrom-Json).configuration.hostname | Should -Be 'h'
        }
    }

    It 'refuses before anything is written: <why>' -ForEach @(
        @{ why = 'plain text for a secret'; with = @{ password = 'plain-zq7xk' }; id = 'PolytomicInvalidArgument'; facts = 'password', '-Secret', '-AllowPlainTextSecret' }
        @{ why = 'a setting that the type does not have'; with = @{ pasword = 'plain-zq7xk' }; id = 'PolytomicInvalidArgument'; facts = "'pasword'", "'password'" }
        @{ why = 'a setting that is missing'; with = @{}; id = 'PolytomicInvalidArgument'; facts = 'password', 'Get-PolytomicConnectionSetting -Type postgresql' }
        @{ why = 'a value of the wrong type'; with = @{ port = 'many' }; id = 'PolytomicInvalidArgument'; facts = "'port'", 'integer' }
        @{ why = 'a fraction'; with = @{ port = 1.5 }; id = 'PolytomicInvalidArgument'; facts = "'port'", 'integer' }
        @{ why = 'a list instead of text'; with = @{ ssh_host = @('a', 'b') }; id = 'PolytomicInvalidArgument'; facts = "'ssh_host'", 'string' }
        @{ why = 'an empty value'; with = @{ port = $null }; id = 'PolytomicInvalidArgument'; facts = "'port'", '-ClearSetting' }
    ) {
        $failure = { New-PolytomicConnection Bad -Type postgresql -Configuration ($settings + $with) -ErrorAction Stop } | Should -Throw -PassThru
        $failure | Assert-Failure $id $facts
        "$failure" | Should -Not -BeLike '*zq7xk*'
        Get-PolytomicConnection | Where-Object Name -EQ Bad | Should -BeNullOrEmpty
    }

    It 'accepts a secret as plain text with -AllowPlainTextSecret, and does not show it' {
        $shown = Get-Shown { New-PolytomicConnection New -Type postgresql -Configuration ($settings + @{ password = $text }) -AllowPlainTextSecret -Verbose -Debug }
        (Get-PolytomicConnection New).Configuration.password | Should -Be '********'
        ($shown -split "`n" | Where-Object { $_ -notlike '*New-PolytomicConnection New*' }) -join "`n" | Should -Not -BeLike '*zq7xk*'
    }

    It 'refuses an unknown type, and suggests a similar one' {
        { New-PolytomicConnection x -Type postgres -Configuration @{} -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'postgres'", "'postgresql'"
    }

    It 'creates nothing if the settings do not work, unless the check is skipped' {
        $wrong = @{ Configuration = $settings; Secret = @{ password = (ConvertTo-SecureString 'the wrong one' -AsPlainText -Force) } }
        { New-PolytomicConnection Bad -Type postgresql @wrong -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidRequest "'Bad'", '-SkipTest'
        Get-PolytomicConnection | Where-Object Name -EQ Bad | Should -BeNullOrEmpty
        (New-PolytomicConnection Bad -Type postgresql @wrong -SkipTest).Status | Should -Be 'unhealthy'
    }

    It 'returns the address for signing in if the type needs it' {
        $new = New-PolytomicConnection Hub -Type hubspot -Configuration @{ hub_domain = 'x' } -WarningVariable warnings -WarningAction SilentlyContinue
        $new.AuthUrl | Should -BeLike "https://*$($new.Id)*"
        "$warnings" | Assert-Fact "'Hub'", $new.AuthUrl
    }

    It 'writes nothing with -WhatIf' {
        New-PolytomicConnection Plan -Type webhook -Configuration @{ url = 'https://x.example' } -WhatIf
        Get-PolytomicConnection | Where-Object Name -EQ Plan | Should -BeNullOrEmpty
    }
}

Describe 'Set-PolytomicConnection' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'changes the specified settings, with the specified secrets' {
        $set = Set-PolytomicConnection 'Orders database' -NewName Orders -Configuration @{ hostname = 'new' } -Secret @{ password = $password } -Policy Everyone -PassThru
        $set.Name, $set.Configuration.hostname, $set.Configuration.username | Should -Be 'Orders', 'new', 'polytomic'
        $set.Policies | Should -Be (Get-PolytomicPolicy Everyone).Id
        $set.Status | Should -Be 'healthy'
        (Get-PolytomicConnection Orders).Configuration.change_detection | Should -BeTrue
        (Set-PolytomicConnection HubSpot -NewName Hub -PassThru).Name | Should -Be 'Hub'
    }

    It 'refuses a change without the secrets, names them, and writes nothing' {
        $scripted = New-ScriptedSession
        $id = '44444444-0000-4000-8000-00000000000a'
        $connection = "{`"data`":{`"id`":`"$id`",`"name`":`"DB`",`"type`":{`"id`":`"postgresql`"},`"configuration`":{`"hostname`":`"h`",`"password`":`"********`",`"token`":`"***`"}}}"
        $schema = '{"properties":{"hostname":{"type":"string"},"password":{"type":"string","sensitive":true},"token":{"type":"string"}}}'
        foreach ($with in @{}, @{ WhatIf = $true }) {
            $null = $scripted.Handler.Answer(200, $connection).Answer(200, $schema)
            { Set-PolytomicConnection -Id $id -NewName New @with -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicRefused "'DB'", 'password', 'token', '-Secret', '-ClearSetting'
        }
        (Get-SentRequest $scripted).Method | Should -Be 'GET', 'GET', 'GET', 'GET'
    }

    It 'asks for the secrets at a prompt' {
        $run = Invoke-AtPrompt 'typed' "Set-PolytomicConnection 'Orders database' -NewName Orders -PassThru"
        $run.Asked | Should -HaveCount 1
        $run.Asked[0] | Assert-Fact "'Orders database'", 'password SecureString'
        $run.Output.Name, $run.Output.Status | Should -Be 'Orders', 'healthy'
        $run.Errors | Should -BeNullOrEmpty
        $run = Invoke-AtPrompt '' "Set-PolytomicConnection 'Orders database' -NewName Orders -PassThru"
        $run.Asked | Should -HaveCount 1
        $run.Errors | Assert-Failure PolytomicRefused 'password'
        (Invoke-AtPrompt 'typed' "Set-PolytomicConnection 'Orders database' -NewName Orders -WhatIf").Asked | Should -BeNullOrEmpty
    }

    It 'changes nothing if the settings do not work' {
        $wrong = ConvertTo-SecureString 'the wrong one' -AsPlainText -Force
        { Set-PolytomicConnection 'Orders database' -Configuration @{ port = 1 } -Secret @{ password = $wrong } -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidRequest "'Orders database'", '-SkipTest'
        (Get-PolytomicConnection 'Orders database').Configuration.port | Should -Be 5432
    }

    It 'removes a setting only with -ClearSetting, not with an empty value' {
        $set = Set-PolytomicConnection 'Orders database' -ClearSetting change_detection -Secret @{ password = $password } -PassThru
        $set.Configuration.ContainsKey('change_detection') | Should -BeFalse
        { Set-PolytomicConnection 'Orders database' -Configuration @{ port = '' } -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument "'port'", '-ClearSetting'
        { Set-PolytomicConnection 'Orders database' -ClearSetting hostname -Secret @{ password = $password } -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument 'hostname'
    }

    It 'refuses a connection that another user has changed since it was read, unless -Force' {
        $read = Get-PolytomicConnection HubSpot
        Set-PolytomicConnection HubSpot -NewName Hub
        $read | Set-PolytomicConnection -NewName Other -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Assert-Failure PolytomicConflict "'Hub'", '-Force'
        ($read | Set-PolytomicConnection -NewName Other -Force -PassThru).Name | Should -Be 'Other'
    }

    It 'reports that there is nothing to change, and shows a plan' {
        $said = Set-PolytomicConnection HubSpot -NewName HubSpot -Verbose 4>&1
        "$said" | Assert-Fact "'HubSpot'"
        $shown = Get-Shown { Set-PolytomicConnection 'Orders database' -NewName Orders -Secret @{ password = $password } -WhatIf }
        $shown | Should -BeLike "*~ Name: 'Orders database' -> 'Orders'*~ Configuration.password*"
        { Set-PolytomicConnection HubSpot -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-NewName', '-Configuration'
    }
}

Describe 'A secret of a connection' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'appears in no stream, no plan and no error of <_>' -ForEach 'New-PolytomicConnection', 'Set-PolytomicConnection', 'Test-PolytomicConnection', 'Get-PolytomicConnectionSetting' {
        $echo = @{ key = $text; message = "no: '$text' $([uri]::EscapeDataString($text))"; status = 400; metadata = @{ sent = @{ password = $text } } } | ConvertTo-Json -Depth 5
        $schema = '{"properties":{"hostname":{"type":"string"},"password":{"type":"string","sensitive":true}}}'
        $connection = '{"data":{"name":"x","type":{"id":"t"},"configuration":{"hostname":"h","password":"********"}}}'
        $leak = @{ data = @{ name = 'x'; status_error = "bad $text"; configuration = @{ hostname = 'h'; password = $text }; odd = $text } } | ConvertTo-Json -Depth 5
        $command = $_
        $arguments = @{ Configuration = @{ hostname = 'i' }; Secret = @{ password = $password } }
        if ($command -in 'New-PolytomicConnection', 'Get-PolytomicConnectionSetting') { $arguments.Type = 't' } else { $arguments.Id = New-Guid }
        if ($command -eq 'New-PolytomicConnection') { $arguments.Name = 'x' }
        if ($command -eq 'Get-PolytomicConnectionSetting') { $arguments.Setting = 'hostname' }
        if ($command -eq 'Set-PolytomicConnection') { $arguments.PassThru = $true }
        $first = if ($arguments.ContainsKey('Type')) { '{"data":[{"id":"t"}]}' } else { $connection }
        foreach ($answers in @(400, $echo), @(503, $echo), @(200, $leak), @(200, '{"data":')) {
            $scripted = New-ScriptedSession @{ MaxRetry = 1 }
            $null = $scripted.Handler.Answer(200, $first).Answer(200, $schema)
            if ($command -match '^(New|Set)' -and $answers[0] -eq 200) { $null = $scripted.Handler.Answer(200, '{}') }
            $null = $scripted.Handler.Otherwise($answers[0], $answers[1])
            $shown = Get-Shown { & $command @arguments -Verbose -Debug }
            $shown.Length | Should -BeGreaterThan 300
            (Get-SentRequest $scripted).Body -match 'zq7xk' | Should -Not -BeNullOrEmpty -Because 'the service receives the secret'
            $shown | Should -Not -BeLike '*zq7xk*' -Because "$answers"
        }
        if ($command -match '^(New|Set)') {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $first).Answer(200, $schema)
            Get-Shown { & $command @arguments -WhatIf -Verbose } | Should -Not -BeLike '*zq7xk*'
        }
    }
}

Describe 'Test-PolytomicConnection' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'returns whether each connection works, and why not' {
        $tests = Get-PolytomicConnection 'Orders database', Zendesk | Test-PolytomicConnection
        @($tests.Name) + $tests.Succeeded | Should -Be 'Orders database', 'Zendesk', $true, $false
        $tests[1].Error | Should -BeLike '*revoked*'
        Test-PolytomicConnection Zendesk -Quiet | Should -BeFalse
        Test-PolytomicConnection Snowflake -Quiet | Should -BeTrue
    }

    It 'tests new settings together with the existing ones, and changes nothing' {
        (Test-PolytomicConnection 'Orders database' -Configuration @{ hostname = 'nowhere.invalid' }).Error | Should -BeLike '*nowhere.invalid*'
        Test-PolytomicConnection 'Orders database' -Secret @{ password = $password } -Quiet | Should -BeTrue
        (Test-PolytomicConnection -Type webhook -Configuration @{ url = 'https://x.example' }).Succeeded | Should -BeTrue
        (Get-PolytomicConnection 'Orders database').Configuration.hostname | Should -Be 'orders.db.acme.example'
    }
}

Describe 'Remove-PolytomicConnection' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'refuses a connection that bulk syncs use, and names them, even with -Force' {
        $users = (Get-PolytomicBulkSync | Where-Object DestinationConnectionId -EQ (Get-PolytomicConnection Snowflake).Id).Name
        $users | Should -HaveCount 3
        foreach ($with in @{}, @{ Force = $true }, @{ WhatIf = $true }) {
            { Remove-PolytomicConnection Snowflake @with -Confirm:$false -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicRefused (@("'Snowflake'", '-IncludeSyncs') + $users)
        }
        Get-PolytomicConnection Snowflake | Should -Not -BeNullOrEmpty
    }

    It 'deletes the bulk syncs one by one, then the connection, and never asks the service to force it' {
        $clock = [TestSupport.TestClock]::new()
        $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }
        $options = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
        $service = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
        $counting = [TestSupport.CountingHandler]::new([Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service))
        Connect-Polytomic -ApiKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -Transport @{ Handler = $counting; Clock = $clock }
        $id = (Get-PolytomicConnection Zendesk).Id
        $user = (Get-PolytomicBulkSync 'Zendesk to Snowflake').Id
        $shown = Get-Shown { Remove-PolytomicConnection Zendesk -IncludeSyncs -WhatIf }
        $shown | Assert-Fact "'Zendesk to Snowflake'", "'Zendesk'"
        Remove-PolytomicConnection Zendesk -IncludeSyncs -Force
        @($counting.Sent | Where-Object { $_ -like 'DELETE*' }) | Should -Be "DELETE /api/bulk/syncs/$user", "DELETE /api/connections/$id"
        @($counting.Sent) -like '*force*' | Should -BeNullOrEmpty
    }

    It 'keeps the connection if a bulk sync cannot be deleted' {
        $scripted = New-ScriptedSession
        $id, $sync = '44444444-0000-4000-8000-00000000000a', '44444444-0000-4000-8000-00000000000b'
        $null = $scripted.Handler.AnswerAt("/api/connections/$id", 200, "{`"data`":{`"id`":`"$id`",`"name`":`"C`"}}")
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{`"data`":[{`"id`":`"$sync`",`"name`":`"S`",`"source_connection_id`":`"$id`"}]}")
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$sync", 409, '{"message":"busy"}')
        Remove-PolytomicConnection -Id $id -IncludeSyncs -Force -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Assert-Failure PolytomicConflict
        (Get-SentRequest $scripted | Where-Object Method -EQ DELETE).PathAndQuery | Should -Be "/api/bulk/syncs/$sync"
    }
}

Describe 'Get-PolytomicConnectionSetting' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'lists the settings of a type, and their possible values' {
        $found = Get-PolytomicConnectionSetting -Type PostgreSQL
        ($found | Where-Object Secret).Name | Should -Be 'password', 'ssh_private_key'
        ($found | Where-Object Required).Name | Should -Be 'hostname', 'database', 'username', 'password'
        ($found | Where-Object Name -EQ port).Default | Should -Be 5432
        ($found | Where-Object Name -EQ ssh_host).DependsOn | Should -Be 'ssh'
        (Get-PolytomicConnectionSetting -Type s3 | Where-Object Name -EQ s3_bucket_region).Values.Value | Should -Contain 'eu-west-1'
        (Get-PolytomicConnectionSetting Snowflake -Setting dbname).Value | Should -Be 'RAW', 'ANALYTICS'
        (Get-PolytomicConnectionSetting -Type bigquery -Setting location -Query eu -Configuration @{ project_id = 'p' }).Value | Should -Be 'eu', 'europe-west3'
        { Get-PolytomicConnectionSetting -Type bigquery -Setting place -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'place'"
        { Get-PolytomicConnectionSetting Snowflake -Setting dbnam -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'dbnam'", "'dbname'"
    }

    It 'accepts types from the pipeline' {
        $types = Get-PolytomicConnectionType | Select-Object -First 3
        ($types | Get-PolytomicConnectionSetting).ConnectionType | Select-Object -Unique | Should -Be $types.Id
        $postgres = Get-PolytomicConnectionType PostgreSQL
        $names = (Get-PolytomicConnectionSetting -Type postgresql).Name
        $copies = [ordered]@{
            'the type' = $postgres
            'its id' = $postgres.Id
            'its name' = $postgres.Name
            'the type of a connection' = (Get-PolytomicConnection 'Orders database').Type
            JSON = $postgres | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json
            Clixml = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($postgres, 2))
            CSV = $postgres | ConvertTo-Csv | ConvertFrom-Csv
        }
        foreach ($copy in $copies.Keys) { ($copies[$copy] | Get-PolytomicConnectionSetting).Name | Should -Be $names -Because $copy }
        (Get-PolytomicConnectionType | Where-Object Id -EQ bigquery | Get-PolytomicConnectionSetting -Setting location -Query eu -Configuration @{ project_id = 'p' }).Value | Should -Be 'eu', 'europe-west3'
    }

    It 'takes a connection from the pipeline as a connection, and no other object' {
        Get-PolytomicConnection Snowflake | Get-PolytomicConnectionSetting -Setting dbname | Should -BeOfType PolytomicBulk.ConnectionSettingValue
        { Get-PolytomicPolicy | Get-PolytomicConnectionSetting -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound*'
    }
}
