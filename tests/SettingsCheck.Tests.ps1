BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $new = @{ Name = 'New'; Source = 'Salesforce'; Destination = 'Snowflake'; DestinationConfiguration = @{ schema = 'x' }; Mode = 'replicate'; Schema = 'Account'; Frequency = 'manual' }
}

AfterAll { Disconnect-Polytomic }

Describe 'A bulk sync that does not fit its connections' {
    It 'is neither created nor planned: <what>' -ForEach @(
        @{ what = 'a schema that the source does not have'; with = @{ Schema = 'Acount' }; says = "'Acount'", "'Account'" }
        @{ what = 'a field that the schema does not have'; with = @{ Schema = @{ id = 'Contact'; fields = 'Emai' } }; says = "'Contact'", "'Emai'", "'Email'" }
        @{ what = 'a destination without a required setting'; with = @{ DestinationConfiguration = @{} }; says = "'schema'" }
        @{ what = 'a schedule with a schema that the source does not have'; with = @{ AdditionalSchedule = @{ frequency = 'hourly'; minute = 1; schemas = 'Acount' } }; says = "'Acount'", "'Account'" }
    ) {
        $all = $new.Clone()
        foreach ($name in $with.Keys) { $all[$name] = $with[$name] }
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            New-PolytomicBulkSync @all @plan -ErrorAction SilentlyContinue -ErrorVariable caught | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicInvalidArgument (@($says) + "'New'", '-SkipValidation')
        }
        New-PolytomicBulkSync @all -SkipValidation -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicInvalidRequest
    }

    It 'is not changed: <what>' -ForEach @(
        @{ what = 'an unknown setting'; name = 'HubSpot to Snowflake'; with = @{ DestinationConfiguration = @{ schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'a mode that the destination does not support'; name = 'Orders archive to S3'; with = @{ Mode = 'replicate' }; says = "'replicate'", 'snapshot' }
        @{ what = 'another destination'; name = 'HubSpot to Snowflake'; with = @{ Destination = 'BigQuery' }; says = "'dataset'" }
        @{ what = 'a schedule with a schema that the source does not have'; name = 'HubSpot to Snowflake'; with = @{ AdditionalSchedule = @{ frequency = 'hourly'; minute = 1; schemas = 'contact' } }; says = "'contact'", "'contacts'" }
        @{ what = 'a source without the schemas'; name = 'HubSpot to Snowflake'; with = @{ Source = 'Zendesk' }; says = "'contacts'", 'organizations', 'Set-PolytomicBulkSyncSchema', 'New-PolytomicBulkSync' }
    ) {
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            Set-PolytomicBulkSync $name @with @plan -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument (@($says) + $name, '-SkipValidation')
        }
    }

    It 'is not copied: <what>' -ForEach @(
        @{ what = 'an unknown setting'; with = @{ DestinationConfiguration = @{ schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'another destination'; with = @{ Destination = 'BigQuery' }; says = "'dataset'" }
    ) {
        $sync = Get-PolytomicBulkSync 'HubSpot to Snowflake'
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            $sync | Copy-PolytomicBulkSync -NewName 'Copied' @with @plan -ErrorAction SilentlyContinue -ErrorVariable caught | Should -BeNullOrEmpty
            $caught | Should -HaveCount 1
            $caught[0] | Assert-Failure PolytomicRefused (@($says) + "'HubSpot to Snowflake'", '-SkipValidation')
            $caught[0].TargetObject | Should -Be $sync.Id
        }
        $null = $sync | Copy-PolytomicBulkSync -NewName 'Copied' @with -SkipValidation -ErrorAction SilentlyContinue -ErrorVariable caught
        if ($what -ne 'an unknown setting') { $caught[0] | Assert-Failure PolytomicInvalidRequest }
        Get-PolytomicBulkSync | Where-Object Name -EQ 'Copied' | Remove-PolytomicBulkSync -Force
    }

    It 'is copied to another destination without the settings of the first one' {
        $plan = Join-Path $TestDrive "$(New-Guid).txt"
        $null = Start-Transcript $plan
        Get-PolytomicBulkSync 'HubSpot to Snowflake' | Copy-PolytomicBulkSync -NewName 'Moved' -Destination BigQuery -DestinationConfiguration @{ dataset = 'x' } -WhatIf -ErrorAction Stop
        $null = Stop-Transcript
        "$((Get-Content $plan) -like 'What if:*')" | Assert-Fact "'Moved'", "to connection 'BigQuery'", 'dataset'
    }
}

Describe 'Another source' {
    BeforeEach { Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() } }

    It 'is set if the schemas that it does not have are disabled, and enables nothing' {
        Get-PolytomicBulkSyncSchema -SyncName 'HubSpot to Snowflake' | Set-PolytomicBulkSyncSchema -Disabled
        $sync = Set-PolytomicBulkSync 'HubSpot to Snowflake' -Source Zendesk -PassThru -WarningVariable warnings
        $sync.SourceName | Should -Be Zendesk
        $warnings | Should -BeNullOrEmpty
        $schemas = $sync | Get-PolytomicBulkSyncSchema
        $schemas.Id | Should -Contain organizations
        $schemas.Enabled | Should -Not -Contain $true
    }

    It 'is imported with the schemas in the file' -Tag PowerShell7 {
        $folder = Join-Path $TestDrive 'moved'
        Export-PolytomicBulkSync $folder -Name 'HubSpot*', 'Zendesk*'
        $wanted, $zendesk = 'HubSpot', 'Zendesk' | ForEach-Object { Get-Content "$folder/$_ to Snowflake.json" -Raw | ConvertFrom-Json }
        $wanted.source_connection, $wanted.schemas = $zendesk.source_connection, $zendesk.schemas
        $wanted | ConvertTo-Json -Depth 20 | Set-Content "$folder/HubSpot to Snowflake.json"
        Import-PolytomicBulkSync $folder -ErrorAction Stop -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        (Get-PolytomicBulkSync 'HubSpot*').SourceName | Should -Be Zendesk
        Compare-PolytomicBulkSync "$folder/HubSpot*.json" | Should -BeNullOrEmpty
        # Schedules can also name schemas.
        $wanted.additional_schedules = @(@{ frequency = 'hourly'; minute = 20; schemas = @('ticket') })
        $wanted | ConvertTo-Json -Depth 20 | Set-Content "$folder/HubSpot to Snowflake.json"
        Import-PolytomicBulkSync $folder -WhatIf -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught | Should -HaveCount 1
        $caught[0] | Assert-Failure PolytomicRefused "'ticket'", "'tickets'", 'HubSpot to Snowflake.json', '-SkipValidation'
    }
}
