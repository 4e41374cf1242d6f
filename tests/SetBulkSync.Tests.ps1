BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Contract.ps1"
    $sync = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2'
    $base = "/api/bulk/syncs/$sync"
    $odd = '"x_huge":1e400,"x_exact":1.0,"x_long":9223372036854775808,"x_null":null,"x_empty":[],"x_text":"größe 日本","x_nested":{"z":1,"a":[2.50]}'
    $settings = "`"name`":`"A`",`"mode`":`"replicate`",`"active`":true,`"source_connection_id`":`"fe37380e-a1d7-5015-b18b-27b0c7a45bcf`",`"source_configuration`":null,`"destination_connection_id`":`"df17031c-7e75-5a8c-84e0-086692c1ac52`"," +
        "`"destination_configuration`":{`"schema`":`"s`",`"limit`":1.0},`"default_schedule`":{`"id`":`"fc329695-7a2c-5de6-9a68-93963cda9e68`",`"frequency`":`"daily`",`"hour`":`"4`",`"minute`":`"5`",`"x_more`":[]},`"additional_schedules`":[],`"concurrency_limit`":5,$odd"
    $full = "{`"id`":`"$sync`",$settings,`"created_at`":`"2024-01-15T09:30:00Z`",`"updated_at`":`"2024-02-15T09:30:00.1234567Z`",`"updated_by`":{`"id`":`"f1a27c33-19df-5831-894e-a5c909d038a1`",`"name`":`"Ana Lima`",`"type`":`"user`"}}"
    $contact = '{"id":"contact","enabled":true,"output_name":"contact","tracking_field":"updated","x_shade":1.0,"fields":[{"id":"email","enabled":false,"obfuscated":true,"output_name":"email"},{"id":"id","enabled":true,"obfuscated":false}],"filters":[{"field_id":"region","function":"Equality","value":"EU"}]}'
    $secret = '{"id":"a/b","enabled":false,"output_name":"b","fields":[],"filters":[]}'
    $script:utc = [datetime]::SpecifyKind('2024-02-15T09:30:00.1234567', 'Utc')

    function Get-Sent($Scripted) { Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" } }
    function Get-Written($Scripted) { @(Get-SentRequest $Scripted | Where-Object Method -In PUT, PATCH, POST, DELETE) }
    function Get-Action([scriptblock] $Script) { & $Script 4>&1 | Where-Object { "$_" -like 'Performing the operation*' } | ForEach-Object { "$_" } }

    # A service with one bulk sync and two schemas. Every read returns the same answer.
    function New-Service([string] $Sync = $full, [string] $Contact = $contact) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt("$base/schemas", 200, '{"data":[{"id":"contact"},{"id":"a/b"}]}').AnswerAt("$base/schemas/contact", 200, "{`"data`":$Contact}").AnswerAt("$base/schemas/a%2Fb", 200, "{`"data`":$secret}").AnswerAt($base, 200, "{`"data`":$Sync}")
        $scripted
    }

    # A body without spaces. Numbers keep their notation.
    function Get-Plain([string] $Json) { $Json -replace '\s', '' }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe -Tag PowerShell7 'Set-PolytomicBulkSync' {
    It 'shows no secret of a configuration, in no stream and in no plan' {
        Connect-Polytomic -Sandbox
        $deep = @{ dataset = 'x'; api_key = 'hunter2-zq7xk'; advanced = @{ password = 'hunter2-zq7xk' } }
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $runs = {
            $ErrorActionPreference = $DebugPreference = 'Continue'
            Get-Action { $sync | Set-PolytomicBulkSync -DestinationConfiguration $deep -SkipValidation -Confirm:$false -Verbose }
            $sync | Set-PolytomicBulkSync -DestinationConfiguration @{ advanced = @{ other = ConvertTo-SecureString 'hunter2-zq7xk' -AsPlainText -Force } } -SkipValidation -Force -Verbose
            $sync | Set-PolytomicBulkSync -DestinationConfiguration @{ advanced = @{ password = 'hunter2-zq7xk' } } -Force -Verbose
            $sync | Set-PolytomicBulkSync -DestinationConfiguration @{ wrong_key = 'hunter2-zq7xk' } -Force -Verbose
            $sync | Copy-PolytomicBulkSync -NewName Copy -DestinationConfiguration $deep -SkipValidation -Verbose -Confirm:$false
            New-PolytomicBulkSync New -SourceConnectionId $sync.SourceConnectionId -DestinationConnectionId $sync.DestinationConnectionId -DestinationConfiguration $deep -SkipValidation -Mode replicate -Frequency manual -Verbose
        }
        $transcript = Join-Path $TestDrive 'whatif.txt'
        $null = Start-Transcript $transcript
        try { $sync | Set-PolytomicBulkSync -DestinationConfiguration $deep -SkipValidation -WhatIf }
        finally { $null = Stop-Transcript }
        $shown = ((& $runs *>&1) | Where-Object { $_ -isnot [PolytomicBulk.BulkSync] } | ForEach-Object { "$_"; $_ | Out-String -Width 500 }) -join "`n"
        $shown, [IO.File]::ReadAllText($transcript) | Assert-Fact '~ DestinationConfiguration.api_key: (none) -> (not shown)', 'password'
        $shown, [IO.File]::ReadAllText($transcript) | Should -Not -Match 'zq7xk'
    }

    It 'sends everything back except for the specified settings, together with the selection' {
        $scripted = New-Service
        Set-PolytomicBulkSync $sync -NewName B -WarningAction SilentlyContinue
        Get-Sent $scripted | Should -Be "GET $base", "GET $base/schemas", "GET $base/schemas/contact", "GET $base/schemas/a%2Fb", "GET $base/schemas", "GET $base", "PUT $base",
            "GET $base/schemas", "GET $base/schemas/contact", "GET $base/schemas/a%2Fb", "GET $base", "GET $base/schemas/contact", "GET $base/schemas/contact", "GET $base/schemas/contact", "GET $base"
        $schemas = '[{"id":"contact","enabled":true,"tracking_field":"updated","x_shade":1.0,"fields":[{"id":"email","enabled":false,"obfuscate":true},{"id":"id","enabled":true,"obfuscate":false}],"filters":[{"field_id":"region","function":"Equality","value":"EU"}]},{"id":"a/b","enabled":false,"fields":[],"filters":[]}]'
        Get-Plain (Get-Written $scripted).Body | Should -BeExactly (Get-Plain "{$($settings.Replace('"name":"A"', '"name":"B"')),`"schemas`":$schemas}")
    }

    It 'accepts the new name in -NewName, like Copy-PolytomicBulkSync' {
        $scripted = New-Service
        Set-PolytomicBulkSync $sync -NewName B -SkipSelectionCheck
        (Get-Written $scripted).Body | Should -BeLike '*"name":"B"*'
    }

    It 'sends a body that matches the contract' {
        $sandbox = New-Sandbox
        $scripted = New-ScriptedSession
        foreach ($path in '', '/schemas') { $null = $scripted.Handler.AnswerAt("$base$path", 200, (Send-Raw $sandbox GET "$sync$path").Text) }
        foreach ($schema in (Send-Raw $sandbox GET "$sync/schemas").Body.data.id) { $null = $scripted.Handler.AnswerAt("$base/schemas/$schema", 200, (Send-Raw $sandbox GET "$sync/schemas/$schema").Text) }
        Set-PolytomicBulkSync $sync -NewName B -WarningAction SilentlyContinue -Session $scripted.Session
        $body = (Get-Written $scripted)[0].Body | ConvertFrom-Json -AsHashtable
        $body.schemas.Count | Should -BeGreaterThan 5
        $body.schemas | Should -Not -BeNullOrEmpty
        foreach ($schema in $body.schemas) { Get-ContractFault SchemaConfiguration $schema | Should -BeNullOrEmpty }
        $body.Remove('schemas')
        Get-ContractFault UpdateBulkSyncRequest $body | Should -BeNullOrEmpty
    }

    It 'changes <what>' -ForEach @(
        @{ what = 'the mode'; with = @{ Mode = 'Snapshot' }; from = '"mode":"replicate"'; to = '"mode":"snapshot"' }
        @{ what = 'whether it is active'; with = @{ Active = $false }; from = '"active":true'; to = '"active":false' }
        @{ what = 'one setting of the destination'; with = @{ DestinationConfiguration = @{ schema = 'crm' } }; from = '{"schema":"s",'; to = '{"schema":"crm",' }
        @{ what = 'a setting of the destination to null'; with = @{ DestinationConfiguration = '{"schema":null}' }; from = '{"schema":"s",'; to = '{"schema":null,' }
        @{ what = 'the hour'; with = @{ Hour = 6 }; from = '"hour":"4"'; to = '"hour":"6"' }
        @{ what = 'the frequency'; with = @{ Frequency = 'hourly' }; from = '"frequency":"daily"'; to = '"frequency":"hourly"' }
        @{ what = 'the whole schedule'; with = @{ DefaultSchedule = @{ frequency = 'hourly'; minute = 7 } }; from = '"frequency":"daily","hour":"4","minute":"5"'; to = '"frequency":"hourly","hour":null,"minute":"7"' }
        @{ what = 'the additional schedules'; with = @{ AdditionalSchedule = @(@{ frequency = 'hourly'; minute = 8; resync_mode = 'resync' }) }; from = '"additional_schedules":[]'; to = '"additional_schedules":[{"frequency":"hourly","minute":"8","resync_mode":"resync"}]' }
        @{ what = 'a limit'; with = @{ ConcurrencyLimit = 9 }; from = '"concurrency_limit":5'; to = '"concurrency_limit":9' }
        @{ what = 'a limit to null'; with = @{ ClearSetting = 'concurrencyLimit' }; from = '"concurrency_limit":5'; to = '"concurrency_limit":null' }
        @{ what = 'the source'; with = @{ SourceConnectionId = '00000000-0000-4000-8000-000000000009' }; from = 'fe37380e-a1d7-5015-b18b-27b0c7a45bcf'; to = '00000000-0000-4000-8000-000000000009' }
    ) {
        $scripted = New-Service
        Set-PolytomicBulkSync $sync @with -WarningAction SilentlyContinue -ErrorAction Stop
        $body = Get-Plain (Get-Written $scripted)[0].Body
        $body | Should -BeLike (([WildcardPattern]::Escape((Get-Plain "{$($settings.Replace($from, $to)),")) + '"schemas":*'))
    }

    It 'adds new settings: <what>' -ForEach @(
        @{ what = 'a cutoff'; with = @{ DataCutoffTimestamp = [datetime]::SpecifyKind('2024-05-06T07:08:09', 'Utc') }; adds = '"data_cutoff_timestamp":"2024-05-06T07:08:09Z"' }
        @{ what = 'policies'; with = @{ Policy = '00000000-0000-4000-8000-000000000007' }; adds = '"policies":["00000000-0000-4000-8000-000000000007"]' }
        @{ what = 'the other settings'; with = @{ AutomaticallyAddNewFields = 'NONE'; NormalizeNames = 'legacy'; ResyncConcurrencyLimit = 2; DisableRecordTimestamps = $true }; adds = '"automatically_add_new_fields":"none","normalize_names":"legacy","resync_concurrency_limit":2,"disable_record_timestamps":true' }
    ) {
        $scripted = New-Service
        Set-PolytomicBulkSync $sync @with -WarningAction SilentlyContinue -ErrorAction Stop
        Get-Plain (Get-Written $scripted)[0].Body | Should -BeLike ([WildcardPattern]::Escape((Get-Plain "{$settings,$adds,")) + '"schemas":*')
    }

    It 'keeps the ids of schedules that stay' {
        $scripted = New-Service ($full.Replace('"additional_schedules":[]', '"additional_schedules":[{"id":"16ab2ad4-fae1-55d3-a0ad-7c66fbe28c4b","frequency":"hourly","minute":"1","created_at":"2024-01-15T09:30:00Z"}]'))
        $object = Get-PolytomicBulkSync -Id $sync
        $object | Set-PolytomicBulkSync -AdditionalSchedule ($object.AdditionalSchedules + @{ frequency = 'hourly'; minute = 2 }) -WarningAction SilentlyContinue -ErrorAction Stop
        (Get-Written $scripted)[0].Body | Should -BeLike '*"additional_schedules":`[{"id":"16ab2ad4-fae1-55d3-a0ad-7c66fbe28c4b","frequency":"hourly","minute":"1"},{"frequency":"hourly","minute":"2"}`]*'
    }

    It 'writes nothing if the additional schedules are the same, whatever their form and order' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $schedules = @{ frequency = 'daily'; hour = 1; minute = 0 }, @{ frequency = 'hourly'; minute = 5; resync_mode = 'refetch' }
        $set = Set-PolytomicBulkSync 'HubSpot to Snowflake' -AdditionalSchedule $schedules -PassThru
        $json = '{"frequency":"daily","hour":"1","minute":"0"}'
        foreach ($same in $schedules, $schedules[1, 0], @($json, $schedules[1]), @($set.AdditionalSchedules[0], $schedules[1]), $set.AdditionalSchedules) {
            Get-Action { $set | Set-PolytomicBulkSync -AdditionalSchedule $same -Verbose } | Should -BeNullOrEmpty
            (Get-PolytomicBulkSync -Id $set.Id).UpdatedAt | Should -Be $set.UpdatedAt
        }

        $other = $set | Set-PolytomicBulkSync -AdditionalSchedule $schedules[0], @{ frequency = 'hourly'; minute = 6 } -PassThru
        $other.AdditionalSchedules[0].Id | Should -Be $set.AdditionalSchedules[0].Id
        $other.AdditionalSchedules[1].Id | Should -Not -Be $set.AdditionalSchedules[1].Id
    }

    It 'writes nothing if nothing differs, and reports this with -Verbose' {
        $scripted = New-Service
        $out = Set-PolytomicBulkSync $sync -NewName A -Mode replicate -Hour 4 -DestinationConfiguration '{"schema":"s"}' -ConcurrencyLimit 5 -Active -PassThru -Verbose 4>&1
        Get-Sent $scripted | Should -Be "GET $base"
        @($out | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like "*'A'*$sync*" }) | Should -HaveCount 1 -Because 'the message is written once'
        $out | Where-Object { $_ -is [PolytomicBulk.BulkSync] } | Should -HaveCount 1
    }

    It 'shows what would change with -WhatIf, and only reads' {
        $scripted = New-Service
        Set-PolytomicBulkSync $sync -NewName B -Hour 6 -WhatIf
        Get-Sent $scripted | Should -Be "GET $base"
        $actions = Get-Action { Set-PolytomicBulkSync $sync -NewName 'O''Brien' -Hour 6 -ClearSetting ConcurrencyLimit -Active:$false -DestinationConfiguration @{ schema = 'x' } -WarningAction SilentlyContinue -Verbose }
        $actions | Assert-Fact "~ Name: 'A' -> 'O''Brien'", '~ Active: True -> False', 'cancels a running execution', "~ DestinationConfiguration.schema: 's' -> 'x'", '~ ConcurrencyLimit: 5 -> (none)', "~ DefaultSchedule.Hour: '4' -> '6'", $sync
    }

    It 'leaves the selection to the service with -SkipSelectionCheck' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, "{`"data`":$($full.Replace('"name":"A"', '"name":"B"'))}")
        (Set-PolytomicBulkSync $sync -NewName B -SkipSelectionCheck -PassThru).Name | Should -Be B
        Get-Sent $scripted | Should -Be "GET $base", "PUT $base"
        (Get-Written $scripted).Body | Should -Not -BeLike '*"schemas"*'
    }

    It 'restores what the service changed, with a warning for each change' {
        $scripted = New-ScriptedSession
        $changed = $contact.Replace('"id":"email","enabled":false,"obfuscated":true', '"id":"email","enabled":true,"obfuscated":false').Replace('{"field_id":"region","function":"Equality","value":"EU"}', '')
        $null = $scripted.Handler.AnswerAt("$base/schemas", 200, '{"data":[{"id":"contact"}]}')
        $renamed = "{`"data`":$($full.Replace('"name":"A"', '"name":"B"'))}"
        foreach ($answer in "{`"data`":$full}", "{`"data`":$contact}", "{`"data`":$full}", $renamed, "{`"data`":$changed}", $renamed, "{`"data`":$changed}", $renamed, "{`"data`":$contact}", $renamed) { $null = $scripted.Handler.Answer(200, $answer) }
        Set-PolytomicBulkSync $sync -NewName B -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        Get-Sent $scripted | Should -Be "GET $base", "GET $base/schemas", "GET $base/schemas/contact", "GET $base/schemas", "GET $base", "PUT $base", "GET $base/schemas", "GET $base/schemas/contact", "GET $base",
            "GET $base/schemas/contact", "GET $base", "PATCH $base/schemas", "GET $base/schemas/contact", "GET $base"
        Get-Plain (Get-Written $scripted)[1].Body | Should -BeExactly (Get-Plain "{`"schemas`":[$($contact.Replace('"output_name":"contact",', '').Replace(',"output_name":"email"', ''))]}")
        "$warnings" | Assert-Fact "'B'", $sync, 'Schemas.contact.Fields.email.Enabled: True -> False', 'Schemas.contact.Fields.email.Obfuscated: False -> True', 'Schemas.contact.Filters'
    }

    It 'refuses an outdated object, and says who changed the bulk sync and when' {
        $scripted = New-Service
        $object = Get-PolytomicBulkSync -Id $sync
        ($object.UpdatedAt, $object.ConcurrencyLimit) = $object.UpdatedAt.AddSeconds(-1), 4
        $object | Set-PolytomicBulkSync -NewName B -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicConflict "'A'", $sync, 'Ana Lima', $utc.ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
        Get-Written $scripted | Should -BeNullOrEmpty

        $object | Set-PolytomicBulkSync -NewName B -Force -WarningAction SilentlyContinue
        (Get-Written $scripted).Body | Should -BeLike '{"name":"B",*'
    }

    It 'accepts ids and objects from the pipeline, and continues after a failure' {
        $scripted = New-Service
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs/00000000-0000-4000-8000-000000000001', 404, '{"message":"gone"}')
        $object = Get-PolytomicBulkSync -Id $sync
        $execution = [pscustomobject]@{ Id = [guid]::NewGuid(); SyncId = [guid]$sync }
        '00000000-0000-4000-8000-000000000001', $sync, $object, $execution | Set-PolytomicBulkSync -NewName B -WarningAction SilentlyContinue -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 2
        $failure[0] | Assert-Failure PolytomicNotFound
        $failure[1] | Assert-Failure PolytomicInvalidArgument $sync
        Get-Written $scripted | Should -HaveCount 2
    }

    It 'refuses before any request: <what>' -ForEach @(
        @{ what = 'nothing to change'; with = @{}; says = '-NewName' }
        @{ what = 'a blank name'; with = @{ NewName = ' ' }; says = '-NewName' }
        @{ what = 'an empty mode'; with = @{ Mode = '' }; says = '-Mode' }
        @{ what = 'policies from an undefined variable'; with = @{ Policy = $nosuch }; says = '-Policy', '@()' }
        @{ what = 'a blank schedule'; with = @{ AdditionalSchedule = '' }; says = '-AdditionalSchedule', '@()' }
        @{ what = 'a limit from an undefined variable'; with = @{ ConcurrencyLimit = $nosuch }; says = '-ConcurrencyLimit', '-ClearSetting ConcurrencyLimit' }
        @{ what = 'a setting from an undefined variable'; with = @{ DestinationConfiguration = @{ schema = $nosuch } }; says = '-DestinationConfiguration', "'schema'" }
        @{ what = 'a setting that cannot be cleared'; with = @{ ClearSetting = 'Mode' }; says = '-ClearSetting', 'Mode', 'ConcurrencyLimit', 'DataCutoffTimestamp' }
        @{ what = 'a setting that is both cleared and set'; with = @{ ClearSetting = 'ConcurrencyLimit'; ConcurrencyLimit = 3 }; says = '-ConcurrencyLimit', '-ClearSetting' }
        @{ what = 'an unknown mode'; with = @{ Mode = 'append' }; says = '-Mode', 'append', 'replicate', 'snapshot' }
        @{ what = 'an hour that is out of range'; with = @{ Hour = 24 }; says = '0', '23', '24' }
        @{ what = 'two schedules'; with = @{ Frequency = 'manual'; DefaultSchedule = @{ frequency = 'manual' } }; says = '-Frequency', '-DefaultSchedule' }
        @{ what = 'a default schedule with a mode'; with = @{ DefaultSchedule = @{ frequency = 'manual'; resync_mode = 'refetch' } }; says = "'resync_mode'", '-AdditionalSchedule' }
        @{ what = 'a limit of 0'; with = @{ ConcurrencyLimit = 0 }; says = '-ConcurrencyLimit', '1' }
        @{ what = 'a configuration that is not JSON'; with = @{ DestinationConfiguration = 'schema' }; says = '-DestinationConfiguration', 'JSON' }
    ) {
        $scripted = New-ScriptedSession
        { Set-PolytomicBulkSync $sync @with } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $says
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'refuses a schedule without required settings, and an update without settings that the service omitted' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, "{`"data`":$($full.Replace('"mode":"replicate"', '"mode":null'))}")
        Set-PolytomicBulkSync $sync -Frequency weekly -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicInvalidArgument 'weekly', '-DayOfWeek'
        Set-PolytomicBulkSync $sync -NewName B -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicInvalidArgument 'Mode', '-Mode'
        Get-Written $scripted | Should -BeNullOrEmpty
    }

    It 'refuses to write if the service does not return which fields are enabled' {
        $scripted = New-Service -Contact '{"id":"contact","enabled":true}'
        Set-PolytomicBulkSync $sync -NewName B -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicBadResponse "'contact'", $sync
        Get-Written $scripted | Should -BeNullOrEmpty
    }

    It 'reports the state of an interrupted update in an error, and finishes the update the next time' {
        $sandbox = New-Sandbox
        $before = Get-PolytomicBulkSyncSchema $sync -Id *
        $handler = $sandbox.Fault
        $handler.FailAt('PATCH', 1)
        Set-PolytomicBulkSync $sync -NewName B -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Assert-Fact "'Salesforce to Snowflake' ($sync)", "~ Name: 'Salesforce to Snowflake' -> 'B'", "~ Schemas.Contact.Fields.Email.UserOutputName: (none) -> 'email_hash'"
        $failure[0].Exception.Selection.Count | Should -Be $before.Count
        $failure[0].ErrorDetails.RecommendedAction | Assert-Fact 'Set-PolytomicBulkSyncSchema -Restore'

        $time = $sandbox.Clock.GetUtcNow().LocalDateTime.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)
        $sandbox.Clock.Advance('03:00')
        Set-PolytomicBulkSync $sync -NewName B -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        "$warnings" | Assert-Fact "'B'", $sync, $time, "Schemas.Contact.Fields.Email.UserOutputName: (none) -> 'email_hash'"
        (Get-PolytomicBulkSyncSchema $sync -Id * | Select-Object * -ExcludeProperty SyncName | ConvertTo-Json -Depth 9) | Should -BeExactly ($before | Select-Object * -ExcludeProperty SyncName | ConvertTo-Json -Depth 9)
        Set-PolytomicBulkSync $sync -NewName B -Verbose 4>&1 | Where-Object { "$_" -match '^(PUT|PATCH|POST) ' } | Should -BeNullOrEmpty -Because 'the update is complete'
    }

    It 'can restore the selection from the error' {
        $sandbox = New-Sandbox
        $before = Get-PolytomicBulkSyncSchema $sync -Id *
        $sandbox.Fault.FailAt('PATCH', 1)
        Set-PolytomicBulkSync $sync -NewName B -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].Exception.Selection | Set-PolytomicBulkSyncSchema -Restore
        (Get-PolytomicBulkSyncSchema $sync -Id * | Select-Object * -ExcludeProperty SyncName | ConvertTo-Json -Depth 9) | Should -BeExactly ($before | Select-Object * -ExcludeProperty SyncName | ConvertTo-Json -Depth 9)
    }

    It 'keeps the selection of every bulk sync in the sandbox when the service <does>' -ForEach @(@{ does = 'selects schemas again'; ignores = $false }, @{ does = 'ignores schemas'; ignores = $true }) {
        $null = New-Sandbox @{ UpdateIgnoresSchemas = $ignores }
        $before = Get-PolytomicBulkSync | Sort-Object Id | Get-PolytomicBulkSyncSchema -Id * | ConvertTo-Json -Depth 9
        Get-PolytomicBulkSync | Set-PolytomicBulkSync -NormalizeNames legacy -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        Get-PolytomicBulkSync | Sort-Object Id | Get-PolytomicBulkSyncSchema -Id * | ConvertTo-Json -Depth 9 | Should -BeExactly $before
        if ($ignores) { $warnings | Should -BeNullOrEmpty }
    }
}

Describe -Tag PowerShell7 'Set-PolytomicBulkSyncSchema -Restore' {
    It 'restores schemas' {
        $null = New-Sandbox
        $before = Get-PolytomicBulkSyncSchema $sync -Id *
        $before | Set-PolytomicBulkSyncSchema -Enabled:$false -Filter @() -UserOutputName other -PartitionKey Id
        $before | Set-PolytomicBulkSyncSchema -Restore
        Get-PolytomicBulkSyncSchema $sync -Id * | ConvertTo-Json -Depth 9 | Should -BeExactly ($before | ConvertTo-Json -Depth 9)
        $before | Set-PolytomicBulkSyncSchema -Restore -Verbose 4>&1 | Where-Object { "$_" -like '*PATCH*' } | Should -BeNullOrEmpty
    }

    It 'restores schemas <from>' -ForEach @(
        @{ from = 'of a file of Export-Clixml'; copy = { $before | Export-Clixml "$TestDrive/schemas.xml"; Import-Clixml "$TestDrive/schemas.xml" } }
        @{ from = 'of JSON'; copy = { ConvertTo-Json $before -Depth 9 | ConvertFrom-Json } }
        @{ from = 'of another process'; copy = { $before | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } } }
        @{ from = 'of Select-Object'; copy = { $before | Select-Object * } }
    ) {
        $filters = '[{"field_id":"region","function":"Equality","value":"EU","x_note":"n"},{"field_id":"at","function":"Between","value":["2024-01-01T00:00:00Z","2024-02-01T00:00:00"]},{"field_id":"n","function":"LessThan","value":1.0}]'
        $whole = $contact -replace '"filters":.*', "`"data_cutoff_timestamp`":`"2024-01-01T00:00:00Z`",`"x_nested`":{`"z`":[1,{`"a`":2.5}]},`"filters`":$filters}"
        $scripted = New-Service -Contact $whole
        $before = Get-PolytomicBulkSyncSchema $sync -Id *
        $copies = @(& $copy)
        $copies | Should -HaveCount 2
        $copies | Set-PolytomicBulkSyncSchema -Restore -ErrorAction Stop
        Get-Written $scripted | Should -BeNullOrEmpty -Because 'a copy has every setting'

        $null = New-Sandbox
        $before = Get-PolytomicBulkSyncSchema $sync -Id *
        $copies = @(& $copy)
        $before | Set-PolytomicBulkSyncSchema -Enabled:$false -Filter @() -UserOutputName other -PartitionKey Id
        $copies | Set-PolytomicBulkSyncSchema -Restore -ErrorAction Stop
        Get-PolytomicBulkSyncSchema $sync -Id * | ConvertTo-Json -Depth 9 | Should -BeExactly ($before | ConvertTo-Json -Depth 9)
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'rows of a CSV file'; copy = { $before | ConvertTo-Csv | ConvertFrom-Csv }; says = 'fields', 'Export-Clixml', 'ConvertTo-Json -Depth 9' }
        @{ what = 'JSON that has no fields'; copy = { ConvertTo-Json @($before) -Depth 1 -WarningAction Ignore | ConvertFrom-Json }; says = 'fields', 'ConvertTo-Json -Depth 9' }
        @{ what = 'a bulk sync'; copy = { Get-PolytomicBulkSync $sync }; says = 'a bulk sync', 'Get-PolytomicBulkSyncSchema' }
        @{ what = 'a row without the id of its bulk sync'; copy = { [pscustomobject]@{ Id = 'a'; Fields = @() } }; says = 'SyncId', 'Get-PolytomicBulkSyncSchema' }
    ) {
        $null = New-Sandbox
        $before = Get-PolytomicBulkSyncSchema $sync Contact
        & $copy | Set-PolytomicBulkSyncSchema -Restore -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure ParameterArgumentTransformationError $says
    }

    It 'refuses a schema that was read without its fields' {
        $null = New-Sandbox
        Get-PolytomicBulkSyncSchema $sync | Select-Object -First 1 | Set-PolytomicBulkSyncSchema -Restore -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicInvalidArgument '-Id'
    }
}

Describe -Tag PowerShell7 'Set-PolytomicBulkSyncSchedule' {
    It 'refuses a schedule that another user has changed since it was read, unless -Force' {
        $null = New-Sandbox
        $old = Get-PolytomicBulkSyncSchedule $sync | Select-Object -First 1
        $old | Set-PolytomicBulkSyncSchedule -Minute 7
        $old | Set-PolytomicBulkSyncSchedule -Minute 8 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicConflict
        "$failure" | Assert-Fact 'schedule', "$($old.Id)"
        ($old | Set-PolytomicBulkSyncSchedule -Minute 8 -Force -PassThru).Minute | Should -Be 8
    }
}
