BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # The quoted names after the name that was not found.
    function Get-Suggestion($Failure) { [regex]::Matches("$Failure", "'([^']*)'").ForEach({ $_.Groups[1].Value }) | Select-Object -Skip 1 }
    function ConvertTo-Page([int] $From, [int] $Count, [string] $Next) {
        $page = [ordered]@{ data = @($From..($From + $Count - 1) | ForEach-Object { @{ id = "00000000-0000-4000-8000-{0:000000000000}" -f $_; name = "Sync $_"; active = $_ % 2 -eq 0 } }) }
        if ($Next) { $page.pagination = @{ next_page_token = $Next } }
        $page | ConvertTo-Json -Depth 5
    }
    function Get-Path($Scripted) { Get-SentRequest $Scripted | ForEach-Object PathAndQuery }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'Get-PolytomicBulkSync as a list' {
    It 'reads all pages, 50 a page, in the order of the service' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 50 'a+b/=')).Answer(200, (ConvertTo-Page 51 50 'last')).Answer(200, (ConvertTo-Page 101 3))
        (Get-PolytomicBulkSync).Name | Should -Be (1..103 | ForEach-Object { "Sync $_" })
        Get-Path $scripted | Should -Be '/api/bulk/syncs?limit=50', '/api/bulk/syncs?limit=50&page_token=a%2Bb%2F%3D', '/api/bulk/syncs?limit=50&page_token=last'
    }

    It 'finds a name in another case in every culture' -ForEach 'tr-TR', 'de-DE' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"id":"00000000-0000-4000-8000-000000000001","name":"Stripe to BigQuery"}]}')
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $_
        try { (Get-PolytomicBulkSync 'STRIPE TO big*').Name | Should -Be 'Stripe to BigQuery' }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'stops requesting pages when Select-Object has enough' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 50 'next')).Answer(200, (ConvertTo-Page 51 50 'more')).Answer(200, (ConvertTo-Page 101 50 'endless'))
        $first = Get-PolytomicBulkSync | Select-Object -First 3
        $first | Should -HaveCount 3
        Get-Path $scripted | Should -Be '/api/bulk/syncs?limit=50'
    }

    It 'requests the next page while it writes the current one' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 50 'next')).Answer(200, (ConvertTo-Page 51 1))
        $counts = (Get-PolytomicBulkSync | Select-Object @{ Name = 'Sent'; Expression = { @(Get-SentRequest $scripted).Count } }).Sent
        $counts[0] | Should -Be 1
        $counts[49] | Should -Be 2
    }

    It 'reads all pages first if a command follows that may change bulk syncs' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 50 'next')).Answer(200, (ConvertTo-Page 51 1))
        $counts = Get-PolytomicBulkSync | ForEach-Object { @(Get-SentRequest $scripted).Count }
        $counts | Should -HaveCount 51
        $counts | Select-Object -Unique | Should -Be 2
    }

    It 'passes nothing on if a page fails and a command follows that may change bulk syncs' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 2 'next')).Answer(403, '<html>no</html>', 'text/html')
        Get-PolytomicBulkSync -ErrorVariable failure -ErrorAction SilentlyContinue | Disable-PolytomicBulkSync -Force
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        Get-SentRequest $scripted | Where-Object Method -EQ POST | Should -BeNullOrEmpty
    }

    It 'requests <state> bulk syncs, and also filters the answer' -ForEach @(
        @{ state = 'active'; query = 'active=true'; names = 'Sync 2', 'Sync 4' }
        @{ state = 'paused'; query = 'active=false'; names = 'Sync 1', 'Sync 3' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 4))
        $switch = @{ $state = $true }
        (Get-PolytomicBulkSync @switch).Name | Should -Be $names
        Get-Path $scripted | Should -Be "/api/bulk/syncs?$query&limit=50"
    }

    It 'refuses -Active with -Paused before any request' {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSync -Active -Paused } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Active', '-Paused'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'filters names with wildcards, in either case, and reports names without a match' {
        Connect-Polytomic -Sandbox
        (Get-PolytomicBulkSync salesforce*).Name | Should -Be 'Salesforce to Snowflake', 'Salesforce snapshot for finance'
        $syncs = Get-PolytomicBulkSync -Name 'Stripe to BigQuery', 'nobody', '*nothing*' -ErrorVariable failure -ErrorAction SilentlyContinue
        $syncs.Name | Should -Be 'Stripe to BigQuery'
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicNotFound "'nobody'"
    }

    It 'suggests similar names for an unknown name, or says how to find names' -ForEach @(
        @{ name = 'Strip to BigQuery'; says = "'Strip to BigQuery'", "'Stripe to BigQuery'" }
        @{ name = 'SNOWFLAKE'; says = "'SNOWFLAKE'", "'Zendesk to Snowflake'" }
        @{ name = 'zzz'; says = "'zzz'", '*zzz*' }
        @{ name = 'z`*z'; says = "'z*z'", '*z`*z*' }
        @{ name = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a3'; says = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a3' }
    ) {
        Connect-Polytomic -Sandbox
        Get-PolytomicBulkSync $name -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicNotFound $says
    }

    It 'accepts an id instead of a name, and applies -Active and -Paused' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
        (Get-PolytomicBulkSync "$($sync.Id)", 'Stripe*', $sync).Name | Should -Be 'Salesforce to Snowflake', 'Stripe to BigQuery'
        (Get-PolytomicBulkSync $sync.Id -Active).Id | Should -Be $sync.Id
        Get-PolytomicBulkSync $sync.Id -Paused -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0] | Assert-Failure PolytomicNotFound "$($sync.Id)", 'active'
    }

    It 'prefers an exact name to wildcards' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, '{"data":[{"name":"Stripe p"},{"name":"Stripe [prod]"},{"name":"Stripe [x"},{"name":"a*"},{"name":"ab"}]}')
        (Get-PolytomicBulkSync 'stripe [prod]').Name | Should -Be 'Stripe [prod]'
        (Get-PolytomicBulkSync 'Stripe [pq]').Name | Should -Be 'Stripe p'
        (Get-PolytomicBulkSync 'Stripe *').Name | Should -Be 'Stripe p', 'Stripe [prod]', 'Stripe [x'
        (Get-PolytomicBulkSync 'a*').Name | Should -Be 'a*'
    }

    # A third of the letters can differ, and always at least one. A name is also similar if it contains the text, or if the text contains it.
    It 'suggests <Like> for <Typed>, but not <Unlike>' -ForEach @(
        @{ Typed = 'abcdefghi'; Like = 'abcdefxyz', 'abcdefghixyz', 'def'; Unlike = 'abcdewxyz', 'axbxcxdxefghi' }
        @{ Typed = 'abcdefgh'; Like = 'abcdefxy'; Unlike = 'abcdexyz' }
        @{ Typed = 'ab'; Like = 'ax', 'b', 'cab'; Unlike = 'xy', 'axy' }
        @{ Typed = 'abcde'; Like = 'abcdx', 'ABCDX', 'bcde'; Unlike = 'abcxy' }
        @{ Typed = 'abc'; Like = 'abx', 'one-ABC-two'; Unlike = 'axy' }
    ) {
        $scripted = New-ScriptedSession
        $items = @($Unlike; $Like) | ForEach-Object { @{ name = $_ } | ConvertTo-Json -Compress }
        $null = $scripted.Handler.Answer(200, "{""data"":[$($items -join ',')]}")
        Get-PolytomicBulkSync $Typed -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicNotFound,*'
        $named = Get-Suggestion $failure[0]
        $named | Sort-Object -CaseSensitive | Should -BeExactly ($Like | Sort-Object -CaseSensitive)
    }

    It 'suggests the five most similar names, the most similar first' {
        $scripted = New-ScriptedSession
        $names = 'abcdxxxxx-abcdefghi', 'abcdefxyz', 'abcdefgyz', 'abcdefghz', 'xabcdefghi', 'xyabcdefghi', 'xyzabcdefghi'
        $null = $scripted.Handler.Answer(200, "{""data"":[$(($names | ForEach-Object { @{ name = $_ } | ConvertTo-Json -Compress }) -join ',')]}")
        Get-PolytomicBulkSync abcdefghi -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $named = Get-Suggestion $failure[0]
        $named | Should -HaveCount 5
        $named[0, 1] | Sort-Object | Should -Be 'abcdefghz', 'xabcdefghi'
        $named[2, 3] | Sort-Object | Should -Be 'abcdefgyz', 'xyabcdefghi'
        $named[4] | Should -BeIn 'abcdefxyz', 'xyzabcdefghi'
    }

    It 'writes one error if a page fails, after the pages before it' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (ConvertTo-Page 1 2 'next')).Answer(403, '<html>no</html>', 'text/html')
        $syncs = Get-PolytomicBulkSync -ErrorVariable failure -ErrorAction SilentlyContinue
        $syncs | Should -HaveCount 2
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}

# A page begins at a position of the list, and each change moves the rest of the list.
Describe 'A list of three pages whose items the next commands change' {
    BeforeAll {
        Connect-Polytomic -Sandbox
        $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }
        function Get-ByFunction { Get-PolytomicBulkSync -Active }
        function Get-ByProxy {
            [CmdletBinding()] param()
            begin {
                $steps = { PolytomicBulk\Get-PolytomicBulkSync -Active }.GetSteppablePipeline($MyInvocation.CommandOrigin)
                $steps.Begin($PSCmdlet)
            }
            process { $steps.Process($_) }
            end { $steps.End() }
        }
    }

    BeforeEach {
        $options = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
        $options.Clock = [TestSupport.TestClock]::new()
        $options.GeneratedSyncs = 130
        $service = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
        $handler = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service)
        Connect-Polytomic -ApiKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -Transport @{ Handler = $handler; Clock = $options.Clock }
        @(Get-PolytomicBulkSync -Active).Count | Should -BeGreaterThan 100 -Because 'three pages are needed'
    }

    It 'is changed completely: <_>' -ForEach @(
        'Get-PolytomicBulkSync -Active | Disable-PolytomicBulkSync -Force'
        'Get-PolytomicBulkSyncStatus -Active | Disable-PolytomicBulkSync -Force'
        'Get-PolytomicBulkSync -Active | ForEach-Object { Disable-PolytomicBulkSync -Id $_.Id -Force }'
        'Get-PolytomicBulkSync -Active | Get-PolytomicBulkSyncStatus | Select-Object SyncId | Disable-PolytomicBulkSync -Force'
        'Get-ByFunction | Disable-PolytomicBulkSync -Force'
        'Get-ByProxy | Disable-PolytomicBulkSync -Force'
        '1 | ForEach-Object { & { Get-PolytomicBulkSync -Active } } | Disable-PolytomicBulkSync -Force'
        '[powershell]::Create("CurrentRunspace").AddCommand("Get-PolytomicBulkSync").AddParameter("Active").AddCommand("Disable-PolytomicBulkSync").AddParameter("Force").Invoke()'
    ) {
        & ([scriptblock]::Create($_))
        Get-PolytomicBulkSync -Active | Should -BeNullOrEmpty
    }

    It 'is activated completely' {
        foreach ($sync in @(Get-PolytomicBulkSync)) { Disable-PolytomicBulkSync -Id $sync.Id -Force }
        Get-PolytomicBulkSync -Paused | Enable-PolytomicBulkSync
        Get-PolytomicBulkSync -Paused | Should -BeNullOrEmpty
    }

    It 'is deleted completely: <_>' -ForEach @(
        'Get-PolytomicBulkSync | Remove-PolytomicBulkSync -Force'
        'Get-PolytomicBulkSync -Name * | Remove-PolytomicBulkSync -Force'
        'Get-PolytomicBulkSync -Source * | Remove-PolytomicBulkSync -Force'
        'Get-PolytomicConnection | Get-PolytomicBulkSync | Remove-PolytomicBulkSync -Force'
    ) {
        & ([scriptblock]::Create($_))
        Get-PolytomicBulkSync | Should -BeNullOrEmpty
    }
}

Describe 'Get-PolytomicBulkSync by id' {
    BeforeAll { $one, $two, $lost = '0000000a-0000-4000-8000-000000000001', '0000000a-0000-4000-8000-000000000002', '0000000a-0000-4000-8000-00000000dead' }

    It 'reads every value of the example in the API reference' {
        $scripted = New-ScriptedSession
        $text = Get-Content (Join-Path $contract 'get-bulk-sync.example.json') -Raw
        $null = $scripted.Handler.Answer(200, $text)
        $expected = ($text | ConvertFrom-Json -DateKind Local).data
        $sync = Get-PolytomicBulkSync -Id $expected.id
        Get-Path $scripted | Should -Be "/api/bulk/syncs/$($expected.id)"
        $sync | Should -BeOfType PolytomicBulk.BulkSync

        function Compare-Value($Expected, $Actual, $Path) {
            if ($Expected -is [pscustomobject]) {
                foreach ($property in $Expected.PSObject.Properties) {
                    $name = if ($Actual -is [Collections.IDictionary]) { $property.Name } else { $property.Name.Replace('_', '') }
                    Compare-Value $property.Value $Actual.$name "$Path.$name"
                }
            }
            elseif ($Expected -is [array]) {
                $Actual.Count | Should -Be $Expected.Count -Because $Path
                for ($i = 0; $i -lt $Expected.Count; $i++) { Compare-Value $Expected[$i] $Actual[$i] "$Path[$i]" }
            }
            else { "$Actual" | Should -BeExactly "$Expected" -Because $Path; $script:compared++ }
        }
        $script:compared = 0
        Compare-Value $expected $sync 'sync'
        $compared | Should -BeGreaterThan 60
    }

    It 'distinguishes a missing list from an empty one, and both have a Count in strict mode: <json>' -ForEach @(
        @{ json = '{"name":"a"}'; isNull = $true; count = 0 }
        @{ json = '{"name":"a","additional_schedules":null}'; isNull = $true; count = 0 }
        @{ json = '{"name":"a","additional_schedules":[]}'; isNull = $false; count = 0 }
        @{ json = '{"name":"a","additional_schedules":[{"frequency":"daily"}]}'; isNull = $false; count = 1 }
    ) {
        Set-StrictMode -Version Latest
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":[$json]}")
        $sync = Get-PolytomicBulkSync
        ($null -eq $sync.AdditionalSchedules) | Should -Be $isNull
        ($sync.AdditionalSchedules | Measure-Object).Count | Should -Be $count
    }

    It 'returns local times' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"created_at":"2024-01-15T09:30:00.123456789+02:00"}}')
        $created = (Get-PolytomicBulkSync -Id $one).CreatedAt
        $created.Kind | Should -Be 'Local'
        $created.ToUniversalTime().ToString('o') | Should -Be '2024-01-15T07:30:00.1234567Z'
    }

    It 'accepts several ids, by parameter, from the pipeline, and from objects with an Id or a SyncId' {
        $scripted = New-ScriptedSession
        foreach ($id in $one, $two) { $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id", 200, "{`"data`":{`"id`":`"$id`"}}") }
        (Get-PolytomicBulkSync -Id $one, $two).Id | Should -Be $one, $two
        ($one, $two | Get-PolytomicBulkSync).Id | Should -Be $one, $two
        ([pscustomobject]@{ Id = $one }, [pscustomobject]@{ SyncId = $two } | Get-PolytomicBulkSync).Id | Should -Be $one, $two
        (Get-PolytomicBulkSync -SyncId $one | Get-PolytomicBulkSync).Id | Should -Be $one
    }

    It 'makes the service refresh the schemas with -RefreshSchemas' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{}}')
        $null = Get-PolytomicBulkSync -Id $one -RefreshSchemas
        Get-Path $scripted | Should -Be "/api/bulk/syncs/$one`?refresh_schemas=true"
    }

    It 'names the id that does not exist, and returns the others' {
        $scripted = New-ScriptedSession
        foreach ($id in $one, $two) { $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id", 200, "{`"data`":{`"id`":`"$id`"}}") }
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$lost", 404, '{"key":"not_found","message":"bulk sync not found","status":404,"metadata":{"id":"x"}}')
        $syncs = $one, $lost, $two | Get-PolytomicBulkSync -ErrorVariable failure -ErrorAction SilentlyContinue
        $syncs.Id | Should -Be $one, $two
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicNotFound $lost, '404', 'bulk sync not found'
        $failure[0].TargetObject | Should -Be $lost
        $failure[0].ErrorDetails.RecommendedAction | Assert-Fact 'Get-PolytomicBulkSync', 'Get-PolytomicSession'
        $exception = $failure[0].Exception
        $exception.StatusCode, $exception.Key, $exception.Method, $exception.Path, $exception.Attempts | Should -Be 404, 'not_found', 'GET', "/api/bulk/syncs/$lost", 1
        $exception.Metadata.id | Should -Be 'x'
    }

    It 'sends as many requests in parallel as the session allows, and writes results in the order of the ids' {
        # Uses the real clock, so that requests that are sent one by one time out instead of waiting forever.
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
        Connect-Polytomic -ApiKey $secureKey -ThrottleLimit 4 -MaxRetry 0 -TimeoutSec 10 -Transport @{ Handler = $handler }
        $ids = 1..12 | ForEach-Object { '0000000a-0000-4000-8000-{0:000000000000}' -f $_ }
        foreach ($id in $ids) { $null = $handler.AnswerAt("/api/bulk/syncs/$id", 200, "{`"data`":{`"id`":`"$id`"}}") }
        $null = $handler.HoldUntil(4)
        ($ids | Get-PolytomicBulkSync).Id | Should -Be $ids
        $handler.Peak | Should -Be 4
    }

    It 'shows the total of its requests with -Verbose' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(503, '').Answer(200, '{"data":{}}')
        $said = Get-PolytomicBulkSync -Id $one -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$($said[-1])" | Assert-Fact '2', '1'
        [regex]::Matches("$($said[-1])", '\d+ ms\b').Count | Should -Be 2 -Because 'the message contains the time of the service and the time of this computer'
    }

    It 'refuses an id that is not a GUID at binding' {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSync -Id 'Salesforce' } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError "'Salesforce'", '-Name'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'reports status <status> with category <category> and error id <id>' -ForEach @(
        @{ status = 401; category = 'AuthenticationError'; id = 'PolytomicUnauthorized' }
        @{ status = 403; category = 'PermissionDenied'; id = 'PolytomicForbidden' }
        @{ status = 404; category = 'ObjectNotFound'; id = 'PolytomicNotFound' }
        @{ status = 400; category = 'InvalidData'; id = 'PolytomicInvalidRequest' }
        @{ status = 422; category = 'InvalidData'; id = 'PolytomicInvalidRequest' }
        @{ status = 409; category = 'ResourceBusy'; id = 'PolytomicConflict' }
        @{ status = 429; category = 'LimitsExceeded'; id = 'PolytomicRateLimited' }
        @{ status = 408; category = 'OperationTimeout'; id = 'PolytomicTimeout' }
        @{ status = 500; category = 'ResourceUnavailable'; id = 'PolytomicServerError' }
        @{ status = 302; category = 'InvalidResult'; id = 'PolytomicBadResponse' }
    ) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Answer($status, '{"key":"k","message":"what the service said"}')
        $failure = { Get-PolytomicBulkSync -Id $one -ErrorAction Stop } | Should -Throw -ErrorId "$id,PolytomicBulk.Commands.GetPolytomicBulkSyncCommand" -PassThru
        $failure.CategoryInfo.Category | Should -Be $category
        if ($status -ge 400) { "$failure" | Assert-Fact "$status", 'what the service said' }
    }

    It 'reports a broken connection and a time-out as their own errors' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0; TimeoutSec = 7 }
        $null = $scripted.Handler.Break()
        { Get-PolytomicBulkSync -Id $one -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicConnectionFailed 'app.polytomic.com', 'Connection reset by peer'
        $null = $scripted.Handler.Hang({ $scripted.Clock.Advance([timespan]::FromSeconds(7)) }.GetNewClosure())
        { Get-PolytomicBulkSync -Id $one -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicTimeout $one, '7'
    }

    It 'stops within a second' {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Hang()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($Module, $Key, $Handler)
                Import-Module $Module
                Connect-Polytomic -ApiKey $Key -Transport @{ Handler = $Handler }
                Get-PolytomicBulkSync -Id '0000000a-0000-4000-8000-000000000001'
            }).AddArgument($modulePath).AddArgument($secureKey).AddArgument($handler)
        $running = $shell.BeginInvoke()
        while ($handler.Requests.Count -lt 2 -and -not $running.IsCompleted) { [Threading.Thread]::Yield() }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()
    }
}

Describe 'The output of Get-PolytomicBulkSync' {
    BeforeAll {
        Connect-Polytomic -Sandbox
        $syncs = Get-PolytomicBulkSync
    }

    It -Tag PowerShell7 'has every property of the contract' {
        $openApi = Get-Content (Join-Path $contract 'polytomic-bulk.openapi.json') -Raw | ConvertFrom-Json -AsHashtable
        foreach ($name in $openApi.components.schemas.BulkSyncResponse.properties.Keys) {
            $syncs[0].PSObject.Properties.Name | Should -Contain $name.Replace('_', '')
        }
    }

    It 'is a table that fits 120 columns' {
        $lines = ($syncs | Out-String -Width 120) -split '\r?\n' | ForEach-Object { $_ -replace '\e\[[\d;]*m' }
        $lines[1] | Should -Match '^Name +Active Source +Destination +Schedule +Updated +Mode'
        $lines | Where-Object { $_ -like 'Salesforce to Snowflake*' } | Should -BeLike '*True*Salesforce*Snowflake*daily 12:30 UTC*20*:*replicate*'
        $lines.Length | Should -BeLessThan 18
    }

    It 'shows everything as a list, and no type names' {
        $list = $syncs[0] | Format-List | Out-String
        foreach ($property in $syncs[0].PSObject.Properties.Name | Where-Object { $_ -notin 'SyncId', 'Policies', 'AdditionalProperties' }) { $list | Should -BeLike "*$property*" }
        $list | Should -Not -BeLike '*PolytomicBulk.*'
        $list | Should -Not -BeLike '*System.*'
    }

    It 'shows lists as items, on the screen and in a file' {
        $scripted = New-ScriptedSession
        $ids = '101612d3-61cd-573e-ab4a-a58f0d42216d', '248df4b7-aa70-47b8-a036-33ac447e668d'
        $null = $scripted.Handler.Answer(200, (@{ data = @{ policies = $ids; additional_schedules = @{ frequency = 'hourly'; minute = '5' }, @{ frequency = 'manual' } } } | ConvertTo-Json -Depth 5))
        $list = Get-PolytomicBulkSync -Id $ids[0] -Session $scripted.Session | Format-List | Out-String -Width 200
        $list | Should -Match 'AdditionalSchedules +: hourly at :05; manual\s'
        $list | Should -Match "PolicyNames +: $($ids[0]); $($ids[1])\s"
    }

    It 'exports readable text to CSV' {
        $row = $syncs[0] | ConvertTo-Csv | ConvertFrom-Csv
        $row.DefaultSchedule | Should -Be 'daily 12:30 UTC'
        $row.AdditionalSchedules | Should -Be 'weekly sunday 03:00 UTC'
        $row.DestinationConfiguration | Should -Be '{"schema":"salesforce","advanced":{"hard_deletes":true}}'
        $row.CreatedBy | Should -Be 'Ana Lima'
        $row.PSObject.Properties.Value | Should -Not -BeLike '*PolytomicBulk.*'
        $row.PSObject.Properties.Value | Should -Not -BeLike '*System.*'
    }

    It 'reads configurations with dots, and writes them as JSON' {
        $syncs[0].DestinationConfiguration.advanced.hard_deletes | Should -BeTrue
        $syncs[0].DestinationConfiguration.Schema | Should -Be 'salesforce'
        $syncs[0].DestinationConfiguration | ConvertTo-Json -Compress | Should -Be '{"schema":"salesforce","advanced":{"hard_deletes":true}}'
    }
}
