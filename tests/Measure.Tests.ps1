BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $sync = '22222222-0000-4000-8000-00000000000a'
    function New-Run([string] $Status, [datetime] $Start, [hashtable] $More = @{}) {
        [PolytomicBulk.BulkSyncExecution](@{ Id = New-Guid; SyncId = $sync; SyncName = 'Orders'; Status = $Status; StartedAt = $Start; CompletedAt = $Start.AddMinutes(4); RecordCount = 5 } + $More)
    }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'Measure-PolytomicBulkSyncExecution' {
    It 'sums up executions of the pipeline without a session' {
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        $rows = (New-Run completed '2026-06-01 08:00'), (New-Run failed '2026-06-02 08:00' @{ StatusMessage = 'why' }) | Measure-PolytomicBulkSyncExecution -Total
        $rows | Should -HaveCount 2
        $rows[0] | Should -BeOfType PolytomicBulk.BulkSyncExecutionMeasure
        $rows[0].SyncName, $rows[0].Runs, $rows[0].Failed, $rows[0].SuccessRate, $rows[0].LastFailureMessage | Should -Be 'Orders', 2, 1, 50, 'why'
        ($rows | Measure-Object MedianDurationSeconds -Maximum).Maximum | Should -Be 240
        $rows[1].IsTotal, $rows[1].Label | Should -Be $true, 'Total'
    }

    It 'accepts executions from a file or another process: <form>' -ForEach @(
        @{ form = 'JSON'; copy = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
        @{ form = 'JSON without schemas'; copy = { $args[0] | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json } }
        @{ form = 'CLIXML'; copy = { $args[0] | Export-Clixml "$TestDrive/runs.xml" -Depth 4; Import-Clixml "$TestDrive/runs.xml" } }
        @{ form = 'CSV'; copy = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ form = 'Select-Object'; copy = { $args[0] | Select-Object * } }
    ) {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $runs = @(Get-PolytomicBulkSync 'Orders database to BigQuery', 'Stripe to BigQuery' | Get-PolytomicBulkSyncExecution -First 40) + (New-Run completed '2026-06-02' @{ IsTest = $true; Type = 'scheduled' })
        $runs.IsFailed | Should -Contain $true
        $counted = @('SyncName', 'Runs', 'Failed', 'Tests', 'MedianDuration', 'LastSuccess', 'LastFailureMessage', 'Trend') + @(if ($form -in 'JSON', 'CLIXML', 'Select-Object') { 'RecordCount', 'OtherRecordCount' })
        $expected = $runs | Measure-PolytomicBulkSyncExecution | Select-Object $counted
        (& $copy $runs | Measure-PolytomicBulkSyncExecution | Select-Object $counted | ConvertTo-Json) | Should -BeExactly ($expected | ConvertTo-Json)
        if ($form -in 'JSON', 'CLIXML') { (& $copy $runs | Measure-PolytomicBulkSyncExecution -By Schema).Label | Should -Be ($runs | Measure-PolytomicBulkSyncExecution -By Schema).Label }
    }

    It 'reads the times of a CSV file in the culture of the session: <_>' -ForEach 'en-US', 'en-GB', 'de-DE', 'fr-CA', 'fi-FI', 'th-TH' {
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $_
        try {
            foreach ($start in [datetime]'2026-11-02T13:45:10', [datetime]'2026-11-25T00:00:00') {
                (New-Run completed $start | ConvertTo-Csv | ConvertFrom-Csv | Measure-PolytomicBulkSyncExecution).LastRun | Should -Be $start
            }
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'warns with -By Schema if the executions were read without their schemas' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $runs = Get-PolytomicBulkSyncExecution 'Stripe to BigQuery' -First 3
        $runs | ConvertTo-Csv | ConvertFrom-Csv | Measure-PolytomicBulkSyncExecution -By Schema -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Assert-Fact '-By Schema', 'CSV', 'Export-Clixml'
        $runs | Measure-PolytomicBulkSyncExecution -By Schema -WarningVariable warnings | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'refuses <what>, and says why' -ForEach @(
        @{ what = 'a bulk sync'; item = { [PolytomicBulk.BulkSync]@{ Id = $sync } }; says = 'bulk sync' }
        @{ what = 'the result of one schema of an execution'; item = { [pscustomobject]@{ ExecutionId = $sync; Status = 'completed'; Schema = 'a' } }; says = 'execution' }
        @{ what = 'text that is not a time'; item = { [pscustomobject]@{ ExecutionId = $sync; Status = 'completed'; StartedAt = 'yesterday' } }; says = 'StartedAt', 'yesterday' }
    ) {
        $rows = & $item | Measure-PolytomicBulkSyncExecution -ErrorAction SilentlyContinue -ErrorVariable failures
        $rows | Should -BeNullOrEmpty
        $failures[0] | Assert-Failure ParameterArgumentTransformationError $says
    }

    It 'returns nothing without input' { @() | Measure-PolytomicBulkSyncExecution -Total | Should -BeNullOrEmpty }

    It 'uses the days of the specified time zone, by <_>' -ForEach 'day', 'Week' {
        $sunday = [datetime]::new(2026, 6, 7, 23, 30, 0, [DateTimeKind]::Utc).ToLocalTime()
        (New-Run completed $sunday | Measure-PolytomicBulkSyncExecution -By $_ -TimeZone UTC).Day | Should -Be $(if ($_ -eq 'day') { [datetime]'2026-06-07' } else { [datetime]'2026-06-01' })
        (New-Run completed $sunday | Measure-PolytomicBulkSyncExecution -By $_ -TimeZone Asia/Tokyo).Day | Should -Be ([datetime]'2026-06-08')
    }

    It 'refuses an unknown time zone' {
        { New-Run completed '2026-06-01' | Measure-PolytomicBulkSyncExecution -TimeZone Mars/Base } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Mars/Base', 'Get-TimeZone'
    }

    It 'uses block characters if the console can show them, and otherwise ASCII' {
        $before = [Console]::OutputEncoding
        try {
            foreach ($case in @([Text.UTF8Encoding]::new(), '█'), @([Text.Encoding]::ASCII, '#')) {
                [Console]::OutputEncoding = $case[0]
                (New-Run completed '2026-06-01' | Measure-PolytomicBulkSyncExecution).Trend | Should -BeExactly $case[1]
            }
        }
        finally { [Console]::OutputEncoding = $before }
    }

    It 'finds schemas that are late by the schedules of their bulk syncs' {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $runs = Get-PolytomicBulkSyncExecution 'Stripe to BigQuery'
        $rows = $runs | Measure-PolytomicBulkSyncExecution -By Schema
        $rows.Count | Should -BeGreaterThan 3
        $rows.IsLate | Select-Object -Unique | Should -Be $false
        $rows.DueAt | Select-Object -Unique | Should -Be ([datetime]::new(2026, 6, 1, 4, 0, 0, [DateTimeKind]::Utc).ToLocalTime())
        $rows.OutputName | Should -Contain 'charges'
        # Omits the newest two days.
        $rows = $runs | Where-Object StartedAt -LT ([datetime]::new(2026, 5, 30, 12, 0, 0, [DateTimeKind]::Utc).ToLocalTime()) | Measure-PolytomicBulkSyncExecution -By Schema
        $rows.IsLate | Select-Object -Unique | Should -Be $true
    }

    It 'does not use test and partial executions as the last success' {
        $row = (New-Run completed '2026-06-01'), (New-Run completed '2026-06-02' @{ IsTest = $true }), (New-Run completed '2026-06-03' @{ IsPartial = $true }) | Measure-PolytomicBulkSyncExecution
        $row.LastSuccess | Should -Be ([datetime]'2026-06-01 00:04')
        $row.Runs, $row.Tests | Should -Be 2, 1
    }
}
