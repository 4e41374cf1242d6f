# Tests faults of the network for each kind of request over a real socket. The result is the right error, or the command recovers.
BeforeDiscovery {
    # When a fault occurs: before the service receives the request, after it has processed the request, or both. Temporary faults are retried, except a 500
    # of a POST, which may have been processed. The storage host returns files, so a body cannot have a wrong format.
    $both, $before, $after = @('before', 'after'), @('before'), @('after')
    $all = @(
        @{ fault = 'refused';            errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $before }
        @{ fault = 'reset';              errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $both }
        @{ fault = 'close';              errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $both }
        @{ fault = 'reset in headers';   errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $both }
        @{ fault = 'reset in body';      errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $after;  inBody = $true }
        @{ fault = 'close in body';      errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $after;  inBody = $true }
        @{ fault = 'not http';           errorId = 'PolytomicConnectionFailed'; passes = 'all';      strikes = $both }
        @{ fault = 'drip';               errorId = 'PolytomicTimeout';          passes = 'all';      strikes = $after;  inBody = $true; notStorage = $true }
        @{ fault = 'stall in body';      errorId = 'PolytomicTimeout';          passes = 'all';      strikes = $after;  inBody = $true }
        @{ fault = 'silence';            errorId = 'PolytomicTimeout';          passes = 'all';      strikes = $both }
        @{ fault = 'html 502';           errorId = 'PolytomicServerError';      passes = 'all';      strikes = $both }
        @{ fault = '503';                errorId = 'PolytomicServerError';      passes = 'all';      strikes = $both }
        @{ fault = '504';                errorId = 'PolytomicServerError';      passes = 'all';      strikes = $both }
        @{ fault = '408';                errorId = 'PolytomicTimeout';          passes = 'all';      strikes = $both }
        @{ fault = '429';                errorId = 'PolytomicRateLimited';      passes = 'all';      strikes = $before }
        @{ fault = '500';                errorId = 'PolytomicServerError';      passes = 'not post'; strikes = $both }
        @{ fault = '501';                errorId = 'PolytomicServerError';      passes = 'none';     strikes = $before }
        @{ fault = '403';                errorId = 'PolytomicForbidden';        passes = 'storage';  strikes = $before }
        @{ fault = 'truncated json';     errorId = 'PolytomicBadResponse';      passes = 'none';     strikes = $after;  inBody = $true; notStorage = $true }
        @{ fault = 'wrong content type'; errorId = 'PolytomicBadResponse';      passes = 'none';     strikes = $both;   notStorage = $true }
        @{ fault = 'empty 200';          errorId = 'PolytomicBadResponse';      passes = 'none';     strikes = $after;  inBody = $true; notStorage = $true }
        @{ fault = 'nesting';            errorId = 'PolytomicBadResponse';      passes = 'none';     strikes = $after;  inBody = $true; notStorage = $true }
        @{ fault = 'wrong gzip';         errorId = 'PolytomicBadResponse';      passes = 'none';     strikes = $after;  inBody = $true; notStorage = $true }
        @{ fault = 'redirect to https://elsewhere.example/login'; errorId = 'PolytomicBadResponse'; passes = 'none'; strikes = $before; notStorage = $true }
        @{ fault = 'redirect to http://127.0.0.1:9/api/me';       errorId = 'PolytomicBadResponse'; passes = 'none'; strikes = $before; notStorage = $true }
        @{ fault = 'redirect to ftp://127.0.0.1/api/me';          errorId = 'PolytomicBadResponse'; passes = 'none'; strikes = $before; notStorage = $true }
    )
    $families = @(
        @{ family = 'connect' }
        @{ family = 'read' }
        @{ family = 'list' }
        @{ family = 'log' }
        # The command waits until the service answers again.
        @{ family = 'wait'; outlasts = @('PolytomicConnectionFailed', 'PolytomicTimeout', 'PolytomicServerError', 'PolytomicRateLimited') }
        # If an answer has a date but no body, the client searches for the new object. This server sends no date.
        @{ family = 'create'; isPost = $true }
        @{ family = 'start'; isPost = $true; finds = $true }
        # The body of the answer contains no information, so the client does not need it.
        @{ family = 'pause'; isPost = $true; noBody = $true }
        # The client checks the result of a write, whatever the answer was.
        @{ family = 'patch'; looks = $true }
        @{ family = 'put'; looks = $true }
        @{ family = 'delete'; noBody = $true }
        @{ family = 'download'; isStorage = $true }
    )
    foreach ($family in $families) {
        $family.faults = foreach ($fault in $all) {
            if (($family.noBody -and $fault.inBody) -or ($family.isStorage -and $fault.notStorage)) { continue }
            $passes = switch ($fault.passes) {
                'all' { $true }
                'not post' { -not $family.isPost }
                'storage' { [bool]$family.isStorage }
                default { $false }
            }
            # After a 403 from the storage host, the client requests a new address. A download continues as long as more of the file arrives.
            $attempts = if (-not $passes -or $fault.fault -eq '403') { 1 } elseif (-not $family.isStorage -or -not $fault.inBody) { 3 }
            @{ fault = $fault.fault; errorId = $fault.errorId; passes = $passes; outlasts = $fault.errorId -in $family.outlasts; looks = ($family.looks -and $fault.errorId -eq 'PolytomicBadResponse') -or ($family.finds -and $fault.fault -eq 'empty 200'); attempts = $attempts; strikes = if ($family.isStorage) { $before } else { $fault.strikes } }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $clock = [TestSupport.TestClock]::new()
    $server = [TestSupport.FaultServer]::new($clock)
    $apiKey = ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force
    $outcomes = @{ recovered = 0; error = 0 }
    $maxRetry = 2

    # Each case has a new sandbox behind the server.
    Connect-Polytomic -Sandbox
    $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' } | Select-Object -First 1
    function Reset-Service([string] $Strikes, [int] $Syncs) {
        $options = $sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions')::new()
        $options.Clock = $clock
        $options.GeneratedSyncs = $Syncs
        $server.Behind = $sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler')::new($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService')::new($options))
        $server.StrikesBefore = $Strikes -eq 'before'
        $server.Next()
        $server.Settle()
    }

    # Reads from the service directly, without the network.
    function Read-Service([string] $Method, [uri] $Address, [string] $Body, [string] $Key) {
        $request = [Net.Http.HttpRequestMessage]::new($Method, $Address)
        if ($Key) { $request.Headers.Add('Authorization', "Bearer $Key") }
        if ($Body) { $request.Content = [Net.Http.StringContent]::new($Body) }
        $answer = [Net.Http.HttpMessageInvoker]::new($server.Behind, $false).SendAsync($request, [Threading.CancellationToken]::None).GetAwaiter().GetResult()
        $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    }
    function Invoke-Service([string] $Method, [string] $Path, [string] $Body) { Read-Service $Method "https://sandbox.invalid$Path" $Body 'sandbox-api-key' | ConvertFrom-Json }

    $syncId = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2'
    # This execution exists in every new sandbox.
    $executionId = (Get-PolytomicBulkSyncExecution -SyncId $syncId -Completed -First 1 -Session (Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() } -PassThru)).Id
    $syncPath = "/api/bulk/syncs/$syncId"
    $folder = Join-Path $TestDrive 'saved'
    $newSync = @{ Name = 'New one'; Mode = 'replicate'; Frequency = 'manual'; SourceConnectionId = 'fe37380e-a1d7-5015-b18b-27b0c7a45bcf'; DestinationConnectionId = 'df17031c-7e75-5a8c-84e0-086692c1ac52'; DestinationConfiguration = @{ schema = 'x' }; SkipValidation = $true }
    function Get-ExecutionCount { @((Invoke-Service GET "$syncPath/executions?limit=100").data).Count }
    function Get-SavedFile { @(Get-ChildItem $folder -Force -ErrorAction Ignore | Sort-Object Name | ForEach-Object { "$($_.Name) $([IO.File]::ReadAllText($_))" }) }
    function Get-ServedFile { @((Invoke-Service GET "$syncPath/executions/$executionId/logs").data.URLs | Sort-Object | ForEach-Object { "$(([uri]$_).Segments[-1]) $(Read-Service GET $_)" }) }

    # For each family: the number of requests before the one with the fault, the command, its result without a fault, and how often its change was made.
    $runs = @{
        connect  = @{ about = 'key'; run = { Connect-Here @{ PassThru = $true } }; right = { "$($args[0].User)" -eq $user } }
        read     = @{ about = $syncId; run = { Get-PolytomicBulkSync -Id $syncId }; right = { $args[0].Name -eq 'Salesforce to Snowflake' } }
        # The command also lists the connections for their names. That request is not part of the test.
        list     = @{ about = 'bulk syncs'; spared = '/api/connections'; skip = 1; syncs = 60; run = { Get-PolytomicBulkSync }; right = { $args[0].Count -eq 67 -and @($args[0].Id | Select-Object -Unique).Count -eq 67 } }
        log      = @{ about = $executionId; run = { Get-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId }; right = { $args[0].Count -gt 3 -and @($args[0].Id | Select-Object -Unique).Count -eq $args[0].Count } }
        wait     = @{
            about   = 'bulk sync'
            prepare = { $null = Invoke-Service POST "$syncPath/executions" '{}' }
            run     = { Wait-PolytomicBulkSync -Id $syncId }
            right   = { $args[0].Status -eq 'completed' }
        }
        create   = @{ about = 'New one'; run = { New-PolytomicBulkSync @newSync }; right = { $args[0].Name -eq 'New one' }; effects = { @((Invoke-Service GET '/api/bulk/syncs?limit=50').data | Where-Object name -EQ 'New one').Count } }
        start    = @{ about = $syncId; prepare = { $script:executions = Get-ExecutionCount }; run = { Start-PolytomicBulkSync -Id $syncId }; right = { $args[0].SyncId -eq $syncId }; effects = { (Get-ExecutionCount) - $executions } }
        pause    = @{ about = $syncId; run = { Disable-PolytomicBulkSync -Id $syncId -Force }; right = { $args[0].Count -eq 0 }; effects = { [int](-not (Invoke-Service GET $syncPath).data.active) } }
        patch    = @{ about = $syncId; skip = 2; run = { Set-PolytomicBulkSyncSchema -SyncId $syncId -Id Contact -UserOutputName people -PassThru }; right = { $args[0].UserOutputName -eq 'people' }; effects = { [int]((Invoke-Service GET "$syncPath/schemas/Contact").data.user_output_name -eq 'people') } }
        put      = @{ about = "'Contact'", $syncId; skip = 2; run = { Set-PolytomicBulkSyncSchema -SyncId $syncId -Id Contact -UserOutputName people -Replace -PassThru }; right = { $args[0].UserOutputName -eq 'people' }; effects = { [int]((Invoke-Service GET "$syncPath/schemas/Contact").data.user_output_name -eq 'people') } }
        delete   = @{ about = $syncId; run = { Remove-PolytomicBulkSync -Id $syncId -Force }; right = { $args[0].Count -eq 0 }; effects = { [int]((Invoke-Service GET $syncPath).status -eq 404) } }
        download = @{
            about   = 'log'
            skip    = 1
            prepare = { if (Test-Path $folder) { Remove-Item $folder -Recurse -Force } }
            run     = { Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Path $folder }
            right   = { $args[0].Count -gt 3 -and ($args[0].Name -join ',') -eq ((Get-ChildItem $folder -Force).Name -join ',') -and -not (Compare-Object (Get-SavedFile) (Get-ServedFile)) }
            # Every saved file is complete.
            clean   = { $served = Get-ServedFile; -not (Get-SavedFile | Where-Object { $_ -notin $served }) }
        }
    }

    # Runs the command of a family, and records the result.
    function Invoke-Run([string] $Family, [string] $Strikes, [string[]] $Faults) {
        $run = $runs[$Family]
        Reset-Service $Strikes $run.syncs
        if ($run.prepare) { . $run.prepare }
        $server.Spared = $run.spared
        $server.Next([string[]] (@('none') * [int]$run.skip + $Faults))
        $Error.Clear()
        $ErrorActionPreference = 'SilentlyContinue'
        $output = try { @(& $run.run) } catch { @() }
        $failures = @($Error)
        $server.Next()
        $server.Settle()
        [pscustomobject]@{ Failures = $failures; IsRight = -not $failures -and (& $run.right $output); Effects = if ($run.effects) { & $run.effects }; IsClean = -not $run.clean -or (& $run.clean) }
    }

    function Connect-Here([hashtable] $With = @{}) {
        $all = @{ ApiKey = $apiKey; BaseUri = $server.BaseUri; MaxRetry = $maxRetry; Transport = @{ Clock = $clock }; ErrorAction = 'Stop' }
        foreach ($name in $With.Keys) { $all[$name] = $With[$name] }
        Connect-Polytomic @all
    }

    Reset-Service
    Connect-Here
    $user = (Get-PolytomicSession).User
}

AfterAll {
    Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
    $server.Dispose()
    Write-Host "Faults on the wire: recovered $($outcomes.recovered), right error $($outcomes.error)."
}

Describe 'The network under <family>' -ForEach $families {
    BeforeAll {
        Reset-Service
        Connect-Here
    }

    It 'ends with the right error or a result: <fault>' -ForEach $faults {
        foreach ($strike in $strikes) {
            if ($outlasts) {
                # A wait continues as long as the fault lasts. OutageTests tests this.
                $result = Invoke-Run $family $strike $fault
                $result.Failures | Should -BeNullOrEmpty
                $result.IsRight | Should -BeTrue -Because "the wait lasts longer than the fault ($strike)"
                $outcomes.recovered++
                continue
            }
            # A permanent fault.
            $result = Invoke-Run $family $strike (@($fault) * 99)
            $result.Failures.Count | Should -BeGreaterThan 0 -Because "the fault is permanent ($strike)"
            foreach ($failure in $result.Failures) {
                $failure | Assert-Failure $errorId
                $failure.Exception | Should -BeOfType ([PolytomicBulk.PolytomicApiException])
                "$failure" | Assert-Fact $runs[$family].about
                "$failure" | Should -Not -Match '[\x00-\x1f]'
                if ($attempts) { $failure.Exception.Attempts | Should -Be $attempts } else { $failure.Exception.Attempts | Should -BeGreaterThan $maxRetry }
            }
            $result.IsRight | Should -BeFalse
            $result.IsClean | Should -BeTrue
            if ($null -ne $result.Effects) { $result.Effects | Should -Be ([int]($strike -eq 'after')) -Because "it was requested once ($strike)" }
            $outcomes.error++

            # A temporary fault.
            $result = Invoke-Run $family $strike $fault
            if ($passes -or ($looks -and $strike -eq 'after')) {
                $result.Failures | Should -BeNullOrEmpty
                $result.IsRight | Should -BeTrue -Because "the fault is temporary ($strike)"
                if ($null -ne $result.Effects) { $result.Effects | Should -Be 1 -Because "it must happen only once ($strike)" }
                $outcomes.recovered++
            }
            else {
                $result.Failures[0] | Assert-Failure $errorId
                if ($null -ne $result.Effects) { $result.Effects | Should -Be ([int]($strike -eq 'after')) }
                $outcomes.error++
            }
        }
    }
}

Describe 'The network' {
    BeforeAll {
        Reset-Service
        Connect-Here
    }
    BeforeEach { Reset-Service }

    It 'does not send the key to another <what> after a redirect' -ForEach @(
        @{ what = 'port'; target = { $other.BaseUri } }
        @{ what = 'scheme'; target = { "https://$($server.BaseUri.Authority)" } }
        @{ what = 'host'; target = { "http://localhost:$($other.BaseUri.Port)" } }
    ) {
        $other = [TestSupport.FaultServer]::new()
        try {
            $before = $server.Requests.Count
            $server.Next("redirect to $(& $target)/api/bulk/syncs/$syncId")
            { Get-PolytomicBulkSync -Id $syncId -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicBadResponse ([uri](& $target)).Host
            $server.Requests.Count - $before | Should -Be 1
            $other.Requests.Count | Should -Be 0
        }
        finally { $other.Dispose() }
    }

    It 'follows a redirect of the storage host without the key and headers of the API' {
        $other = [TestSupport.FaultServer]::new()
        try {
            $server.Next('none', "redirect to $($other.BaseUri)moved/Contact.ndjson")
            $null = Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Path (Join-Path $TestDrive 'moved') -ErrorAction Stop
            $other.Requests.Count | Should -Be 1
            $stored = @($server.Requests) + @($other.Requests) | Where-Object { $_.PathAndQuery -match '^/(storage|moved)/' }
            $stored.Count | Should -BeGreaterThan 3
            $stored.Headers.Keys | Select-Object -Unique | Where-Object { $_ -notin 'Host', 'traceparent' } | Should -BeNullOrEmpty
        }
        finally { $other.Dispose() }
    }
}

Describe 'A certificate that is <_>' -ForEach 'expired', 'untrusted' {
    BeforeAll {
        $tls = [TestSupport.FaultServer]::new($clock, $_)
        # The session is created before the certificate becomes invalid.
        $handler = [TestSupport.FirstAnswerHandler]::new($me)
        $session = Connect-Here @{ BaseUri = $tls.BaseUri; Transport = @{ Clock = $clock; Handler = $handler }; PassThru = $true }
    }
    AfterAll { $tls.Dispose() }

    It 'fails to connect' {
        $failure = { Connect-Here @{ BaseUri = $tls.BaseUri } } | Should -Throw -ErrorId 'PolytomicConnectionFailed,*' -PassThru
        "$failure" | Should -BeLike '*certificate*'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'fails <name>' -ForEach @(
        @{ name = 'to read'; run = { Get-PolytomicBulkSync -Id $syncId -Session $session } }
        @{ name = 'to list'; run = { Get-PolytomicBulkSync -Session $session } }
        @{ name = 'to read a log'; run = { Get-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Session $session } }
        @{ name = 'to wait'; run = { Wait-PolytomicBulkSync -Id $syncId -Session $session } }
        @{ name = 'to create'; run = { New-PolytomicBulkSync @newSync -Session $session } }
        @{ name = 'to start'; run = { Start-PolytomicBulkSync -Id $syncId -Session $session } }
        @{ name = 'to change'; run = { Set-PolytomicBulkSyncSchema -SyncId $syncId -Id Contact -Enabled:$false -Session $session } }
        @{ name = 'to delete'; run = { Remove-PolytomicBulkSync -Id $syncId -Force -Session $session } }
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        $Error.Clear()
        & $run | Should -BeNullOrEmpty
        $Error.Count | Should -Be 1
        $Error[0] | Assert-Failure PolytomicConnectionFailed
        "$($Error[0])" | Should -BeLike '*certificate*'
    }

    It 'fails to download' {
        Reset-Service
        $server.Behind = $null
        $server.Body["$syncPath/executions/$executionId/logs"] = "{`"data`":{`"URLs`":[`"$($tls.BaseUri)one`"]}}"
        $server.Body['/api/me'] = $me
        Connect-Here
        $path = Join-Path $TestDrive "tls $_"
        Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Path $path -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0] | Assert-Failure PolytomicConnectionFailed
        Get-ChildItem $path -Force | Should -BeNullOrEmpty
    }

    AfterEach { $tls.Requests.Count | Should -Be 0 -Because 'nothing is sent to a server that is not trusted' }
}

Describe 'A clock that is set <_>' -ForEach 'forward', 'back' {
    BeforeEach {
        $leap = [timespan]::FromDays($(if ($_ -eq 'forward') { 400 } else { -400 }))
        Reset-Service
        Connect-Here
        # Each delay changes the time of day.
        $clock.LeapWithDelays = $leap
    }
    AfterEach { $clock.LeapWithDelays = [timespan]::Zero }

    It 'does not disturb the attempts of a request' {
        $clock.Delays.Clear()
        $server.Next('429', '503', 'none')
        (Get-PolytomicBulkSync -Id $syncId -ErrorAction Stop).Id | Should -Be $syncId
        $clock.Delays.Count | Should -Be 2
        $clock.Delays[0] | Should -Be ([timespan]::FromSeconds(7))
    }

    It 'does not disturb a wait for an execution, and does not extend its limit' {
        # The service's own clock is correct.
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Otherwise(200, "{`"data`":[{`"sync_id`":`"$syncId`",`"status`":`"running`"}]}")
        $session = Connect-Here @{ Transport = @{ Clock = $clock; Handler = $handler }; PassThru = $true }
        $clock.Delays.Clear()
        Wait-PolytomicBulkSync -Id $syncId -TimeoutSec 100 -PollIntervalSec 10 -Session $session -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0] | Assert-Failure PolytomicTimeout
        $clock.Delays.TotalSeconds | Measure-Object -Sum | ForEach-Object Sum | Should -Be 100
    }
}
