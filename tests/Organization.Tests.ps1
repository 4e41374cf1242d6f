# Organizations and partners, events, what an id belongs to, and who is notified of failures.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $acme, $staging = 'a5de0575-7578-5fed-b873-180f3fbbc2b2', '5b0d9a3e-6f41-5c7a-9b52-3f6d1c0e8a74'
    $partnerKey = ConvertTo-SecureString 'sandbox-partner-key' -AsPlainText -Force
    Connect-Polytomic -Sandbox
    $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }

    # Returns a transport that connects several sessions to one sandbox.
    function New-Transport {
        $options = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
        $options.Clock = [TestSupport.TestClock]::new()
        $service = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
        @{ Handler = [TestSupport.CountingHandler]::new([Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service)); Clock = $options.Clock }
    }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'A partner''s session' {
    BeforeEach {
        $transport = New-Transport
        $partner = Connect-Polytomic -PartnerKey $partnerKey -Transport $transport -PassThru
    }

    It 'lists the organizations, and connects to each' {
        $partner.IsPartner, $partner.Authentication | Should -Be $true, 'partner key'
        (Get-PolytomicOrganization).Name | Should -Be 'Acme', 'Acme Staging'
        (Get-PolytomicOrganization -Id $staging).Name | Should -Be 'Acme Staging'
        $sessions = @(Get-PolytomicOrganization Acme* | Connect-Polytomic -PartnerKey $partnerKey -Transport $transport -PassThru)
        $sessions.Organization | Should -Be 'Acme', 'Acme Staging'
        $sessions.IsPartner | Should -Be $false, $false
        Get-PolytomicSession | Should -Be $sessions[1]
        $found = $sessions | ForEach-Object { Get-PolytomicConnection -Session $_ }
        $found.Count | Should -Be 16
        $found.OrganizationName | Select-Object -Unique | Should -Be 'Acme', 'Acme Staging'
        ($found | ConvertTo-Csv | ConvertFrom-Csv)[0].OrganizationName | Should -Be 'Acme'
        (Get-PolytomicConnection)[0].PSObject.Properties['OrganizationName'] | Should -BeNullOrEmpty -Because 'no session is specified'
    }

    It 'is refused by commands for one organization, before any request, and the error says how to connect' {
        $before = $transport.Handler.Sent.Count
        foreach ($run in { Get-PolytomicBulkSync }, { Get-PolytomicConnection }, { Get-PolytomicEvent }, { Set-PolytomicErrorSubscriber -Add a@b.example }) {
            $run | Should -Throw -PassThru | Assert-Failure PolytomicForbidden 'Get-PolytomicOrganization', 'Connect-Polytomic -PartnerKey'
        }
        $transport.Handler.Sent.Count | Should -Be $before
    }

    It 'continues after an organization that it cannot connect to, and then leaves no session' {
        $output = @([pscustomobject]@{ OrganizationId = $acme }, [pscustomobject]@{ OrganizationId = New-Guid } | Connect-Polytomic -PartnerKey $partnerKey -Transport $transport -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures)
        $output.Organization | Should -Be 'Acme'
        $failures | Assert-Failure PolytomicUnauthorized
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
        $null = Connect-Polytomic -PartnerKey $partnerKey -Transport $transport
        Get-PolytomicOrganization Nothing* | Connect-Polytomic -PartnerKey $partnerKey -Transport $transport
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'needs a partner key, in the parameter for partner keys' {
        { Connect-Polytomic -PartnerKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -Transport $transport } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-OrganizationId', '-ApiKey'
        { Connect-Polytomic -ApiKey $partnerKey -Transport $transport } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-OrganizationId', '-PartnerKey'
    }

    It 'shares a connection with another organization' {
        $connection = [guid]'df17031c-7e75-5a8c-84e0-086692c1ac52'
        $shared = Get-PolytomicOrganization '*Staging' | New-PolytomicSharedConnection -ConnectionId $connection -Name 'Warehouse'
        $shared.Name, $shared.OrganizationId, $shared.ParentConnectionId | Should -Be 'Warehouse', ([guid]$staging), $connection
        (Get-PolytomicSharedConnection -ConnectionId $connection).Id | Should -Be $shared.Id
        { Get-PolytomicSharedConnection Snowflake } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-ConnectionId', "'Snowflake'"
        $null = Connect-Polytomic -OrganizationId $acme -PartnerKey $partnerKey -Transport $transport
        (Get-PolytomicSharedConnection Snowflake).Name | Should -Be 'Warehouse'
        { New-PolytomicSharedConnection $connection -OrganizationId $staging } | Should -Throw -PassThru | Assert-Failure PolytomicForbidden 'Connect-Polytomic -PartnerKey'
        $null = Connect-Polytomic -OrganizationId $staging -PartnerKey $partnerKey -Transport $transport
        (Get-PolytomicConnection Warehouse).ParentConnectionId | Should -Be $connection
    }

    It 'finds what an id belongs to in every organization' {
        $found = Find-PolytomicObject abd304c5-6186-5ccb-83f2-899cc06257be
        $found.Type, $found.OrganizationName | Should -Be 'bulk_sync', 'Acme'
        $found.Command | Assert-Fact $acme, 'Connect-Polytomic', 'Get-PolytomicBulkSync'
        (Find-PolytomicObject $staging).Name | Should -Be 'Acme Staging'
    }
}

Describe 'The address of an installation' {
    It 'is accepted in common forms: <given>' -ForEach @(
        @{ given = 'polytomic.acme.example'; is = 'https://polytomic.acme.example/' }
        @{ given = 'polytomic.acme.example:8443/p'; is = 'https://polytomic.acme.example:8443/p' }
        @{ given = 'https://polytomic.acme.example/api'; is = 'https://polytomic.acme.example/' }
        @{ given = 'https://polytomic.acme.example/p/API/'; is = 'https://polytomic.acme.example/p/' }
        @{ given = 'localhost'; is = 'https://localhost/' }
    ) {
        foreach ($way in 'BaseUri', 'Environment') {
            $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
            try {
                if ($way -eq 'Environment') { $env:POLYTOMIC_DEPLOYMENT_URL = $given; $with = @{} } else { $with = @{ BaseUri = $given } }
                (Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $handler } -PassThru @with).BaseUri | Should -Be $is
                $handler.Requests[0].Address.AbsoluteUri | Should -Be "$($is.TrimEnd('/'))/api/me"
            }
            finally { $env:POLYTOMIC_DEPLOYMENT_URL = $null }
        }
    }

    It 'must use https, or http on this computer' {
        foreach ($address in 'ftp://x.example', 'http://x.example') { { Connect-Polytomic -ApiKey $secureKey -BaseUri $address } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument }
    }
}

Describe 'Get-PolytomicOrganization in an organization''s session' {
    It 'returns only the organization of the session' {
        Connect-Polytomic -Sandbox
        (Get-PolytomicOrganization).Id | Should -Be (Get-PolytomicSession).OrganizationId
        (Get-PolytomicOrganization -Id $acme).Name | Should -Be 'Acme'
        { Get-PolytomicOrganization -Id $staging -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound $staging, "'Acme'"
        { Get-PolytomicOrganization Acmee -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'Acmee'", "'Acme'"
    }
}

Describe 'Get-PolytomicEvent' {
    BeforeEach { Connect-Polytomic -Sandbox }

    It 'returns the events of two days, newest first' {
        $all = Get-PolytomicEvent
        $all.Count | Should -BeGreaterThan 100
        $all.CreatedAt | Should -Be ($all.CreatedAt | Sort-Object -Descending)
        $all[-1].CreatedAt | Should -BeGreaterThan (Get-Date).AddHours(-49)
        ($all.Id | Select-Object -Unique).Count | Should -Be $all.Count
        (Get-PolytomicEvent -First 3).Id | Should -Be $all[0..2].Id
        $recent = Get-PolytomicEvent -Since 6h -Until 1h
        $recent.Count | Should -BeGreaterThan 0
        $recent.CreatedAt | Where-Object { $_ -gt (Get-Date).AddHours(-1) -or $_ -lt (Get-Date).AddHours(-6).AddSeconds(-5) } | Should -BeNullOrEmpty
    }

    It 'counts ages back from the time of the session' {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $now = $clock.GetUtcNow().LocalDateTime
        $recent = Get-PolytomicEvent -Since 6h -Until ([timespan]::FromHours(1))
        $recent.Count | Should -BeGreaterThan 0
        $recent.CreatedAt | Where-Object { $_ -ge $now.AddHours(-1) -or $_ -lt $now.AddHours(-6) } | Should -BeNullOrEmpty
    }

    It 'is input for commands that read executions, but not for commands that change bulk syncs' {
        $completed = Get-PolytomicEvent -Type bulk_sync.completed -First 2
        ($completed | Get-PolytomicBulkSyncExecution).Id | Should -Be $completed.ExecutionId
        ($completed | Get-PolytomicBulkSyncExecution).Status | Select-Object -Unique | Should -Be 'completed'
        foreach ($run in { $completed[0] | Start-PolytomicBulkSync }, { $completed[0] | Set-PolytomicBulkSync -NewName x }, { $completed[0] | Remove-PolytomicBulkSync -Force }, { $completed[0] | Disable-PolytomicBulkSync }) {
            $ErrorActionPreference = 'Stop'
            $run | Should -Throw
        }
        (Get-PolytomicBulkSync).Count | Should -Be 7
    }

    It 'selects by type, with wildcards, and reports unknown types' {
        (Get-PolytomicEvent -Type bulk_sync.f*, *.canceled).Type | Sort-Object -Unique | ForEach-Object { $_ | Should -BeIn 'bulk_sync.failed', 'bulk_sync.canceled' }
        (Get-PolytomicEvent -Type bulk_sync.* -First 4) | Should -HaveCount 4
        { Get-PolytomicEvent -Type bulk_sync.fialed -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicNotFound "'bulk_sync.fialed'", "'bulk_sync.failed'"
        { Get-PolytomicEvent -Since 1h -Until 2h } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Since', '-Until'
    }
}

Describe 'Find-PolytomicObject' {
    It 'returns the object of each id, and continues after an unknown id' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $execution = $sync | Get-PolytomicBulkSyncExecution -First 1
        $ids = $sync.Id, $execution.Id, $sync.DefaultSchedule.Id, $sync.SourceConnectionId, (Get-PolytomicPolicy Everyone).Id, [guid]$acme
        $found = @($ids[0..2] + (New-Guid) + $ids[3..5] | Find-PolytomicObject -ErrorAction SilentlyContinue -ErrorVariable failures)
        $failures | Assert-Failure PolytomicNotFound
        $found.Kind | Should -Be 'BulkSync', 'Execution', 'Schedule', 'Connection', 'Policy', 'Organization'
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($found[1])).Kind | Should -BeExactly 'Execution'
        $found.Name | Where-Object { $_ } | Should -Be 'Stripe to BigQuery', 'Stripe', 'Everyone', 'Acme'
        $found[1].BelongsTo | Assert-Fact "'Stripe to BigQuery'", "$($sync.Id)"
        foreach ($one in $found) { (Invoke-Expression $one.Command).Id | Should -Be $one.Id -Because $one.Command }
        ($found[0] | Get-PolytomicBulkSync).Id | Should -Be $sync.Id
        ($found[1] | Get-PolytomicBulkSyncExecution).Id | Should -Be $execution.Id
        ($found[2] | Get-PolytomicBulkSyncSchedule).Id | Should -Be $ids[2]
        ($found[3] | Get-PolytomicConnection).Id | Should -Be $ids[3]
        ($found[4] | Get-PolytomicPolicy).Id | Should -Be $ids[4]
        ($found[5] | Get-PolytomicOrganization).Id | Should -Be $ids[5]
    }

    It 'returns a schedule that Get-PolytomicBulkSyncSchedule gets alone, also if the bulk sync has several' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
        $all = ($sync | Get-PolytomicBulkSyncSchedule).Id
        $all.Count | Should -BeGreaterThan 1
        foreach ($id in $all) { ($id | Find-PolytomicObject | Get-PolytomicBulkSyncSchedule).Id | Should -Be $id }
        $due = $sync | Get-PolytomicBulkSyncSchedule -Next 48h
        ($due | Get-PolytomicBulkSyncSchedule).Id | Should -Be $due.ScheduleId
        foreach ($whole in $sync.Id, $sync.Name, ($sync | Get-PolytomicBulkSyncStatus)) { ($whole | Get-PolytomicBulkSyncSchedule).Id | Should -Be $all }
    }

    It 'accepts objects and rows with ids' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        ($sync, [pscustomobject]@{ Id = $sync.SourceConnectionId } | Find-PolytomicObject).Name | Should -Be 'Stripe to BigQuery', 'Stripe'
    }

    It 'returns an object without its name if the name cannot be read' {
        $scripted = New-ScriptedSession
        $id = New-Guid
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$id`",`"type`":`"connection`"}}").Answer(403, '{"message":"no"}')
        $found = Find-PolytomicObject $id
        $found.Kind, $found.Name | Should -Be 'Connection', $null
    }
}

Describe 'Set-PolytomicErrorSubscriber' {
    It 'adds, removes and replaces addresses, and ignores case' {
        Connect-Polytomic -Sandbox
        (Set-PolytomicErrorSubscriber -Add new@acme.example, ANA@acme.example -Remove Data-Alerts@acme.example -PassThru).Email | Should -Be 'ana@acme.example', 'new@acme.example'
        Set-PolytomicErrorSubscriber -Email a@b.example -WhatIf
        (Get-PolytomicErrorSubscriber).Email | Should -Be 'ana@acme.example', 'new@acme.example'
        (Set-PolytomicErrorSubscriber -Email a@b.example, c@d.example -PassThru).Email | Should -Be 'a@b.example', 'c@d.example'
        Set-PolytomicErrorSubscriber -Email @()
        Get-PolytomicErrorSubscriber | Should -BeNullOrEmpty
    }

    It 'does not lose changes that another user makes at the same time' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"emails":["a@x.example"]}').Answer(200, '{"emails":["a@x.example","b@x.example"]}').Answer(200, '{"emails":["a@x.example","b@x.example","c@x.example"]}')
        Set-PolytomicErrorSubscriber -Add c@x.example
        (Get-SentRequest $scripted)[-1].Body | Should -Be '{"emails":["a@x.example","b@x.example","c@x.example"]}'

        $null = $scripted.Handler.Answer(200, '{"emails":["a@x.example"]}').Answer(200, '{"emails":["a@x.example","b@x.example"]}')
        Set-PolytomicErrorSubscriber -Email c@x.example -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Assert-Failure PolytomicConflict 'b@x.example', '-Force'
        (Get-SentRequest $scripted)[-1].Method | Should -Be 'GET'

        $null = $scripted.Handler.Answer(200, '{"emails":["a@x.example"]}').Answer(200, '{"emails":["a@x.example"]}').Answer(200, '{"emails":["a@x.example"]}')
        Set-PolytomicErrorSubscriber -Add c@x.example -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Assert-Failure PolytomicConflict 'c@x.example', 'Get-PolytomicErrorSubscriber'
    }

    It 'refuses invalid addresses before any request' {
        $scripted = New-ScriptedSession
        foreach ($run in { Set-PolytomicErrorSubscriber -Add nobody }, { Set-PolytomicErrorSubscriber }, { Set-PolytomicErrorSubscriber -Add a@b.example -Remove A@b.example }) {
            $run | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument
        }
        { Set-PolytomicErrorSubscriber -Email $null } | Should -Throw
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}
