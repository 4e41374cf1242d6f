# Tests that share no code with the module and its sandbox. Each command sends its requests to the sandbox through Prism, which checks requests and
# answers. The vendor's SDK also uses the sandbox.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Contract.ps1"
    . "$PSScriptRoot/Requests.ps1"
    $sandboxKey = ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force
    $packages = & "$PSScriptRoot/outside/Install-Package.ps1"
    $rows = @(Get-RequestBudget)
    $sandboxHost = Start-SandboxHost '--syncs', $rows.Count

    function Start-Node([string[]] $Arguments) {
        $start = [Diagnostics.ProcessStartInfo]::new('node')
        $Arguments | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [Diagnostics.Process]::Start($start)
    }

    # Starts Prism between a client and the sandbox. Returns the process and its address.
    function Start-Prism([uri] $Upstream) {
        $document = Join-Path $contract 'polytomic-bulk.openapi.json'
        $process = Start-Node (Join-Path $packages.Folder 'node_modules/@stoplight/prism-cli/dist/index.js'), 'proxy', $document, $Upstream, '--port', '0'
        $null = $process.StandardError.ReadToEndAsync()
        do { $line = $process.StandardOutput.ReadLine() } until ($null -eq $line -or $line -match 'listening on (?<uri>http\S+)')
        # Reads the remaining output, so that the pipe does not fill.
        $null = $process.StandardOutput.ReadToEndAsync()
        if (-not $Matches) { throw 'Prism did not start.' }
        [pscustomobject]@{ Process = $process; BaseUri = [uri]$Matches.uri }
    }
}

AfterAll {
    Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
    Stop-SandboxHost $sandboxHost
}

Describe -Tag PowerShell7 'Each command over a socket' {
    BeforeAll {
        $ConfirmPreference = 'None'
        $WarningPreference = 'SilentlyContinue'
        $ErrorActionPreference = 'Stop'
        $prism = if ($packages.Folder) { Start-Prism $sandboxHost.BaseUri }
        $recording = [TestSupport.RecordingHandler]::new()
        $target = @{ BaseUri = $(if ($prism) { $prism } else { $sandboxHost }).BaseUri; Transport = @{ Handler = $recording; Clock = [TestSupport.TestClock]::new() } }
        Connect-Polytomic -ApiKey $sandboxKey @target
        $allConnections = Get-PolytomicConnection
        $allPolicies = Get-PolytomicPolicy

        # Each way to call each command, on its own bulk sync. Omits rows that need another sandbox or a wait.
        $called = for ($i = 0; $i -lt $rows.Count; $i++) {
            $row = $rows[$i]
            if ($row.Syncs -or ($row.Looks -and $row.How -notlike '*nothing runs')) { continue }
            $command = $row.Command
            . Set-RequestItem 1 ($i + 1)
            Connect-Polytomic -ApiKey $sandboxKey @target
            foreach ($step in $row.Before) { $given = @(& $step) }
            $count = $recording.Exchanges.Count
            $null = & $row.Call
            [pscustomobject]@{ Command = $command; Requests = $recording.Exchanges.Count - $count }
        }
        $exchanges = @($recording.Exchanges | Where-Object { $_.Request.Address.AbsolutePath -like '/api/*' })
        $faults = @($exchanges | ForEach-Object { $apiContract.FaultsOf($_) } | Group-Object)
        $undeclared, $violations = $faults.Where({ $_.Name -like '* is unknown' }, 'Split')
        $prismViolations = @($exchanges | ForEach-Object { $_.Headers['sl-violations'] } | Group-Object)
        $counts = [ordered]@{
            commands = @($called.Command | Sort-Object -Unique).Count; ways = $called.Count; requests = $exchanges.Count
            operations = @($exchanges | ForEach-Object { $apiContract.OperationOf($_.Request) } | Sort-Object -Unique).Count
            violations = ($violations | Measure-Object Count -Sum).Sum; 'undeclared properties' = ($undeclared | Measure-Object Count -Sum).Sum
            'exchanges that Prism found violations in' = ($prismViolations | Measure-Object Count -Sum).Sum
        }
        if (-not $prism) { $counts.Remove('exchanges that Prism found violations in') }
        Write-Host "Each command over a socket: $(($counts.GetEnumerator() | ForEach-Object { "$([int]$_.Value) $($_.Key)" }) -join ', ')"
    }
    AfterAll { if ($prism) { $prism.Process.Kill() } }

    It 'is called, and sends a request' {
        $asking = @($rows | Where-Object { $_.Base + $_.Each }).Command | Sort-Object -Unique
        $asking.Count | Should -BeGreaterThan 30
        @($called | Where-Object Requests).Command | Sort-Object -Unique | Should -Be $asking
    }

    It 'sends and receives only what the contract allows' {
        $exchanges.Count | Should -BeGreaterThan 300
        $violations | ForEach-Object { "$($_.Name) ($($_.Count))" } | Should -BeNullOrEmpty
    }

    It 'sends and receives only properties of the contract' {
        $undeclared.Name | Should -BeNullOrEmpty
    }

    It 'passes Prism without a violation' {
        if (-not $prism) { Set-ItResult -Skipped -Because $packages.Reason }
        $prismViolations | ForEach-Object { "$($_.Name) ($($_.Count))" } | Should -BeNullOrEmpty
    }

    It 'fails both checks if the request is wrong' {
        $http = [Net.Http.HttpClient]::new(($own = [TestSupport.RecordingHandler]::new()))
        $body = [Net.Http.StringContent]::new('{"active":"yes"}', [Text.Encoding]::UTF8, 'application/json')
        $null = $http.PostAsync("$($target.BaseUri)api/bulk/syncs/$(New-Guid)/activate", $body).GetAwaiter().GetResult()
        $exchange = $own.Exchanges | Select-Object -First 1
        $apiContract.FaultsOf($exchange) | Should -Be @(
            'POST /api/bulk/syncs/{id}/activate request lacks Authorization', 'POST /api/bulk/syncs/{id}/activate request $.active is no boolean')
        if (-not $prism) { Set-ItResult -Skipped -Because $packages.Reason }
        ($exchange.Headers['sl-violations'] | ConvertFrom-Json).location | Should -Contain 'active'
    }
}

Describe -Tag PowerShell7 'The vendor''s SDK' {
    It 'creates, changes and deletes a bulk sync in the sandbox' {
        if (-not $packages.Folder) { Set-ItResult -Skipped -Because $packages.Reason }
        $node = Start-Node (Join-Path $PSScriptRoot 'outside/sdk.js'), $packages.Folder, "$($sandboxHost.BaseUri)".TrimEnd('/'), 'sandbox-api-key'
        $errors = $node.StandardError.ReadToEndAsync()
        $saw = $node.StandardOutput.ReadToEnd() | ConvertFrom-Json
        $node.WaitForExit()
        $errors.Result | Should -BeNullOrEmpty
        $saw.email | Should -BeLike '*@*'
        $saw.listed | Should -Contain $saw.model
        $saw.schemas | Should -BeGreaterThan 1
        $expected = @{
            model = 'Salesforce to Snowflake'; created = 'From the SDK', $false, '3'; updated = $true, 'From the SDK, renamed', 'weekly'
            patched = $null, 'renamed', $true; activated = $true; again = 'ConflictError', 409, 'conflict'; executions = @($true); execution = $true
            status = $true; statuses = @($true); files = $true; canceled = 'string'; scheduled = '20'; schedule = 'hourly', 2; moved = '40'; schedules = 1
            paused = $false; gone = 'NotFoundError', 404, 'not_found'
        }
        foreach ($name in $expected.Keys) { ConvertTo-Json $saw.$name -Compress | Should -Be (ConvertTo-Json $expected[$name] -Compress) -Because $name }
    }
}
