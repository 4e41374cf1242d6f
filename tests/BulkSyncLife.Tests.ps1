BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    $source = 'fe37380e-a1d7-5015-b18b-27b0c7a45bcf'
    $destination = 'df17031c-7e75-5a8c-84e0-086692c1ac52'
    $id = '248df4b7-aa70-47b8-a036-33ac447e668d'
    $example = Get-Content (Join-Path $contract 'get-bulk-sync.example.json') -Raw
    $paused = $example -replace '"active": *true', '"active":false'
    $minimal = @{ Mode = 'replicate'; SourceConnectionId = $source; DestinationConnectionId = $destination; DestinationConfiguration = @{ schema = 'x' }; SkipValidation = $true }

    # Returns the body that New-PolytomicBulkSync sends with these parameters and the required ones.
    function Get-NewBody([hashtable] $With, $InputObject = [pscustomobject]@{ Name = 'S' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $(if ("$($With.Active)" -eq 'False') { $paused } else { $example }))
        $all = $minimal.Clone()
        if (-not $With.ContainsKey('Frequency') -and -not $With.ContainsKey('DefaultSchedule')) { $all.Frequency = 'manual' }
        foreach ($name in $With.Keys) { $all[$name] = $With[$name] }
        $null = $InputObject | New-PolytomicBulkSync @all -Session $scripted.Session -ErrorAction Stop
        (Get-SentRequest $scripted).Body
    }

    # Returns one property of that body as JSON.
    function Get-NewProperty([hashtable] $With, [string] $Property) {
        [Text.Json.Nodes.JsonNode]::Parse((Get-NewBody $With))[$Property].ToJsonString()
    }

    # Returns the error for wrong input, and the number of requests.
    function Get-Refusal([hashtable] $With) {
        $scripted = New-ScriptedSession
        $all = $minimal.Clone()
        foreach ($name in $With.Keys) { $all[$name] = $With[$name] }
        try { $null = New-PolytomicBulkSync 'S' @all -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught }
        catch { $caught = @($_) }
        [pscustomobject]@{ Failure = $caught[0]; Requests = @(Get-SentRequest $scripted).Count }
    }
}

Describe 'New-PolytomicBulkSync' {
    Context 'what it sends' {
        It 'sends every parameter under the API''s name' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example)
            $all = @{
                SourceConnectionId = $source
                DestinationConnectionId = $destination
                DestinationConfiguration = @{ schema = 'x' }
                SourceConfiguration = @{ replication_slot = 'slot' }
                Mode = 'Snapshot'
                Frequency = 'Weekly'; DayOfWeek = 'Monday'; Hour = 3; Minute = 0
                AdditionalSchedule = @{ frequency = 'hourly'; minute = 5; selective_mode = 'incrementalFields'; resync_mode = 'refetch'; schemas = 'a', 'b' }
                Schema = 'contact', @{ id = 'account'; enabled = $true }
                Active = $true
                AutomaticallyAddNewObjects = 'onlyincremental'
                AutomaticallyAddNewFields = 'none'
                NormalizeNames = 'legacy'
                ConcurrencyLimit = 10
                ResyncConcurrencyLimit = 4
                DataCutoffTimestamp = [datetime]::new(2024, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
                DisableRecordTimestamps = $true
                Policy = '101612d3-61cd-573e-ab4a-a58f0d42216d'
                OrganizationId = $id
                SkipValidation = $true
            }
            $null = New-PolytomicBulkSync 'My sync' @all -Session $scripted.Session

            $sent = Get-SentRequest $scripted
            @($sent).Count | Should -Be 1
            $sent.Method | Should -Be 'POST'
            $sent.PathAndQuery | Should -Be '/api/bulk/syncs'
            $sent.Headers['Content-Type'] | Should -Be 'application/json'
            $expected = @"
            {
              "name": "My sync", "mode": "snapshot", "source_connection_id": "$source", "destination_connection_id": "$destination",
              "destination_configuration": { "schema": "x" }, "source_configuration": { "replication_slot": "slot" },
              "default_schedule": { "frequency": "weekly", "minute": "0", "hour": "3", "day_of_week": "monday" },
              "additional_schedules": [ { "frequency": "hourly", "minute": "5", "resync_mode": "refetch", "selective_mode": "incrementalFields", "schemas": [ "a", "b" ] } ],
              "schemas": [ "contact", { "id": "account", "enabled": true } ],
              "active": true, "automatically_add_new_objects": "onlyIncremental", "automatically_add_new_fields": "none", "normalize_names": "legacy",
              "concurrency_limit": 10, "resync_concurrency_limit": 4, "data_cutoff_timestamp": "2024-01-01T00:00:00Z", "disable_record_timestamps": true,
              "policies": [ "101612d3-61cd-573e-ab4a-a58f0d42216d" ], "organization_id": "$id"
            }
"@
            $body = [Text.Json.Nodes.JsonNode]::Parse($sent.Body)
            [Text.Json.Nodes.JsonNode]::DeepEquals($body, [Text.Json.Nodes.JsonNode]::Parse($expected)) | Should -BeTrue -Because $sent.Body
        }

        It 'sends only the specified settings' {
            $body = Get-NewBody @{} | ConvertFrom-Json
            $body.PSObject.Properties.Name | Sort-Object | Should -Be 'default_schedule', 'destination_configuration', 'destination_connection_id', 'mode', 'name', 'source_connection_id'
            $body.default_schedule.PSObject.Properties.Name | Should -Be 'frequency'
        }

        It 'sends -Active:$false, which differs from an omitted -Active' {
            Get-NewProperty @{ Active = $false } 'active' | Should -Be 'false'
        }

        It 'returns the created bulk sync with every property' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example)
            $sync = New-PolytomicBulkSync 'S' @minimal -Frequency manual -Session $scripted.Session
            $sync | Should -BeOfType ([PolytomicBulk.BulkSync])
            $sync.Id | Should -Be $id
            $sync.Name | Should -Be 'My Bulk Sync'
            $sync.DestinationConfiguration.schema | Should -Be 'my_schema'
            $sync.AdditionalSchedules.Count | Should -Be 2
        }

        It 'accepts nulls, unknown properties and unknown values in the answer' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, '{"data":{"id":"248df4b7-aa70-47b8-a036-33ac447e668d","name":null,"mode":"mirror","policies":null,"shard":7}}')
            $sync = New-PolytomicBulkSync 'S' @minimal -Frequency manual -Session $scripted.Session
            $sync.Mode | Should -Be 'mirror'
            $sync.Name | Should -BeNullOrEmpty
            $sync.AdditionalProperties.shard | Should -Be 7
        }

        It 'sends nothing with -WhatIf' {
            $scripted = New-ScriptedSession
            New-PolytomicBulkSync 'S' @minimal -Frequency manual -Session $scripted.Session -WhatIf | Should -BeNullOrEmpty
            Get-SentRequest $scripted | Should -BeNullOrEmpty
        }

        It 'reports with -Verbose that everything is selected, unless -Schema is specified' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example).Answer(200, $example)
            $all = New-PolytomicBulkSync 'S' @minimal -Frequency manual -Session $scripted.Session -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            @($all) -match '-Schema' | Assert-Fact "'S'", '-Schema'
            $some = New-PolytomicBulkSync 'S' @minimal -Frequency manual -Schema a -Session $scripted.Session -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            @($some).Count | Should -Be (@($all).Count - 1) -Because 'all other messages are the same'
            @($some) -match '-Schema' | Should -BeNullOrEmpty
        }

        It 'refuses an existing bulk sync in any form, unless -Schema is specified' {
            Connect-Polytomic -Sandbox
            $sync = Get-PolytomicBulkSync 'HubSpot to Snowflake'
            $serialized = [Management.Automation.PSSerializer]::Serialize($sync)
            $forms = $sync, ($sync | Select-Object *), ($sync | ConvertTo-Csv | ConvertFrom-Csv), ($sync | ConvertTo-Json -Depth 5 | ConvertFrom-Json), [Management.Automation.PSSerializer]::Deserialize($serialized)
            $forms | New-PolytomicBulkSync -Name Copy -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught | Should -HaveCount 5
            $caught | Assert-Failure PolytomicInvalidArgument "$($sync.Id)", 'Copy-PolytomicBulkSync', '-Schema'
            Get-PolytomicBulkSync | Where-Object Name -EQ 'Copy' | Should -BeNullOrEmpty
            [PolytomicBulk.BulkSync]@{ Name = "Ana's" } | New-PolytomicBulkSync -Name Copy @minimal -Frequency manual -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument "Copy-PolytomicBulkSync 'Ana''s'"
            (@($forms[0, 2] | New-PolytomicBulkSync -Name Copy -Schema contacts)).Name | Should -Be 'Copy', 'Copy'
            Get-PolytomicConnection Snowflake | New-PolytomicBulkSync -Name X @minimal -Frequency manual -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument 'connection', 'bulk sync'
            Disconnect-Polytomic
        }

        It 'reports a refusal of the service as an error, and continues' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(422, '{"key":"invalid","message":"name is taken","status":422}').Answer(200, $example)
            $made = 'A', 'B' | ForEach-Object { [pscustomobject]@{ Name = $_ } } |
                New-PolytomicBulkSync @minimal -Frequency manual -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
            @($made).Count | Should -Be 1
            $caught[0] | Assert-Failure PolytomicInvalidRequest "'A'", '422', 'name is taken'
        }
    }

    Context 'free JSON' {
        It -Tag PowerShell7 'keeps <Name>' -ForEach @(
            @{ Name = 'a hashtable'; Value = { @{ a = 1 } }; Json = '{"a":1}' }
            @{ Name = 'an empty hashtable'; Value = { @{} }; Json = '{}' }
            @{ Name = 'the order of an ordered hashtable'; Value = { [ordered]@{ z = 1; a = 2; m = 3 } }; Json = '{"z":1,"a":2,"m":3}' }
            @{ Name = 'an object'; Value = { [pscustomobject]@{ One = 1; two_three = 'x' } }; Json = '{"One":1,"two_three":"x"}' }
            @{ Name = 'JSON text with all digits'; Value = { '{"n":1.10,"big":123456789012345678901234567890,"e":1E2}' }; Json = '{"n":1.10,"big":123456789012345678901234567890,"e":1E2}' }
            @{ Name = 'nested values and lists'; Value = { @{ a = @{ b = @(1, @(2, 3), @{ c = $null }) } } }; Json = '{"a":{"b":[1,[2,3],{"c":null}]}}' }
            @{ Name = 'a list of one item, and an empty list'; Value = { [ordered]@{ one = @('x'); none = @() } }; Json = '{"one":["x"],"none":[]}' }
            @{ Name = 'true and false'; Value = { [ordered]@{ t = $true; f = $false; s = [switch]$true } }; Json = '{"t":true,"f":false,"s":true}' }
            @{ Name = 'null in JSON text'; Value = { '{"n":null}' }; Json = '{"n":null}' }
            @{ Name = 'text that looks like another type'; Value = { [ordered]@{ n = '007'; t = 'true'; e = '' } }; Json = '{"n":"007","t":"true","e":""}' }
            @{ Name = 'whole numbers'; Value = { [ordered]@{ i = 2147483647; l = 9223372036854775807; u = [uint64]::MaxValue; b = [byte]7 } }; Json = '{"i":2147483647,"l":9223372036854775807,"u":18446744073709551615,"b":7}' }
            @{ Name = 'numbers larger than any type'; Value = { @{ n = [bigint]::Parse('123456789012345678901234567890') } }; Json = '{"n":123456789012345678901234567890}' }
            @{ Name = 'trailing zeros of decimals'; Value = { [ordered]@{ d = 1.10d; r = 0.1 } }; Json = '{"d":1.10,"r":0.1}' }
            @{ Name = 'times in UTC'; Value = { [ordered]@{ u = [datetime]::new(2026, 5, 1, 8, 30, 0, [DateTimeKind]::Utc); o = [datetimeoffset]::new(2026, 5, 1, 10, 30, 0, 250, [timespan]::FromHours(2)) } }; Json = '{"u":"2026-05-01T08:30:00Z","o":"2026-05-01T08:30:00.25Z"}' }
            @{ Name = 'ids, addresses, letters and enumerations'; Value = { [ordered]@{ g = [guid]'248df4b7-aa70-47b8-a036-33ac447e668d'; u = [uri]'https://x.example/a b'; c = [char]'x'; d = [DayOfWeek]::Monday } }; Json = '{"g":"248df4b7-aa70-47b8-a036-33ac447e668d","u":"https://x.example/a b","c":"x","d":"Monday"}' }
            @{ Name = 'values that cmdlets wrap in objects'; Value = { @{ a = (Write-Output 5); b = (Write-Output 'x' | ForEach-Object { $_ }) } | ForEach-Object { [ordered]@{ a = $_.a; b = $_.b } } }; Json = '{"a":5,"b":"x"}' }
            @{ Name = 'names that differ in case'; Value = { ConvertFrom-Json '{"a":1,"A":2}' -AsHashtable }; Json = '{"a":1,"A":2}' }
        ) {
            $sent = Get-NewProperty @{ DestinationConfiguration = & $Value } 'destination_configuration'
            if ($Name -in 'nested values and lists', 'names that differ in case') {
                [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse($sent), [Text.Json.Nodes.JsonNode]::Parse($Json)) | Should -BeTrue -Because $sent
            }
            else { $sent | Should -BeExactly $Json }
        }

        It 'reads a local time as local' {
            $time = [datetime]::new(2026, 5, 1, 8, 30, 0)
            $expected = $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
            Get-NewProperty @{ DestinationConfiguration = @{ t = $time } } 'destination_configuration' | Should -BeExactly "{`"t`":`"$expected`"}"
        }

        It 'sends a configuration of the service back exactly' {
            $scripted = New-ScriptedSession
            $text = '{"ratio":1.50,"big":12345678901234567890123,"Nested":{"list":[1,null,"\u00e9"]}}'
            $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$id`",`"destination_configuration`":$text}}")
            $sync = Get-PolytomicBulkSync -Id $id -Session $scripted.Session
            Get-NewProperty @{ DestinationConfiguration = $sync.DestinationConfiguration } 'destination_configuration' | Should -Be ([Text.Json.Nodes.JsonNode]::Parse($text).ToJsonString())
            Get-NewProperty @{ DestinationConfiguration = @{ inner = $sync.DestinationConfiguration.Nested } } 'destination_configuration' | Should -BeLike '{"inner":{"list":`[1,null,"*"`]}}'
        }

        It 'sends the text of a SecureString' {
            $secret = ConvertTo-SecureString 'x"y' -AsPlainText -Force
            Get-NewProperty @{ DestinationConfiguration = [ordered]@{ p = $secret; inner = @{ list = @($secret) } } } 'destination_configuration' | ConvertFrom-Json |
                ForEach-Object { $_.p; $_.inner.list } | Should -Be 'x"y', 'x"y'
        }

        It 'refuses <Name> before anything is sent' -ForEach @(
            @{ Name = 'text that is not JSON'; Value = { 'schema=x' }; Says = '-DestinationConfiguration', 'JSON' }
            @{ Name = 'a JSON list'; Value = { '[1]' }; Says = '-DestinationConfiguration', 'hashtable' }
            @{ Name = 'the JSON null'; Value = { 'null' }; Says = '-DestinationConfiguration', 'hashtable' }
            @{ Name = 'a number'; Value = { 5 }; Says = '-DestinationConfiguration', 'hashtable' }
            @{ Name = 'a process'; Value = { @{ p = Get-Process -Id $PID } }; Says = '-DestinationConfiguration', 'Process', 'JSON' }
            @{ Name = 'an empty SecureString'; Value = { @{ p = [securestring]::new() } }; Says = '-DestinationConfiguration', 'empty' }
            @{ Name = 'NaN'; Value = { @{ n = [double]::NaN } }; Says = '-DestinationConfiguration', 'number', 'JSON' }
            @{ Name = 'a hashtable that contains itself'; Value = { $a = @{}; $a.a = $a; $a }; Says = '-DestinationConfiguration', 'itself' }
        ) {
            $refusal = Get-Refusal @{ DestinationConfiguration = & $Value; Frequency = 'manual' }
            $refusal.Failure | Assert-Failure PolytomicInvalidArgument $Says
            $refusal.Requests | Should -Be 0
        }
    }

    Context 'schedules' {
        It 'sends <Json> for <With.Values>' -ForEach @(
            @{ With = @{ Frequency = 'hourly'; Minute = 0 }; Json = '{"frequency":"hourly","minute":"0"}' }
            @{ With = @{ Frequency = 'daily'; Hour = 23; Minute = 59 }; Json = '{"frequency":"daily","minute":"59","hour":"23"}' }
            @{ With = @{ Frequency = 'custom'; Month = '*'; DayOfMonth = 1; Hour = 2; Minute = 0 }; Json = '{"frequency":"custom","minute":"0","hour":"2","day_of_month":"1","month":"*"}' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'daily'; hour = '7'; Minute = 5 } }; Json = '{"frequency":"daily","minute":"5","hour":"7"}' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'weekly'; dayOfWeek = [DayOfWeek]::Sunday; hour = 1; minute = 2 } }; Json = '{"frequency":"weekly","minute":"2","hour":"1","day_of_week":"sunday"}' }
            @{ With = @{ DefaultSchedule = [pscustomobject]@{ Frequency = 'hourly'; Minute = 30 } }; Json = '{"frequency":"hourly","minute":"30"}' }
            @{ With = @{ DefaultSchedule = '{"frequency":"hourly","minute":"15"}' }; Json = '{"frequency":"hourly","minute":"15"}' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'hourly'; minute = 15 }; Minute = 45 }; Json = '{"frequency":"hourly","minute":"45"}' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'custom'; hour = '*/2'; minute = '0,30' } }; Json = '{"frequency":"custom","minute":"0,30","hour":"*/2"}' }
            @{ With = @{ DefaultSchedule = 'daily 04:05 UTC' }; Json = '{"frequency":"daily","minute":"5","hour":"4"}' }
            @{ With = @{ DefaultSchedule = ' Daily 00:00 utc' }; Json = '{"frequency":"daily","minute":"0","hour":"0"}' }
            @{ With = @{ DefaultSchedule = 'hourly at :07' }; Json = '{"frequency":"hourly","minute":"7"}' }
            @{ With = @{ DefaultSchedule = 'weekly sunday 12:30 UTC' }; Json = '{"frequency":"weekly","minute":"30","hour":"12","day_of_week":"sunday"}' }
            @{ With = @{ DefaultSchedule = 'custom month 2 day 28 */6:0,30 UTC' }; Json = '{"frequency":"custom","minute":"0,30","hour":"*/6","day_of_month":"28","month":"2"}' }
            @{ With = @{ DefaultSchedule = 'custom friday 17:00 UTC' }; Json = '{"frequency":"custom","minute":"0","hour":"17","day_of_week":"friday"}' }
            @{ With = @{ DefaultSchedule = 'continuous' }; Json = '{"frequency":"continuous"}' }
            @{ With = @{ DefaultSchedule = 'manual' }; Json = '{"frequency":"manual"}' }
            @{ With = @{ DefaultSchedule = 'daily 04:05 UTC'; Hour = 6 }; Json = '{"frequency":"daily","minute":"5","hour":"6"}' }
            @{ With = @{ DefaultSchedule = '{"frequency":"manual","resync_mode":null,"selective_mode":"","schemas":[]}' }; Json = '{"frequency":"manual"}' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'daily'; hour = 4; minute = 5; jitter = @{ minutes = @(1) } } }; Json = '{"frequency":"daily","minute":"5","hour":"4","jitter":{"minutes":[1]}}' }
        ) {
            Get-NewProperty $With 'default_schedule' | Should -BeExactly $Json
        }

        It 'refuses <With.Values> before anything is sent: <Says>' -ForEach @(
            @{ With = @{}; Says = '-Frequency', '-DefaultSchedule' }
            @{ With = @{ Hour = 3 }; Says = '-Frequency', '-DefaultSchedule' }
            @{ With = @{ Frequency = 'hourly' }; Says = 'hourly', 'minute' }
            @{ With = @{ Frequency = 'daily'; Minute = 3 }; Says = 'daily', 'hour' }
            @{ With = @{ Frequency = 'weekly'; Hour = 3; Minute = 0 }; Says = 'weekly', 'day of week' }
            @{ With = @{ Frequency = 'daily'; Hour = 24; Minute = 0 }; Says = 'hour', 'UTC', '0', '23', '24' }
            @{ With = @{ Frequency = 'daily'; Hour = -1; Minute = 0 }; Says = 'hour', 'UTC', '0', '23', '-1' }
            @{ With = @{ Frequency = 'hourly'; Minute = 60 }; Says = 'minute', '0', '59', '60' }
            @{ With = @{ Frequency = 'weekly'; DayOfWeek = 'funday'; Hour = 1; Minute = 0 }; Says = 'funday', 'monday', 'tuesday' }
            @{ With = @{ Frequency = 'custom'; DayOfMonth = 32 }; Says = 'month', '1', '31', '32' }
            @{ With = @{ Frequency = 'custom'; Month = 13 }; Says = 'month', '1', '12', '13' }
            @{ With = @{ Frequency = 'fortnightly' }; Says = 'frequency', 'fortnightly', 'hourly', 'daily' }
            @{ With = @{ DefaultSchedule = @{ hour = 3 } }; Says = 'frequency' }
            @{ With = @{ DefaultSchedule = 'at noon' }; Says = '-DefaultSchedule', 'hashtable', 'daily 12:30 UTC', 'JSON' }
            @{ With = @{ DefaultSchedule = 'daily 12:30' }; Says = '-DefaultSchedule', 'daily 12:30', 'hashtable', 'JSON' }
            @{ With = @{ DefaultSchedule = 'daily 24:30 UTC' }; Says = 'hour', 'UTC', '0', '23', '24' }
            @{ With = @{ DefaultSchedule = 'weekly funday 12:30 UTC' }; Says = 'funday', 'monday' }
            @{ With = @{ DefaultSchedule = 'daily' }; Says = 'daily', 'hour', 'minute' }
            @{ With = @{ DefaultSchedule = 'custom day 1' }; Says = 'custom day 1', 'hashtable' }
            @{ With = @{ DefaultSchedule = 'builder 02:00 UTC' }; Says = 'builder 02:00 UTC', 'hashtable' }
            @{ With = @{ DefaultSchedule = 'after another sync' }; Says = 'after another sync', 'hashtable' }
            @{ With = @{ DefaultSchedule = 'after a dbt Cloud job' }; Says = 'after a dbt Cloud job', 'hashtable' }
            @{ With = @{ DefaultSchedule = 'multi' }; Says = 'multi', 'hashtable' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'daily'; huor = 6; minute = 0 } }; Says = "'huor'", 'Hour' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'runafter'; run_after = @{ sync_ids = @('a') } } }; Says = 'frequency', 'runafter', 'manual', 'builder' }
            @{ With = @{ Frequency = 'dbtcloud' }; Says = 'frequency', 'dbtcloud', 'manual', 'builder' }
            @{ With = @{ Frequency = 'manual'; AdditionalSchedule = 'weekly sunday 03:00 UTC' }; Says = '-AdditionalSchedule', 'weekly sunday 03:00 UTC', 'schemas', 'hashtable' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'manual'; ResyncMode = 'normal' } }; Says = '-DefaultSchedule', "'resync_mode'", '-AdditionalSchedule' }
            @{ With = @{ DefaultSchedule = '{"frequency":"manual","selective_mode":"none"}' }; Says = "'selective_mode'", '-AdditionalSchedule' }
            @{ With = @{ DefaultSchedule = @{ frequency = 'manual'; schemas = 'a' } }; Says = "'schemas'", '-AdditionalSchedule' }
            @{ With = @{ DefaultSchedule = 5 }; Says = '-DefaultSchedule', 'hashtable' }
            @{ With = @{ Frequency = 'manual'; AdditionalSchedule = @{ frequency = 'daily' } }; Says = 'daily', 'hour', 'minute' }
            @{ With = @{ Frequency = 'manual'; AdditionalSchedule = @{ frequency = 'manual'; resync_mode = 'again' } }; Says = 'resync_mode', 'again', 'rebuild' }
        ) {
            $refusal = Get-Refusal $With
            $refusal.Failure | Assert-Failure PolytomicInvalidArgument $Says
            $refusal.Requests | Should -Be 0
        }

        It 'takes a schedule of the service if its modes mean the same as no mode' {
            $schedule = [PolytomicBulk.ScheduleSettings]@{ Frequency = 'manual'; ResyncMode = 'normal'; SelectiveMode = 'none' }
            Get-NewProperty @{ DefaultSchedule = $schedule } 'default_schedule' | Should -BeExactly '{"frequency":"manual"}'
            $schedule.ResyncMode = 'refetch'
            (Get-Refusal @{ DefaultSchedule = $schedule }).Failure | Assert-Failure PolytomicInvalidArgument "'resync_mode'", '-AdditionalSchedule'
        }

        It 'reports which of two settings is missing' {
            $refusals = @{}, @{ Hour = 3 }, @{ Minute = 3 } | ForEach-Object { "$((Get-Refusal ($_ + @{ Frequency = 'daily' })).Failure)" }
            $refusals | Select-Object -Unique | Should -HaveCount 3
        }

        It 'refuses -Frequency and -DefaultSchedule together' {
            $scripted = New-ScriptedSession
            { New-PolytomicBulkSync S @minimal -Frequency manual -DefaultSchedule @{ frequency = 'manual' } -Session $scripted.Session } |
                Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Frequency', '-DefaultSchedule'
        }
    }

    Context 'schemas' {
        It 'sends <Json>' -ForEach @(
            @{ Schema = { 'a', 'b' }; Json = '["a","b"]' }
            @{ Schema = { 'a; b' }; Json = '["a","b"]' }
            @{ Schema = { @{ id = 'a'; enabled = $false } }; Json = '[{"id":"a","enabled":false}]' }
            @{ Schema = { @{ id = 'a'; fields = 'x', 'y' } }; Json = '[{"id":"a","fields":["x","y"]}]' }
            @{ Schema = { @{ id = 'a'; fields = @() } }; Json = '[{"id":"a","fields":[]}]' }
            @{ Schema = { @{ id = 'a'; fields = @{ id = 'x'; obfuscate = $true } } }; Json = '[{"id":"a","fields":[{"id":"x","obfuscate":true}]}]' }
            @{ Schema = { @{ id = 'a'; fields = @{ id = 'x'; enabled = $true; obfuscated = $true } } }; Json = '[{"id":"a","fields":[{"id":"x","enabled":true,"obfuscate":true}]}]' }
            @{ Schema = { @{ id = 'a'; fields = @{ id = 'x'; obfuscate = $false; obfuscated = $true } } }; Json = '[{"id":"a","fields":[{"id":"x","obfuscate":true}]}]' }
            @{ Schema = { @{ id = 'a'; filters = @{ field_id = 'f'; function = 'equality'; value = 1.50d } } }; Json = '[{"id":"a","filters":[{"function":"Equality","field_id":"f","value":1.50}]}]' }
            @{ Schema = { @{ id = 'a'; filters = @(@{ FieldId = 'f'; Function = 'IsNull' }, @{ field_id = 'g'; function = 'Between'; value = 1, 2 }) } }; Json = '[{"id":"a","filters":[{"function":"IsNull","field_id":"f"},{"function":"Between","field_id":"g","value":[1,2]}]}]' }
            @{ Schema = { @{ id = 'a'; partition_key = 'p'; TrackingField = 't'; disable_data_cutoff = $true; data_cutoff_timestamp = [datetime]::new(2025, 1, 1, 0, 0, 0, [DateTimeKind]::Utc) } }; Json = '[{"id":"a","disable_data_cutoff":true,"partition_key":"p","tracking_field":"t","data_cutoff_timestamp":"2025-01-01T00:00:00Z"}]' }
            @{ Schema = { [pscustomobject]@{ SyncId = 1; Id = 'a'; Enabled = 'True'; OutputName = 'A'; Fields = @([pscustomobject]@{ Id = 'x'; Enabled = $true; Obfuscated = $true; OutputName = 'X' }) } }; Json = '[{"id":"a","enabled":true,"fields":[{"id":"x","enabled":true,"obfuscate":true}]}]' }
            @{ Schema = { '[{"id":"a","fields":[{"id":"x","obfuscated":true}],"filters":[{"function":"Equality","field_id":"f","value":1.10}]},"b"]' }; Json = '[{"id":"a","fields":[{"id":"x","obfuscate":true}],"filters":[{"function":"Equality","field_id":"f","value":1.10}]},"b"]' }
            @{ Schema = { '[dbo].[orders]' }; Json = '["[dbo].[orders]"]' }
            @{ Schema = { , @() }; Json = '[]' }
        ) {
            Get-NewProperty @{ Schema = & $Schema } 'schemas' | Should -BeExactly $Json
        }

        It 'uses minute 0 by default' {
            Get-NewProperty @{ Frequency = 'daily'; Hour = 6 } 'default_schedule' | Should -BeExactly '{"frequency":"daily","hour":"6","minute":"0"}'
            Get-NewProperty @{ DefaultSchedule = @{ frequency = 'weekly'; day_of_week = 'monday'; hour = 6 } } 'default_schedule' | Should -BeExactly '{"frequency":"weekly","hour":"6","day_of_week":"monday","minute":"0"}'
        }

        It 'refuses an invalid schema before anything is sent: <Says>' -ForEach @(
            @{ Schema = { 5 }; Says = 'schema', 'id' }
            @{ Schema = { @{ enabled = $true } }; Says = 'schema', 'id' }
            @{ Schema = { @{ id = 'a'; enabeld = $false } }; Says = 'schema', 'enabeld', 'enabled' }
            @{ Schema = { @{ id = 'a'; enabled = 'perhaps' } }; Says = 'enabled', 'perhaps' }
            @{ Schema = { @{ id = 'a'; fields = @{ obfuscate = $true } } }; Says = 'field', 'id' }
            @{ Schema = { @{ id = 'a'; fields = @{ id = 'x'; hidden = $true } } }; Says = 'field', 'hidden' }
            @{ Schema = { @{ id = 'a'; filters = @{ field_id = 'f' } } }; Says = 'filter', 'function' }
            @{ Schema = { @{ id = 'a'; filters = @{ field_id = 'f'; function = 'Equality' } } }; Says = 'Equality', 'value' }
            @{ Schema = { @{ id = 'a'; enabled = $null } }; Says = 'enabled' }
            @{ Schema = { @{ id = 'a'; filters = @{ field_id = 'f'; function = 'Near' } } }; Says = 'function', 'Near', 'Equality' }
        ) {
            $refusal = Get-Refusal @{ Schema = & $Schema; Frequency = 'manual' }
            $refusal.Failure | Assert-Failure PolytomicInvalidArgument $Says
            $refusal.Requests | Should -Be 0
        }

        It 'refuses a list with an empty schema at once' {
            $scripted = New-ScriptedSession
            { New-PolytomicBulkSync 'S' @minimal -Frequency manual -Schema $null, 'a' } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Schema', 'empty'
            Get-SentRequest $scripted | Should -BeNullOrEmpty
        }
    }

    Context 'other values' {
        It 'refuses <With.Keys> <With.Values> before anything is sent' -ForEach @(
            @{ With = @{ Mode = 'mirror' }; Says = '-Mode', 'mirror', 'replicate', 'snapshot' }
            @{ With = @{ AutomaticallyAddNewObjects = 'some' }; Says = '-AutomaticallyAddNewObjects', 'some', 'onlyIncremental' }
            @{ With = @{ AutomaticallyAddNewFields = 'some' }; Says = '-AutomaticallyAddNewFields', 'some', 'onlyIncremental' }
            @{ With = @{ NormalizeNames = 'on' }; Says = '-NormalizeNames', 'legacy' }
            @{ With = @{ ConcurrencyLimit = 0 }; Says = '-ConcurrencyLimit', '1' }
            @{ With = @{ ResyncConcurrencyLimit = -1 }; Says = '-ResyncConcurrencyLimit', '1' }
        ) {
            $refusal = Get-Refusal ($With + @{ Frequency = 'manual' })
            $refusal.Failure | Assert-Failure PolytomicInvalidArgument $Says
            $refusal.Requests | Should -Be 0
        }

        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Mode'; Typed = 's'; Values = 'snapshot' }
            @{ Parameter = 'Frequency'; Typed = 'm'; Values = 'manual' }
            @{ Parameter = 'DayOfWeek'; Typed = 't'; Values = 'tuesday', 'thursday' }
            @{ Parameter = 'NormalizeNames'; Typed = ''; Values = 'enabled', 'legacy', 'disabled' }
            @{ Parameter = 'AutomaticallyAddNewObjects'; Typed = 'ONLY'; Values = 'onlyIncremental', 'onlyNonIncremental' }
            @{ Parameter = 'AutomaticallyAddNewFields'; Typed = 'n'; Values = 'none' }
        ) {
            $line = "New-PolytomicBulkSync -$Parameter $Typed"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $Values
        }
    }

    Context 'from the pipeline' {
        It -Tag PowerShell7 'creates a copy of a bulk sync with another name, without read-only properties' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example).Answer(200, $example)
            $null = Get-PolytomicBulkSync -Id $id -Session $scripted.Session | New-PolytomicBulkSync -SkipValidation -Name 'Copy' -Schema a -Session $scripted.Session
            $expected = ($example | ConvertFrom-Json -AsHashtable -DateKind String).data
            $expected.name = 'Copy'
            $expected.schemas = @('a')
            # The new bulk sync belongs to the organization of the session.
            'organization_id', 'id', 'created_at', 'created_by', 'updated_at', 'updated_by' | ForEach-Object {
                $expected.Remove($_)
                $expected.default_schedule.Remove($_)
                foreach ($schedule in $expected.additional_schedules) { $schedule.Remove($_) }
            }
            $sent = (Get-SentRequest $scripted)[1].Body
            [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse($sent), [Text.Json.Nodes.JsonNode]::Parse(($expected | ConvertTo-Json -Depth 9))) | Should -BeTrue -Because $sent
        }

        It 'copies a schedule with unknown settings' {
            $scripted = New-ScriptedSession
            $answer = '{"data":{"name":"S","mode":"replicate","source_connection_id":"' + $source + '","destination_connection_id":"' + $destination + '","destination_configuration":{},"default_schedule":{"id":"' + $id + '","frequency":"lunar","phase":"full"}}}'
            $null = $scripted.Handler.Answer(200, $answer).Answer(200, $paused)
            $null = Get-PolytomicBulkSync -Id $id -Session $scripted.Session | New-PolytomicBulkSync -SkipValidation -Schema a -Session $scripted.Session
            ((Get-SentRequest $scripted)[1].Body | ConvertFrom-Json).default_schedule | ConvertTo-Json -Compress | Should -Be '{"frequency":"lunar","phase":"full"}'
        }

        It 'replaces the schedule with -Frequency' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example).Answer(200, $example)
            $null = Get-PolytomicBulkSync -Id $id -Session $scripted.Session | New-PolytomicBulkSync -SkipValidation -Frequency hourly -Minute 7 -Schema a -Session $scripted.Session
            ((Get-SentRequest $scripted)[1].Body | ConvertFrom-Json).default_schedule | ConvertTo-Json -Compress | Should -Be '{"frequency":"hourly","minute":"7"}'
        }

        It 'accepts rows of a CSV file, and ignores blank cells' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example).Answer(200, $paused)
            @"
Name,Mode,SourceConnectionId,DestinationConnectionId,DestinationConfiguration,SourceConfiguration,Frequency,Hour,Minute,DayOfWeek,Month,Schema,Active,Policies,ConcurrencyLimit,DataCutoffTimestamp,NormalizeNames,AdditionalSchedules,OrganizationId
One,replicate,$source,$destination,"{""schema"":""one""}",,daily,4,30,,,Lead; Contact,True,101612d3-61cd-573e-ab4a-a58f0d42216d; 248df4b7-aa70-47b8-a036-33ac447e668d,5,2024-01-01T00:00:00Z,legacy,,$id
Two,snapshot,$source,$destination,"{""schema"":""two""}",{},manual,,,,,,,,,,,,
"@ | ConvertFrom-Csv | New-PolytomicBulkSync -SkipValidation -Session $scripted.Session -ErrorAction Stop | Out-Null
            $first, $second = (Get-SentRequest $scripted).Body
            $expected = "{`"name`":`"One`",`"active`":true,`"mode`":`"replicate`",`"source_connection_id`":`"$source`",`"destination_connection_id`":`"$destination`",`"destination_configuration`":{`"schema`":`"one`"},`"normalize_names`":`"legacy`",`"concurrency_limit`":5,`"data_cutoff_timestamp`":`"2024-01-01T00:00:00Z`",`"policies`":[`"101612d3-61cd-573e-ab4a-a58f0d42216d`",`"248df4b7-aa70-47b8-a036-33ac447e668d`"],`"default_schedule`":{`"frequency`":`"daily`",`"minute`":`"30`",`"hour`":`"4`"},`"schemas`":[`"Lead`",`"Contact`"]}"
            $first | Should -BeExactly $expected
            $second | Should -BeExactly "{`"name`":`"Two`",`"active`":false,`"mode`":`"snapshot`",`"source_connection_id`":`"$source`",`"source_configuration`":{},`"destination_connection_id`":`"$destination`",`"destination_configuration`":{`"schema`":`"two`"},`"default_schedule`":{`"frequency`":`"manual`"}}"
        }

        It 'continues after an invalid row' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $example)
            $rows = 'mirror', 'replicate' | ForEach-Object { [pscustomobject]@{ Name = "S $_"; Mode = $_; SourceConnectionId = $source; DestinationConnectionId = $destination; DestinationConfiguration = '{}'; Frequency = 'manual' } }
            @($rows | New-PolytomicBulkSync -SkipValidation -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught).Count | Should -Be 1
            $caught.Count | Should -Be 1
            $caught[0].TargetObject | Should -Be 'S mirror'
        }
    }

    Context 'in the sandbox' {
        BeforeEach { Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() } }
        AfterEach { Disconnect-Polytomic }

        It 'creates a bulk sync with the defaults of the service' {
            $made = New-PolytomicBulkSync 'New one' @minimal -Frequency daily -Hour 12 -Minute 30
            $found = Get-PolytomicBulkSync -Id $made.Id
            $found.Name | Should -Be 'New one'
            "$($found.DefaultSchedule)" | Should -Be 'daily 12:30 UTC'
            $found.Active | Should -BeFalse
            $found.AutomaticallyAddNewFields | Should -Be 'all'
            $found.CreatedAt.ToUniversalTime() | Should -Be ([datetime]::new(2026, 6, 1, 12, 0, 0, [DateTimeKind]::Utc))
        }

        It 'copies a bulk sync with new ids' {
            $original = Get-PolytomicBulkSync 'Salesforce to Snowflake'
            $copy = $original | New-PolytomicBulkSync -Name 'Copy' -Schema Contact
            $copy.Id | Should -Not -Be $original.Id
            $copy.DefaultSchedule.Id | Should -Not -Be $original.DefaultSchedule.Id
            "$($copy.AdditionalSchedules)" | Should -Be "$($original.AdditionalSchedules)"
            "$($copy.DestinationConfiguration)" | Should -Be "$($original.DestinationConfiguration)"
            "$($copy.Policies)" | Should -Be "$($original.Policies)"
        }

        It 'creates the bulk syncs in a file that Export-Csv wrote, with their schedules' {
            $file = Join-Path $TestDrive 'syncs.csv'
            $all = Get-PolytomicBulkSync
            $all | Select-Object * -ExcludeProperty AdditionalSchedules | Export-Csv $file
            $made = Import-Csv $file | ForEach-Object { $_ | New-PolytomicBulkSync -Schema @(Get-PolytomicBulkSyncSchema $_.Id -Enabled)[0].Id }
            $made.DefaultSchedule.ForEach('ToString') | Should -Be $all.DefaultSchedule.ForEach('ToString')
            $made.Policies.ForEach('ToString') | Should -Be $all.Policies.ForEach('ToString')
            $made.DestinationConfiguration.ForEach('ToString') | Should -Be $all.DestinationConfiguration.ForEach('ToString')
        }

        It 'refuses another organization, like the service' {
            $made = New-PolytomicBulkSync 'S' @minimal -Frequency manual -OrganizationId $id -ErrorAction SilentlyContinue -ErrorVariable caught
            $made | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicForbidden
        }
    }
}

Describe 'Enable- and Disable-PolytomicBulkSync' {
    It '<Verb> sends active <Active>, with its own key' -ForEach @(
        @{ Verb = 'Enable'; Active = 'true' }
        @{ Verb = 'Disable'; Active = 'false' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$id`",`"active`":$Active}}")
        & "$Verb-PolytomicBulkSync" $id -Confirm:$false -Session $scripted.Session | Should -BeNullOrEmpty
        $sent = Get-SentRequest $scripted
        $sent.Method | Should -Be 'POST'
        $sent.PathAndQuery | Should -Be "/api/bulk/syncs/$id/activate"
        $sent.Body | Should -Be "{`"active`":$Active}"
    }

    It '<Verb> returns the bulk sync with -PassThru' -ForEach @(@{ Verb = 'Enable' }, @{ Verb = 'Disable' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{}').Answer(200, $example)
        (& "$Verb-PolytomicBulkSync" $id -PassThru -Confirm:$false -Session $scripted.Session).Name | Should -Be 'My Bulk Sync'
        (Get-SentRequest $scripted)[1].Method | Should -Be 'GET'
    }

    It '<Verb> says that it was done if the bulk sync cannot be read with -PassThru' -ForEach @(@{ Verb = 'Enable'; Done = 'activated' }, @{ Verb = 'Disable'; Done = 'paused' }) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Answer(200, '{}').Otherwise(429, '{"message":"slow down"}')
        & "$Verb-PolytomicBulkSync" $id -PassThru -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicRateLimited 'slow down', $id, $Done
    }

    It '<Verb> sends nothing with -WhatIf' -ForEach @(@{ Verb = 'Enable' }, @{ Verb = 'Disable' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, '{"data":{}}')
        & "$Verb-PolytomicBulkSync" $id -PassThru -WhatIf -Session $scripted.Session | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Where-Object Method -NE 'GET' | Should -BeNullOrEmpty
    }

    It 'Disable asks only if it would cancel an execution, and not with -Force' {
        # Nobody can answer in a new PowerShell process.
        $asked = {
            param($module, $force)
            Import-Module $module
            Connect-Polytomic -Sandbox
            $name = 'Stripe to BigQuery'
            $null = Start-PolytomicBulkSync $name
            $with = if ($force) { @{ Force = $true } } else { @{} }
            Disable-PolytomicBulkSync $name @with -ErrorAction SilentlyContinue -ErrorVariable caught
            Remove-PolytomicBulkSync 'HubSpot to Snowflake' -ErrorAction SilentlyContinue -ErrorVariable +caught
            Get-PolytomicBulkSync $name, 'HubSpot to Snowflake' | Select-Object Name, Active
            $caught | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { [pscustomobject]@{ Id = $_.FullyQualifiedErrorId; Text = "$_" } }
        }
        foreach ($force in $false, $true) {
            $shell = [powershell]::Create()
            try { $out = @($shell.AddScript($asked).AddArgument($modulePath).AddArgument($force).Invoke()) } finally { $shell.Dispose() }
            ($out | Where-Object Name -EQ 'Stripe to BigQuery').Active | Should -Be (-not $force)
            ($out | Where-Object Name -EQ 'HubSpot to Snowflake') | Should -Not -BeNullOrEmpty
            $refused = @($out | Where-Object Id)
            $refused.Id | Select-Object -Unique | Should -BeLike 'PolytomicRefused,*'
            $refused.Count | Should -Be $(if ($force) { 1 } else { 2 })
            $refused[-1].Text | Assert-Fact 'HubSpot to Snowflake', '-Force', 'Remove-PolytomicBulkSync'
            if (-not $force) { $refused[0].Text | Assert-Fact 'Stripe to BigQuery', '-Force', 'canceling execution' }
        }
    }

    It 'begins messages with a capital letter' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $name = 'Stripe to BigQuery'
        $mode = (Get-PolytomicBulkSync $name).Mode
        $null = Start-PolytomicBulkSync $name
        $said = @(
            Set-PolytomicBulkSync $name -Mode $mode -Verbose 4>&1
            Disable-PolytomicBulkSync $name -WaitForIdle -TimeoutSec 1 -ErrorAction SilentlyContinue 3>&1
        ) | ForEach-Object { "$_" } | Where-Object { $_ -match $name }
        $said -match 'settings' | Should -Not -BeNullOrEmpty
        $said -match 'paused' | Should -Not -BeNullOrEmpty
        foreach ($message in $said -notmatch '^Performing') { $message | Should -Not -MatchExactly '(^|\. )[a-z]' }
        Disconnect-Polytomic
    }

    It 'updates UpdatedAt of a bulk sync whose state does not change, as the help says' {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $before = Enable-PolytomicBulkSync 'Stripe to BigQuery' -PassThru
        $clock.Advance([timespan]::FromMinutes(1))
        $after = $before | Enable-PolytomicBulkSync -PassThru
        $after.Active | Should -BeTrue
        $after.UpdatedAt | Should -BeGreaterThan $before.UpdatedAt
        (Get-Help Enable-PolytomicBulkSync).description.Text -join ' ' | Assert-Fact 'UpdatedAt'
        Disconnect-Polytomic
    }

    It 'continues after a bulk sync that does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"not found"}').Answer(200, '{}')
        Enable-PolytomicBulkSync $source, $id -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicNotFound
        $caught[0].TargetObject | Should -Be $source
        @(Get-SentRequest $scripted).Count | Should -Be 2
    }

    It 'pauses and activates in the sandbox' {
        Connect-Polytomic -Sandbox
        (Get-PolytomicBulkSync 'Stripe to BigQuery' | Disable-PolytomicBulkSync -PassThru).Active | Should -BeFalse
        Get-PolytomicBulkSync 'Stripe to BigQuery' -Paused | Should -Not -BeNullOrEmpty
        (Get-PolytomicBulkSync 'Stripe to BigQuery' | Enable-PolytomicBulkSync -PassThru).Active | Should -BeTrue
        Disconnect-Polytomic
    }
}

Describe 'Remove-PolytomicBulkSync' {
    It 'sends a DELETE without a key' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '')
        Remove-PolytomicBulkSync $id -Force -Session $scripted.Session -ErrorAction Stop | Should -BeNullOrEmpty
        $sent = Get-SentRequest $scripted
        $sent.Method | Should -Be 'DELETE'
        $sent.PathAndQuery | Should -Be "/api/bulk/syncs/$id"
        $sent.Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
        $sent.Body | Should -BeNullOrEmpty
    }

    It 'has a high impact, so that it asks' {
        $attribute = [PolytomicBulk.Commands.RemovePolytomicBulkSyncCommand].GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
        $attribute.ConfirmImpact | Should -Be 'High'
        $attribute.SupportsShouldProcess | Should -BeTrue
    }

    It 'sends nothing with -WhatIf, even with -Force' {
        $scripted = New-ScriptedSession
        Remove-PolytomicBulkSync $id -Force -WhatIf -Session $scripted.Session
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'succeeds if a repeated attempt returns 404, and fails if the first one does' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Break().Answer(404, '{"message":"not found"}').Answer(404, '{"message":"not found"}')
        Remove-PolytomicBulkSync $id -Force -Session $scripted.Session -ErrorAction Stop
        Remove-PolytomicBulkSync $id -Force -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicNotFound

        # A refused attempt has deleted nothing.
        $null = $scripted.Handler.Answer(429, '').Answer(404, '{"message":"not found"}')
        Remove-PolytomicBulkSync $id -Force -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicNotFound
    }

    It 'deletes only the bulk syncs from the pipeline in the sandbox' {
        Connect-Polytomic -Sandbox
        $before = @(Get-PolytomicBulkSync).Count
        Get-PolytomicBulkSync 'Salesforce snapshot*' | Remove-PolytomicBulkSync -Confirm:$false
        @(Get-PolytomicBulkSync).Count | Should -Be ($before - 1)
        Get-PolytomicBulkSync 'Salesforce snapshot*' | Should -BeNullOrEmpty
        Disconnect-Polytomic
    }
}
