BeforeDiscovery {
    Import-Module (Join-Path (Split-Path $PSScriptRoot) 'out/PolytomicBulk')

    # Every command that takes the id of a bulk sync from the pipeline, with its other required parameters.
    $needs = @{
        'Copy-PolytomicBulkSync' = @{ NewName = 'Copy' }
        'Export-PolytomicBulkSync' = @{ Path = 'TestDrive:/configuration' }
        'Get-PolytomicBulkSyncLog' = @{ ExecutionId = '99999999-0000-4000-8000-000000000009' }
        'Remove-PolytomicBulkSyncSchedule' = @{ Id = '99999999-0000-4000-8000-000000000009' }
        'New-PolytomicBulkSyncSchedule' = @{ Frequency = 'manual' }
        'Save-PolytomicBulkSyncLog' = @{ ExecutionId = '99999999-0000-4000-8000-000000000009' }
        'Set-PolytomicBulkSync' = @{ NewName = 'Other' }
        'Set-PolytomicBulkSyncSchedule' = @{ Id = '99999999-0000-4000-8000-000000000009'; Frequency = 'manual' }
        'Set-PolytomicBulkSyncSchema' = @{ Id = 'a'; Enabled = $true }
        'Stop-PolytomicBulkSyncExecution' = @{ Id = '99999999-0000-4000-8000-000000000009' }
        'Stop-PolytomicBulkSyncSchema' = @{ Id = 'a' }
    }
    $bySync = @(
        foreach ($command in Get-Command -Module PolytomicBulk -CommandType Cmdlet) {
            $parameter = $command.Parameters.Values | Where-Object { $_.Name -eq 'SyncId' -or $_.Aliases -contains 'SyncId' }
            if (-not $parameter -or -not ($parameter.Attributes | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName })) { continue }
            $with = if ($needs[$command.Name]) { $needs[$command.Name].Clone() } else { @{} }
            if ($command.Parameters['Force']) { $with.Force = $true }
            if ($command.Parameters['Confirm']) { $with.Confirm = $false }
            foreach ($kind in 'BulkSync', 'BulkSyncExecution', 'BulkSyncSchemaExecution', 'BulkSyncStatus', 'BulkSyncExecutionStatus', 'BulkSyncSchema', 'BulkSyncSchedule', 'BulkSyncLogEntry') {
                @{ Command = $command.Name; Kind = $kind; With = $with }
            }
        }
    )
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # One object of each kind, all from the same bulk sync, each with its own id.
    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $sync = Get-PolytomicBulkSync -Name 'Salesforce to Snowflake'
    $execution = $sync | Get-PolytomicBulkSyncExecution -First 1
    $objects = @{
        BulkSync = $sync
        BulkSyncExecution = $execution
        BulkSyncSchemaExecution = $execution.Schemas[1]
        BulkSyncStatus = $sync | Get-PolytomicBulkSyncStatus
        BulkSyncExecutionStatus = $sync | Get-PolytomicBulkSyncStatus -Summary
        BulkSyncSchema = $sync | Get-PolytomicBulkSyncSchema | Select-Object -First 1
        BulkSyncSchedule = $sync | Get-PolytomicBulkSyncSchedule | Select-Object -Last 1
        BulkSyncLogEntry = $execution | Get-PolytomicBulkSyncLog -Schema Contact | Select-Object -First 1
    }
    $connectionObjects = @{
        Connection = Get-PolytomicConnection 'Orders database'
        ConnectionSchema = Get-PolytomicConnection 'Orders database' | Get-PolytomicConnectionSchema -Id public.orders
        BulkSource = Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkSource
        BulkDestination = Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkDestination
        ConnectionSchemaStatus = Get-PolytomicConnection 'Orders database' | Get-PolytomicConnectionSchema
    }
    $connectionObjects.SchemaField = $connectionObjects.ConnectionSchema.Fields[0]
    Disconnect-Polytomic

    function ConvertTo-Row($Object) { $Object | ConvertTo-Csv | ConvertFrom-Csv }
}

Describe 'A bulk sync''s id' {
    It 'binds from a <Kind> to <Command>' -ForEach $bySync {
        # Commands that act on a whole bulk sync refuse its parts. StandsFor.Tests.ps1 tests this. Commands that only read accept them.
        $actsOnWhole = $Command -like '*-PolytomicBulkSync*' -and (Get-Command $Command).Parameters['Id'].Aliases -contains 'SyncId' -and ($Command -split '-')[0] -notin 'Get', 'Export', 'Wait'
        if ($actsOnWhole -and $Kind -notin 'BulkSync', 'BulkSyncStatus') { return }
        foreach ($input in $objects[$Kind], (ConvertTo-Row $objects[$Kind])) {
            $scripted = New-ScriptedSession
            # With a final status, commands that wait return.
            $null = $scripted.Handler.Otherwise(200, "{`"data`":{`"id`":`"$($sync.Id)`",`"status`":`"completed`",`"fields`":[],`"entries`":[],`"last_execution`":{`"id`":`"$($execution.Id)`",`"status`":`"completed`"}}}")
            $null = $input | & $Command @With -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught -WarningAction SilentlyContinue
            $caught | Where-Object { $_.FullyQualifiedErrorId -match 'ParameterBinding|InputObjectNotBound|AmbiguousParameterSet' } | Should -BeNullOrEmpty
            $ids = (Get-SentRequest $scripted).PathAndQuery | Select-String '/syncs/([0-9a-f-]{36})|sync_id=([0-9a-f-]{36})' | ForEach-Object { $_.Matches.Groups.Where({ $_.Length -eq 36 }).Value }
            $ids | Select-Object -Unique | Should -Be "$($sync.Id)"
        }
    }

    It 'binds in at least 18 commands' {
        @(Get-Command -Module PolytomicBulk | Where-Object { $_.Parameters.Values | Where-Object { $_.Name -eq 'SyncId' -or $_.Aliases -contains 'SyncId' } }).Count | Should -BeGreaterOrEqual 18
    }
}

Describe 'An id below a bulk sync' {
    It 'binds from a <Kind> to <Command>' -ForEach @(
        @{ Kind = 'BulkSyncExecution'; Command = 'Get-PolytomicBulkSyncExecution'; Path = { "executions/$($execution.Id)" } }
        @{ Kind = 'BulkSyncSchemaExecution'; Command = 'Get-PolytomicBulkSyncExecution'; Path = { "executions/$($execution.Id)" } }
        @{ Kind = 'BulkSyncLogEntry'; Command = 'Get-PolytomicBulkSyncExecution'; Path = { "executions/$($execution.Id)" } }
        @{ Kind = 'BulkSyncExecution'; Command = 'Stop-PolytomicBulkSyncExecution'; Path = { "executions/$($execution.Id)/cancel" } }
        @{ Kind = 'BulkSyncSchemaExecution'; Command = 'Stop-PolytomicBulkSyncExecution'; Path = { "executions/$($execution.Id)/cancel" } }
        @{ Kind = 'BulkSyncExecution'; Command = 'Get-PolytomicBulkSyncLog'; Path = { "executions/$($execution.Id)/consolelog?limit=50" } }
        @{ Kind = 'BulkSyncSchemaExecution'; Command = 'Get-PolytomicBulkSyncLog'; Path = { "executions/$($execution.Id)/schemas/Contact/consolelog?limit=50" } }
        @{ Kind = 'BulkSyncLogEntry'; Command = 'Get-PolytomicBulkSyncLog'; Path = { "executions/$($execution.Id)/schemas/Contact/consolelog?limit=50" } }
        @{ Kind = 'BulkSyncExecution'; Command = 'Save-PolytomicBulkSyncLog'; Path = { "executions/$($execution.Id)/logs" } }
        @{ Kind = 'BulkSyncSchema'; Command = 'Set-PolytomicBulkSyncSchema'; With = @{ Enabled = $true }; Path = { "schemas/Account" } }
        @{ Kind = 'BulkSyncSchemaExecution'; Command = 'Set-PolytomicBulkSyncSchema'; With = @{ Enabled = $true }; Path = { "schemas/Contact" } }
        @{ Kind = 'BulkSyncSchema'; Command = 'Stop-PolytomicBulkSyncSchema'; Path = { "schemas/Account/cancel" } }
        @{ Kind = 'BulkSyncSchemaExecution'; Command = 'Stop-PolytomicBulkSyncSchema'; Path = { "schemas/Contact/cancel" } }
        @{ Kind = 'BulkSyncSchedule'; Command = 'Set-PolytomicBulkSyncSchedule'; With = @{ Frequency = 'manual' }; Path = { "schedules/$($objects.BulkSyncSchedule.Id)" } }
        @{ Kind = 'BulkSyncSchedule'; Command = 'Remove-PolytomicBulkSyncSchedule'; Path = { "schedules/$($objects.BulkSyncSchedule.Id)" } }
    ) {
        if (-not $With) { $With = @{} }
        if ((Get-Command $Command).Parameters.Force) { $With.Force = $true }
        foreach ($input in $objects[$Kind], (ConvertTo-Row $objects[$Kind])) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Otherwise(404, '{}')
            $null = $input | & $Command @With -Session $scripted.Session -ErrorAction SilentlyContinue
            @(Get-SentRequest $scripted)[0].PathAndQuery | Should -Be "/api/bulk/syncs/$($sync.Id)/$(& $Path)"
        }
    }

    It 'does not bind from a bulk sync in <Command>' -ForEach @(
        @{ Command = 'Stop-PolytomicBulkSyncExecution'; What = 'execution' }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; What = 'schema'; With = @{ Disabled = $true } }
        @{ Command = 'Stop-PolytomicBulkSyncSchema'; What = 'schema' }
        @{ Command = 'Set-PolytomicBulkSyncSchedule'; What = 'schedule' }
        @{ Command = 'Remove-PolytomicBulkSyncSchedule'; What = 'schedule' }
    ) {
        if (-not $With) { $With = @{} }
        $scripted = New-ScriptedSession
        $sync, (ConvertTo-Row $sync) | & $Command @With -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught.Count | Should -Be 2
        $caught[0] | Assert-Failure PolytomicInvalidArgument "$($sync.Id)", 'bulk sync', $What
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Input that is not a bulk sync' {
    It 'is not a connection either' {
        $scripted = New-ScriptedSession
        $sync | Get-PolytomicConnection -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure ParameterArgumentTransformationError 'bulk sync', 'connection'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'cannot be a truth value, and the error shows the colon that a switch needs' {
        { Set-PolytomicBulkSync -Name x -Active $false } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'False', ':$false'
        { Set-PolytomicBulkSyncSchema -SyncId $sync.Id -Id a -Enabled $true } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'True', ':$true'
    }
}

Describe 'A connection''s id' {
    It 'binds from a <_> to Get-PolytomicConnection and Get-PolytomicBulkSource' -ForEach 'Connection', 'ConnectionSchema', 'SchemaField', 'BulkSource', 'BulkDestination', 'ConnectionSchemaStatus' {
        $id = $connectionObjects.Connection.Id
        foreach ($input in $connectionObjects[$_], (ConvertTo-Row $connectionObjects[$_])) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Otherwise(200, '{"data":{}}')
            $null = $input | Get-PolytomicConnection -Session $scripted.Session
            $null = $input | Get-PolytomicBulkSource -Session $scripted.Session
            (Get-SentRequest $scripted).PathAndQuery | Should -Be "/api/connections/$id", "/api/connections/$id/bulksync/source"
        }
    }

    It 'binds from a bulk sync to its source and its destination' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, '{"data":{}}')
        $null = $sync | Get-PolytomicBulkSource -Session $scripted.Session
        $null = $sync | Get-PolytomicBulkDestination -Session $scripted.Session
        (Get-SentRequest $scripted).PathAndQuery | Should -Be "/api/connections/$($sync.SourceConnectionId)/bulksync/source", "/api/connections/$($sync.DestinationConnectionId)/bulksync/target"
    }
}
