BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $new = @{ Name = 'New'; Source = 'Salesforce'; Destination = 'Snowflake'; DestinationConfiguration = @{ schema = 'x' }; Mode = 'replicate'; Schema = 'Account'; Frequency = 'manual' }
}

AfterAll { Disconnect-Polytomic }

Describe 'What does not fit its connections' {
    It 'is not created, not even planned: <what>' -ForEach @(
        @{ what = 'a schema that the source does not have'; with = @{ Schema = 'Acount' }; says = "'Acount'", "'Account'" }
        @{ what = 'a field that the schema does not have'; with = @{ Schema = @{ id = 'Contact'; fields = 'Emai' } }; says = "'Contact'", "'Emai'", "'Email'" }
        @{ what = 'a filter of a field that is not there'; with = @{ Schema = @{ id = 'Contact'; filters = @{ field_id = 'Emai'; function = 'IsNull' } } }; says = "'Emai'", "'Email'" }
        @{ what = 'a setting that the destination does not have'; with = @{ DestinationConfiguration = @{ schema = 'x'; schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'a mode that the destination does not take'; with = @{ Destination = 'Archive bucket'; DestinationConfiguration = @{ bucket = 'b' } }; says = "'replicate'", 'snapshot' }
    ) {
        $all = $new.Clone()
        foreach ($name in $with.Keys) { $all[$name] = $with[$name] }
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            New-PolytomicBulkSync @all @plan -ErrorAction SilentlyContinue -ErrorVariable caught | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicInvalidArgument ($says + "'New'", '-SkipValidation')
        }
        # The sandbox knows no better.
        New-PolytomicBulkSync @all -SkipValidation -ErrorAction SilentlyContinue -ErrorVariable caught
        if ($what -notlike '*setting*') { $caught[0] | Assert-Failure PolytomicInvalidRequest }
        Get-PolytomicBulkSync | Where-Object Name -EQ 'New' | Remove-PolytomicBulkSync -Force
    }

    It 'is not changed: <what>' -ForEach @(
        @{ what = 'a setting'; name = 'HubSpot to Snowflake'; with = @{ DestinationConfiguration = @{ schem = 'y' } }; says = "'schem'", "'schema'" }
        @{ what = 'a mode'; name = 'Orders archive to S3'; with = @{ Mode = 'replicate' }; says = "'replicate'", 'snapshot' }
    ) {
        Set-PolytomicBulkSync $name @with -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicInvalidArgument ($says + $name, '-SkipValidation')
    }
}
