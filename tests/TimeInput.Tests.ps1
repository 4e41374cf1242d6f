BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $old = Get-Culture
    $sync = '22222222-0000-4000-8000-00000000000a'

    # The times that -DataCutoffTimestamp writes, on each command that has it, and the time that -Since requests.
    function Get-Written($Time) {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $name = 'HubSpot to Snowflake'
        $one = Get-PolytomicBulkSync $name
        $new = @{ Name = 'New'; Mode = 'replicate'; SourceConnectionId = $one.SourceConnectionId; DestinationConnectionId = $one.DestinationConnectionId; DestinationConfiguration = @{ schema = 'x' }; Schema = 'contacts'; Frequency = 'manual' }
        (New-PolytomicBulkSync @new -DataCutoffTimestamp $Time).DataCutoffTimestamp
        ([pscustomobject]@{ DataCutoffTimestamp = $Time } | New-PolytomicBulkSync @new).DataCutoffTimestamp
        (Set-PolytomicBulkSync $name -DataCutoffTimestamp $Time -PassThru).DataCutoffTimestamp
        (Set-PolytomicBulkSyncSchema $name contacts -DataCutoffTimestamp $Time -PassThru).DataCutoffTimestamp
    }
}

AfterAll { [cultureinfo]::CurrentCulture = $old }

Describe 'A time' {
    It 'is the same in <culture>, in every notation: <text>' -ForEach @(
        foreach ($culture in 'en-US', 'th-TH', 'fa-IR', 'de-DE') {
            @{ culture = $culture; text = '2026-03-01'; is = [datetime]::new(2026, 3, 1) }
            @{ culture = $culture; text = '2026-03-01T12:30:00Z'; is = [datetime]::new(2026, 3, 1, 12, 30, 0, [DateTimeKind]::Utc).ToLocalTime() }
            @{ culture = $culture; text = '2026-03-01 12:30+02'; is = [datetime]::new(2026, 3, 1, 10, 30, 0, [DateTimeKind]::Utc).ToLocalTime() }
            @{ culture = $culture; text = [datetimeoffset]::new(2026, 3, 1, 12, 30, 0, [timespan]::FromHours(2)); is = [datetime]::new(2026, 3, 1, 10, 30, 0, [DateTimeKind]::Utc).ToLocalTime() }
        }
    ) {
        [cultureinfo]::CurrentCulture = [cultureinfo]$culture
        $written = @(Get-Written $text)
        $written | Should -HaveCount 4
        $written | Select-Object -Unique | Should -Be $is
    }

    It 'is read with the culture if it is not in ISO format' {
        [cultureinfo]::CurrentCulture = [cultureinfo]'de-DE'
        Get-Written '01.03.2026 12:30' | Select-Object -Unique | Should -Be ([datetime]::new(2026, 3, 1, 12, 30, 0))
    }

    It 'does not accept this value in any parameter: <what>' -ForEach @(
        @{ what = 'number that looks like a date'; value = 20260301 }
        @{ what = 'text of digits'; value = '20260301' }
        @{ what = 'Unix time'; value = 1772323200 }
        @{ what = 'Unix time with fractions'; value = '1772323200.5' }
        @{ what = 'time without a date'; value = '12:30' }
        @{ what = 'day that does not exist'; value = '2026-02-30' }
        @{ what = 'age'; value = [timespan]::FromDays(1) }
        @{ what = 'Boolean'; value = $true }
    ) {
        [cultureinfo]::CurrentCulture = $old
        $scripted = New-ScriptedSession
        $new = @{ Name = 'New'; Mode = 'replicate'; SourceConnectionId = $sync; DestinationConnectionId = $sync; DestinationConfiguration = @{ schema = 'x' }; Schema = 'a'; Frequency = 'manual' }
        foreach ($call in { New-PolytomicBulkSync @new -DataCutoffTimestamp $value }, { Set-PolytomicBulkSync $sync -DataCutoffTimestamp $value }, { Set-PolytomicBulkSyncSchema $sync a -DataCutoffTimestamp $value }, { New-PolytomicBulkSync @new -Schema @{ id = 'a'; data_cutoff_timestamp = $value } }) {
            if ("$call" -like '*id =*') { $new.Remove('Schema') }
            { & $call } | Should -Throw -PassThru | ForEach-Object { $_.FullyQualifiedErrorId | Should -Match '^(ParameterArgumentTransformationError|PolytomicInvalidArgument)'; "$_" | Assert-Fact '2026-03-01' }
        }
        if ($value -isnot [timespan]) { { Get-PolytomicBulkSyncExecution -SyncId $sync -Since $value } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Since' }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'in ISO format is read as such by -Since in th-TH' {
        [cultureinfo]::CurrentCulture = [cultureinfo]'th-TH'
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        @(Get-PolytomicBulkSyncExecution 'HubSpot to Snowflake' -Since '2026-01-01').Count | Should -BeGreaterThan 0
    }
}
