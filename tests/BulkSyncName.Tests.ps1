BeforeDiscovery {
    $changing = 'Remove', 'Enable', 'Disable', 'Start', 'Stop', 'Set', 'Copy'
    $byName = @(
        @{ Name = 'Remove-PolytomicBulkSync'; With = @{ Force = $true }; Sends = 'DELETE /api/bulk/syncs/{0}' }
        @{ Name = 'Enable-PolytomicBulkSync'; With = @{}; Sends = 'POST /api/bulk/syncs/{0}/activate' }
        @{ Name = 'Disable-PolytomicBulkSync'; With = @{ Force = $true }; Sends = 'POST /api/bulk/syncs/{0}/activate' }
        @{ Name = 'Start-PolytomicBulkSync'; With = @{}; Sends = 'POST /api/bulk/syncs/{0}/executions' }
        @{ Name = 'Stop-PolytomicBulkSync'; With = @{ Force = $true }; Sends = 'POST /api/bulk/syncs/{0}/cancel' }
        @{ Name = 'Wait-PolytomicBulkSync'; With = @{}; Sends = 'GET /api/bulk/syncs/status?sync_id={0}' }
        @{ Name = 'Set-PolytomicBulkSync'; With = @{ NewName = 'B' }; Sends = 'GET /api/bulk/syncs/{0}' }
        @{ Name = 'Copy-PolytomicBulkSync'; With = @{ NewName = 'B' }; Sends = 'GET /api/bulk/syncs/{0}' }
        @{ Name = 'Get-PolytomicBulkSyncStatus'; With = @{}; Sends = 'GET /api/bulk/syncs/{0}/status' }
    )
    $below = '33333333-0000-4000-8000-00000000000a'
    $bySyncName = @(
        @{ Name = 'Get-PolytomicBulkSyncExecution'; OfAll = $true; With = @{}; Sends = 'GET /api/bulk/syncs/{0}/executions' }
        @{ Name = 'Get-PolytomicBulkSyncExecution'; With = @{ Id = $below }; Sends = "GET /api/bulk/syncs/{0}/executions/$below" }
        @{ Name = 'Stop-PolytomicBulkSyncExecution'; With = @{ Id = $below; Force = $true }; Sends = "POST /api/bulk/syncs/{0}/executions/$below/cancel" }
        @{ Name = 'Get-PolytomicBulkSyncLog'; With = @{ ExecutionId = $below }; Sends = "GET /api/bulk/syncs/{0}/executions/$below/consolelog" }
        @{ Name = 'Save-PolytomicBulkSyncLog'; With = @{ ExecutionId = $below }; Sends = "GET /api/bulk/syncs/{0}/executions/$below/logs" }
        @{ Name = 'Get-PolytomicBulkSyncSchema'; With = @{}; Sends = 'GET /api/bulk/syncs/{0}/schemas' }
        @{ Name = 'Set-PolytomicBulkSyncSchema'; With = @{ Id = 'a'; Enabled = $true }; Sends = 'GET /api/bulk/syncs/{0}/schemas/a' }
        @{ Name = 'Stop-PolytomicBulkSyncSchema'; With = @{ Id = 'a'; Force = $true }; Sends = 'POST /api/bulk/syncs/{0}/schemas/a/cancel' }
        @{ Name = 'Get-PolytomicBulkSyncSchedule'; OfAll = $true; With = @{}; Sends = 'GET /api/bulk/syncs/{0}/schedules' }
        @{ Name = 'New-PolytomicBulkSyncSchedule'; With = @{ Frequency = 'manual' }; Sends = 'POST /api/bulk/syncs/{0}/schedules' }
        @{ Name = 'Set-PolytomicBulkSyncSchedule'; With = @{ Id = $below; Frequency = 'manual' }; Sends = "GET /api/bulk/syncs/{0}/schedules/$below" }
        @{ Name = 'Remove-PolytomicBulkSyncSchedule'; With = @{ Id = $below; Force = $true }; Sends = "DELETE /api/bulk/syncs/{0}/schedules/$below" }
    )
    $changingByName = @($byName | Where-Object { ($_.Name -split '-')[0] -in $changing })
    # The other commands read more before they ask, and always name the bulk sync.
    $unreadByName = @($changingByName | Where-Object Name -In 'Remove-PolytomicBulkSync', 'Enable-PolytomicBulkSync', 'Stop-PolytomicBulkSync')
    $readingByName = @($byName | Where-Object { ($_.Name -split '-')[0] -notin $changing })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $orders = '22222222-0000-4000-8000-00000000000a'
    $twin = '22222222-0000-4000-8000-00000000000b'
    $otherTwin = '22222222-0000-4000-8000-00000000000c'
    $odd = '22222222-0000-4000-8000-00000000000d'
    $source = '11111111-0000-4000-8000-00000000000a'
    $destination = '11111111-0000-4000-8000-00000000000b'
    $pages = @(
        "{""data"":[{""id"":""$orders"",""name"":""Orders to BigQuery""},{""id"":""$twin"",""name"":""Twin"",""mode"":""replicate"",""active"":true,""source_connection_id"":""$source"",""destination_connection_id"":""$destination""}],""pagination"":{""next_page_token"":""2""}}"
        "{""data"":[{""id"":""$otherTwin"",""name"":""TWIN"",""mode"":""snapshot"",""active"":false},{""id"":""$odd"",""name"":""Odd [EU] *""},{""name"":""No id""},{""id"":""99999999-0000-4000-8000-000000000000"",""name"":null}]}"
    )
    # A list of several pages is read until two readings agree.
    $list = @('GET /api/bulk/syncs?limit=50', 'GET /api/bulk/syncs?limit=50&page_token=2') * 2

    function New-ListSession {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, $pages[0]).AnswerAt('/api/bulk/syncs?limit=50&page_token=2', 200, $pages[1])
        $null = $scripted.Handler.Otherwise(404, '{"message":"none"}')
        $scripted
    }

    function Get-Path($Scripted) { @(Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" }) }
}

AfterAll { Disconnect-Polytomic }

Describe '<Name> -Name' -ForEach $byName {
    It 'finds a bulk sync by its name, in either case' {
        $scripted = New-ListSession
        & $Name -Name 'orders TO bigquery' @With -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $sent = Get-Path $scripted
        $sent[0..3] | Should -Be $list
        $sent[4] | Should -Be ($Sends -f $orders)
    }

    It 'accepts a name by position, and also an id' {
        $scripted = New-ListSession
        & $Name 'Orders to BigQuery' @With -ErrorAction SilentlyContinue
        (Get-Path $scripted)[4] | Should -Be ($Sends -f $orders)

        $execution = [PolytomicBulk.BulkSyncExecution]@{ Id = $twin; SyncId = $orders }
        $arguments = $orders, [guid]$orders, ([guid]$orders).ToString('N'), "{$orders}", [PolytomicBulk.BulkSync]@{ Id = $orders; Name = 'Twin' }
        $isChange = ($Name -split '-')[0] -notin 'Get', 'Wait'
        foreach ($argument in $arguments + @(if (-not $isChange) { $execution })) {
            $scripted = New-ListSession
            & $Name $argument @With -ErrorAction SilentlyContinue
            @(Get-Path $scripted)[0] | Should -Be ($Sends -f $orders)
        }

        if (-not $isChange) { return }
        $scripted = New-ListSession
        { & $Name $execution @With } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'bulk sync execution', $orders
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'refuses a name that several bulk syncs have, and lists them' {
        $scripted = New-ListSession
        & $Name -Name 'Twin', 'Orders to BigQuery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicAmbiguousName
        $lines = "$($caught[0])" -split '\r?\n' | ForEach-Object Trim
        $lines[0] | Assert-Fact '2', 'Twin'
        $lines -like "*$twin*" | Assert-Fact $source, $destination, 'replicate', 'active'
        $lines -like "*$otherTwin*" | Assert-Fact 'snapshot', 'paused'
        $sent = Get-Path $scripted
        $sent[4] | Should -Be ($Sends -f $orders) -Because 'one bad item causes one error'
        $sent -match "$twin|$otherTwin" | Should -BeNullOrEmpty
    }

    It 'suggests similar names for an unknown name' {
        $scripted = New-ListSession
        & $Name -Name 'Ordres to BigQery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicNotFound 'Ordres to BigQery', 'Orders to BigQuery'
        $caught[0].TargetObject | Should -Be 'Ordres to BigQery'
        Get-Path $scripted | Should -Be $list
    }

    It 'says how to find names if no name is similar' {
        $null = New-ListSession
        & $Name -Name 'zzz' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicNotFound 'zzz', 'Get-PolytomicBulkSync'
    }

    It 'finds a name with wildcard characters, with or without backticks' {
        foreach ($typed in 'odd [eu] *', [WildcardPattern]::Escape('Odd [EU] *')) {
            $scripted = New-ListSession
            & $Name -Name $typed @With -ErrorAction SilentlyContinue
            Get-Path $scripted | Select-Object -Index 4 | Should -Be ($Sends -f $odd)
        }
    }

    It 'accepts names from the pipeline, and reads the list once' {
        $scripted = New-ListSession
        'Orders to BigQuery', 'Nothing', $odd, [pscustomobject]@{ Name = 'Odd [EU] *'; Id = '' } | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $sent = Get-Path $scripted
        $sent[0..3] | Should -Be $list
        @($sent | Where-Object { $_ -in $list }) | Should -HaveCount 4
        $sent -match $orders | Should -Not -BeNullOrEmpty
        $sent -match $odd | Should -Not -BeNullOrEmpty
        @($caught | Where-Object TargetObject -EQ 'Nothing') | Assert-Failure PolytomicNotFound 'Nothing'
    }

    It 'does not use the name of a bulk sync from the pipeline' {
        $scripted = New-ListSession
        [PolytomicBulk.BulkSync]@{ Id = $twin; Name = 'Twin' } | & $Name @With -ErrorAction SilentlyContinue
        @(Get-Path $scripted)[0] | Should -Be ($Sends -f $twin)
    }

    It 'is refused together with -Id' {
        $scripted = New-ListSession
        { & $Name -Name 'Orders to BigQuery' -Id $orders @With -ErrorAction Stop } | Should -Throw -ErrorId $(if ($With.NewName) { 'PolytomicInvalidArgument*' } else { 'AmbiguousParameterSet*' })
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'reports that the list cannot be read' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(403, '{"message":"no"}')
        & $Name -Name 'Orders to BigQuery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught | Should -HaveCount 1
        $caught[0] | Assert-Failure PolytomicForbidden
    }
}

Describe '<Name> -Name, which changes something' -ForEach $changingByName {
    It 'refuses wildcards if no bulk sync has this exact name: <_>' -ForEach 'Orders*', 'Order?', '[O]rders' {
        $scripted = New-ListSession
        { & $Name -Name $_ @With -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $Name, "Get-PolytomicBulkSync '$_'"
        Get-Path $scripted | Should -Be $list
    }
}

Describe '<Name> -Name -WhatIf' -ForEach $unreadByName {
    It 'shows the name of the bulk sync in the plan' {
        $scripted = New-ListSession
        $shown = New-TemporaryFile
        try {
            $null = Start-Transcript $shown
            & $Name -Name 'Orders to BigQuery' -WhatIf
            $null = Stop-Transcript
            Get-Content $shown -Raw | Assert-Fact 'Orders to BigQuery', $orders
        }
        finally { Remove-Item $shown }
        Get-Path $scripted | Should -Be $list
    }
}

Describe '<Name> -Name, which only reads' -ForEach $readingByName {
    It 'accepts wildcards, and no match is not an error' {
        $scripted = New-ListSession
        & $Name -Name 'tw*', 'TWI?' @With -ErrorAction SilentlyContinue
        @(Get-Path $scripted) -match "$twin" | Should -Not -BeNullOrEmpty
        @(Get-Path $scripted) -match "$otherTwin" | Should -Not -BeNullOrEmpty

        $scripted = New-ListSession
        & $Name -Name 'zzz*' @With -ErrorVariable caught
        $caught | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be $list
    }
}

Describe '<Name> -Name together with an id' -ForEach @(
    @{ Name = 'Set-PolytomicBulkSync' }
    @{ Name = 'Copy-PolytomicBulkSync' }
) {
    BeforeEach {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $with = if ((Get-Command $Name).Parameters['PassThru']) { @{ PassThru = $true } } else { @{} }
    }

    It 'is refused, and the error suggests -NewName' {
        $refused = @{ ErrorId = 'PolytomicInvalidArgument,*'; ExpectedMessage = '*-NewName*' }
        { & $Name -Id $sync.Id -Name 'A' @with } | Should -Throw @refused
        { $sync | & $Name -Name 'A' @with } | Should -Throw @refused
        { "$($sync.Id)" | & $Name -Name 'A' @with } | Should -Throw @refused
        { $sync | & $Name 'A' @with } | Should -Throw @refused
        { $sync | & $Name -Name A -NewName B @with } | Should -Throw @refused
        { & $Name -Id $sync.Id -Name A, B -NewName C @with } | Should -Throw @refused
        Get-PolytomicBulkSync 'A', 'B', 'C' -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is not needed, because -NewName specifies the new name' {
        (& $Name -Id $sync.Id -NewName 'By id *' @with).Name | Should -Be 'By id *'
        (Get-PolytomicBulkSync -Id $sync.Id | & $Name -NewName 'By pipe' @with).Name | Should -Be 'By pipe'
        ("$($sync.Id)" | & $Name -NewName 'By text' @with).Name | Should -Be 'By text'
    }

    It 'refuses a blank -NewName' {
        { & $Name -Id $sync.Id -NewName ' ' -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-NewName'
    }
}

Describe 'Set-PolytomicBulkSync without a bulk sync' {
    It 'writes a separate error for a null in the pipeline: <_>' -ForEach 'first', 'last' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $input = if ($_ -eq 'first') { $null, $sync } else { $sync, $null }
        $input | Set-PolytomicBulkSync -NewName 'Other' -ErrorAction SilentlyContinue -ErrorVariable caught
        @($caught | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        Get-PolytomicBulkSync 'Other' | Should -HaveCount 1
    }

    It 'refuses a row without an id and a name' {
        $scripted = New-ListSession
        [pscustomobject]@{ Name = ' '; Mode = 'x' } | Set-PolytomicBulkSync -Mode snapshot -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicInvalidArgument 'Id', 'Name', 'Get-PolytomicBulkSync'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'refuses an empty variable together with a name' {
        $scripted = New-ListSession
        foreach ($none in $null, @(), @($null)) {
            { Set-PolytomicBulkSync -InputObject $none -Name 'Orders to BigQuery' -Mode snapshot } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
        }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'says how to specify a bulk sync' {
        $scripted = New-ListSession
        { Set-PolytomicBulkSync -Hour 3 } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Id', '-Name'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe '<Name> -SyncName' -ForEach $bySyncName {
    It 'finds a bulk sync in either case, and reads the list once' {
        $scripted = New-ListSession
        & $Name -SyncName 'orders TO bigquery' @With -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $sent = Get-Path $scripted
        $sent[0..3] | Should -Be $list
        $sent[4] -replace '\?.*' | Should -Be ($Sends -f $orders)
    }

    It 'also accepts a bulk sync or an id' {
        foreach ($argument in $orders, [guid]$orders, [PolytomicBulk.BulkSync]@{ Id = $orders; Name = 'Twin' }) {
            $scripted = New-ListSession
            & $Name -SyncName $argument @With -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            @(Get-Path $scripted)[0] -replace '\?.*' | Should -Be ($Sends -f $orders)
        }
    }

    It 'accepts text, rows and ids from the pipeline, and reads the list once' {
        # This command reads text as the id of an execution.
        if ($Name -eq 'Stop-PolytomicBulkSyncExecution') { return }
        $scripted = New-ListSession
        'Orders to BigQuery', 'Ordrs', [pscustomobject]@{ Name = 'Odd [EU] *' }, [guid]$odd, "$odd" |
            & $Name @With -ErrorAction SilentlyContinue -ErrorVariable caught -WarningAction SilentlyContinue
        $sent = Get-Path $scripted
        $sent[0..3] | Should -Be $list
        @($sent | Where-Object { $_ -in $list }) | Should -HaveCount 4
        $sent -match $orders | Should -Not -BeNullOrEmpty
        $sent -match $odd | Should -Not -BeNullOrEmpty
        @($caught | Where-Object TargetObject -EQ 'Ordrs') | Assert-Failure PolytomicNotFound 'Ordrs'
    }

    It 'is refused if no bulk sync or several have the name' {
        $scripted = New-ListSession
        { & $Name -SyncName Twin @With } | Should -Throw -PassThru | Assert-Failure PolytomicAmbiguousName '2', 'Twin', $twin, $otherTwin
        { & $Name -SyncName Ordrs @With } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound 'Ordrs'
        @(Get-Path $scripted) | Should -Be ($list + $list)
    }

    It 'is refused together with an id, and is required without one, before any request' {
        $scripted = New-ListSession
        { & $Name -SyncName 'Orders to BigQuery' -SyncId $twin @With } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $twin, '-SyncName'
        # Without input, some commands use all bulk syncs.
        if (-not $OfAll) { { & $Name @With } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $Name, '-SyncName' }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'does not accept wildcards' {
        $scripted = New-ListSession
        { & $Name -SyncName 'Orders*' @With } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $Name, 'Orders*'
        Get-Path $scripted | Should -Be $list
    }

    It 'writes one error that can be suppressed, and changes nothing' {
        $scripted = New-ListSession
        $shown = & $Name -SyncName Ordrs @With -ErrorAction SilentlyContinue -ErrorVariable caught 2>&1
        $shown | Should -BeNullOrEmpty
        @($caught) | Assert-Failure PolytomicNotFound
        Get-Path $scripted | Should -Be $list
    }

    It 'is suggested if a name is passed as an id' {
        { & $Name -SyncId 'Orders to BigQuery' @With } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Orders to BigQuery', '-SyncName'
    }
}

Describe 'An object without a bulk sync' {
    It 'does not use the bulk sync of the previous object' {
        $scripted = New-ListSession
        [pscustomobject]@{ SyncId = $orders; Id = $twin }, [pscustomobject]@{ Id = $odd } | Stop-PolytomicBulkSyncExecution -Force -ErrorAction SilentlyContinue -ErrorVariable caught
        @(Get-Path $scripted) | Should -Be "POST /api/bulk/syncs/$orders/executions/$twin/cancel"
        @($caught.FullyQualifiedErrorId) -like 'PolytomicInvalidArgument,*' | Should -HaveCount 1
    }
}

Describe 'A name in place of an id' {
    It 'gets an error that says which parameter accepts names: <_>' -ForEach 'Get', 'Set', 'Copy', 'Remove', 'Enable', 'Disable', 'Start', 'Stop', 'Wait', 'Export' {
        $scripted = New-ListSession
        $command = "$_-PolytomicBulkSync"
        $with = switch ($_) { 'Copy' { @{ NewName = 'B' } } 'Set' { @{ Hour = 3 } } 'Export' { @{ Path = 'TestDrive:/x' } } default { @{} } }
        { & $command -Id Orders @with } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Orders', '-Name'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'gets an error that says how to find connections' {
        { Get-PolytomicBulkSource -ConnectionId HubSpot } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'HubSpot', '-ConnectionName'
        { Get-PolytomicConnection -Id HubSpot } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'HubSpot', '-Name'
    }
}

Describe 'Names in the sandbox' {
    It 'start, wait for, watch, pause, activate and delete a bulk sync' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $name = 'Stripe to BigQuery'
        $execution = Start-PolytomicBulkSync -Name $name
        Wait-PolytomicBulkSync -Name $name | ForEach-Object Id | Should -Be $execution.Id
        (Get-PolytomicBulkSyncStatus -Name $name).LastExecution.Id | Should -Be $execution.Id
        (Get-PolytomicBulkSyncStatus -Name 'Stripe*' -Summary).SyncId | Should -Be (Get-PolytomicBulkSync $name).Id
        (Disable-PolytomicBulkSync -Name $name -PassThru).Active | Should -BeFalse
        (Enable-PolytomicBulkSync -Name $name -PassThru).Active | Should -BeTrue
        Remove-PolytomicBulkSync -Name $name -Force
        Get-PolytomicBulkSync "$name*" | Should -BeNullOrEmpty
    }

    It 'accept one execution with -Name, but not of several bulk syncs' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $execution = Start-PolytomicBulkSync -Name 'Stripe to BigQuery'
        (Wait-PolytomicBulkSync -Name 'Stripe to BigQuery' -ExecutionId $execution.Id).Id | Should -Be $execution.Id
        Wait-PolytomicBulkSync -Name '*' -ExecutionId $execution.Id -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicInvalidArgument
    }
}

Describe 'A name with a bracket that has no end' {
    BeforeAll {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $null = Copy-PolytomicBulkSync 'Stripe to BigQuery' -NewName 'Stripe [EU' -WarningAction SilentlyContinue
    }

    It 'is one error that shows how to find the bracket, and other names continue: <call>' -ForEach @(
        @{ call = "Get-PolytomicBulkSync '[', 'Stripe to BigQuery'"; names = 'Stripe to BigQuery' }
        @{ call = "Get-PolytomicBulkSync '[', 'Stripe t*'"; names = 'Stripe to BigQuery' }
        @{ call = "'[', 'Stripe to BigQuery' | Get-PolytomicBulkSync"; names = 'Stripe to BigQuery' }
        @{ call = "Get-PolytomicBulkSync -Source '[', HubSpot"; names = 'HubSpot to Snowflake' }
        @{ call = "Get-PolytomicBulkSync -Destination '['"; names = @() }
        @{ call = "Get-PolytomicConnection '[', Stripe"; names = 'Stripe' }
        @{ call = "Get-PolytomicPolicy '['"; names = @() }
        @{ call = "Get-PolytomicBulkSyncStatus -Name '[', 'Stripe to BigQuery' | Get-PolytomicBulkSync"; names = 'Stripe to BigQuery' }
        @{ call = "Wait-PolytomicBulkSync -Name '['"; names = @() }
        @{ call = "Export-PolytomicBulkSync (Join-Path `$TestDrive files) -Name '['"; names = @() }
        @{ call = "Export-PolytomicBulkSyncReport (Join-Path `$TestDrive report.html) -Name '['"; names = @() }
        @{ call = "Get-PolytomicEvent -Type '['"; names = @() }
    ) {
        $ErrorActionPreference = 'Continue'
        $output = @(& ([scriptblock]::Create($call)) 2>&1)
        $failures = @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicInvalidArgument "'['", "'*``[*'"
        $failures[0].TargetObject | Should -Be '['
        @($output | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object Name) | Should -Be $names
    }

    It 'can be followed by wildcards' {
        Get-PolytomicBulkSync 'Stripe [E*' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'Stripe ``[E*'"
        (Get-PolytomicBulkSync 'Stripe `[E*').Name | Should -Be 'Stripe [EU'
    }

    It 'can be a range from a later to an earlier character' {
        Get-PolytomicBulkSync '[z-a]' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'[z-a]'"
    }

    It 'is found if it is the full name, with and without a backtick: <_>' -ForEach 'stripe [eu', 'stripe `[eu' {
        (Get-PolytomicBulkSync $_).Name | Should -Be 'Stripe [EU'
        (Get-PolytomicBulkSync '[', $_ -ErrorAction SilentlyContinue).Name | Should -Be 'Stripe [EU'
        ($_ | Get-PolytomicBulkSync).Name | Should -Be 'Stripe [EU'
        (Get-PolytomicBulkSyncStatus -Name $_).SyncName | Should -Be 'Stripe [EU'
        (Disable-PolytomicBulkSync $_ -Force -PassThru).Name | Should -Be 'Stripe [EU'
    }

    It 'does not exist for a command that takes no wildcards' {
        Disable-PolytomicBulkSync 'Stripe [U' -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicNotFound "'Stripe [U'", "'Stripe [EU'"
    }
}
