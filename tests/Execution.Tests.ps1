BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    $syncId = '22222222-0000-4000-8000-00000000000a'
    $otherId = '22222222-0000-4000-8000-00000000000b'
    $executionId = '33333333-0000-4000-8000-00000000000a'
    $otherExecutionId = '33333333-0000-4000-8000-00000000000b'
    $nothing = '{"data":null}'

    # The JSON of an execution. All times are on the same morning.
    function New-Execution([string] $Id = $executionId, [string] $Status = 'completed', [string] $Started = '2026-06-01T08:00:00Z', [string] $Updated = $Started, [string] $More = '') {
        "{""id"":""$Id"",""status"":""$Status"",""started_at"":""$Started"",""updated_at"":""$Updated""$More}"
    }

    function New-Page([string[]] $Items, [string] $Next) {
        $pagination = if ($Next) { ",""pagination"":{""next_page_token"":""$Next""}" }
        "{""data"":[$($Items -join ',')]$pagination}"
    }

    # The status of a bulk sync with one schema, in the list of statuses.
    function New-State([string] $Sync = $syncId, [string] $Status = 'running', [string] $Execution = $executionId, [long] $Records = 5, [string] $Schema = $Status) {
        "{""sync_id"":""$Sync"",""status"":""$Status"",""schemas"":[{""schema"":""a"",""execution_id"":""$Execution"",""status"":""$Schema"",""record_count"":$Records}]}"
    }

    function Get-Path($Scripted) { @(Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" }) }

    # A sandbox whose clock advances only during waits.
    function New-SandboxSession {
        $clock = [TestSupport.TestClock]::new()
        [pscustomobject]@{ Clock = $clock; Session = Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } -PassThru }
    }

    # Runs a script in its own runspace. The host cannot ask questions.
    function Invoke-Unattended([string] $Script, $Session) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; `$session = `$args[0]; $Script").AddArgument($Session)
            $output = $shell.Invoke()
            [pscustomobject]@{ Output = $output; Errors = @($shell.Streams.Error); Progress = @($shell.Streams.Progress) }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll { Disconnect-Polytomic }

Describe 'Get-PolytomicBulkSyncExecution' {
    Context 'one execution' {
        BeforeAll {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, @"
{"data":{"id":"$executionId","type":"scheduled","status":"completed","status_message":"all well","created_at":"2026-06-01T07:59:58Z","started_at":"2026-06-01T08:00:00.123456789Z",
"completed_at":"2026-06-01T09:30:05.123456789Z","updated_at":"2026-06-01T09:30:06Z","record_count":1200,"warning_count":2,"error_count":1,"fetch_mode":"incremental","output_disposition":"retain",
"is_resync":false,"is_partial":true,"is_test":false,"cost":{"credits":1.5},"schemas":[
{"schema":"Account","output_name":"account","status":"completed","status_message":"fine","created_at":"2026-06-01T07:59:58Z","started_at":"2026-06-01T08:00:01Z","completed_at":"2026-06-01T08:01:00Z",
"updated_at":"2026-06-01T08:01:01Z","record_count":1000,"warning_count":2,"error_count":0,"lag":7},
{"schema":"Lead","status":"completed","record_count":200},{"schema":"Task","status":"failed","error_count":1}]}}
"@)
            $execution = Get-PolytomicBulkSyncExecution -SyncId $syncId -Id $executionId
        }

        It 'sends one GET for the execution' {
            Get-Path $scripted | Should -Be "GET /api/bulk/syncs/$syncId/executions/$executionId"
            (Get-SentRequest $scripted).Body | Should -BeNullOrEmpty
            (Get-SentRequest $scripted).Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
        }

        It 'has every property' {
            $execution | Should -BeOfType PolytomicBulk.BulkSyncExecution
            $execution.SyncId | Should -Be ([guid]$syncId)
            $execution.Id | Should -Be ([guid]$executionId)
            $execution.ExecutionId | Should -Be ([guid]$executionId)
            $execution.Type | Should -Be 'scheduled'
            $execution.Status | Should -Be 'completed'
            $execution.StatusMessage | Should -Be 'all well'
            $execution.IsTerminal | Should -BeTrue
            $execution.StartedAt.Kind | Should -Be 'Local'
            $execution.CreatedAt.ToUniversalTime() | Should -Be ([datetime]::new(2026, 6, 1, 7, 59, 58))
            $execution.StartedAt.ToUniversalTime().ToString('HH:mm:ss') | Should -Be '08:00:00'
            $execution.UpdatedAt.ToUniversalTime() | Should -Be ([datetime]::new(2026, 6, 1, 9, 30, 6))
            $execution.Duration | Should -Be ([timespan]'01:30:05')
            $execution.RecordCount, $execution.WarningCount, $execution.ErrorCount | Should -Be 1200, 2, 1
            $execution.FetchMode, $execution.OutputDisposition | Should -Be 'incremental', 'retain'
            $execution.IsResync, $execution.IsPartial, $execution.IsTest | Should -Be $false, $true, $false
            $execution.AdditionalProperties.cost.credits | Should -Be 1.5
        }

        It 'has every property of its schemas, and their sync and execution' {
            $schema = $execution.Schemas[0]
            $schema | Should -BeOfType PolytomicBulk.BulkSyncSchemaExecution
            $schema.SyncId, $schema.ExecutionId | Should -Be ([guid]$syncId), ([guid]$executionId)
            $schema.Schema, $schema.OutputName, $schema.Status, $schema.StatusMessage | Should -Be 'Account', 'account', 'completed', 'fine'
            $schema.RecordCount, $schema.WarningCount, $schema.ErrorCount | Should -Be 1000, 2, 0
            $schema.CreatedAt, $schema.StartedAt, $schema.CompletedAt, $schema.UpdatedAt | ForEach-Object { $_.ToUniversalTime().ToString('HH:mm:ss') } |
                Should -Be '07:59:58', '08:00:01', '08:01:00', '08:01:01'
            $schema.AdditionalProperties.lag | Should -Be 7
        }

        It 'reads well as text and in a CSV cell' {
            "$execution" | Should -Be 'completed, 1200 records, 2 warnings, 1 error'
            "$($execution.Schemas[1])" | Should -Be 'Lead: completed, 200 records'
            ($execution | ConvertTo-Csv | ConvertFrom-Csv).Schemas | Should -Be '2 completed, 1 failed'
            $execution | Format-List | Out-String | Should -Match 'Schemas\s+: 2 completed, 1 failed'
            $execution | Format-Table | Out-String -Width 200 | Should -Match "01:30:05 completed +1200 $("$executionId".Split('-')[0]) partial: all well \(2 warnings, 1 error\)"
        }
    }

    It 'accepts an execution without values' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":null,"status":null,"schemas":null,"started_at":null}}').Answer(200, '{"data":{}}')
        foreach ($execution in Get-PolytomicBulkSyncExecution $syncId $executionId, $otherExecutionId) {
            $execution.SyncId | Should -Be ([guid]$syncId)
            $execution.Duration | Should -BeNullOrEmpty
            $execution.IsTerminal | Should -BeFalse
            "$execution" | Should -Be ''
        }
    }

    It 'treats <status> as ended: <over>' -ForEach @(
        @{ status = 'completed'; over = $true }, @{ status = 'canceled'; over = $true }, @{ status = 'failed'; over = $true }
        @{ status = 'errors'; over = $true }, @{ status = 'interrupted'; over = $true }
        @{ status = 'created'; over = $false }, @{ status = 'scheduled'; over = $false }, @{ status = 'running'; over = $false }
        @{ status = 'exporting'; over = $false }, @{ status = 'processing'; over = $false }, @{ status = 'canceling'; over = $false }
        @{ status = 'hibernating'; over = $false }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status $status)}")
        $execution = Get-PolytomicBulkSyncExecution -SyncId $syncId -ExecutionId $executionId
        $execution.Status | Should -Be $status
        $execution.IsTerminal | Should -Be $over
    }

    It 'lists all pages, newest first, a hundred at a time' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-Execution) 'p 2')).Answer(200, (New-Page (New-Execution $otherExecutionId)))
        $executions = @(Get-PolytomicBulkSyncExecution -SyncId $syncId)
        $executions.Id | Should -Be ([guid]$executionId), ([guid]$otherExecutionId)
        $executions.SyncId | Should -Be ([guid]$syncId), ([guid]$syncId)
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/$syncId/executions?limit=100", "GET /api/bulk/syncs/$syncId/executions?limit=100&page_token=p%202"
    }

    It 'returns nothing for a sync that never ran' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $nothing)
        Get-PolytomicBulkSyncExecution -SyncId $syncId -First 3 -Completed -Ascending | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/$syncId/executions?only_terminal=true&ascending=true&limit=3"
    }

    It 'requests no page beyond -First' {
        $scripted = New-ScriptedSession
        $items = 1..8 | ForEach-Object { New-Execution -Id (New-Guid) }
        $null = $scripted.Handler.Answer(200, (New-Page $items[0..3] 'p2')).Answer(200, (New-Page $items[4..7] 'p3'))
        @(Get-PolytomicBulkSyncExecution -SyncId $syncId -First 6).Count | Should -Be 6
        (Get-Path $scripted).Count | Should -Be 2
        $null = $scripted.Handler.Answer(200, (New-Page $items[0..3] 'p2'))
        @(Get-PolytomicBulkSyncExecution -SyncId $syncId -First 4).Count | Should -Be 4
        (Get-Path $scripted).Count | Should -Be 3
    }

    It 'stops at the first execution before -Since' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page @(
                    New-Execution -Id (New-Guid) -More ',"type":"later"' -Started '2026-06-01T10:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"just"' -Started '2026-06-01T09:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"before"' -Started '2026-06-01T08:59:59Z'
                ) 'p2'))
        $since = [datetime]::new(2026, 6, 1, 9, 0, 0, [DateTimeKind]::Utc).ToLocalTime()
        (Get-PolytomicBulkSyncExecution -SyncId $syncId -Since $since).Type | Should -Be 'later', 'just'
        (Get-Path $scripted).Count | Should -Be 1
    }

    It 'reads -Since without a time zone as local' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-Execution -Id (New-Guid) -Started '2026-06-01T10:00:00Z'), (New-Execution -Id (New-Guid) -Started '2026-06-01T08:59:59Z')))
        $since = [datetime]::SpecifyKind([datetime]::new(2026, 6, 1, 9, 0, 0, [DateTimeKind]::Utc).ToLocalTime(), 'Unspecified')
        @(Get-PolytomicBulkSyncExecution -SyncId $syncId -Since $since).Count | Should -Be 1
    }

    It 'accepts an age for -Since: <written>' -ForEach @(
        @{ written = '1d'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since 1d }; hours = 24 }
        @{ written = '"2D"'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since '2D' }; hours = 48 }
        @{ written = '12h'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since 12h }; hours = 12 }
        @{ written = '90m'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since 90m }; hours = 1.5 }
        @{ written = '2w'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since 2w }; hours = 336 }
        @{ written = 'a TimeSpan'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since ([timespan]'1.00:00') }; hours = 24 }
        @{ written = 'a DateTimeOffset'; with = { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since ([datetimeoffset]::Parse('2026-05-31T17:30:00+05:30')) }; hours = 24 }
    ) {
        $scripted = New-ScriptedSession
        # An age counts back from the time of the session's clock.
        $ago = $scripted.Clock.GetUtcNow().UtcDateTime.AddHours(-$hours)
        $null = $scripted.Handler.Answer(200, (New-Page @(
                    New-Execution -Id (New-Guid) -More ',"type":"after"' -Started $ago.AddMinutes(20).ToString('o')
                    New-Execution -Id (New-Guid) -More ',"type":"before"' -Started $ago.AddMinutes(-20).ToString('o')
                )))
        (& $with).Type | Should -Be 'after'
    }

    It 'accepts a time in the user''s culture for -Since' {
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'de-AT'
        try {
            foreach ($since in '13.02.2026 09:00', '2026-02-13 09:00') {
                $scripted = New-ScriptedSession
                $null = $scripted.Handler.Answer(200, (New-Page (New-Execution -Id (New-Guid) -Started ([datetime]'2026-02-13 09:00').ToUniversalTime().ToString('o')), (New-Execution -Id (New-Guid) -Started '2026-02-10T00:00:00Z')))
                @(Get-PolytomicBulkSyncExecution -SyncId $syncId -Since $since).Count | Should -Be 1
            }
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'refuses -Since <since> before any request' -ForEach @(
        @{ since = 30s; says = '12h' }
        @{ since = 1y; says = '12h' }
        @{ since = 0x10; says = '12h' }
        @{ since = 1.5; says = '12h' }
        @{ since = 1kb; says = '12h' }
        @{ since = 'soon'; says = 'soon', '12h' }
        @{ since = '3M'; says = '3M', 'm', 'h', 'd', 'w' }
        @{ since = '1.5h'; says = '1.5h', '12h' }
        @{ since = 7; says = '7', '12h' }
        @{ since = 20260301; says = '20260301', '12h' }
        @{ since = '09:00'; says = '09:00', '12h' }
        @{ since = [timespan]::FromDays(-1); says = '-1.00:00:00' }
        @{ since = [timespan]::MaxValue; says = "$([timespan]::MaxValue)" }
    ) {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSyncExecution -SyncId $syncId -Since $since } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError (@('Since') + $says)
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'includes executions that have not begun with -Since' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page "{""id"":""$executionId"",""status"":""created""}", (New-Execution -Id (New-Guid) -Started '2020-01-01T00:00:00Z')))
        (Get-PolytomicBulkSyncExecution -SyncId $syncId -Since ([datetime]::new(2026, 1, 1))).Status | Should -Be 'created'
    }

    It 'reads with -Completed -Since until an execution was last changed before that time' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page @(
                    New-Execution -Id (New-Guid) -More ',"type":"long"' -Started '2026-06-01T07:00:00Z' -Updated '2026-06-01T11:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"short"' -Started '2026-06-01T10:00:00Z' -Updated '2026-06-01T10:01:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"old"' -Started '2026-06-01T07:30:00Z' -Updated '2026-06-01T08:00:00Z'
                ) 'p2'))
        (Get-PolytomicBulkSyncExecution -SyncId $syncId -Completed -Since ([datetime]::new(2026, 6, 1, 9, 0, 0, [DateTimeKind]::Utc))).Type | Should -Be 'short'
        (Get-Path $scripted).Count | Should -Be 1
    }

    It 'reads back to -Since, and writes oldest first with -Ascending' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page @(
                    New-Execution -Id (New-Guid) -More ',"type":"c"' -Started '2026-06-01T11:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"b"' -Started '2026-06-01T10:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"a"' -Started '2026-06-01T09:00:00Z'
                    New-Execution -Id (New-Guid) -More ',"type":"old"' -Started '2026-06-01T08:00:00Z'
                ) 'p2'))
        (Get-PolytomicBulkSyncExecution -SyncId $syncId -Ascending -First 2 -Since ([datetime]::new(2026, 6, 1, 9, 0, 0, [DateTimeKind]::Utc))).Type | Should -Be 'a', 'b'
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/$syncId/executions?limit=100"
    }

    It 'continues after a bulk sync that does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"key":"not_found","message":"no such sync","status":404}').Answer(200, (New-Page (New-Execution)))
        $found = [pscustomobject]@{ SyncId = $otherId }, [pscustomobject]@{ SyncId = $syncId } | Get-PolytomicBulkSyncExecution -ErrorVariable caught -ErrorAction SilentlyContinue
        $found.SyncId | Should -Be ([guid]$syncId)
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicNotFound
        $caught[0].TargetObject | Should -Be ([guid]$otherId)
    }

    It 'refuses -First <first>' -ForEach @{ first = 0 }, @{ first = -1 } {
        $null = New-SandboxSession
        { Get-PolytomicBulkSyncExecution -SyncId $syncId -First $first } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
    }

    It 'lists the executions of a bulk sync from the pipeline, and reads an execution from the pipeline again' {
        $sandbox = New-SandboxSession
        $sync = Get-PolytomicBulkSync -Name 'Stripe to BigQuery'
        $listed = @($sync | Get-PolytomicBulkSyncExecution)
        $listed.Count | Should -BeGreaterThan 5
        $again = @($listed[0..1] | Get-PolytomicBulkSyncExecution)
        $again.Id | Should -Be $listed[0..1].Id
        @($listed[0].Schemas[0] | Get-PolytomicBulkSyncExecution).Id | Should -Be $listed[0].Id
    }

    Context 'executions of all bulk syncs' {
        BeforeEach {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, "{""data"":[{""id"":""$syncId"",""name"":""One""},{""id"":""$otherId"",""name"":""Two""}]}")
            $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$syncId/executions?limit=100", 200, (New-Page @(
                (New-Execution -Id (New-Guid) -Status failed -Started '2026-06-01T09:00:00Z'), (New-Execution -Id (New-Guid) -Status canceled -Started '2026-06-01T08:00:00Z'), (New-Execution -Id (New-Guid) -Status errors -Started '2026-06-01T07:00:00Z'))))
            $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/executions?limit=100", 200, (New-Page (New-Execution -Id (New-Guid) -Status running -Started '2026-06-01T09:30:00Z')))
        }

        It 'are listed for one bulk sync after the other' {
            $all = Get-PolytomicBulkSyncExecution
            $all.SyncName | Should -Be 'One', 'One', 'One', 'Two'
            @(Get-Path $scripted)[0] | Should -Be 'GET /api/bulk/syncs?limit=50'
            @(Get-Path $scripted) | Should -HaveCount 3
        }

        It 'are listed only for those <how>' -ForEach @(
            @{ how = 'with a status'; with = @{ Status = 'canceled' }; is = 'canceled' }
            @{ how = 'with one of two statuses, ignoring case'; with = @{ Status = 'Running', 'ERRORS' }; is = 'errors', 'running' }
            @{ how = 'that failed'; with = @{ Failed = $true }; is = 'failed', 'errors' }
            @{ how = 'that failed, and only the first of each bulk sync'; with = @{ Failed = $true; First = 1 }; is = @('failed') }
            @{ how = 'before a time'; with = @{ Until = [datetime]::new(2026, 6, 1, 8, 0, 0, [DateTimeKind]::Utc) }; is = @('errors') }
            @{ how = 'between two times'; with = @{ Since = [datetime]::new(2026, 6, 1, 8, 0, 0, [DateTimeKind]::Utc); Until = [datetime]::new(2026, 6, 1, 9, 30, 0, [DateTimeKind]::Utc) }; is = 'failed', 'canceled' }
        ) { (Get-PolytomicBulkSyncExecution @with).Status | Should -Be $is }

        It 'are not listed if an object from the pipeline is not a bulk sync' {
            [pscustomobject]@{ Other = 1 } | Get-PolytomicBulkSyncExecution -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $caught | Should -HaveCount 1
            [pscustomobject]@{ SyncId = [guid]::Empty } | Get-PolytomicBulkSyncExecution -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure ParameterArgumentTransformationError 'SyncId', "$([guid]::Empty)"
            Get-SentRequest $scripted | Should -BeNullOrEmpty
        }
    }

    It 'stops at -Until with the oldest first' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page @((New-Execution -Id (New-Guid) -Started '2026-06-01T07:00:00Z'), (New-Execution -Id (New-Guid) -Started '2026-06-01T09:00:00Z')) 'next'))
        @(Get-PolytomicBulkSyncExecution -SyncId $syncId -Ascending -Until ([datetime]::new(2026, 6, 1, 8, 0, 0, [DateTimeKind]::Utc))) | Should -HaveCount 1
        @(Get-Path $scripted) | Should -HaveCount 1
    }

    It 'refuses <what> before any request' -ForEach @(
        @{ what = 'an unknown status'; with = @{ Status = 'completed', 'fialed' }; says = 'fialed', 'failed' }
        @{ what = 'an -Until before -Since'; with = @{ Since = '2026-06-02'; Until = '2026-06-01' }; says = '-Since', '-Until' }
    ) {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSyncExecution -SyncId $syncId @with } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $says
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Get-PolytomicBulkSyncStatus' {
    It 'reads a status in full' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @"
{"data":{"current_execution":$(New-Execution -Status 'running' -More ',"schemas":[{"schema":"a"}]'),"last_execution":$(New-Execution $otherExecutionId -Status 'failed'),
"next_execution_time":"2026-06-02T04:00:00Z","ingestion_status":{"enabled":true,"is_running":false,"status":"warning","status_message":"slow","position":"0/1","position_time":"2026-06-01T11:59:00Z",
"highwater_mark":"0/2","updated_at":"2026-06-01T12:00:00Z"},"mood":"good"}}
"@)
        $status = Get-PolytomicBulkSyncStatus -Id $syncId
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/$syncId/status"
        $status | Should -BeOfType PolytomicBulk.BulkSyncStatus
        $status.SyncId | Should -Be ([guid]$syncId)
        $status.CurrentExecution.Id, $status.LastExecution.Id | Should -Be ([guid]$executionId), ([guid]$otherExecutionId)
        $status.CurrentExecution.SyncId, $status.LastExecution.SyncId | Should -Be ([guid]$syncId), ([guid]$syncId)
        $status.CurrentExecution.Schemas[0].ExecutionId | Should -Be ([guid]$executionId)
        $status.NextExecutionTime.ToUniversalTime() | Should -Be ([datetime]::new(2026, 6, 2, 4, 0, 0))
        $ingestion = $status.IngestionStatus
        $ingestion.Enabled, $ingestion.IsRunning, $ingestion.Status, $ingestion.StatusMessage | Should -Be $true, $false, 'warning', 'slow'
        $ingestion.Position, $ingestion.HighwaterMark | Should -Be '0/1', '0/2'
        $ingestion.PositionTime.ToUniversalTime().Minute, $ingestion.UpdatedAt.ToUniversalTime().Minute | Should -Be 59, 0
        "$ingestion" | Should -Be 'warning at 0/1'
        $status.AdditionalProperties.mood | Should -Be 'good'
        "$status" | Should -Be 'running'
    }

    It 'accepts a status without values' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"current_execution":null,"ingestion_status":null}}')
        $status = Get-PolytomicBulkSyncStatus $syncId
        $status.SyncId | Should -Be ([guid]$syncId)
        $status.CurrentExecution, $status.LastExecution, $status.IngestionStatus, $status.NextExecutionTime | Should -Be $null, $null, $null, $null
        "$status" | Should -Be ''
    }

    It 'reads a summary of <name> with one request' -ForEach @(
        @{ name = 'all bulk syncs with -All'; with = @{ Summary = $true; All = $true }; query = 'all=true' }
        @{ name = 'all bulk syncs with only -Summary'; with = @{ Summary = $true }; query = 'all=true' }
        @{ name = 'active bulk syncs with -Active'; with = @{ Summary = $true; Active = $true }; query = 'active=true' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @"
{"data":[{"sync_id":"$syncId","status":"running","nextExecutionTime":"2026-06-02T04:00:00Z","later":1,"schemas":[
{"schema":"a","execution_id":"$executionId","status":"running","status_message":"busy","started_at":"2026-06-01T08:00:00Z","completed_at":null,"record_count":5,"warning_count":1,"error_count":2},
{"schema":"b","execution_id":"$executionId","status":"completed","record_count":7}]},{"sync_id":"$otherId"}]}
"@)
        $first, $second = Get-PolytomicBulkSyncStatus @with
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/status?$query"
        $first | Should -BeOfType PolytomicBulk.BulkSyncExecutionStatus
        $first.SyncId, $first.Status, $first.IsTerminal | Should -Be ([guid]$syncId), 'running', $false
        $first.RecordCount, $first.WarningCount, $first.ErrorCount | Should -Be 12, 1, 2
        $first.NextExecutionTime.ToUniversalTime() | Should -Be ([datetime]::new(2026, 6, 2, 4, 0, 0))
        $first.AdditionalProperties.later | Should -Be 1
        $first.Schemas[0].SyncId, $first.Schemas[0].ExecutionId, $first.Schemas[0].StatusMessage | Should -Be ([guid]$syncId), ([guid]$executionId), 'busy'
        $first.Schemas.ToString() | Should -Be '1 completed, 1 running'
        "$first" | Should -Be 'running, 12 records, 1 warning, 2 errors'
        $second.SyncId, $second.Status, $second.RecordCount | Should -Be ([guid]$otherId), $null, $null
    }

    It 'reads the full status of all bulk syncs with their names, <name>' -ForEach @(
        @{ name = 'without a parameter'; with = @{}; query = 'limit=50' }
        @{ name = 'with -All'; with = @{ All = $true }; query = 'limit=50' }
        @{ name = 'with -Active'; with = @{ Active = $true }; query = 'active=true&limit=50' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":[{""id"":""$syncId"",""name"":""One"",""active"":true},{""id"":""$otherId"",""name"":""Two"",""active"":true}]}")
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$syncId/status", 200, "{""data"":{""last_execution"":$(New-Execution -Status 'failed' -More ',"completed_at":"2026-06-01T08:05:00Z","status_message":"why"')}}")
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/status", 403, '{"message":"no"}')
        $status = @(Get-PolytomicBulkSyncStatus @with -ErrorVariable caught -ErrorAction SilentlyContinue)
        @(Get-Path $scripted)[0] | Should -Be "GET /api/bulk/syncs?$query"
        $status | Should -BeOfType PolytomicBulk.BulkSyncStatus
        $status.SyncName, $status.Status, $status.StatusMessage, "$($status.Duration)" | Should -Be 'One', 'failed', 'why', '00:05:00'
        $status.CompletedAt.ToUniversalTime() | Should -Be ([datetime]'2026-06-01 08:05')
        $caught.Count | Should -Be 1
        $caught[0].TargetObject | Should -Be ([guid]$otherId)
    }

    It 'shows the current execution in full, or otherwise the last one' {
        $scripted = New-ScriptedSession
        $last = "{""id"":""$executionId"",""status"":""errors"",""status_message"":""why"",""started_at"":""2026-06-01T08:00:00Z"",""completed_at"":""2026-06-01T08:05:00Z"",""record_count"":5,""warning_count"":1,""error_count"":2}"
        $null = $scripted.Handler.Answer(200, "{""data"":{""last_execution"":$last}}").Answer(200, "{""data"":{""last_execution"":$last,""current_execution"":{""id"":""$executionId"",""status"":""running"",""record_count"":7}}}").Answer(200, '{"data":{}}')
        $over, $running, $none = $syncId, $syncId, $syncId | Get-PolytomicBulkSyncStatus
        $over.Status, $over.StatusMessage, $over.IsTerminal, $over.IsFailed, $over.RecordCount, $over.WarningCount, $over.ErrorCount, "$($over.Duration)" | Should -Be 'errors', 'why', $true, $true, 5, 1, 2, '00:05:00'
        $over.StartedAt.ToUniversalTime() | Should -Be ([datetime]'2026-06-01 08:00')
        $running.Status, $running.IsTerminal, $running.IsFailed, $running.RecordCount, $running.Duration | Should -Be 'running', $false, $false, 7, $null
        $none.Status, $none.IsTerminal, $none.IsFailed, $none.RecordCount | Should -Be $null, $false, $false, $null
        foreach ($case in @('failed', $true), @('interrupted', $true), @('errors', $true), @('completed', $false), @('canceled', $false), @('later', $false)) {
            ([PolytomicBulk.BulkSyncExecution]@{ Status = $case[0] }).IsFailed | Should -Be $case[1]
            ([PolytomicBulk.BulkSyncExecutionStatus]@{ Status = $case[0] }).IsFailed | Should -Be $case[1]
        }
    }

    It 'reads nothing if the pipeline is empty' {
        $scripted = New-ScriptedSession
        @() | Get-PolytomicBulkSyncStatus | Should -BeNullOrEmpty
        $null | Get-PolytomicBulkSyncStatus -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'reads summaries of many ids in order, with one request for every 40' {
        $scripted = New-ScriptedSession
        $ids = 1..41 | ForEach-Object { '44444444-0000-4000-8000-{0:000000000000}' -f $_ }
        $first = '/api/bulk/syncs/status?' + (($ids[0..39] | ForEach-Object { "sync_id=$_" }) -join '&')
        $null = $scripted.Handler.AnswerAt($first, 200, (New-Page ($ids[39..0] | ForEach-Object { New-State $_ })))
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/status?sync_id=$($ids[40])", 200, (New-Page (New-State $ids[40])))
        ($ids | Get-PolytomicBulkSyncStatus -Summary).SyncId | Should -Be ([guid[]]$ids)
        $sent = Get-SentRequest $scripted
        $sent.Count | Should -Be 2
        $sent | ForEach-Object { $_.Address.AbsoluteUri.Length } | Should -BeLessThan 2000
    }

    It 'reports which of several ids does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"key":"not_found","message":"no such sync","status":404}').Answer(404, '{"key":"not_found"}').Answer(200, (New-Page (New-State)))
        $found = Get-PolytomicBulkSyncStatus -Summary $otherId, $syncId -ErrorVariable caught -ErrorAction SilentlyContinue
        $found.SyncId | Should -Be ([guid]$syncId)
        $caught.Count | Should -Be 1
        $caught[0].TargetObject | Should -Be ([guid]$otherId)
        "$caught" | Assert-Fact 'bulk sync', $otherId
    }

    It 'reports a bulk sync that is missing from the answer' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State)))
        $found = Get-PolytomicBulkSyncStatus -Summary $otherId, $syncId -ErrorVariable caught -ErrorAction SilentlyContinue
        $found.SyncId | Should -Be ([guid]$syncId)
        $caught[0] | Assert-Failure PolytomicNotFound
        $caught[0].TargetObject | Should -Be ([guid]$otherId)
    }
}

Describe 'Start-PolytomicBulkSync' {
    It 'starts an execution and returns it' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status 'created')}")
        $execution = Start-PolytomicBulkSync -Id $syncId
        Get-Path $scripted | Should -Be "POST /api/bulk/syncs/$syncId/executions"
        $sent = Get-SentRequest $scripted
        $sent.Body | Should -Be '{}'
        $sent.Headers['Content-Type'] | Should -Be 'application/json'
        $execution.SyncId, $execution.Id, $execution.Status | Should -Be ([guid]$syncId), ([guid]$executionId), 'created'
    }

    It 'sends <body>' -ForEach @(
        @{ with = @{ Test = $true }; body = '{"test":true}' }
        @{ with = @{ ResyncMode = 'Refetch' }; body = '{"resync_mode":"refetch"}' }
        @{ with = @{ ResyncMode = 'rebuild'; Force = $true }; body = '{"resync_mode":"rebuild"}' }
        @{ with = @{ ResyncMode = 'resync'; Confirm = $false }; body = '{"resync_mode":"resync"}' }
        @{ with = @{ FetchMode = 'FULL'; SchemaId = 'Account', 'öäü "x"' }; body = '{"fetch_mode":"full","schemas":["Account","öäü \"x\""]}' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status 'created')}")
        $null = Start-PolytomicBulkSync -Id $syncId @with
        $sent = (Get-SentRequest $scripted).Body
        ($sent | ConvertFrom-Json | ConvertTo-Json -Compress) | Should -BeExactly ($body | ConvertFrom-Json | ConvertTo-Json -Compress)
    }

    It 'never starts a second execution when an answer is lost' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Break().Answer(200, "{""data"":$(New-Execution)}")
        $null = Start-PolytomicBulkSync -Id $syncId
        $keys = Get-SentRequest $scripted | ForEach-Object { $_.Headers['Idempotency-Key'] }
        $keys.Count | Should -Be 2
        $keys[0] | Should -Be $keys[1]
    }

    It 'refuses -Test with -ResyncMode before any request' {
        $scripted = New-ScriptedSession
        { Start-PolytomicBulkSync -Id $syncId -Test -ResyncMode refetch -Force } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'refuses <name> ''<value>'' and lists the valid values' -ForEach @{ name = 'ResyncMode'; value = 'redo'; known = 'refetch', 'resync', 'rebuild' }, @{ name = 'FetchMode'; value = 'some'; known = 'none', 'incremental', 'full' } {
        $scripted = New-ScriptedSession
        $with = @{ $name = $value }
        { Start-PolytomicBulkSync -Id $syncId @with } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument (@("-$name", $value) + $known)
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'completes <name>' -ForEach @{ name = 'ResyncMode'; known = 'rebuild', 'refetch', 'resync' }, @{ name = 'FetchMode'; known = 'full', 'incremental', 'none' } {
        $line = "Start-PolytomicBulkSync -$name "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be $known
    }

    Context 'with -WhatIf' {
        BeforeAll {
            function Get-Plan([scriptblock] $Script) {
                $null = Start-Transcript ($plan = Join-Path $TestDrive (New-Guid))
                try { & $Script } finally { $null = Stop-Transcript }
                Select-String -Path $plan -Pattern 'What if:.*' | ForEach-Object { $_.Matches.Value }
            }
        }
        BeforeEach { $world = New-SandboxSession }

        It 'names the schemas that would be synced, and starts nothing' {
            $before = (Get-PolytomicBulkSyncStatus 'Stripe to BigQuery').Status
            $enabled = (Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchema -Enabled).Id
            Get-Plan { Start-PolytomicBulkSync 'Stripe to BigQuery' -WhatIf } | Assert-Fact (@('Stripe to BigQuery') + $enabled)
            Get-Plan { Start-PolytomicBulkSync 'Stripe to BigQuery' -Schema charges -ResyncMode rebuild -Force -WhatIf } | Assert-Fact 'rebuild', 'charges', 'drops'
            Get-Plan { Start-PolytomicBulkSync 'Stripe to BigQuery' -Test -Wait -WhatIf } | Assert-Fact 'test', $enabled[0]
            (Get-PolytomicBulkSyncStatus 'Stripe to BigQuery').Status | Should -Be $before
        }

        It 'refuses what the service would refuse' {
            foreach ($plan in @{}, @{ WhatIf = $true }) {
                Start-PolytomicBulkSync 'Stripe to BigQuery' -Schema chargez @plan -ErrorAction SilentlyContinue -ErrorVariable caught
                $caught | Should -HaveCount 1
                $caught[0] | Assert-Failure PolytomicInvalidRequest 'Stripe to BigQuery', 'chargez'
                $caught[0].TargetObject | Should -BeOfType guid
            }
        }
    }

    It 'says what a <mode> does to the data' -ForEach @(
        @{ mode = 'resync'; drops = $false }
        @{ mode = 'rebuild'; drops = $true }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution)}")
        $said = Start-PolytomicBulkSync -Id $syncId -ResyncMode $mode -Schema a, b -Confirm:$false -Verbose 4>&1 | ForEach-Object { "$_" }
        $said[0] | Assert-Fact $mode, 'a, b', $syncId, 'tables', 'destination'
        $said[0] -match '\bdrop' | Should -Be $drops -Because 'only a rebuild creates the tables again'
    }

    It 'asks before a <mode>' -ForEach @{ mode = 'rebuild' }, @{ mode = 'resync' } {
        $scripted = New-ScriptedSession
        $result = Invoke-Unattended "Start-PolytomicBulkSync '$syncId' -ResyncMode $mode -Session `$session" $scripted.Session
        $result.Errors[0] | Assert-Failure PolytomicRefused $syncId, '-Force'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'does not ask if <why>' -ForEach @(
        @{ why = 'nothing is replaced'; with = '' }
        @{ why = 'the source is only read again'; with = '-ResyncMode refetch' }
        @{ why = '-Force is specified'; with = '-ResyncMode rebuild -Force' }
        @{ why = '-Confirm:$false is specified'; with = '-ResyncMode rebuild -Confirm:$false' }
        @{ why = '$ConfirmPreference is None'; with = '-ResyncMode rebuild'; before = '$ConfirmPreference = "None"; ' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution)}")
        $result = Invoke-Unattended "${before}Start-PolytomicBulkSync '$syncId' $with -Session `$session" $scripted.Session
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Id | Should -Be ([guid]$executionId)
    }

    It 'names the running execution, with the status <status>' -ForEach @{ status = 'running' }, @{ status = 'created' } {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(409, '{"key":"conflict","message":"already running","status":409}').Answer(200, "{""data"":{""current_execution"":$(New-Execution -Status $status)}}")
        Start-PolytomicBulkSync -Id $syncId -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be "POST /api/bulk/syncs/$syncId/executions", "GET /api/bulk/syncs/$syncId/status"
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicConflict
        $caught[0].TargetObject | Should -Be ([guid]$syncId)
        $caught[0].Exception.Message | Assert-Fact '409', 'already running', $executionId, $status
        $caught[0].Exception.StatusCode, $caught[0].Exception.Key, $caught[0].Exception.Method | Should -Be 409, 'conflict', 'POST'
    }

    It 'reports that a bulk sync is busy if <why>' -ForEach @{ why = 'the running execution cannot be read'; status = 500; answer = '' }, @{ why = 'it is no longer running'; status = 200; answer = '{"data":{}}' } {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Answer(409, '{"message":"already running"}').Answer($status, $answer)
        Start-PolytomicBulkSync -Id $syncId -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicConflict
        $caught[0].Exception.Message | Assert-Fact '409', 'already running'
    }

    It 'starts the other bulk syncs if one cannot start, and waits for them' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(400, '{"message":"no schemas"}').Answer(200, "{""data"":$(New-Execution -Status 'created')}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State))).Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $execution = $otherId, $syncId | Start-PolytomicBulkSync -Wait -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicInvalidRequest
        $execution.Id, $execution.Status | Should -Be ([guid]$executionId), 'completed'
        Get-Path $scripted | Select-Object -Skip 2 | Should -Be @(
            "GET /api/bulk/syncs/status?sync_id=$syncId", "GET /api/bulk/syncs/status?sync_id=$syncId", "GET /api/bulk/syncs/$syncId/executions/$executionId"
        )
        $scripted.Clock.Delays | Should -Be ([timespan]'00:00:02')
    }

    It 'ignores the status of the previous execution' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status 'created')}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'failed' -Execution $otherExecutionId))).Answer(200, "{""data"":$(New-Execution -Status 'scheduled')}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $execution = Start-PolytomicBulkSync $syncId -Wait
        $execution.Id, $execution.Status | Should -Be ([guid]$executionId), 'completed'
    }

    It 'requires -Wait for -TimeoutSec' {
        $scripted = New-ScriptedSession
        { Start-PolytomicBulkSync $syncId -TimeoutSec 5 -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-TimeoutSec', '-Wait'
        { Stop-PolytomicBulkSyncExecution -SyncId $syncId -Id $executionId -PollIntervalSec 5 -Force -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-PollIntervalSec', '-Wait'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Wait-PolytomicBulkSync' {
    It 'waits for the current execution, with delays that grow to 15 seconds' {
        $scripted = New-ScriptedSession
        1..7 | ForEach-Object { $null = $scripted.Handler.Answer(200, (New-Page (New-State -Records $_))) }
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $execution = Wait-PolytomicBulkSync -Id $syncId
        $execution.SyncId, $execution.Id, $execution.Status | Should -Be ([guid]$syncId), ([guid]$executionId), 'completed'
        $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 3, 4.5, 6.75, 10.125, 15, 15
        (Get-Path $scripted)[-1] | Should -Be "GET /api/bulk/syncs/$syncId/executions/$executionId"
    }

    It 'polls as often as -PollIntervalSec specifies' {
        $scripted = New-ScriptedSession
        1..3 | ForEach-Object { $null = $scripted.Handler.Answer(200, (New-Page (New-State))) }
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $null = Wait-PolytomicBulkSync -Id $syncId -PollIntervalSec 7
        $scripted.Clock.Delays.TotalSeconds | Should -Be 7, 7, 7
    }

    It 'returns the last execution at once if none is running' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":{""last_execution"":$(New-Execution)}}")
        (Wait-PolytomicBulkSync -Id $syncId).Id | Should -Be ([guid]$executionId)
        Get-Path $scripted | Should -Be "GET /api/bulk/syncs/status?sync_id=$syncId", "GET /api/bulk/syncs/$syncId/status"
        $scripted.Clock.Delays.Count | Should -Be 0
    }

    It 'waits for the specified execution even if another is running' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Execution $otherExecutionId))).Answer(200, "{""data"":$(New-Execution)}")
        $execution = Wait-PolytomicBulkSync -Id $syncId -ExecutionId $executionId
        $execution.Id | Should -Be ([guid]$executionId)
        $scripted.Clock.Delays.Count | Should -Be 0
    }

    It 'waits only for the first execution if the bulk sync runs continuously' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State))).Answer(200, (New-Page (New-State -Execution $otherExecutionId))).Answer(200, "{""data"":$(New-Execution)}")
        (Wait-PolytomicBulkSync -Id $syncId).Id | Should -Be ([guid]$executionId)
        (Get-Path $scripted)[-1] | Should -Be "GET /api/bulk/syncs/$syncId/executions/$executionId"
    }

    It 'waits for many bulk syncs with the same requests, and returns results in the order of the input' {
        $scripted = New-ScriptedSession
        $none = '00000000-0000-0000-0000-000000000000'
        $null = $scripted.Handler.Answer(200, (New-Page (New-State $syncId), (New-State $otherId -Status 'completed' -Execution $none)))
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/status", 200, "{""data"":{""last_execution"":$(New-Execution $otherExecutionId)}}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State $syncId -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        ($syncId, $otherId | Wait-PolytomicBulkSync).Id | Should -Be ([guid]$executionId), ([guid]$otherExecutionId)
        Get-Path $scripted | Should -Be @(
            "GET /api/bulk/syncs/status?sync_id=$syncId&sync_id=$otherId"
            "GET /api/bulk/syncs/$otherId/status"
            "GET /api/bulk/syncs/status?sync_id=$syncId"
            "GET /api/bulk/syncs/$syncId/executions/$executionId"
        )
    }

    It 'writes an error for an execution that ended as <status>, and returns it' -ForEach @{ status = 'failed' }, @{ status = 'errors' }, @{ status = 'interrupted' } {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status $status)))
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status $status -More ',"status_message":"warehouse suspended"')}")
        $execution = Wait-PolytomicBulkSync -Id $syncId -ExecutionId $executionId -ErrorVariable caught -ErrorAction SilentlyContinue
        $execution.Status | Should -Be $status
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicExecutionFailed
        $caught[0].TargetObject.Id | Should -Be ([guid]$executionId)
        $caught[0].Exception.Message | Assert-Fact $executionId, $syncId, 'warehouse suspended'
    }

    It 'warns of an execution that another user canceled' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'canceled'))).Answer(200, "{""data"":$(New-Execution -Status 'canceled')}")
        $execution = Wait-PolytomicBulkSync -Id $syncId -ExecutionId $executionId -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        $execution.Status | Should -Be 'canceled'
        "$warnings" | Assert-Fact $executionId, 'canceled'
    }

    It 'ends after -TimeoutSec, and does not change the execution' {
        $scripted = New-ScriptedSession
        1..4 | ForEach-Object { $null = $scripted.Handler.Answer(200, (New-Page (New-State))) }
        Wait-PolytomicBulkSync -Id $syncId -TimeoutSec 6 -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicTimeout
        $caught[0].TargetObject | Should -Be ([guid]$syncId)
        $caught[0].Exception.Message | Assert-Fact $executionId, '6', 'running'
        $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 3, 1
        @(Get-SentRequest $scripted | Where-Object Method -NE 'GET') | Should -BeNullOrEmpty
    }

    It 'returns the executions that have ended when the time is over' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State), (New-State $otherId -Status 'completed' -Execution $otherExecutionId)))
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/status", 200, "{""data"":{""last_execution"":$(New-Execution $otherExecutionId)}}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State)))
        $execution = $syncId, $otherId | Wait-PolytomicBulkSync -TimeoutSec 1 -ErrorVariable caught -ErrorAction SilentlyContinue
        $execution.Id | Should -Be ([guid]$otherExecutionId)
        $caught.TargetObject | Should -Be ([guid]$syncId)
    }

    It 'reports a bulk sync that does not exist, and waits for the other' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"no such sync"}')
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/status", 404, '{"message":"no such sync"}')
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$syncId/status", 200, "{""data"":{""current_execution"":$(New-Execution -Status 'running')}}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $execution = $otherId, $syncId | Wait-PolytomicBulkSync -ErrorVariable caught -ErrorAction SilentlyContinue
        $execution.Id | Should -Be ([guid]$executionId)
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicNotFound
        $caught[0].TargetObject | Should -Be ([guid]$otherId)
    }

    It 'returns the last execution of an idle bulk sync without an error or warning, even if it <status>' -ForEach @{ status = 'failed' }, @{ status = 'canceled' } {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status $status))).Answer(200, "{""data"":{""last_execution"":$(New-Execution -Status $status)}}")
        (Wait-PolytomicBulkSync -Id $syncId -ErrorAction Stop -WarningAction Stop).Status | Should -Be $status
    }

    It 'returns nothing for a bulk sync that never ran, and reports this with -Verbose, if <why>' -ForEach @{ why = 'it is not listed'; list = '{"data":null}' }, @{ why = 'it has no status'; list = '{"data":[{"sync_id":"22222222-0000-4000-8000-00000000000a"}]}' } {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $list).Answer(200, '{"data":{}}')
        $streams = @(Wait-PolytomicBulkSync -Id $syncId -Verbose -ErrorAction Stop 4>&1)
        $streams | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] } | Should -BeNullOrEmpty
        ($streams | Where-Object { "$_" -match 'never' }) -join '' | Assert-Fact $syncId
    }

    It 'reports a failed execution right after Start-PolytomicBulkSync' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{""data"":$(New-Execution -Status 'created')}")
        Start-PolytomicBulkSync -Id $syncId -ErrorAction Stop | Out-Null
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'failed'))).Answer(200, "{""data"":$(New-Execution -Status 'failed')}")
        (Wait-PolytomicBulkSync -Id $syncId -ErrorVariable caught -ErrorAction SilentlyContinue).Status | Should -Be 'failed'
        $caught[0] | Assert-Failure PolytomicExecutionFailed $executionId
    }

    It 'writes the error of a failed execution at once, and returns results in the order of the input' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State), (New-State $otherId -Status 'failed' -Execution $otherExecutionId)))
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$otherId/executions/$otherExecutionId", 200, "{""data"":$(New-Execution $otherExecutionId -Status 'failed')}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":$(New-Execution)}")
        $rows = @([pscustomobject]@{ SyncId = $syncId; ExecutionId = $executionId }, [pscustomobject]@{ SyncId = $otherId; ExecutionId = $otherExecutionId } |
                Wait-PolytomicBulkSync -ErrorAction Continue 2>&1)
        $rows[0] | Assert-Failure PolytomicExecutionFailed $otherExecutionId
        $rows[1, 2].Id | Should -Be ([guid]$executionId), ([guid]$otherExecutionId)
    }

    It 'waits with -Idle until nothing runs, and returns nothing' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State))).Answer(200, (New-Page (New-State -Status 'failed')))
        $null = $scripted.Handler.Answer(200, "{""data"":{""current_execution"":$(New-Execution $otherExecutionId -Status 'running'),""last_execution"":$(New-Execution -Status 'failed')}}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'failed'))).Answer(200, "{""data"":{""last_execution"":$(New-Execution $otherExecutionId -Status 'failed')}}")
        Wait-PolytomicBulkSync -Id $syncId -Idle -ErrorAction Stop -WarningAction Stop | Should -BeNullOrEmpty
        $scripted.Clock.Delays.Count | Should -Be 2
    }

    It 'accepts -Idle or -ExecutionId, and with -Idle the bulk sync of an execution' {
        $scripted = New-ScriptedSession
        { Wait-PolytomicBulkSync -Id $syncId -Idle -ExecutionId $executionId } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Idle', '-ExecutionId'
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'failed'))).Answer(200, "{""data"":{""last_execution"":$(New-Execution -Status 'failed')}}")
        [pscustomobject]@{ SyncId = $syncId; ExecutionId = $executionId } | Wait-PolytomicBulkSync -Idle -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'warns once of a failed poll, continues, and names running executions at the end' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State))).Answer(501, '{"message":"deploying"}').Answer(501, '{"message":"deploying"}').Answer(501, '{"message":"deploying"}')
        Wait-PolytomicBulkSync -Id $syncId -TimeoutSec 6 -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact '501', 'deploying'
        $caught | Should -HaveCount 1
        $caught[0] | Assert-Failure PolytomicTimeout $syncId, $executionId, 'deploying', 'continues'
    }

    It 'warns once of an unknown status' {
        $scripted = New-ScriptedSession
        1..3 | ForEach-Object { $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'hibernating'))).Answer(200, "{""data"":$(New-Execution -Status 'hibernating')}") }
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'thawed'))).Answer(200, "{""data"":$(New-Execution -Status 'thawed' -More ',"completed_at":"2026-06-01T12:00:00Z"')}")
        $execution = Wait-PolytomicBulkSync -Id $syncId -ExecutionId $executionId -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $execution.Status, $execution.IsTerminal | Should -Be 'thawed', $true
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact 'hibernating', $syncId
    }

    It 'writes an error for each bulk sync if the statuses cannot be read' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(403, '{"message":"no"}')
        $syncId, $otherId | Wait-PolytomicBulkSync -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $caught.TargetObject | Should -Be ([guid]$syncId), ([guid]$otherId)
        $caught | Assert-Failure PolytomicForbidden
    }

    It 'refuses one execution of several bulk syncs' {
        $scripted = New-ScriptedSession
        Wait-PolytomicBulkSync -Id $syncId, $otherId -ExecutionId $executionId -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicInvalidArgument
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'shows the progress of the execution' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page "{""sync_id"":""$syncId"",""status"":""running"",""schemas"":[{""schema"":""a"",""status"":""completed"",""record_count"":7},{""schema"":""b"",""status"":""running"",""record_count"":5}]}"))
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":{""last_execution"":$(New-Execution)}}")
        $progress = (Invoke-Unattended "Wait-PolytomicBulkSync '$syncId' -Session `$session" $scripted.Session).Progress | Where-Object Activity -Like "*$syncId*"
        $progress.Count | Should -Be 2
        $progress[0].StatusDescription | Assert-Fact 'running', '12', '1', '2', '00:00:00'
        $progress[0].PercentComplete | Should -Be 50
        $progress[1].RecordType | Should -Be 'Completed'
    }
}

Describe 'Disable-PolytomicBulkSync -WaitForIdle' {
    It 'waits for the current execution, and then pauses' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State))).Answer(200, (New-Page (New-State -Status 'failed')))
        $null = $scripted.Handler.Answer(200, "{""data"":{""last_execution"":$(New-Execution -Status 'failed')}}").Answer(200, '{"data":{}}')
        $null = $scripted.Handler.Answer(200, "{""data"":{""last_execution"":$(New-Execution -Status 'failed')}}").Answer(200, "{""data"":{""id"":""$syncId"",""active"":false}}")
        (Disable-PolytomicBulkSync -Id $syncId -WaitForIdle -PassThru -ErrorAction Stop -WarningAction Stop).Active | Should -BeFalse
        Get-Path $scripted | Should -Be @(
            "GET /api/bulk/syncs/status?sync_id=$syncId"
            "GET /api/bulk/syncs/status?sync_id=$syncId"
            "GET /api/bulk/syncs/$syncId/status"
            "POST /api/bulk/syncs/$syncId/activate"
            "GET /api/bulk/syncs/$syncId/status"
            "GET /api/bulk/syncs/$syncId"
        )
    }

    It 'warns of an execution that began in between, and waits for its end' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'completed'))).Answer(200, "{""data"":{""last_execution"":$(New-Execution)}}").Answer(200, '{"data":{}}')
        $null = $scripted.Handler.Answer(200, "{""data"":{""current_execution"":$(New-Execution $otherExecutionId -Status 'canceling'),""last_execution"":$(New-Execution)}}")
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'canceling'))).Answer(200, (New-Page (New-State -Status 'canceled')))
        $null = $scripted.Handler.Answer(200, "{""data"":{""last_execution"":$(New-Execution $otherExecutionId -Status 'canceled')}}")
        Disable-PolytomicBulkSync -Id $syncId -WaitForIdle -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact $otherExecutionId, $syncId, 'canceling'
        @(Get-SentRequest $scripted).Count | Should -Be 7
    }

    It 'leaves the bulk sync active if the time is over' {
        $scripted = New-ScriptedSession
        1..4 | ForEach-Object { $null = $scripted.Handler.Answer(200, (New-Page (New-State))) }
        Disable-PolytomicBulkSync -Id $syncId -WaitForIdle -TimeoutSec 6 -ErrorVariable caught -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicTimeout $syncId
        "$warnings" | Assert-Fact 'not paused'
        @(Get-SentRequest $scripted | Where-Object Method -EQ 'POST') | Should -BeNullOrEmpty
    }

    It 'asks before it waits, and accepts -TimeoutSec only with -WaitForIdle' {
        $scripted = New-ScriptedSession
        Disable-PolytomicBulkSync -Id $syncId -WaitForIdle -WhatIf
        { Disable-PolytomicBulkSync -Id $syncId -TimeoutSec 5 } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-TimeoutSec', '-WaitForIdle'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Stop-PolytomicBulkSync' {
    It 'asks the service to cancel' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"message":"done"}}')
        Stop-PolytomicBulkSync -Id $syncId -Force | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be "POST /api/bulk/syncs/$syncId/cancel"
        $sent = Get-SentRequest $scripted
        $sent.Body | Should -BeNullOrEmpty
    }

    It 'waits with -Wait until the status is final' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{}}').Answer(200, (New-Page (New-State -Status 'canceling' -Schema 'running')))
        $null = $scripted.Handler.Answer(200, (New-Page (New-State -Status 'canceled'))).Answer(200, "{""data"":$(New-Execution -Status 'canceled')}")
        $execution = Stop-PolytomicBulkSync -Id $syncId -Force -Wait -WarningVariable warnings -ErrorAction Stop
        $execution.Id, $execution.Status | Should -Be ([guid]$executionId), 'canceled'
        $warnings | Should -BeNullOrEmpty
    }

    It 'continues after a bulk sync that cannot be canceled' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(403, '{"message":"no"}').Answer(200, '{"data":{}}')
        $otherId, $syncId | Stop-PolytomicBulkSync -Force -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught.TargetObject | Should -Be ([guid]$otherId)
        (Get-Path $scripted).Count | Should -Be 2
    }

    It 'asks first, and sends nothing with -WhatIf' {
        $scripted = New-ScriptedSession
        Stop-PolytomicBulkSync -Id $syncId -WhatIf
        Stop-PolytomicBulkSync -Id $syncId -Force -WhatIf
        (Invoke-Unattended "Stop-PolytomicBulkSync '$syncId' -Session `$session" $scripted.Session).Errors[0] | Assert-Failure PolytomicRefused $syncId, '-Force'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Stop-PolytomicBulkSyncExecution' {
    It 'asks the service to cancel an execution, and waits for it' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"message":"done"}}').Answer(200, (New-Page (New-State -Status 'canceled'))).Answer(200, "{""data"":$(New-Execution -Status 'canceled')}")
        $execution = Stop-PolytomicBulkSyncExecution -SyncId $syncId -Id $executionId -Force -Wait
        Get-Path $scripted | Select-Object -First 1 | Should -Be "POST /api/bulk/syncs/$syncId/executions/$executionId/cancel"
        (Get-SentRequest $scripted)[0].Headers['Idempotency-Key'] | Should -Not -BeNullOrEmpty
        $execution.Status | Should -Be 'canceled'
    }

    It 'accepts executions from the pipeline' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{}}').Answer(404, '{"message":"gone"}')
        [pscustomobject]@{ SyncId = $syncId; Id = $executionId }, [pscustomobject]@{ SyncId = $otherId; Id = 'x'; ExecutionId = $otherExecutionId } |
            Stop-PolytomicBulkSyncExecution -Force -ErrorVariable caught -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be "POST /api/bulk/syncs/$syncId/executions/$executionId/cancel", "POST /api/bulk/syncs/$otherId/executions/$otherExecutionId/cancel"
        $caught.TargetObject | Should -Be ([guid]$otherExecutionId)
    }

    It 'refuses a bulk sync instead of an execution' {
        $null = New-SandboxSession
        Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Stop-PolytomicBulkSyncExecution -Force -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicInvalidArgument
    }

    It 'asks first, and sends nothing with -WhatIf' {
        $scripted = New-ScriptedSession
        Stop-PolytomicBulkSyncExecution -SyncId $syncId -Id $executionId -WhatIf
        (Invoke-Unattended "Stop-PolytomicBulkSyncExecution -SyncId '$syncId' -Id '$executionId' -Session `$session" $scripted.Session).Errors[0] | Assert-Failure PolytomicRefused $executionId, '-Force'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Objects as input for an id' {
    BeforeEach {
        $sandbox = New-SandboxSession
        $execution = Get-PolytomicBulkSync -Name 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 1
    }

    It 'accepts an execution for its bulk sync: <name>' -ForEach @(
        @{ name = 'from the pipeline'; script = { $execution | Get-PolytomicBulkSync } }
        @{ name = 'as an argument'; script = { Get-PolytomicBulkSync -Id $execution } }
        @{ name = 'several as an argument'; script = { Get-PolytomicBulkSync -Id @($execution, $execution.SyncId) } }
        @{ name = 'from a CSV file'; script = { $execution | ConvertTo-Csv | ConvertFrom-Csv | Get-PolytomicBulkSync } }
        @{ name = 'from its schemas'; script = { $execution.Schemas[0] | Get-PolytomicBulkSync } }
    ) {
        (& $script).Id | Select-Object -Unique | Should -Be $execution.SyncId
    }

    It 'accepts any object of a bulk sync' {
        $sync = $execution | Get-PolytomicBulkSync
        $started = $sync | Start-PolytomicBulkSync
        $started.SyncId | Should -Be $execution.SyncId
        ($started | Get-PolytomicBulkSyncStatus).CurrentExecution.Id | Should -Be $started.Id
        ($started | Get-PolytomicBulkSyncStatus | Stop-PolytomicBulkSync -Force -Wait).Id | Should -Be $started.Id
        $sync | Start-PolytomicBulkSync | Wait-PolytomicBulkSync | ForEach-Object Status | Should -Be 'completed'
    }
}

Describe 'Lists of executions in the sandbox' {
    It 'returns more than a page in order, in reverse, and only ended executions' {
        $null = New-SandboxSession
        $sync = Get-PolytomicBulkSync -Name 'Orders database to BigQuery'
        $running = $sync | Start-PolytomicBulkSync
        $all = @($sync | Get-PolytomicBulkSyncExecution)
        $all.Count | Should -BeGreaterThan 100
        $all[0].Id | Should -Be $running.Id
        $ascending = @($sync | Get-PolytomicBulkSyncExecution -Ascending)
        [array]::Reverse($ascending)
        $ascending.Id | Should -Be $all.Id
        $over = @($sync | Get-PolytomicBulkSyncExecution -Completed)
        $over.Count | Should -Be ($all.Count - 1)
        $over.UpdatedAt | Should -Be ($over.UpdatedAt | Sort-Object -Descending)
        $since = $all[20].StartedAt
        ($sync | Get-PolytomicBulkSyncExecution -Since $since).Id | Should -Be $all[0..20].Id
        ($sync | Get-PolytomicBulkSyncExecution -Since $since -Ascending -First 2).Id | Should -Be $all[20, 19].Id
        ($sync | Get-PolytomicBulkSyncExecution -Since $since -Completed).Id | Sort-Object | Should -Be ($all[1..20].Id | Sort-Object)
    }
}
