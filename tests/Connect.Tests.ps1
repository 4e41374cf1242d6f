BeforeAll { . "$PSScriptRoot/Shared.ps1" }

Describe 'Connect-Polytomic' {
    AfterEach {
        Get-ChildItem env:POLYTOMIC_* | Remove-Item
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
    }

    BeforeAll {
        $organization = '11111111-2222-3333-4444-555555555555'
        function Connect-Scripted([hashtable] $With, [string] $Identity = $me) {
            $script:handler = [TestSupport.ScriptedHandler]::new().Answer(200, $Identity)
            Connect-Polytomic @With -Transport @{ Handler = $handler } -PassThru
        }
        function Get-Authorization { @($handler.Requests)[-1].Headers['Authorization'] }
        $basic = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${organization}:$key"))
    }

    It 'checks an API key with GET /api/me and sends it as a Bearer token' {
        $session = Connect-Scripted @{ ApiKey = $secureKey }
        $request = @($handler.Requests)[0]
        $request.Method | Should -Be 'GET'
        $request.Address | Should -Be 'https://app.polytomic.com/api/me'
        Get-Authorization | Should -BeExactly "Bearer $key"
        $request.Headers['X-Polytomic-Version'] | Should -Be '2025-09-18'
        $request.Headers['User-Agent'] | Should -Be "PolytomicBulk/$((Get-Module PolytomicBulk).Version)"
        $request.Headers['Accept'] | Should -Be 'application/json'
        $session | Should -BeOfType PolytomicBulk.PolytomicSession
        $session.Organization | Should -Be 'Acme'
        $session.User | Should -Be 'ana@acme.example'
        $session.OrganizationId | Should -Be $organization
        $session.IsConnected | Should -BeTrue
    }

    It 'returns nothing without -PassThru' {
        Connect-Polytomic -Sandbox | Should -BeNullOrEmpty
    }

    It 'sends <kind> with the organization as Basic' -ForEach @(
        @{ kind = 'a partner key'; parameter = 'PartnerKey' }
        @{ kind = 'a deployment key'; parameter = 'DeploymentKey' }
    ) {
        $null = Connect-Scripted @{ OrganizationId = $organization; $parameter = $secureKey }
        Get-Authorization | Should -BeExactly $basic
    }

    It 'uses a credential with an organization as user name as Basic, and any other as an API key' {
        $null = Connect-Scripted @{ Credential = [pscredential]::new($organization, $secureKey) }
        Get-Authorization | Should -BeExactly $basic
        $null = Connect-Scripted @{ Credential = [pscredential]::new('ana@acme.example', $secureKey) }
        Get-Authorization | Should -BeExactly "Bearer $key"
    }

    It 'reads the key from the environment' {
        $env:POLYTOMIC_API_KEY = $key
        $null = Connect-Scripted @{}
        Get-Authorization | Should -BeExactly "Bearer $key"
    }

    It 'reads <_> from the environment with -OrganizationId' -ForEach 'POLYTOMIC_PARTNER_KEY', 'POLYTOMIC_DEPLOYMENT_KEY' {
        Set-Item "env:$_" $key
        $null = Connect-Scripted @{ OrganizationId = $organization }
        Get-Authorization | Should -BeExactly $basic
        { Connect-Scripted @{} } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-OrganizationId'
    }

    It 'reads the address from the environment, and prefers -BaseUri' {
        $env:POLYTOMIC_DEPLOYMENT_URL = 'https://polytomic.acme.example'
        (Connect-Scripted @{ ApiKey = $secureKey }).BaseUri | Should -Be 'https://polytomic.acme.example/'
        (Connect-Scripted @{ ApiKey = $secureKey; BaseUri = 'https://other.acme.example/polytomic' }).BaseUri | Should -Be 'https://other.acme.example/polytomic'
        @($handler.Requests)[0].Address | Should -Be 'https://other.acme.example/polytomic/api/me'
        $env:POLYTOMIC_DEPLOYMENT_URL = 'polytomic'
        { Connect-Scripted @{ ApiKey = $secureKey } } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument 'POLYTOMIC_DEPLOYMENT_URL'
    }

    It 'shows who is connected with -Verbose, after the request' {
        $said = Connect-Polytomic -Sandbox -Verbose 4>&1
        $said | Should -HaveCount 3
        "$($said[0])" | Assert-Fact 'GET /api/me', '200'
        "$($said[1])" | Assert-Fact 'sandbox.invalid', 'ana@acme.example', 'Acme', 'API key', '2025-09-18'
        "$($said[2])" | Assert-Fact '1', '0'
    }

    It 'refuses <what> before any request' -ForEach @(
        @{ what = 'an empty key'; with = @{ ApiKey = [securestring]::new() }; says = 'API key' }
        @{ what = 'an empty partner key'; with = @{ OrganizationId = [guid]::NewGuid(); PartnerKey = [securestring]::new() }; says = 'partner key' }
        @{ what = 'an address with a user name and a password'; with = @{ BaseUri = 'https://me:secret@polytomic.acme.example' }; says = 'address' }
        @{ what = 'an API version that is not a date'; with = @{ ApiVersion = 'latest' }; says = 'API version', '2025-09-18' }
    ) {
        $arguments = @{ ApiKey = $secureKey }
        foreach ($name in $with.Keys) { $arguments[$name] = $with[$name] }
        if ($with.ContainsKey('PartnerKey')) { $arguments.Remove('ApiKey') }
        $failure = { Connect-Scripted $arguments } | Should -Throw -PassThru
        $failure | Assert-Failure PolytomicInvalidArgument $says
        "$failure" | Should -Not -BeLike '*secret*'
        @($handler.Requests) | Should -BeNullOrEmpty
    }

    It 'refuses values out of range at binding: -<_>' -ForEach 'TimeoutSec', 'MaxRetry', 'ThrottleLimit' {
        $arguments = @{ $_ = -1 }
        { Connect-Polytomic -Sandbox @arguments } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
    }

    It 'says what to do when there is no key at all' {
        { Connect-Polytomic } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-ApiKey', 'POLYTOMIC_API_KEY', '-Sandbox'
    }

    It 'names the next step when the key is wrong, and shows no key' {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(401, '{"key":"unauthorized","message":"invalid credentials","status":401}')
        $failure = { Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $handler } } | Should -Throw -ErrorId 'PolytomicUnauthorized,*' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failure.Exception | Should -BeOfType PolytomicBulk.PolytomicApiException
        "$failure" | Assert-Fact '401', 'invalid credentials'
        $failure.ErrorDetails.RecommendedAction | Assert-Fact 'Connect-Polytomic'
        $failure | Format-List * -Force | Out-String | Should -Not -BeLike "*$key*"
    }

    It 'refuses a partner key that is used as a Bearer token, with the reason' {
        { Connect-Scripted @{ ApiKey = $secureKey } '{"data":{"id":"p1","is_partner":true}}' } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-OrganizationId', '-PartnerKey'
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'reports that the specified session is disconnected' {
        $session = Connect-Polytomic -Sandbox -PassThru
        Disconnect-Polytomic
        $ended = { Get-PolytomicBulkSync -Session $session } | Should -Throw -PassThru
        $none = { Get-PolytomicBulkSync } | Should -Throw -PassThru
        $ended, $none | Assert-Failure PolytomicNotConnected 'Connect-Polytomic', '-Session'
        "$ended" | Should -Not -Be "$none"
    }

    It 'leaves no session if it fails, so that no request reaches another organization by mistake' {
        Connect-Polytomic -Sandbox
        { Connect-Polytomic } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument
        { Get-PolytomicBulkSync } | Should -Throw -PassThru | Assert-Failure PolytomicNotConnected
    }
}

Describe 'A session' {
    AfterEach { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

    It 'is required by <_>' -ForEach 'Get-PolytomicBulkSync', 'Get-PolytomicIdentity', 'Get-PolytomicSession' {
        { & $_ -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotConnected 'Connect-Polytomic'
    }

    It 'is not required by Disconnect-Polytomic, so that a finally block hides no error' {
        $failure = { try { Connect-Polytomic } finally { Disconnect-Polytomic -ErrorAction Stop } } | Should -Throw -PassThru
        $failure | Assert-Failure PolytomicInvalidArgument
        Disconnect-Polytomic -Verbose 4>&1 | Should -HaveCount 1
    }

    It -Tag PowerShell7 'is not visible in the next iteration of ForEach-Object -Parallel' {
        $seen = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:modulePath
            "before: $([bool](Get-PolytomicSession -ErrorAction Ignore))"
            Connect-Polytomic -Sandbox
            "after: $([bool](Get-PolytomicSession -ErrorAction Ignore))"
        } -ThrottleLimit 1
        $seen | Should -Be (@('before: False', 'after: True') * 4)
    }

    It 'ends with the global variables of its runspace, and is not visible in others' {
        Connect-Polytomic -Sandbox
        $other = [powershell]::Create()
        try { $other.AddScript("Import-Module '$modulePath'; [bool](Get-PolytomicSession -ErrorAction Ignore)").Invoke() | Should -BeFalse } finally { $other.Dispose() }
        & { (Get-PolytomicSession).IsConnected } | Should -BeTrue
        Get-Variable -Scope Global | Where-Object { $_.Value -is [PolytomicBulk.PolytomicSession] } | Remove-Variable -Scope Global
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'ends with Disconnect-Polytomic, also in a variable' {
        $session = Connect-Polytomic -Sandbox -PassThru
        Disconnect-Polytomic
        $session.IsConnected | Should -BeFalse
        { Get-PolytomicBulkSync -Session $session } | Should -Throw -PassThru | Assert-Failure PolytomicNotConnected
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'can be used at the same time as another one' {
        $first = (New-ScriptedSession)
        $second = (New-ScriptedSession)
        $null = $first.Handler.Answer(200, '{"data":[{"name":"first"}]}')
        $null = $second.Handler.Answer(200, '{"data":[{"name":"second"}]}')
        (Get-PolytomicBulkSync -Session $first.Session).Name | Should -Be 'first'
        (Get-PolytomicBulkSync -Session $second.Session).Name | Should -Be 'second'
        Disconnect-Polytomic -Session $first.Session
        (Get-PolytomicSession).GetHashCode() | Should -Be $second.Session.GetHashCode()
    }

    It -Tag PowerShell7 'belongs to its runspace, and can be passed to others with -Session' {
        $session = Connect-Polytomic -Sandbox -PassThru
        $found = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:modulePath
            $own = Get-PolytomicSession -ErrorAction Ignore
            [pscustomobject]@{ Own = $own; Total = @(Get-PolytomicBulkSync -Session $using:session).Count }
        }
        $found.Own | Should -BeNullOrEmpty
        $found.Total | Should -Be 7, 7
    }

    It -Tag PowerShell7 'can be passed to a thread job' {
        $session = Connect-Polytomic -Sandbox -PassThru
        $job = Start-ThreadJob { Import-Module $using:modulePath; @(Get-PolytomicBulkSync -Session $using:session).Count }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 7
    }

    It -Tag PowerShell7 'does not work in another process, and <name> reports this' -ForEach @(
        @{ name = 'Get-PolytomicBulkSync' }, @{ name = 'Get-PolytomicSession' }, @{ name = 'Disconnect-Polytomic' }
    ) {
        # Serializes the session, as Start-Job and remoting do.
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Connect-Polytomic -Sandbox -PassThru)))
        { & $name -Session $copy } | Should -Throw -PassThru | ForEach-Object { "$_" } | Assert-Fact 'Start-Job', 'Connect-Polytomic', 'Start-ThreadJob', '-Session'
        { & $name -Session 'nonsense' } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }

    It 'never shows its key' {
        $session = (New-ScriptedSession).Session
        $shown = ($session | Format-List * -Force | Out-String), "$session", ($session | ConvertTo-Json -Depth 5), [Management.Automation.PSSerializer]::Serialize($session, 5)
        $shown | Should -Not -BeLike "*$key*"
        "$session" | Should -Be 'Acme at app.polytomic.com'
    }
}

Describe 'Get-PolytomicIdentity' {
    It 'returns every property of the answer' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"u","email":"e@x","is_organization":false,"is_partner":false,"is_system":false,"is_user":true,"organization_id":"11111111-2222-3333-4444-555555555555","organization_name":"Acme","role":"admin","new":{"a":1}}}')
        $identity = Get-PolytomicIdentity
        $identity | Should -BeOfType PolytomicBulk.Identity
        $identity.Email, $identity.Role, $identity.IsUser, $identity.IsSystem | Should -Be 'e@x', 'admin', $true, $false
        $identity.AdditionalProperties.new.a | Should -Be 1
        "$identity" | Should -Be 'e@x of Acme'
    }
}

Describe 'The scenarios of the sandbox' {
    BeforeAll {
        $scenarios = 'Outage', 'RateLimit', 'Slow', 'Flaky', 'Failing', 'Expired', 'Stale'
        function Get-Match([string] $Line) { @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches) }
        # The failures depend on the time, and each wait advances the clock.
        function Connect-Played([hashtable] $With) { Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() } @With }
    }
    AfterEach { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

    It 'are completed with their meanings' {
        $found = Get-Match 'Connect-Polytomic -Sandbox -Scenario '
        $found.CompletionText | Should -Be $scenarios
        foreach ($match in $found) { $match.ToolTip | Should -Match '\.$' }
        ($found.ToolTip | Select-Object -Unique).Count | Should -Be 7
        (Get-Match 'Connect-Polytomic -Sandbox -Scenario Outage, fl').CompletionText | Should -Be 'Flaky'
    }

    It 'are all in the help of the command, the topic and build.ps1' {
        $texts = (Get-Help Connect-Polytomic -Parameter Scenario).description.Text, (Get-Help about_PolytomicBulk_Sandbox | Out-String), (Get-Help (Join-Path $root 'build.ps1') -Parameter Scenario | Out-String)
        $texts | Assert-Fact $scenarios
    }

    It 'are refused if a name is unknown, and no session is created' {
        Connect-Polytomic -Sandbox
        { Connect-Polytomic -Sandbox -Scenario Outage, Flakey } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument (@("'Flakey'") + $scenarios)
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
        { Connect-Polytomic -ApiKey $secureKey -Scenario Outage } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'show the seed with -Verbose, even if it is not specified' {
        "$(Connect-Played @{ Scenario = 'Slow', 'Flaky'; Seed = 18; Verbose = $true } 4>&1)" | Assert-Fact 'Slow, Flaky', 'seed 18'
        "$(Connect-Played @{ Scenario = 'Slow'; Verbose = $true } 4>&1)" | Should -Match 'seed \d+'
    }

    It 'do not stop a runbook: lost answers and an outage' {
        Connect-Played @{ Scenario = 'Flaky', 'Outage'; Seed = 18 }
        $said = [Collections.Generic.List[string]]::new()
        $run = Start-PolytomicBulkSync -Name 'Stripe to BigQuery' -Wait -Verbose -ErrorAction Stop 4>&1 | ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { $said.Add("$_") } else { $_ } }
        $run.Status | Should -Be 'completed'
        # The answer to the start was lost, and the service was unavailable.
        @($said) -match 'lost' -match 'Attempt 2 of 5' | Should -HaveCount 1
        @($said) -match '503' -match 'Attempt 2 of 5' | Should -Not -BeNullOrEmpty
        @(Get-PolytomicBulkSyncExecution -SyncName 'Stripe to BigQuery' | Where-Object Id -EQ $run.Id) | Should -HaveCount 1
        @(Get-PolytomicBulkSyncExecution -SyncName 'Stripe to BigQuery' | Where-Object Type -EQ 'manual') | Should -HaveCount 1
    }

    It 'stop a runbook with an error: <Scenario>' -ForEach @(
        @{ Scenario = 'Failing'; With = @{}; Id = 'PolytomicExecutionFailed'; Says = 'Stripe to BigQuery' }
        @{ Scenario = 'Expired'; With = @{}; Id = 'PolytomicUnauthorized'; Says = '401' }
    ) {
        Connect-Played (@{ Scenario = $Scenario; Seed = 7 } + $With)
        { Start-PolytomicBulkSync -Name 'Stripe to BigQuery' -Wait -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure $Id $Says
    }
}
