BeforeAll { . "$PSScriptRoot/Shared.ps1" }

Describe 'A session over the fake service' {
    It 'updates a bulk sync, whatever a PUT does to its schemas' -ForEach KeepsSchemas, ReplacesSchemas, ResetsAll {
        $fake = New-FakeSession
        $id = $fake.Service.AddSync('Orders')
        $fake.Service.SchemaEdit($id, 'public.orders', '{"fields":[{"id":"email","enabled":false}]}').Invoke()
        $fake.Service.Puts = $_
        Set-PolytomicBulkSync -Id $id -NewName 'Sales' -Session $fake.Session -WarningAction SilentlyContinue
        $fake.Service.Sync($id)['name'].GetValue[string]() | Should -Be 'Sales'
        $fake.Service.Count('PUT', '/api/bulk/syncs/*') | Should -Be 1
        (Get-PolytomicBulkSyncSchema -SyncId $id -Id public.orders -Session $fake.Session).Fields.Where({ $_.Id -eq 'email' }).Enabled | Should -BeFalse
    }

    It 'lets another editor in between two requests' {
        $fake = New-FakeSession
        $id = $fake.Service.AddSync('Orders')
        $null = $fake.Service.On('GET', '/api/bulk/syncs').First($fake.Service.SyncEdit($id, '{"name":"Theirs"}'))
        (Get-PolytomicBulkSync -Session $fake.Session).Name | Should -Be 'Theirs'
    }

    It 'finishes an interrupted update with a change of a <what>, and only shows this with -WhatIf' -ForEach @(
        @{ what = 'schema'; change = { Set-PolytomicBulkSyncSchema -SyncId $id -Id public.audit -Enabled @args } }
        @{ what = 'schedule'; change = { Get-PolytomicBulkSyncSchedule -SyncId $id | Set-PolytomicBulkSyncSchedule -Frequency daily @args } }
    ) {
        $fake = New-FakeSession
        $id = $fake.Service.AddSync('Orders')
        $fake.Service.SchemaEdit($id, 'public.orders', '{"user_output_name":"sales"}').Invoke()
        $fake.Service.Puts = 'ResetsAll'
        $null = $fake.Service.On('PATCH', '/api/bulk/syncs/*/schemas').Instead(400, '')
        Set-PolytomicBulkSync -Id $id -NewName 'Sales' -Session $fake.Session -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -Not -BeNullOrEmpty
        $PSDefaultParameterValues = @{ '*-Polytomic*:Session' = $fake.Session; '*-Polytomic*:Confirm' = $false }
        & $change -WhatIf
        $fake.Session.UnfinishedUpdates | Should -HaveCount 1
        $told = & $change 3>&1
        $fake.Session.UnfinishedUpdates | Should -HaveCount 0
        $fake.Service.Schema($id, 'public.orders')['user_output_name'].GetValue[string]() | Should -Be 'sales'
        "$told" | Should -BeLike '*interrupted*UserOutputName*sales*'
    }
}
