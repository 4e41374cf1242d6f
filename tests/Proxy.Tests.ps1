BeforeAll { . "$PSScriptRoot/Shared.ps1" }

Describe -Tag PowerShell7 'A proxy in the environment' {
    BeforeEach {
        # A proxy receives complete addresses. This server records them.
        $proxy = [TestSupport.FaultServer]::new()
        $server = [TestSupport.FaultServer]::new()
        $service = [TestSupport.Fake.FakeService]::new([TimeProvider]::System)
        $server.Behind = $service
        $variables = @{}
        foreach ($name in 'http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY') { $variables[$name] = "$($proxy.BaseUri)" }
        foreach ($name in 'no_proxy', 'NO_PROXY') { $variables[$name] = '' }
    }

    AfterEach { $proxy.Dispose(); $server.Dispose() }

    It 'receives no requests and no key for this computer' {
        $sync = $service.AddSync('Orders')
        $measured = Measure-Memory $server.BaseUri "Get-PolytomicBulkSync -Id $sync | ForEach-Object Name" $variables
        $measured.Output | Should -Be 'Orders'
        @($proxy.Requests) | Should -BeNullOrEmpty
        @($server.Requests).Count | Should -Be 2
    }

    It 'receives no download from this computer' {
        $service.RunTime = [timespan]::Zero
        $sync = $service.AddSync('Orders')
        $run = $service.StartRun($sync)
        $storage = [TestSupport.FaultServer]::new()
        try {
            $storage.Body['/a.log?signature=s1'] = 'one'
            $service.On('GET', '/api/bulk/syncs/*/executions/*/logs', 9).Answer(200, "{`"data`":{`"URLs`":[`"$($storage.BaseUri)a.log?signature=s1`"]}}")
            $folder = Join-Path $TestDrive 'logs'
            $null = Measure-Memory $server.BaseUri "Save-PolytomicBulkSyncLog -SyncId $sync -ExecutionId $run -Path '$folder'" $variables
            Get-Content (Join-Path $folder 'a.log') | Should -Be 'one'
            @($proxy.Requests) | Should -BeNullOrEmpty
            @($storage.Requests).Count | Should -Be 1
        }
        finally { $storage.Dispose() }
    }

    It 'receives requests to other computers' {
        # Checks that requests use the proxy at all. Otherwise, the first test would prove nothing.
        $script = 'try { Connect-Polytomic -ApiKey (ConvertTo-SecureString x -AsPlainText -Force) -BaseUri https://polytomic.example -MaxRetry 0 } catch { "failed" }'
        (Measure-Memory $server.BaseUri $script $variables).Output | Should -Be 'failed'
        @($proxy.Requests).Count | Should -BeGreaterThan 0
        @($proxy.Requests)[0].Method | Should -Be 'CONNECT'
    }

    It 'is named in the error if it fails, and the service is not' {
        $proxy.Next('html 502')
        $script = 'try { Connect-Polytomic -ApiKey (ConvertTo-SecureString x -AsPlainText -Force) -BaseUri https://polytomic.example -MaxRetry 0 } catch { "$_" }'
        (Measure-Memory $server.BaseUri $script $variables).Output | Assert-Fact "proxy $($proxy.BaseUri.Authority)", '502', 'HTTPS_PROXY'
    }
}
