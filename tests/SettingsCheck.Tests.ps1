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
        @{ what = 'a filter on a field that does not exist'; with = @{ Schema = @{ id = 'Contact'; filters = @{ field_id = 'Emai'; function = 'IsNull' } } }; says = "'Emai'", "'Email'" }
        @{ what = 'a setting that the destination does not have'; with = @{ DestinationConfiguration = @{ schema = 'x'; schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'a destination without a required setting'; with = @{ DestinationConfiguration = @{} }; says = "'schema'" }
        @{ what = 'a connection that cannot be a destination'; with = @{ Destination = 'HubSpot' }; says = 'destination' }
        @{ what = 'a mode that the destination does not support'; with = @{ Destination = 'Archive bucket'; DestinationConfiguration = @{ bucket = 'b' } }; says = "'replicate'", 'snapshot' }
    ) {
        $all = $new.Clone()
        foreach ($name in $with.Keys) { $all[$name] = $with[$name] }
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            New-PolytomicBulkSync @all @plan -ErrorAction SilentlyContinue -ErrorVariable caught | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicInvalidArgument (@($says) + "'New'", '-SkipValidation')
        }
        # The sandbox accepts unknown settings, and refuses everything else in this list.
        New-PolytomicBulkSync @all -SkipValidation -ErrorAction SilentlyContinue -ErrorVariable caught
        if ($what -notlike 'a setting*') { $caught[0] | Assert-Failure PolytomicInvalidRequest }
        Get-PolytomicBulkSync | Where-Object Name -EQ 'New' | Remove-PolytomicBulkSync -Force
    }

    It 'is not changed: <what>' -ForEach @(
        @{ what = 'an unknown setting'; name = 'HubSpot to Snowflake'; with = @{ DestinationConfiguration = @{ schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'a mode that the destination does not support'; name = 'Orders archive to S3'; with = @{ Mode = 'replicate' }; says = "'replicate'", 'snapshot' }
        @{ what = 'another destination'; name = 'HubSpot to Snowflake'; with = @{ Destination = 'BigQuery' }; says = "'dataset'" }
        @{ what = 'a connection that cannot be a destination'; name = 'HubSpot to Snowflake'; with = @{ Destination = 'HubSpot' }; says = 'destination' }
    ) {
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            Set-PolytomicBulkSync $name @with @plan -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument (@($says) + $name, '-SkipValidation')
        }
    }

    It 'is not copied: <what>' -ForEach @(
        @{ what = 'an unknown setting'; with = @{ DestinationConfiguration = @{ schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'another destination'; with = @{ Destination = 'BigQuery' }; says = "'dataset'" }
        @{ what = 'a destination that does not support the mode'; with = @{ Destination = 'Archive bucket' }; says = "'replicate'", 'snapshot' }
        @{ what = 'another source'; with = @{ Source = 'Stripe' }; says = "'contacts'" }
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
        # The copy may omit settings of the original for another destination.
        $plan = Join-Path $TestDrive "$(New-Guid).txt"
        $null = Start-Transcript $plan
        $sync | Copy-PolytomicBulkSync -NewName 'Moved' -Destination BigQuery -DestinationConfiguration @{ dataset = 'x' } -WhatIf -ErrorAction Stop
        $null = Stop-Transcript
        "$((Get-Content $plan) -like 'What if:*')" | Assert-Fact "'Moved'", "to connection 'BigQuery'", 'dataset'
    }
}
