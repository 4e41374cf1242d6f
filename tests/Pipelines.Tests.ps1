BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    $ids = 1..12 | ForEach-Object { [guid]('0000000a-0000-4000-8000-{0:000000000000}' -f $_) }
    $sync = [guid]'0000000b-0000-4000-8000-000000000001'
    $lost = $ids[6]

    # A handler with a session that sends up to four requests at the same time. It uses the real clock. If requests were sent one by one, they would time
    # out instead of waiting forever.
    function New-Handler {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
        Connect-Polytomic -ApiKey $secureKey -ThrottleLimit 4 -MaxRetry 0 -TimeoutSec 10 -Transport @{ Handler = $handler }
        $handler
    }

    # A bulk sync with all properties that a write needs. * is replaced with its id.
    $whole = '{"data":{"id":"*","name":"*","mode":"snapshot","source_connection_id":"0000000b-0000-4000-8000-000000000001","destination_connection_id":"0000000b-0000-4000-8000-000000000002","destination_configuration":{"schema":"x"},"default_schedule":{"frequency":"manual"}}}'

    # Answers a path for each id, and one id with 404. * is replaced with the id.
    function Add-Answer($Handler, [string] $Path, [string] $Body) {
        foreach ($id in $ids) { $null = $Handler.AnswerAt($Path.Replace('*', $id), 200, $Body.Replace('*', $id)) }
        $null = $Handler.AnswerAt($Path.Replace('*', $lost), 404, '{"key":"not_found","message":"not found","status":404}')
    }

    function Get-Path($Handler) { @($Handler.Requests).PathAndQuery | Select-Object -Skip 1 }
}

AfterAll { Disconnect-Polytomic }

Describe 'A pipeline' {
    It 'sends requests in parallel and writes results in order, even after failures: <command>' -ForEach @(
        @{ command = 'Get-PolytomicBulkSync -Id'; path = '/api/bulk/syncs/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Get-PolytomicBulkSync }; id = 'Id' }
        @{ command = 'Get-PolytomicBulkSyncStatus'; path = '/api/bulk/syncs/*/status'; body = '{"data":{}}'; run = { $ids | Get-PolytomicBulkSyncStatus }; id = 'SyncId' }
        @{ command = 'Get-PolytomicBulkSyncExecution -Id'; path = '/api/bulk/syncs/0000000b-0000-4000-8000-000000000001/executions/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Get-PolytomicBulkSyncExecution -SyncId $sync }; id = 'Id' }
        @{ command = 'Get-PolytomicBulkSyncExecution'; path = '/api/bulk/syncs/*/executions?limit=1'; body = '{"data":[{}]}'; run = { $syncs | Get-PolytomicBulkSyncExecution -First 1 }; id = 'SyncId' }
        @{ command = 'Get-PolytomicBulkSyncLog'; path = '/api/bulk/syncs/0000000b-0000-4000-8000-000000000001/executions/*/consolelog?limit=50'; body = '{"data":{"entries":[{"message":"*"}]}}'; run = { $executions | Get-PolytomicBulkSyncLog }; id = 'Message' }
        @{ command = 'Get-PolytomicBulkSyncSchema'; path = '/api/bulk/syncs/*/schemas'; body = '{"data":[{"id":"a"}]}'; run = { $syncs | Get-PolytomicBulkSyncSchema }; id = 'SyncId' }
        @{ command = 'Get-PolytomicBulkSyncSchema -Id'; path = '/api/bulk/syncs/*/schemas/a'; body = '{"data":{"id":"a"}}'; run = { $syncs | Get-PolytomicBulkSyncSchema -Id a }; id = 'SyncId'; afterwards = '/api/bulk/syncs/*/schemas' }
        @{ command = 'Get-PolytomicBulkSyncSchedule'; path = '/api/bulk/syncs/*/schedules'; body = '{"data":[{"id":"*"}]}'; run = { $syncs | Get-PolytomicBulkSyncSchedule }; id = 'SyncId' }
        @{ command = 'Get-PolytomicBulkSyncSchedule -Id'; path = '/api/bulk/syncs/*/schedules/0000000b-0000-4000-8000-000000000001'; body = '{"data":{}}'; run = { $syncs | Get-PolytomicBulkSyncSchedule -Id $sync }; id = 'SyncId' }
        @{ command = 'Get-PolytomicBulkSource'; path = '/api/connections/*/bulksync/source'; body = '{"data":{}}'; run = { $connections | Get-PolytomicBulkSource }; id = 'ConnectionId' }
        @{ command = 'Get-PolytomicBulkDestination'; path = '/api/connections/*/bulksync/target'; body = '{"data":{}}'; run = { $connections | Get-PolytomicBulkDestination }; id = 'ConnectionId' }
        @{ command = 'Get-PolytomicConnection -Id'; path = '/api/connections/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Get-PolytomicConnection }; id = 'Id' }
        @{ command = 'Get-PolytomicPolicy -Id'; path = '/api/permissions/policies/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Get-PolytomicPolicy }; id = 'Id' }
        @{ command = 'Get-PolytomicConnectionSetting'; path = '/api/connections/*/parameter_values'; body = '{"data":{"a":{"values":[{"label":"*","value":1}]}}}'; run = { $connections | Get-PolytomicConnectionSetting }; id = 'Label' }
        @{ command = 'Get-PolytomicSharedConnection'; path = '/api/connections/*/shared'; body = '{"data":[{"id":"*"}]}'; run = { $connections | Get-PolytomicSharedConnection }; id = 'Id' }
        @{ command = 'Find-PolytomicObject'; path = '/api/entities/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Find-PolytomicObject }; id = 'Id' }
        @{ command = 'Get-PolytomicConnectionSchema'; path = '/api/connections/*/schemas/status'; body = '{"data":{}}'; run = { $connections | Get-PolytomicConnectionSchema }; id = 'ConnectionId' }
        @{ command = 'Get-PolytomicConnectionSchema -Id'; path = '/api/connections/*/schemas/a'; body = '{"data":{"id":"a"}}'; run = { $connections | Get-PolytomicConnectionSchema -Id a }; id = 'ConnectionId' }
        @{ command = 'Get-PolytomicConnectionRecord'; path = '/api/connections/*/schemas/a/records'; body = '{"data":[{"id":"*"}]}'; run = { $connections | Get-PolytomicConnectionRecord -Schema a }; id = 'Id' }
        @{ command = 'New-PolytomicBulkSyncSchedule'; path = '/api/bulk/syncs/*/schedules'; body = '{"data":{"id":"*"}}'; run = { $syncs | New-PolytomicBulkSyncSchedule -Frequency manual }; id = 'Id' }
        @{ command = 'Start-PolytomicBulkSync'; path = '/api/bulk/syncs/*/executions'; body = '{"data":{"id":"*"}}'; run = { $ids | Start-PolytomicBulkSync }; id = 'SyncId' }
    ) {
        # The requests after a 404, which get more information for the error.
        $afterwards = if ($afterwards) { $afterwards.Replace('*', $lost) }
        $handler = (New-Handler).HoldUntil(4, $afterwards)
        Add-Answer $handler $path $body
        $syncs = $ids | ForEach-Object { [pscustomobject]@{ SyncId = $_ } }
        $executions = $ids | ForEach-Object { [pscustomobject]@{ SyncId = $sync; ExecutionId = $_ } }
        $connections = $ids | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } }

        $ErrorActionPreference = 'Continue'
        $results = @(& $run 2>&1)
        $failures = @($results | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        "$(Get-Path $handler | Where-Object { $_ -notin ($ids | ForEach-Object { $path.Replace('*', $_) }) })" | Should -Be "$afterwards"
        @($results | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }).$id | Should -Be ($ids -ne $lost)
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicNotFound
        # The error is at the position of the result.
        $results.IndexOf($failures[0]) | Should -Be 6
        $handler.Peak | Should -Be 4
        Get-Path $handler | Where-Object { $_ -ne $afterwards } | Should -HaveCount 12
    }

    It 'sends independent changes in parallel: <command>' -ForEach @(
        @{ command = 'Enable-PolytomicBulkSync'; path = '/api/bulk/syncs/*/activate'; run = { $ids | Enable-PolytomicBulkSync } }
        @{ command = 'Disable-PolytomicBulkSync'; path = '/api/bulk/syncs/*/activate'; run = { $ids | Disable-PolytomicBulkSync -Force } }
        @{ command = 'Remove-PolytomicBulkSync'; path = '/api/bulk/syncs/*'; run = { $ids | Remove-PolytomicBulkSync -Force } }
        @{ command = 'Stop-PolytomicBulkSync'; path = '/api/bulk/syncs/*/cancel'; run = { $ids | Stop-PolytomicBulkSync -Force } }
        @{ command = 'Stop-PolytomicBulkSyncExecution'; path = '/api/bulk/syncs/0000000b-0000-4000-8000-000000000001/executions/*/cancel'; run = { $ids | Stop-PolytomicBulkSyncExecution -SyncId $sync -Force } }
        @{ command = 'Stop-PolytomicBulkSyncSchema'; path = '/api/bulk/syncs/*/schemas/a/cancel'; run = { $syncs | Stop-PolytomicBulkSyncSchema -Id a -Force }; target = 'a'; afterwards = '/api/bulk/syncs/*/schemas' }
        @{ command = 'Remove-PolytomicBulkSyncSchedule'; path = '/api/bulk/syncs/0000000b-0000-4000-8000-000000000001/schedules/*'; run = { Remove-PolytomicBulkSyncSchedule -SyncId $sync -Id $ids -Force } }
        @{ command = 'Remove-PolytomicSchemaField'; path = '/api/connections/*/schemas/a/fields/b'; run = { $connections | Remove-PolytomicSchemaField -Schema a -Field b -Force }; target = 'b' }
        @{ command = 'Reset-PolytomicPrimaryKey'; path = '/api/connections/*/schemas/a/primary_keys'; run = { $connections | Reset-PolytomicPrimaryKey -Schema a -Force }; target = 'a' }
        @{ command = 'Update-PolytomicConnectionSchema'; path = '/api/connections/*/schemas/refresh'; run = { $connections | Update-PolytomicConnectionSchema } }
    ) {
        $syncs = $ids | ForEach-Object { [pscustomobject]@{ SyncId = $_ } }
        $connections = $ids | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } }
        $afterwards = if ($afterwards) { $afterwards.Replace('*', $lost) }
        $handler = (New-Handler).HoldUntil(4, $afterwards)
        Add-Answer $handler $path '{"data":{}}'
        $ErrorActionPreference = 'Continue'
        $results = @(& $run 2>&1)
        $results | Should -HaveCount 1
        $results[0] | Assert-Failure PolytomicNotFound
        $results[0].TargetObject | Should -Be $(if ($target) { $target } else { $lost })
        $handler.Peak | Should -Be 4
        Get-Path $handler | Where-Object { $_ -ne $afterwards } | Should -Be ($ids | ForEach-Object { $path.Replace('*', $_) })

        # If an error ends the pipeline, nothing is changed after it.
        $handler = New-Handler
        Add-Answer $handler $path '{"data":{}}'
        $ErrorActionPreference = 'Stop'
        { & $run } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound
        $handler.Peak | Should -Be 1
        Get-Path $handler | Where-Object { $_ -ne $afterwards } | Should -HaveCount 7
    }

    It 'makes changes of several requests in parallel and writes results in order, even after failures: <command>' -ForEach @(
        @{ command = 'Set-PolytomicBulkSync'; path = '/api/bulk/syncs/*'; body = $null; run = { $ids | Set-PolytomicBulkSync -Mode replicate -SkipSelectionCheck -SkipValidation -PassThru -Confirm:$false }; id = 'Id' }
        @{ command = 'Set-PolytomicBulkSyncSchema'; path = '/api/bulk/syncs/*/schemas/a'; body = '{"data":{"id":"a","fields":[]}}'; run = { $syncs | Set-PolytomicBulkSyncSchema -Id a -PartitionKey b -SkipValidation -PassThru -Confirm:$false }; id = 'SyncId' }
        @{ command = 'Disable-PolytomicBulkSync'; path = '/api/bulk/syncs/*/status'; body = '{"data":{}}'; run = { $ids | Disable-PolytomicBulkSync -PassThru }; id = 'Id' }
        @{ command = 'Enable-PolytomicBulkSync'; path = '/api/bulk/syncs/*'; body = '{"data":{"id":"*"}}'; run = { $ids | Enable-PolytomicBulkSync -PassThru }; id = 'Id' }
    ) {
        $syncs = $ids | ForEach-Object { [pscustomobject]@{ SyncId = $_ } }
        # The requests for schemas are too fast to hold any of them.
        $isHeld = $command -ne 'Set-PolytomicBulkSyncSchema'
        $handler = (New-Handler).HoldUntil($(if ($isHeld) { 4 } else { 0 }))
        $handler.RemembersSchemas = $true
        foreach ($sync in $ids) {
            $null = $handler.AnswerAt("/api/bulk/syncs/$sync", 200, $whole.Replace('*', $sync))
            $null = $handler.AnswerAt("/api/bulk/syncs/$sync/schemas", 200, '{"data":[{"id":"a"}]}').AnswerAt("/api/bulk/syncs/$sync/activate", 200, '{}')
            if ($body) { $null = $handler.AnswerAt($path.Replace('*', $sync), 200, $body.Replace('*', $sync)) }
        }

        $ErrorActionPreference = 'Continue'
        (& $run).$id | Should -Be $ids
        if (-not $isHeld) { return }
        $handler.Peak | Should -Be 4

        $null = $handler.HoldUntil(0).AnswerAt($path.Replace('*', $lost), 404, '{"key":"not_found","message":"not found","status":404}')
        $results = @(& $run 2>&1)
        $results[6] | Assert-Failure PolytomicNotFound
        ($results | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }).$id | Should -Be ($ids -ne $lost)
    }

    It 'deletes bulk syncs with -Prune in parallel after all files, or one by one if an error ends the pipeline' {
        $folder = Join-Path $TestDrive prune
        function New-PruneHandler([switch] $Fails) {
            $handler = New-Handler
            Add-Answer $handler '/api/bulk/syncs/*' '{"data":{"id":"*","name":"*"}}'
            $null = $handler.AnswerAt("/api/bulk/syncs/$lost", $(if ($Fails) { 403 } else { 200 }), "{`"data`":{`"id`":`"$lost`",`"name`":`"$lost`"}}")
            $null = $handler.AnswerAt("/api/bulk/syncs/$sync", 200, $whole.Replace('*', $sync)).AnswerAt("/api/bulk/syncs/$sync/schemas", 200, '{"data":[]}')
            $null = $handler.AnswerAt('/api/connections', 200, '{"data":[{"id":"0000000b-0000-4000-8000-000000000001"},{"id":"0000000b-0000-4000-8000-000000000002"}]}')
            $listed = @($ids | ForEach-Object { "{`"id`":`"$_`",`"name`":`"$_`"}" }) + $whole.Replace('*', $sync).Replace('{"data":', '').Replace('}}}', '}}')
            $null = $handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{`"data`":[$($listed -join ',')]}")
            $handler
        }

        function Get-Deleted($Handler) { ($Handler.Requests | Where-Object Method -EQ DELETE).PathAndQuery | Sort-Object }

        $handler = New-PruneHandler
        $null = Export-PolytomicBulkSync $folder -Id $sync
        # The only file is complete when its message is written.
        $said = Import-PolytomicBulkSync $folder -Prune -Force -WarningAction Ignore -ErrorAction Continue -Verbose 4>&1 | ForEach-Object {
            if ("$_" -like '*already matches*') {
                $handler.Requests.Method | Should -Not -Contain DELETE
                $null = $handler.HoldUntil(4)
                $_
            }
        }
        $said | Should -HaveCount 1
        $handler.Peak | Should -Be 4
        Get-Deleted $handler | Should -Be ($ids | ForEach-Object { "/api/bulk/syncs/$_" })

        $handler = New-PruneHandler -Fails
        Import-PolytomicBulkSync $folder -Prune -Force -WarningAction Ignore -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicForbidden
        Get-Deleted $handler | Should -Be ($ids -ne $lost | ForEach-Object { "/api/bulk/syncs/$_" })

        $handler = New-PruneHandler -Fails
        { Import-PolytomicBulkSync $folder -Prune -Force -WarningAction Ignore -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicForbidden
        $handler.Peak | Should -BeLessThan 4
        Get-Deleted $handler | Should -Be ($ids[0..5] | ForEach-Object { "/api/bulk/syncs/$_" })
    }

    It 'never sends two changes of a bulk sync at the same time' {
        $handler = New-Handler
        Add-Answer $handler '/api/bulk/syncs/*' $whole
        $ErrorActionPreference = 'Continue'
        $null = $ids[0], $ids[0] | Set-PolytomicBulkSync -Mode replicate -SkipSelectionCheck -SkipValidation -Confirm:$false
        ($handler.Requests | Select-Object -Skip 1).Method | Should -Be 'GET', 'PUT', 'GET', 'PUT'
    }

    It 'creates bulk syncs from rows in parallel, and writes results in order' {
        $handler = (New-Handler).HoldUntil(4)
        foreach ($id in $ids) { $null = $handler.Answer(200, "{`"data`":{`"id`":`"$id`"}}") }
        $rows = $ids | ForEach-Object { [pscustomobject]@{ Name = "$_"; Mode = 'replicate'; SourceConnectionId = $sync; DestinationConnectionId = $sync; DestinationConfiguration = '{"schema":"x"}'; Frequency = 'manual'; Schema = 'a' } }
        $ErrorActionPreference = 'Continue'
        ($rows | New-PolytomicBulkSync -SkipValidation).Id | Should -Be $ids
        $handler.Peak | Should -Be 4
        $handler.Requests | Select-Object -Skip 1 | ForEach-Object { ($_.Body | ConvertFrom-Json).name } | Should -Be $rows.Name
    }

    It 'writes the error of an unknown name in the order of the input: <command>' -ForEach @(
        @{ command = 'Get-PolytomicBulkSync'; with = @{} }
        @{ command = 'Get-PolytomicBulkSyncStatus'; with = @{} }
        @{ command = 'Get-PolytomicBulkSyncExecution'; with = @{ First = 1 } }
        @{ command = 'Get-PolytomicBulkSyncSchema'; with = @{ Id = 'Account' } }
        @{ command = 'Get-PolytomicBulkSyncSchedule'; with = @{} }
    ) {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
        $ErrorActionPreference = 'Continue'
        $found = @($sync, 'Nope', $sync | & $command @with 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { 'error' } else { 'result' } })
        $found[0], $found[-1], @($found -eq 'error').Count, @($found).IndexOf('error') | Should -Be 'result', 'result', 1, (($found.Count - 1) / 2)
        $written = [Collections.Generic.List[object]]::new()
        { $sync, 'Nope', $sync | & $command @with -ErrorAction Stop | ForEach-Object { $written.Add($_) } } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'Nope'"
        $written.Count | Should -Be (($found.Count - 1) / 2)
    }

    It 'writes the error of an unknown name in the order of -Name' {
        Connect-Polytomic -Sandbox
        $ErrorActionPreference = 'Continue'
        $found = @(Get-PolytomicBulkSyncStatus 'Salesforce to Snowflake', 'Nope', 'HubSpot to Snowflake' 2>&1)
        $found | Should -HaveCount 3
        $found[1] | Assert-Failure PolytomicNotFound "'Nope'"
    }

    It 'writes errors in the order of the input: <command>' -ForEach @(
        @{ command = 'Set-PolytomicBulkSync'; with = @{ Mode = 'replicate' } }
        @{ command = 'Enable-PolytomicBulkSync'; with = @{} }
        @{ command = 'Disable-PolytomicBulkSync'; with = @{ Force = $true } }
    ) {
        Connect-Polytomic -Sandbox
        $ErrorActionPreference = 'Continue'
        $failures = @($ids[0], 'Nope', $ids[1] | & $command @with 2>&1)
        $failures.TargetObject | Should -Be $ids[0], 'Nope', $ids[1]
    }

    It 'finds the last executions of several bulk syncs in parallel, and writes errors in order' {
        $handler = (New-Handler).HoldUntil(4)
        foreach ($id in $ids) {
            $null = $handler.AnswerAt("/api/bulk/syncs/$id/executions?limit=1", 200, "{""data"":[{""id"":""$sync""}]}")
            $null = $handler.AnswerAt("/api/bulk/syncs/$id/executions/$sync/consolelog?limit=50", 200, "{""data"":{""entries"":[{""message"":""$id""}]}}")
        }

        $ErrorActionPreference = 'Continue'
        $syncs = $ids | ForEach-Object { [pscustomobject]@{ SyncId = $_ } }
        # The handler answers four requests together, first those for executions, then those for logs.
        ($syncs[0..3] | Get-PolytomicBulkSyncLog).Message | Should -Be $ids[0..3]
        $handler.Peak | Should -Be 4
        $null = $handler.HoldUntil(0).AnswerAt("/api/bulk/syncs/$lost/executions?limit=1", 200, '{"data":[]}')
        $results = @($syncs | Get-PolytomicBulkSyncLog 2>&1)
        $results[6] | Assert-Failure PolytomicNotFound
        ($results | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }).Message | Should -Be ($ids -ne $lost)
    }

    It 'sends no unneeded requests if the first result is enough' {
        $handler = (New-Handler).HoldUntil(4)
        Add-Answer $handler '/api/bulk/syncs/*/status' '{"data":{}}'
        $came = 0
        ($ids | ForEach-Object { $came++; $_ } | Get-PolytomicBulkSyncStatus | Select-Object -First 1).SyncId | Should -Be $ids[0]
        Get-Path $handler | Should -HaveCount 4
        # Only the fifth request had to be sent before the first answer.
        $came | Should -Be 5
    }

    It 'reads the next page of a list at the same time as the statuses of the page before' {
        $handler = New-Handler
        $pages = $ids[0..3], $ids[4..6] | ForEach-Object { ($_ | ForEach-Object { "{`"id`":`"$_`"}" }) -join ',' }
        $null = $handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{`"data`":[$($pages[0])],`"pagination`":{`"next_page_token`":`"2`"}}")
        $null = $handler.AnswerAt('/api/bulk/syncs?limit=50&page_token=2', 200, "{`"data`":[$($pages[1])]}")
        $null = $handler.Otherwise(200, '{"data":{}}')
        # Starting with the first bulk sync, answers wait until four requests have been sent.
        $hold = @{ Name = 'Hold'; Expression = { if ($_.Id -eq $ids[0]) { $null = $handler.HoldUntil(4) } } }
        $statuses = Get-PolytomicBulkSync | Select-Object Id, $hold | Get-PolytomicBulkSyncStatus
        $statuses.SyncId | Should -Be $ids[0..6]
        $handler.Peak | Should -Be 4
        (Get-Path $handler)[1..4] | Should -Contain '/api/bulk/syncs?limit=50&page_token=2'
    }

    It 'reads the next pages of several lists in parallel, and writes results in order' {
        # With more lists, first and second pages would mix, and the last ones would not be four.
        $handler = (New-Handler).HoldUntil(4)
        foreach ($id in $ids[0..3]) {
            $null = $handler.AnswerAt("/api/bulk/syncs/$id/executions?limit=100", 200, '{"data":[{"id":"0000000c-0000-4000-8000-000000000001"}],"pagination":{"next_page_token":"2"}}')
            $null = $handler.AnswerAt("/api/bulk/syncs/$id/executions?limit=100&page_token=2", 200, '{"data":[{"id":"0000000c-0000-4000-8000-000000000002"}]}')
        }

        # If lists were read one by one, there would not be four second pages at the same time.
        $executions = $ids[0..3] | ForEach-Object { [pscustomobject]@{ SyncId = $_ } } | Get-PolytomicBulkSyncExecution
        @($executions | ForEach-Object { "$($_.SyncId) $("$($_.Id)"[-1])" }) | Should -Be @($ids[0..3] | ForEach-Object { "$_ 1"; "$_ 2" })
        $handler.Peak | Should -Be 4
    }

    It 'limits how far lists are read ahead' {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
        Connect-Polytomic -ApiKey $secureKey -ThrottleLimit 2 -Transport @{ Handler = $handler }
        foreach ($id in $ids[0..1]) {
            foreach ($page in 1..20) {
                $items = (1..100 | ForEach-Object { '{{"id":"0000000c-0000-4000-8000-{0:000000000000}"}}' -f (100 * $page + $_) }) -join ','
                $query = if ($page -gt 1) { "&page_token=$page" }
                $next = if ($page -lt 20) { ",`"pagination`":{`"next_page_token`":`"$($page + 1)`"}" }
                $null = $handler.AnswerAt("/api/bulk/syncs/$id/executions?limit=100$query", 200, "{`"data`":[$items]$next}")
            }
        }

        $before = $null
        $read = $ids[0..1] | ForEach-Object { [pscustomobject]@{ SyncId = $_ } } | Get-PolytomicBulkSyncExecution |
            ForEach-Object { if ($null -eq $before) { $before = $handler.Requests.Count }; $_ } | Measure-Object
        $read.Count | Should -Be 4000
        # 400 items may wait, and each list has one page more.
        $before | Should -BeLessOrEqual 12
    }

    It 'shows the total of its requests with -Verbose' {
        $scripted = New-ScriptedSession @{ ThrottleLimit = 4 }
        $null = $scripted.Handler.Answer(503, '').Otherwise(200, '{"data":{}}')
        $said = $ids[0..10] | Get-PolytomicBulkSyncStatus -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($said | ForEach-Object { "$_" }) -match '\bGET /.*\b200\b' | Should -HaveCount 11
        "$($said[-1])" | Assert-Fact '12', '1'
    }
}

Describe 'Questions of a pipeline of changes' {
    It 'come in order, each answer for its own bulk sync: <command>, answers <answers>' -ForEach @(
        @{ command = 'Set-PolytomicBulkSync -Mode replicate -SkipSelectionCheck -SkipValidation -PassThru'; method = 'PUT' }
        @{ command = 'Remove-PolytomicBulkSync'; method = 'DELETE' }
    ).ForEach({
        # The seventh does not exist. Changing it fails without a question, and removing it fails after the question.
        $fails = $_.method -eq 'DELETE'
        $_ + @{ answers = 0, 2, 0, 2, 1; asked = 0..4; changed = 0, 2, 4, 5, 7, 8, 9, 10, 11; failures = 1 }
        $_ + @{ answers = 2, 0, 3; asked = 0..2; changed = @(1); failures = if ($fails) { 0 } else { 1 } }
        $_ + @{ answers = @(1); asked = @(0); changed = 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11; failures = 1 }
    }) {
        $handler = (New-Handler).HoldUntil(4)
        Add-Answer $handler '/api/bulk/syncs/*' $whole
        $promptHost = New-PromptHost
        $ui = $promptHost.Prompts
        $answers | ForEach-Object { $ui.Choices.Enqueue($_) }
        # The first four requests are sent before the first question.
        $ui.Asking = [Delegate]::CreateDelegate([Func[int, string, TestSupport.ScriptedHandler]], $handler, 'HoldUntil')
        $run = Invoke-AtHost $promptHost "`$ids | $command -Session `$session -Confirm" @{ ids = $ids; session = Get-PolytomicSession }
        $run.Errors | Should -HaveCount $failures
        $run.Errors | ForEach-Object { $_ | Assert-Failure PolytomicNotFound }
        $ui.Choices | Should -HaveCount 0
        $ui.Asked | Should -HaveCount $asked.Count
        for ($i = 0; $i -lt $asked.Count; $i++) { $ui.Asked[$i] | Assert-Fact "$($ids[$asked[$i]])" }
        ($handler.Requests | Where-Object { $_.Method -eq $method -and $_.PathAndQuery -notlike "*$lost" }).PathAndQuery | Sort-Object | Should -Be ($ids[$changed] | ForEach-Object { "/api/bulk/syncs/$_" })
        if ($method -eq 'PUT') {
            $handler.Peak | Should -Be 4
            $run.Output.Id | Should -Be $ids[$changed]
        }
    }
}

Describe 'Changes under way when a pipeline ends' {
    It 'are named, because they may have been made: <script>' -ForEach @(
        @{ script = '$ids | Start-PolytomicBulkSync | Select-Object -First 1'; named = 1..3 }
        @{ script = 'try { $ids | Start-PolytomicBulkSync | ForEach-Object { throw "stop" } } catch { "$_" }'; named = 1..3 }
        @{ script = 'try { $ids[0..1], "stop" | ForEach-Object { if ($_ -eq "stop") { throw $_ }; $_ } | Start-PolytomicBulkSync } catch { "$_" }'; named = 0..1 }
    ) {
        $handler = (New-Handler).HoldUntil(4)
        Add-Answer $handler '/api/bulk/syncs/*/executions' '{"data":{"id":"0000000c-0000-4000-8000-000000000001","status":"created"}}'
        $promptHost = New-PromptHost
        $run = Invoke-AtHost $promptHost ('$PSDefaultParameterValues["*-Polytomic*:Session"] = $session; ' + $script) @{ ids = $ids; session = Get-PolytomicSession }
        $run.Output | Should -HaveCount 1
        $promptHost.Prompts.Warnings | Should -HaveCount 1
        $promptHost.Prompts.Warnings[0] | Assert-Fact $ids[$named].ForEach({ "$_" })
        ($ids | Where-Object { $promptHost.Prompts.Warnings[0].Contains("$_") }) | Should -Be $ids[$named]
    }

    It 'are not warned about if there are none: <_>' -ForEach @(
        '$ids[0..5] | Start-PolytomicBulkSync | ForEach-Object SyncId'
        '$ids[0..5] | Remove-PolytomicBulkSync -WhatIf'
        '$ids[0..5] | Get-PolytomicBulkSyncStatus | Select-Object -First 1'
    ) {
        $handler = New-Handler
        Add-Answer $handler '/api/bulk/syncs/*/executions' '{"data":{"id":"0000000c-0000-4000-8000-000000000001","status":"created"}}'
        Add-Answer $handler '/api/bulk/syncs/*/status' '{"data":{}}'
        $promptHost = New-PromptHost
        $run = Invoke-AtHost $promptHost ('$PSDefaultParameterValues["*-Polytomic*:Session"] = $session; ' + $_) @{ ids = $ids; session = Get-PolytomicSession }
        $run.Errors | Should -BeNullOrEmpty
        $promptHost.Prompts.Warnings | Should -BeNullOrEmpty
    }

    It 'say how to finish them: updates whose schemas were not checked' {
        $promptHost = New-PromptHost
        Connect-Polytomic -Sandbox
        $session = Get-PolytomicSession
        $null = Invoke-AtHost $promptHost 'Get-PolytomicBulkSync -Session $session | Set-PolytomicBulkSync -ConcurrencyLimit 4 -PassThru -Session $session | Select-Object -First 1' @{ session = $session }
        $promptHost.Prompts.Warnings.Count | Should -BeGreaterThan 0
        $warnings = $promptHost.Prompts.Warnings -match 'Run the same command again' -join [Environment]::NewLine
        foreach ($update in $session.UnfinishedUpdates) { $warnings | Assert-Fact "$($update.SyncId)" }
    }
}
