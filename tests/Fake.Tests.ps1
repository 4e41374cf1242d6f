BeforeAll { . "$PSScriptRoot/Shared.ps1" }

Describe 'A session over the fake service' {
    It 'updates a sync, whatever a PUT does to its schemas' -ForEach KeepsSchemas, ReplacesSchemas, ResetsAll {
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
}
