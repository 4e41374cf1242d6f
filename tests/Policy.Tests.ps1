BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $id = '44444444-0000-4000-8000-00000000000a'
    $other = '44444444-0000-4000-8000-00000000000b'
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'Get-PolytomicPolicy' {
    It 'filters by name, and reports names without a match' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"name":"Finance"},{"name":"Admins"},{"name":"finance EU"}]}')
        $found = Get-PolytomicPolicy finance*, Nowhere, No* -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'Finance', 'finance EU'
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicNotFound 'policy', "'Nowhere'"
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly '/api/permissions/policies'
    }

    It 'accepts ids and policies from the pipeline, and continues after a failure' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"key":"not_found","message":"policy not found","status":404}').Answer(200, "{`"data`":{`"id`":`"$id`",`"name`":`"Finance`"}}")
        $found = $other, $id | Get-PolytomicPolicy -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -BeExactly 'Finance'
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicNotFound $other
        $failures[0].TargetObject | Should -Be $other
        $failures[0].ErrorDetails.RecommendedAction | Assert-Fact 'Get-PolytomicPolicy'

        $null = $scripted.Handler.Otherwise(200, "{`"data`":{`"id`":`"$id`"}}")
        foreach ($input in $found, ($found | ConvertTo-Csv | ConvertFrom-Csv), [pscustomobject]@{ PolicyId = $id }) { ($input | Get-PolytomicPolicy).Id | Should -Be $id }
        (Get-SentRequest $scripted).PathAndQuery | Select-Object -Last 3 | Should -Be (@("/api/permissions/policies/$id") * 3)
    }

    It 'refuses other objects' {
        $scripted = New-ScriptedSession
        { [PolytomicBulk.BulkSync]@{ Id = $id } | Get-PolytomicPolicy -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'bulk sync', 'policy'
        { Get-PolytomicPolicy -Id Finance } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError 'Finance', '-Name'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'shows the actions in the table, and their roles in the list' {
        $policy = [PolytomicBulk.PolytomicPolicy]@{ Id = $id; Name = 'Finance'; PolicyActions = [PolytomicBulk.PolytomicPolicy].GetProperty('PolicyActions').PropertyType::new() }
        foreach ($action in 'read', 'write') { $policy.PolicyActions.Add([PolytomicBulk.PolytomicPolicyAction]@{ Action = $action }) }
        $policy.PolicyActions[0].RoleIds = [PolytomicBulk.PolytomicPolicyAction].GetProperty('RoleIds').PropertyType::new()
        $policy.PolicyActions[0].RoleIds.AddRange([guid[]]($id, $other))
        ($policy | Format-Table | Out-String -Width 120) | Should -Match "(?m)^Finance +$("$id".Split('-')[0]) +read; write"
        ($policy | Format-List | Out-String -Width 400) | Should -Match "(?m)^PolicyActions +: read: $id, $other; write"
    }
}

Describe 'Policies of the sandbox' {
    It 'contain each policy of a bulk sync or a connection' {
        Connect-Polytomic -Sandbox
        foreach ($carriers in (Get-PolytomicBulkSync), (Get-PolytomicConnection)) {
            $carried = @($carriers.Policies)
            $carried | Should -Not -BeNullOrEmpty
            ($carried | Get-PolytomicPolicy -ErrorAction Stop).Id | Should -Be $carried
        }
        (Get-PolytomicPolicy).OrganizationId | Select-Object -Unique | Should -Be (Get-PolytomicIdentity).OrganizationId
    }
}

Describe 'The names of policies' {
    It 'are shown in lists and CSV files after the session has read them' {
        Connect-Polytomic -Sandbox
        foreach ($read in { Get-PolytomicBulkSync }, { Get-PolytomicConnection }) {
            $carrier = & $read | Where-Object Policies | Select-Object -First 1
            ($carrier | ConvertTo-Csv | ConvertFrom-Csv).PolicyNames | Should -Be "$($carrier.Policies)"
        }
        $names = @{}
        foreach ($policy in Get-PolytomicPolicy) { $names[$policy.Id] = $policy.Name }
        foreach ($read in { Get-PolytomicBulkSync }, { Get-PolytomicConnection }) {
            $carrier = & $read | Where-Object Policies | Select-Object -First 1
            $expected = @($carrier.Policies | ForEach-Object { $names[$_] }) -join '; '
            ($carrier | ConvertTo-Csv | ConvertFrom-Csv).PolicyNames | Should -Be $expected
            ($carrier | Format-List | Out-String -Width 200) | Should -Match "(?m)^PolicyNames +: $([regex]::Escape($expected))\s*$"
        }
    }
}

Describe '-Policy of a bulk sync' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'accepts names, ids and policies' {
        $ids = (Get-PolytomicPolicy Everyone, 'Revenue data').Id
        foreach ($given in @('everyone', 'Revenue data'), $ids, (Get-PolytomicPolicy Everyone, 'Revenue data'), 'Everyone; Revenue data') {
            (Set-PolytomicBulkSync 'Stripe to BigQuery' -Policy $given -PassThru).Policies | Should -Be $ids
            $null = Set-PolytomicBulkSync 'Stripe to BigQuery' -Policy @()
        }
        (Get-PolytomicBulkSync 'Stripe to BigQuery').Policies | Should -BeNullOrEmpty
        $new = @{ Source = 'Stripe'; Destination = 'BigQuery'; DestinationConfiguration = @{ dataset = 'd' }; Mode = 'replicate'; Frequency = 'manual'; Schema = 'charges' }
        (New-PolytomicBulkSync New @new -Policy 'Production only' -SkipValidation).Policies | Should -Be (Get-PolytomicPolicy 'Production only').Id
    }

    It 'changes nothing if no policy has the name' {
        { Set-PolytomicBulkSync 'Stripe to BigQuery' -NewName x -Policy Everyon } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'Everyon'", "'Everyone'"
        Get-PolytomicBulkSync 'Stripe to BigQuery' | Should -Not -BeNullOrEmpty
    }
}
