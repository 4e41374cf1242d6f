BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Contract.ps1"
    $sync, $other = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2', '92fbf44e-ce3e-5344-8eec-3fdb84311308'
    $one, $two, $three = 'fc329695-7a2c-5de6-9a68-93963cda9e68', '16ab2ad4-fae1-55d3-a0ad-7c66fbe28c4b', 'e5c0596b-ce0f-5e8f-9bfe-c25abac905a8'
    $base = "/api/bulk/syncs/$sync/schedules"
    $full = "{`"id`":`"$one`",`"syncId`":`"$sync`",`"frequency`":`"weekly`",`"hour`":`"4`",`"minute`":`"5`",`"dayOfWeek`":`"friday`",`"dayOfMonth`":null,`"month`":null,`"isDefault`":false,`"selectiveMode`":`"incrementalFields`",`"syncMode`":`"refetch`",`"schemas`":[`"a`",`"b`"]," +
        "`"createdAt`":`"2024-01-15T09:30:00Z`",`"createdBy`":`"$two`",`"updatedAt`":`"2024-02-15T09:30:00.123456789Z`",`"updatedBy`":`"$three`",`"deletedAt`":null,`"deletedBy`":null,`"shade`":{`"exact`":1.0,`"huge`":1e400}}"

    function Get-Sent($Scripted) { Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" } }
    function Get-SentBody($Scripted) { (Get-SentRequest $Scripted | Where-Object Body | Select-Object -Last 1).Body }
    function Get-Action([scriptblock] $Script) { & $Script 4>&1 | Where-Object { "$_" -like 'Performing the operation*' } | ForEach-Object { "$_" } }
    function Get-Utc($Time) { if ($Time) { $Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm", [cultureinfo]::InvariantCulture) } }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe -Tag PowerShell7 'Get-PolytomicBulkSyncSchedule' {
    It 'lists the schedules of a bulk sync with one request if the list contains ids' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":[$full,{`"id`":`"$two`",`"frequency`":`"manual`",`"isDefault`":true}]}")
        $schedules = Get-PolytomicBulkSyncSchedule -SyncId $sync
        Get-Sent $scripted | Should -Be "GET $base"
        $schedules.Id | Should -Be ([guid]$one), ([guid]$two)
        $schedules.SyncId | Should -Be ([guid]$sync), ([guid]$sync)
    }

    It 'reads every property, and keeps unknown ones' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        $schedule = Get-PolytomicBulkSyncSchedule $sync -Id $one
        Get-Sent $scripted | Should -Be "GET $base/$one"
        $schedule | Should -BeOfType PolytomicBulk.BulkSyncSchedule
        $schedule.Frequency, $schedule.Hour, $schedule.Minute, $schedule.DayOfWeek, $schedule.DayOfMonth, $schedule.Month | Should -Be 'weekly', '4', '5', 'friday', $null, $null
        $schedule.IsDefault, $schedule.SelectiveMode, $schedule.SyncMode | Should -Be $false, 'incrementalFields', 'refetch'
        $schedule.Schemas | Should -Be 'a', 'b'
        "$($schedule.CreatedBy) $($schedule.UpdatedBy) $($schedule.DeletedBy)" | Should -Be "$two $three "
        $schedule.CreatedAt.Kind | Should -Be 'Local'
        Get-Utc $schedule.CreatedAt | Should -Be '2024-01-15T09:30'
        Get-Utc $schedule.UpdatedAt | Should -Be '2024-02-15T09:30'
        $schedule.DeletedAt | Should -BeNull
        "$schedule" | Should -Be 'weekly friday 04:05 UTC'
        "$($schedule.AdditionalProperties)" | Should -Be '{"shade":{"exact":1.0,"huge":1e400}}'
        $properties = $openApi.components.schemas.BulkBulkSyncSchedule.properties.Keys
        foreach ($name in $properties) { $schedule.PSObject.Properties.Name | Should -Contain $name }
    }

    It 'reads nulls as null, and keeps an unknown frequency' {
        $scripted = New-ScriptedSession
        $nulls = ($openApi.components.schemas.BulkBulkSyncSchedule.properties.Keys | Where-Object { $_ -ne 'frequency' } | ForEach-Object { "`"$_`":null" }) -join ','
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"frequency`":`"fortnightly`",$nulls}}")
        $schedule = Get-PolytomicBulkSyncSchedule $sync $one
        "$schedule" | Should -Be 'fortnightly'
        $schedule.PSObject.Properties | Where-Object { $null -ne $_.Value } | ForEach-Object Name | Should -Be 'Schedule', 'Frequency', 'TimeZone', 'Id', 'ScheduleId', 'SyncId'
        $schedule.Id, $schedule.SyncId | Should -Be ([guid]$one), ([guid]$sync)
    }

    It 'reads missing ids from the settings of the bulk sync' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt($base, 200, '{"data":[{"frequency":"daily","hour":"1","minute":"0","isDefault":true},{"frequency":"hourly","minute":"5","selectiveMode":"none","createdAt":"2024-01-01T00:00:00Z"},{"frequency":"hourly","minute":"5","createdAt":"2024-01-02T00:00:00Z"},{"frequency":"manual"}]}')
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$sync", 200, "{`"data`":{`"default_schedule`":{`"id`":`"$one`",`"frequency`":`"daily`"},`"additional_schedules`":[{`"id`":`"$two`",`"frequency`":`"hourly`",`"minute`":`"5`",`"created_at`":`"2024-01-02T00:00:00Z`"},{`"id`":`"$three`",`"frequency`":`"hourly`",`"minute`":`"5`",`"created_at`":`"2024-01-01T00:00:00Z`"}]}}")
        (Get-PolytomicBulkSyncSchedule $sync).Id | Should -Be ([guid]$one), ([guid]$three), ([guid]$two), $null
        Get-Sent $scripted | Should -Be "GET $base", "GET /api/bulk/syncs/$sync"
    }

    It 'still lists schedules if the bulk sync cannot be read' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"frequency":"manual"}]}').Answer(403, '{}')
        "$(Get-PolytomicBulkSyncSchedule $sync -ErrorAction Stop)" | Should -Be 'manual'
    }

    It 'treats <what> as no schedules' -ForEach @(@{ what = 'null'; body = '{"data":null}' }, @{ what = 'an empty list'; body = '{"data":[]}' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $body)
        Get-PolytomicBulkSyncSchedule $sync -ErrorAction Stop | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -HaveCount 1
    }

    It 'accepts bulk syncs from the pipeline, and does not use their ids as schedule ids' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":[{`"id`":`"$one`",`"frequency`":`"manual`"}]}").Answer(404, '{"message":"not found"}')
        $schedules = $sync, $other | ForEach-Object { [pscustomobject]@{ Id = $_; SyncId = $_ } } | Get-PolytomicBulkSyncSchedule -ErrorVariable failure -ErrorAction SilentlyContinue
        $schedules.Id | Should -Be ([guid]$one)
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].TargetObject | Should -Be ([guid]$other)
        Get-Sent $scripted | Should -Be "GET $base", "GET /api/bulk/syncs/$other/schedules"
    }

    It 'names the id that does not exist, and returns the others' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"schedule not found"}').Answer(200, "{`"data`":$full}")
        (Get-PolytomicBulkSyncSchedule $sync $two, $one -ErrorVariable failure -ErrorAction SilentlyContinue).Id | Should -Be ([guid]$one)
        $failure[0].TargetObject | Should -Be ([guid]$two)
        "$($failure[0])" | Assert-Fact $two, $sync
    }
}

Describe -Tag PowerShell7 'The calendar' {
    It 'contains each time at which a schedule of an active bulk sync runs, in order' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":[{`"id`":`"$sync`",`"name`":`"One`",`"active`":true},{`"id`":`"$other`",`"name`":`"Two`",`"active`":false},{`"id`":`"$two`",`"name`":`"Three`",`"active`":true}]}")
        $null = $scripted.Handler.AnswerAt($base, 200, "{`"data`":[{`"id`":`"$one`",`"frequency`":`"daily`",`"hour`":`"14`",`"minute`":`"5`"},{`"id`":`"$three`",`"frequency`":`"hourly`",`"minute`":`"30`",`"schemas`":[`"a`"]},{`"id`":`"$two`",`"frequency`":`"continuous`"}]}")
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$other/schedules", 200, "{`"data`":[{`"id`":`"$one`",`"frequency`":`"hourly`",`"minute`":`"1`"}]}")
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$two/schedules", 200, "{`"data`":[{`"id`":`"$one`",`"frequency`":`"hourly`",`"minute`":`"15`"},{`"id`":`"$three`",`"frequency`":`"hourly`",`"minute`":`"2`",`"deletedAt`":`"2026-01-01T00:00:00Z`"}]}")
        $due = Get-PolytomicBulkSyncSchedule -Next 150m
        $due | Should -BeOfType PolytomicBulk.BulkSyncDueTime
        ($due | ForEach-Object { "$(Get-Utc $_.DueAt) $($_.SyncName) $($_.Schedule)" }) | Should -Be @(
            '2026-06-01T12:15 Three hourly at :15', '2026-06-01T12:30 One hourly at :30', '2026-06-01T13:15 Three hourly at :15', '2026-06-01T13:30 One hourly at :30',
            '2026-06-01T14:05 One daily 14:05 UTC', '2026-06-01T14:15 Three hourly at :15', '2026-06-01T14:30 One hourly at :30')
        $due[1].ScheduleId, $due[1].SyncId, "$($due[1].Schemas)" | Should -Be ([guid]$three), ([guid]$sync), 'a'
        Get-Sent $scripted | Should -HaveCount 4
    }

    It 'reads a specified bulk sync to find whether it is active' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$sync", 200, "{`"data`":{`"id`":`"$sync`",`"active`":false}}")
        $null = $scripted.Handler.AnswerAt($base, 200, "{`"data`":[{`"id`":`"$one`",`"frequency`":`"hourly`",`"minute`":`"1`"}]}")
        Get-PolytomicBulkSyncSchedule -SyncId $sync -Next 1d | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -Be "GET /api/bulk/syncs/$sync", "GET $base"
    }

    It 'lists the schedules of all bulk syncs, and whether they are active, without -Next' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $all = Get-PolytomicBulkSyncSchedule
        $syncs = Get-PolytomicBulkSync
        $all.Count | Should -BeGreaterThan $syncs.Count
        foreach ($schedule in $all) { $schedule.Active | Should -Be ($syncs | Where-Object Id -EQ $schedule.SyncId).Active }
        $next = Get-PolytomicBulkSyncSchedule -Next ([timespan]::FromHours(24))
        $next.Count | Should -BeGreaterThan 24
        $next.DueAt | Should -Be ($next.DueAt | Sort-Object)
    }

    It 'refuses <span> as a span' -ForEach @(@{ span = '24' }, @{ span = 0 }, @{ span = '-1h' }, @{ span = 'soon' }, @{ span = '2y' }, @{ span = '99999d' }) {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSyncSchedule -Next $span } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Next', "$span", '24h'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe -Tag PowerShell7 'NextRun' {
    # The test clock shows 2026-06-01T12:00Z, a Monday.
    It 'of <json> is <next>' -ForEach @(
        @{ json = '{"frequency":"hourly","minute":"15"}'; next = '2026-06-01T12:15' }
        @{ json = '{"frequency":"hourly","minute":"0"}'; next = '2026-06-01T13:00' }
        @{ json = '{"frequency":"hourly"}'; next = $null }
        @{ json = '{"frequency":"daily","hour":"12","minute":"1"}'; next = '2026-06-01T12:01' }
        @{ json = '{"frequency":"daily","hour":"12","minute":"00"}'; next = '2026-06-02T12:00' }
        @{ json = '{"frequency":"daily","hour":"4"}'; next = '2026-06-02T04:00' }
        @{ json = '{"frequency":"daily","minute":"4"}'; next = $null }
        @{ json = '{"frequency":"weekly","dayOfWeek":"monday","hour":"12","minute":"30"}'; next = '2026-06-01T12:30' }
        @{ json = '{"frequency":"weekly","dayOfWeek":"Mon","hour":"11","minute":"30"}'; next = '2026-06-08T11:30' }
        @{ json = '{"frequency":"weekly","dayOfWeek":"0","hour":"23","minute":"59"}'; next = '2026-06-07T23:59' }
        @{ json = '{"frequency":"weekly","dayOfWeek":"7","hour":"23","minute":"59"}'; next = '2026-06-07T23:59' }
        @{ json = '{"frequency":"weekly","hour":"3","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"custom","month":"*","dayOfMonth":"1","hour":"2","minute":"0"}'; next = '2026-07-01T02:00' }
        @{ json = '{"frequency":"custom","month":"2","dayOfMonth":"29","hour":"2","minute":"0"}'; next = '2028-02-29T02:00' }
        @{ json = '{"frequency":"custom","month":"2","dayOfMonth":"30","hour":"2","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"custom","dayOfWeek":"sunday","hour":"*","minute":"10"}'; next = '2026-06-07T00:10' }
        @{ json = '{"frequency":"custom","hour":"*","minute":"*"}'; next = '2026-06-01T12:01' }
        @{ json = '{"frequency":"custom","hour":"*/2","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"custom","hour":"1,2","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"custom","dayOfWeek":"1","dayOfMonth":"5","hour":"1","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"custom","hour":"24","minute":"0"}'; next = $null }
        @{ json = '{"frequency":"daily","hour":"4","minute":"0","deletedAt":"2026-01-01T00:00:00Z"}'; next = $null }
        @{ json = '{"frequency":"continuous"}'; next = $null }
        @{ json = '{"frequency":"manual"}'; next = $null }
        @{ json = '{"frequency":"runafter","hour":"1","minute":"0"}'; next = $null }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$json}")
        $schedule = Get-PolytomicBulkSyncSchedule $sync $one
        Get-Utc $schedule.NextRun | Should -Be $next
        if ($next) { $schedule.NextRun.Kind | Should -Be 'Local' }
    }
}

Describe -Tag PowerShell7 'The next run of a monthly schedule' {
    BeforeAll {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $monthly = Get-PolytomicBulkSync 'Orders archive to S3'
    }

    It 'is the same for the schedule, the status and the calendar, and a month after the last' {
        $schedule = Get-PolytomicBulkSyncSchedule $monthly
        Get-Utc $schedule.NextRun | Should -Be '2026-07-01T02:00'
        ($monthly | Get-PolytomicBulkSyncStatus).NextExecutionTime | Should -Be $schedule.NextRun
        ($monthly | Get-PolytomicBulkSyncStatus -Summary).NextExecutionTime | Should -Be $schedule.NextRun
        (Get-PolytomicBulkSyncSchedule $monthly -Next 31d)[0].DueAt | Should -Be $schedule.NextRun
        ($monthly | Get-PolytomicBulkSyncExecution -First 3).CreatedAt.ForEach{ Get-Utc $_ } | Should -Be '2026-06-01T02:00', '2026-05-01T02:00', '2026-04-01T02:00'
    }

    It 'is empty while the bulk sync is paused, and the views show this' {
        $monthly | Disable-PolytomicBulkSync
        $schedule = Get-PolytomicBulkSync -Id $monthly.Id | Get-PolytomicBulkSyncSchedule
        $schedule.NextRun | Should -BeNullOrEmpty
        $schedule.Active | Should -BeFalse
        ($monthly | Get-PolytomicBulkSyncStatus).NextExecutionTime | Should -BeNullOrEmpty
        Get-PolytomicBulkSyncSchedule $monthly -Next 60d | Should -BeNullOrEmpty
        ($schedule | Format-Table | Out-String -Width 120) | Should -Match '(?m)^custom day 1 02:00 UTC +paused '
        ($schedule | Select-Object Next).Next | Should -BeNullOrEmpty
        $monthly | Enable-PolytomicBulkSync
        (Get-PolytomicBulkSync -Id $monthly.Id | Get-PolytomicBulkSyncSchedule).NextRun | Should -Not -BeNullOrEmpty
    }
}

Describe -Tag PowerShell7 'New-PolytomicBulkSyncSchedule' {
    It 'sends <json>' -ForEach @(
        @{ with = @{ Frequency = 'Daily'; Hour = 2; Minute = 30 }; json = '{"frequency":"daily","minute":"30","hour":"2"}' }
        @{ with = @{ Frequency = 'hourly'; Minute = 0 }; json = '{"frequency":"hourly","minute":"0"}' }
        @{ with = @{ Frequency = 'weekly'; DayOfWeek = 'SUNDAY'; Hour = 0; Minute = 59; SelectiveMode = 'nonincrementalfields' }; json = '{"frequency":"weekly","minute":"59","hour":"0","dayOfWeek":"sunday","selectiveMode":"nonincrementalFields"}' }
        @{ with = @{ Frequency = 'custom'; Month = '*'; DayOfMonth = 31; Hour = 23; Minute = 5 }; json = '{"frequency":"custom","minute":"5","hour":"23","dayOfMonth":"31","month":"*"}' }
        @{ with = @{ Frequency = 'manual' }; json = '{"frequency":"manual"}' }
        @{ with = @{ Frequency = 'continuous' }; json = '{"frequency":"continuous"}' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        $made = [pscustomobject]@{ Id = $sync; SyncId = $sync } | New-PolytomicBulkSyncSchedule @with
        Get-Sent $scripted | Should -Be "POST $base"
        $sent = Get-SentRequest $scripted
        $sent.Body | Should -BeExactly "{`"schedule`":$json}"
        Get-ContractFault CreateScheduleRequest ($sent.Body | ConvertFrom-Json -AsHashtable) | Should -BeNullOrEmpty
        $made.Id, $made.SyncId, $made.Frequency | Should -Be ([guid]$one), ([guid]$sync), 'weekly'
        Get-Utc $made.NextRun | Should -Be '2026-06-05T04:05'
    }

    It 'refuses <what> before any request' -ForEach @(
        @{ what = 'hourly without minute'; with = @{ Frequency = 'hourly' }; says = 'hourly', '-Minute', 'UTC'; lacks = '-Hour' }
        @{ what = 'daily without hour and minute'; with = @{ Frequency = 'daily' }; says = 'daily', '-Hour', '-Minute'; lacks = '-DayOfWeek' }
        @{ what = 'daily without hour'; with = @{ Frequency = 'daily'; Minute = 0 }; says = 'daily', '-Hour'; lacks = '-Minute' }
        @{ what = 'weekly without day'; with = @{ Frequency = 'weekly'; Hour = 0; Minute = 0 }; says = 'weekly', '-DayOfWeek'; lacks = '-Hour' }
        @{ what = 'an unknown frequency'; with = @{ Frequency = 'fortnightly' }; says = 'fortnightly', 'weekly' }
        @{ what = 'an unknown day of the week'; with = @{ Frequency = 'weekly'; DayOfWeek = 'caturday'; Hour = 0; Minute = 0 }; says = 'caturday', 'saturday' }
        @{ what = 'an unknown selective mode'; with = @{ Frequency = 'manual'; SelectiveMode = 'all' }; says = 'all', 'incrementalFields' }
        @{ what = 'day 32'; with = @{ Frequency = 'custom'; DayOfMonth = 32 }; says = '1', '31', '32' }
        @{ what = 'month 0'; with = @{ Frequency = 'custom'; Month = 0 }; says = '1', '12', '0' }
        @{ what = 'hour 24'; with = @{ Frequency = 'daily'; Hour = 24; Minute = 0 }; says = '24', '23'; id = 'ParameterArgumentValidationError' }
        @{ what = 'minute -1'; with = @{ Frequency = 'hourly'; Minute = -1 }; says = '-1', '0'; id = 'ParameterArgumentValidationError' }
    ) {
        $scripted = New-ScriptedSession
        $failure = { New-PolytomicBulkSyncSchedule $sync @with } | Should -Throw -PassThru
        $failure | Assert-Failure $(if ($id) { $id } else { 'PolytomicInvalidArgument' }) $says
        if ($lacks) { "$failure" | Should -Not -BeLike "*$lacks*" -Because 'a specified setting is not missing' }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'says what it would add, and sends nothing with -WhatIf' {
        $scripted = New-ScriptedSession
        New-PolytomicBulkSyncSchedule $sync weekly -DayOfWeek monday -Hour 3 -Minute 5 -WhatIf | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Should -BeNullOrEmpty
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        Get-Action { New-PolytomicBulkSyncSchedule $sync weekly -DayOfWeek monday -Hour 3 -Minute 5 -Verbose } | Assert-Fact 'weekly monday 03:05 UTC', $sync
    }

    It 'names a bulk sync that does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"bulk sync not found"}')
        New-PolytomicBulkSyncSchedule $sync manual -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].TargetObject | Should -Be ([guid]$sync)
        "$($failure[0])" | Assert-Fact $sync, 'bulk sync not found'
    }
}

Describe -Tag PowerShell7 'Set-PolytomicBulkSyncSchedule' {
    It 'sends the schedule back exactly, except for the specified settings and those that the operation does not accept' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, "{`"data`":$full}")
        $actions = Get-Action { [pscustomobject]@{ SyncId = $sync; Id = $one } | Set-PolytomicBulkSyncSchedule -Hour 6 -SelectiveMode none -Verbose }
        Get-Sent $scripted | Should -Be "GET $base/$one", "GET $base/$one", "PUT $base/$one", "GET $base/$one"
        Get-SentBody $scripted | Should -BeExactly '{"schedule":{"frequency":"weekly","hour":"6","minute":"5","dayOfWeek":"friday","dayOfMonth":null,"month":null,"selectiveMode":"none","shade":{"exact":1.0,"huge":1e400}}}'
        $actions | Assert-Fact "~ Hour: '4' -> '6'", "~ SelectiveMode: 'incrementalFields' -> 'none'", $one, $sync
    }

    It 'writes nothing if nothing differs, and reports this with -Verbose' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        $out = Set-PolytomicBulkSyncSchedule $sync $one -Frequency Weekly -Hour 4 -DayOfWeek Friday -Verbose -PassThru 4>&1
        Get-Sent $scripted | Should -Be "GET $base/$one"
        @($out | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like "*$one*" -and "$_" -notlike 'GET *' }) | Should -HaveCount 1 -Because 'the message is written once'
        $schedule = $out | Where-Object { $_ -is [PolytomicBulk.BulkSyncSchedule] }
        $schedule.Id, $schedule.SyncId | Should -Be ([guid]$one), ([guid]$sync)
        Get-Utc $schedule.NextRun | Should -Be '2026-06-05T04:05'
    }

    It 'checks whether the schedule has the settings that a new frequency needs' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $manual = '{"data":{"frequency":"manual","hour":"","minute":"3"}}'
        $null = $scripted.Handler.AnswerAt("$base/$one", 200, "{`"data`":$full}").AnswerAt("$base/$two", 200, $manual)
        Set-PolytomicBulkSyncSchedule $sync $two, $one -Frequency daily -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicInvalidArgument 'daily', '-Hour'
        $failure[0].TargetObject | Should -Be ([guid]$two)
        Get-Sent $scripted | Should -Be "GET $base/$two", "GET $base/$one", "GET $base/$one", "PUT $base/$one", "GET $base/$one"
    }

    It 'only reads with -WhatIf' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        Set-PolytomicBulkSyncSchedule $sync $one -Minute 30 -PassThru -WhatIf | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -Be "GET $base/$one"
    }

    It 'says what was changed if the result cannot be read' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, "{`"data`":$full}").Answer(200, "{`"data`":$full}").Otherwise(429, '{"message":"slow down"}')
        Set-PolytomicBulkSyncSchedule $sync $one -Minute 30 -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicRateLimited 'slow down', '~ Minute', "'30'", 'accepted'
    }

    It 'returns the changed schedule with -PassThru, and otherwise nothing' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Otherwise(200, '{"data":{"frequency":"daily","hour":"13","minute":"0"}}')
        Set-PolytomicBulkSyncSchedule $sync $one -Minute 30 | Should -BeNullOrEmpty
        $schedule = Set-PolytomicBulkSyncSchedule $sync $one -Minute 31 -PassThru
        $schedule.Id, $schedule.SyncId, $schedule.Hour, $schedule.Minute | Should -Be ([guid]$one), ([guid]$sync), '4', '31'
        Get-Utc $schedule.NextRun | Should -Be '2026-06-05T04:31'
    }

    It 'names a schedule that does not exist, and changes the others' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/$one", 200, "{`"data`":$full}").AnswerAt("$base/$two", 404, '{}')
        Set-PolytomicBulkSyncSchedule $sync $two, $one -Minute 1 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.TargetObject | Should -Be ([guid]$two)
        Get-Sent $scripted | Select-Object -Last 2 | Should -Be "PUT $base/$one", "GET $base/$one"
    }
}

Describe -Tag PowerShell7 'Remove-PolytomicBulkSyncSchedule' {
    It 'sends one DELETE for each schedule, without a key' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '').Answer(404, '{"message":"schedule not found"}').Answer(204, '')
        $one, $two, $three | ForEach-Object { [pscustomobject]@{ SyncId = $sync; ScheduleId = $_ } } |
            Remove-PolytomicBulkSyncSchedule -Force -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -Be "DELETE $base/$one", "DELETE $base/$two", "DELETE $base/$three"
        (Get-SentRequest $scripted)[0].Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
        $failure.TargetObject | Should -Be ([guid]$two)
    }

    It 'asks unless -Force is specified, and sends nothing with -WhatIf, even with -Force' {
        $scripted = New-ScriptedSession
        Remove-PolytomicBulkSyncSchedule $sync $one -Force -WhatIf
        Get-SentRequest $scripted | Should -BeNullOrEmpty
        ((Get-Command Remove-PolytomicBulkSyncSchedule).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)).ConfirmImpact | Should -Be 'High'
    }

    It 'succeeds if a repeated attempt returns 404' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Break().Answer(404, '{"message":"schedule not found"}')
        Remove-PolytomicBulkSyncSchedule $sync $one -Force -ErrorAction Stop
        Get-Sent $scripted | Should -HaveCount 2
    }
}

Describe -Tag PowerShell7 'Schedules of the sandbox, as the cmdlets change them' {
    BeforeEach { $sandbox = New-Sandbox }

    It 'can be added, changed and removed, by chained commands' {
        $made = Get-PolytomicBulkSync HubSpot* | New-PolytomicBulkSyncSchedule -Frequency daily -Hour 2 -Minute 30
        $made.Id | Should -Not -BeNullOrEmpty
        $same = New-PolytomicBulkSyncSchedule $other daily -Hour 2 -Minute 30
        $same.Id | Should -Not -Be $made.Id
        (Get-PolytomicBulkSyncSchedule $other | Where-Object { -not $_.IsDefault }).Id | Sort-Object | Should -Be ($made.Id, $same.Id | Sort-Object)
        $same | Remove-PolytomicBulkSyncSchedule -Force
        $made | Set-PolytomicBulkSyncSchedule -Frequency weekly -DayOfWeek friday -SelectiveMode incrementalFields
        $now = Get-PolytomicBulkSyncSchedule $other $made.Id
        "$now", $now.SelectiveMode, $now.SyncMode, $now.IsDefault | Should -Be 'weekly friday 02:30 UTC', 'incrementalFields', 'normal', $false
        "$((Get-PolytomicBulkSync -Id $other).AdditionalSchedules)" | Should -Be 'weekly friday 02:30 UTC'
        Get-PolytomicBulkSyncSchedule $other | Where-Object Frequency -EQ weekly | Remove-PolytomicBulkSyncSchedule -Force
        (Get-PolytomicBulkSyncSchedule $other).Frequency | Should -Be 'hourly'
    }

    It 'from the pipeline are read alone: <form>' -ForEach @(
        @{ form = 'the objects'; copy = { $args[0] } }
        @{ form = 'Select-Object'; copy = { $args[0] | Select-Object SyncId, ScheduleId } }
        @{ form = 'CSV'; copy = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ form = 'JSON'; copy = { $args[0] | ConvertTo-Json -Depth 9 | ConvertFrom-Json } }
    ) {
        $null = New-PolytomicBulkSyncSchedule $sync daily -Hour 2 -Minute 30
        $all = @(Get-PolytomicBulkSyncSchedule $sync)
        $all.Count | Should -BeGreaterThan 2
        (& $copy $all[1, 2] | Get-PolytomicBulkSyncSchedule -ErrorAction Stop).Id | Should -Be $all[1, 2].Id
    }

    It 'are due at a time or not at all, so that a filter by Next finds only those of active bulk syncs' {
        $due = @(Get-PolytomicBulkSyncSchedule | Where-Object Next -GT ([datetime]'2000-01-01'))
        $due.Count | Should -BeGreaterThan 2
        $due.Active | Should -Not -Contain $false
        foreach ($schedule in $due) { $schedule.Next | Should -Be $schedule.NextRun }
    }

    It 'are not changed by an outdated copy from the pipeline: <form>' -ForEach @(
        @{ form = 'the object'; copy = { $args[0] } }
        @{ form = 'Select-Object'; copy = { $args[0] | Select-Object * } }
        @{ form = 'CSV'; copy = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ form = 'JSON'; copy = { $args[0] | ConvertTo-Json -Depth 9 | ConvertFrom-Json } }
        @{ form = 'CLIXML'; copy = { $args[0] | Export-Clixml "$TestDrive/schedule.xml"; Import-Clixml "$TestDrive/schedule.xml" } }
    ) {
        $made = New-PolytomicBulkSyncSchedule $other daily -Hour 2 -Minute 30
        $fresh = & $copy (Get-PolytomicBulkSyncSchedule $other $made.Id)
        ($fresh | Set-PolytomicBulkSyncSchedule -Hour 3 -PassThru -ErrorAction Stop).Hour | Should -Be '3'
        $sandbox.Clock.Advance([timespan]::FromSeconds(2))
        $seen = & $copy (Get-PolytomicBulkSyncSchedule $other $made.Id)
        Set-PolytomicBulkSyncSchedule $other $made.Id -Hour 4
        $seen | Set-PolytomicBulkSyncSchedule -Minute 15 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0] | Assert-Failure PolytomicConflict "$($made.Id)"
        (Get-PolytomicBulkSyncSchedule $other $made.Id).Minute | Should -Be '30'
        ($seen | Set-PolytomicBulkSyncSchedule -Minute 15 -Force -PassThru -ErrorAction Stop).Minute | Should -Be '15'
        $seen | Set-PolytomicBulkSyncSchedule -Id $made.Id -Minute 20 -ErrorAction Stop
    }

    It 'keep settings that a change does not specify' {
        $schedule = Get-PolytomicBulkSyncSchedule $sync | Where-Object { -not $_.IsDefault }
        $after = $schedule | Set-PolytomicBulkSyncSchedule -Minute 45 -PassThru
        "$after", $after.SyncMode, $after.SelectiveMode | Should -Be 'weekly sunday 03:45 UTC', 'refetch', 'nonincrementalFields'
    }
}

Describe -Tag PowerShell7 'A schedule on the screen' {
    BeforeAll { $null = New-Sandbox }

    It 'shows its times in UTC in words, and the next run in local time' {
        $schedule = Get-PolytomicBulkSyncSchedule $sync | Where-Object IsDefault
        $table = $schedule | Format-Table | Out-String -Width 200
        $table | Should -Match "Sync: .*$sync"
        $table | Should -Match '(?m)^Schedule +Next +IsDefault +Id +Syncs\s*$'
        $table | Should -Match "(?m)^daily 12:30 UTC +$($schedule.NextRun.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)) +True +$($one.Substring(0, 8)) +all schemas\s*$"
    }

    It 'has every property in a list' {
        $schedule = Get-PolytomicBulkSyncSchedule $sync | Select-Object -First 1
        $list = $schedule | Format-List | Out-String -Width 200
        foreach ($property in $schedule.PSObject.Properties.Name -ne 'AdditionalProperties') { $list | Should -Match "(?m)^$property( \(UTC\))? +:" }
    }

    It 'completes known values' {
        function Complete([string] $Text) { (TabExpansion2 $Text $Text.Length).CompletionMatches.CompletionText }
        Complete 'New-PolytomicBulkSyncSchedule -Frequency w' | Should -Be 'weekly'
        Complete 'Set-PolytomicBulkSyncSchedule -DayOfWeek s' | Should -Be 'saturday', 'sunday'
        Complete 'New-PolytomicBulkSyncSchedule -SelectiveMode non' | Should -Be 'none', 'nonincrementalFields'
    }
}
