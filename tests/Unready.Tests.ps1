BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # A session over the fake service, with a connection whose schemas the service has just begun to read.
    function New-UnreadySession([timespan] $CacheTime = '00:00:40') {
        $fake = New-FakeSession
        $fake.Service.CacheTime = $CacheTime
        $http = [Net.Http.HttpClient]::new($fake.Service, $false)
        $http.DefaultRequestHeaders.Add('Authorization', 'Bearer key')
        $body = [Net.Http.StringContent]::new('{"name":"New","type":"mysql","configuration":{"password":"p"}}')
        $answer = $http.PostAsync('https://polytomic.example/api/connections', $body).Result.Content.ReadAsStringAsync().Result
        $fake | Add-Member SourceId ($answer | ConvertFrom-Json).data.id -PassThru | Add-Member New @{
            Mode = 'snapshot'; SourceConnectionId = ($answer | ConvertFrom-Json).data.id; DestinationConnectionId = $fake.Service.DestinationId
            DestinationConfiguration = @{ schema = 'raw' }; Frequency = 'manual'; Schema = 'public.orders'; Session = $fake.Session
        }
        $fake
    }

    # Runs a script in a runspace with readable progress.
    function Get-Progress([scriptblock] $Script, $Fake) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$fake, `$module, `$new) Import-Module `$module; $Script").AddArgument($Fake).AddArgument($modulePath).AddArgument($Fake.New)
            $output = $shell.Invoke()
            [pscustomobject]@{ Output = @($output); Errors = @($shell.Streams.Error); Progress = @($shell.Streams.Progress | Where-Object Activity -Match 'schemas of connection') }
        }
        finally { $shell.Dispose() }
    }
}

Describe 'A connection whose schemas are not ready' {
    It 'makes New-PolytomicBulkSync wait and show progress' -ForEach $false, $true {
        $fake = New-UnreadySession
        $fake.Service.UnreadyIs400 = $_
        $null = Get-PolytomicConnection -Session $fake.Session
        $run = Get-Progress { New-PolytomicBulkSync -Name Orders @new } $fake
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Name | Should -BeExactly 'Orders'
        $fake.Service.Syncs.Count | Should -Be 1
        $fake.Service.Count('POST', '/api/bulk/syncs') | Should -Be 2

        $run.Progress.Count | Should -BeGreaterThan 2
        $run.Progress.Activity | Assert-Fact "connection 'New' ($($fake.SourceId))"
        $run.Progress[-1].RecordType | Should -Be Completed
        $shown = $run.Progress | Where-Object RecordType -EQ Processing
        $shown.StatusDescription | Assert-Fact '300 s'
        $shown[-1].StatusDescription | Assert-Fact 'refreshing'
        ($run.Progress.ActivityId | Select-Object -Unique) | Should -HaveCount 1
    }

    It 'makes each row of a file wait, and each bulk sync is created once' {
        $fake = New-UnreadySession
        $new = $fake.New
        $rows = 'One', 'Two', 'Three' | ForEach-Object { [pscustomobject]@{ Name = $_ } }
        ($rows | New-PolytomicBulkSync @new).Name | Should -BeExactly 'One', 'Two', 'Three'
        $fake.Service.Syncs.Count | Should -Be 3
    }

    It 'causes an error after the time limit, with the cause and the next step' {
        $fake = New-UnreadySession '1.00:00:00'
        $null = Get-PolytomicConnection -Session $fake.Session
        $run = Get-Progress { New-PolytomicBulkSync -Name Orders @new } $fake
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Assert-Failure PolytomicTimeout 'Orders', "connection 'New' ($($fake.SourceId))", '300 s', 'Get-PolytomicConnectionSchema', 'Update-PolytomicConnectionSchema -Wait'
        "$($run.Errors[0].ErrorDetails.RecommendedAction)" | Should -Not -Match 'TimeoutSec'
        $run.Progress[-1].RecordType | Should -Be Completed
        $fake.Service.Syncs.Count | Should -Be 0
    }

    It 'makes Copy-PolytomicBulkSync and Import-PolytomicBulkSync wait' {
        $fake = New-UnreadySession
        $id = $fake.Service.AddSync('Orders')
        $folder = Join-Path $TestDrive 'unready'
        Export-PolytomicBulkSync $folder -Session $fake.Session
        $map = @{ $fake.Service.SourceId = $fake.SourceId }
        Get-ChildItem $folder -Filter *.json | ForEach-Object {
            (Get-Content $_ -Raw).Replace('"Orders"', '"Imported"') | Set-Content $_
        }
        (Import-PolytomicBulkSync $folder -ConnectionMap $map -PassThru -SkipValidation -Session $fake.Session).Name | Should -BeExactly 'Imported'
        $fake.Service.Count('POST', '/api/bulk/syncs') | Should -Be 2

        $null = $fake.Service.On('POST', '/api/bulk/syncs').Instead(422, '{"message":"cache refresh in progress"}')
        (Copy-PolytomicBulkSync -Id $id -NewName Copied -Session $fake.Session).Name | Should -BeExactly 'Copied'
        $fake.Service.Count('POST', '/api/bulk/syncs') | Should -Be 4
        $fake.Service.Syncs.Count | Should -Be 3
    }

    It 'causes a clear error in Get-PolytomicBulkSyncSchema, which does not wait' {
        $fake = New-UnreadySession
        $id = $fake.Service.AddSync('Orders')
        $null = $fake.Service.On('GET', '/api/bulk/syncs/*/schemas').Instead(422, '{"message":"cache refresh in progress"}')
        Get-PolytomicBulkSyncSchema -SyncId $id -Session $fake.Session -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Assert-Failure PolytomicInvalidRequest $id, 'cache refresh in progress', 'schemas of the connection', 'Update-PolytomicConnectionSchema -Wait'
        $fake.Clock.Delays.Count | Should -Be 0
    }
}
