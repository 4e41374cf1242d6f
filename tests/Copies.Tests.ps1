# Objects that were read from a file work like the original objects.
BeforeDiscovery {
    $ways = @(
        @{ Kind = 'BulkSync'; To = 'Get-PolytomicBulkSyncStatus', 'Get-PolytomicBulkSyncSchedule' }
        @{ Kind = 'BulkSyncStatus'; To = 'Get-PolytomicBulkSync', 'Get-PolytomicBulkSyncExecution' }
        @{ Kind = 'BulkSyncExecutionStatus'; To = 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncExecution'; To = 'Get-PolytomicBulkSyncExecution', 'Get-PolytomicBulkSyncLog' }
        @{ Kind = 'BulkSyncSchemaExecution'; To = 'Get-PolytomicBulkSyncExecution', 'Get-PolytomicBulkSyncLog', 'Get-PolytomicBulkSyncSchema' }
        @{ Kind = 'BulkSyncSchedule'; To = 'Get-PolytomicBulkSyncSchedule', 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncSchema'; To = 'Get-PolytomicBulkSyncSchema', 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncDueTime'; To = 'Get-PolytomicBulkSyncSchedule', 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncLogEntry'; To = 'Get-PolytomicBulkSyncExecution', 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncDrift'; To = 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncPlan'; To = 'Get-PolytomicBulkSync' }
        @{ Kind = 'BulkSyncExecutionMeasure'; To = 'Get-PolytomicBulkSync' }
        @{ Kind = 'Connection'; To = 'Get-PolytomicConnection', 'Get-PolytomicBulkSource' }
        @{ Kind = 'ConnectionSchema'; To = 'Get-PolytomicConnectionSchema', 'Get-PolytomicConnectionRecord' }
        @{ Kind = 'SchemaField'; To = 'Get-PolytomicConnection', 'Get-PolytomicConnectionSchema' }
        @{ Kind = 'BulkSource'; To = 'Get-PolytomicConnection' }
        @{ Kind = 'BulkDestination'; To = 'Get-PolytomicConnection' }
        @{ Kind = 'ConnectionSchemaStatus'; To = 'Get-PolytomicConnectionSchema' }
        @{ Kind = 'ConnectionTest'; To = 'Get-PolytomicConnection' }
        @{ Kind = 'PolytomicEvent'; To = 'Get-PolytomicBulkSyncExecution', 'Get-PolytomicBulkSync', 'Get-PolytomicBulkSyncLog' }
        @{ Kind = 'PolytomicEntity'; To = 'Get-PolytomicBulkSyncExecution', 'Get-PolytomicBulkSync' }
        @{ Kind = 'PolytomicPolicy'; To = 'Get-PolytomicPolicy' }
        @{ Kind = 'PolytomicOrganization'; To = 'Get-PolytomicOrganization' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
    $execution = $sync | Get-PolytomicBulkSyncExecution -First 1
    $connection = Get-PolytomicConnection 'Orders database'
    $source = $connection | Get-PolytomicBulkSource
    $event = Get-PolytomicEvent | Where-Object ExecutionId | Select-Object -First 1
    $sync | Export-PolytomicBulkSync "$TestDrive/files"
    $sync | Set-PolytomicBulkSync -Mode snapshot -WarningAction SilentlyContinue
    $objects = @{
        BulkSync = $sync
        BulkSyncStatus = $sync | Get-PolytomicBulkSyncStatus
        BulkSyncExecutionStatus = $sync | Get-PolytomicBulkSyncStatus -Summary
        BulkSyncExecution = $execution
        BulkSyncSchemaExecution = $execution.Schemas[0]
        BulkSyncSchedule = $sync | Get-PolytomicBulkSyncSchedule | Select-Object -First 1
        BulkSyncSchema = $sync | Get-PolytomicBulkSyncSchema -Id Contact
        BulkSyncDueTime = Get-PolytomicBulkSyncSchedule -Next 48h | Select-Object -First 1
        BulkSyncLogEntry = $execution | Get-PolytomicBulkSyncLog | Select-Object -First 1
        BulkSyncDrift = Compare-PolytomicBulkSync "$TestDrive/files" | Where-Object SyncId | Select-Object -First 1
        BulkSyncPlan = Import-PolytomicBulkSync "$TestDrive/files" -WhatIf -PassThru | Where-Object SyncId | Select-Object -First 1
        BulkSyncExecutionMeasure = $execution | Measure-PolytomicBulkSyncExecution
        Connection = $connection
        ConnectionSchema = $source.Schemas[1]
        SchemaField = $source.Schemas[1].Fields[1]
        BulkSource = $source
        BulkDestination = $connection | Get-PolytomicBulkDestination
        ConnectionSchemaStatus = $connection | Get-PolytomicConnectionSchema
        ConnectionTest = $connection | Test-PolytomicConnection
        PolytomicEvent = $event
        PolytomicEntity = $event.ExecutionId | Find-PolytomicObject
        PolytomicPolicy = Get-PolytomicPolicy | Select-Object -First 1
        PolytomicOrganization = Get-PolytomicOrganization
    }
    Disconnect-Polytomic
    # No command accepts these as input. ConnectionLife.Tests.ps1 tests types of connection, which have no GUID.
    $ends = 'BulkSyncReport', 'ConnectionSetting', 'ConnectionSettingValue', 'ConnectionType', 'ErrorSubscriber', 'Identity', 'PolytomicSession'
}

Describe 'A copy of an object' {
    It 'is tested for every type that a command returns' {
        $emitted = (Get-Command -Module PolytomicBulk).OutputType.Name -like 'PolytomicBulk.*' -replace '^PolytomicBulk\.' | Sort-Object -Unique
        $emitted | Where-Object { $_ -notin $ends } | Should -BeIn @($objects.Keys)
    }

    It 'of a <Kind> sends the same requests, from JSON, Clixml and CSV' -ForEach $ways {
        $object = $objects[$Kind]
        $object | Should -Not -BeNullOrEmpty
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(404, '{}')
        $copies = [ordered]@{
            JSON = $object | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json
            Clixml = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($object, 2))
            CSV = $object | ConvertTo-Csv | ConvertFrom-Csv
        }
        foreach ($command in $To) {
            $sent = foreach ($one in @($object) + @($copies.Values)) {
                $before = $scripted.Handler.Requests.Count
                $null = $one | & $command -Session $scripted.Session -ErrorAction SilentlyContinue
                ($scripted.Handler.Requests | Select-Object -Skip $before).PathAndQuery -join ' '
            }
            $sent[0] | Should -Match '[0-9a-f]{8}-|^/api/organization$' -Because $command
            $sent | Should -Be (@($sent[0]) * 4) -Because $command
        }
    }
}
