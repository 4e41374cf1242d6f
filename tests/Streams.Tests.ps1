BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $sync = '22222222-0000-4000-8000-00000000000a'

    # Runs a script in its own runspace, and returns the content of its streams.
    function Invoke-Apart([string] $Script, $Scripted) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$session, `$clock) Import-Module '$modulePath'; $Script").AddArgument($Scripted.Session).AddArgument($Scripted.Clock)
            $output = $shell.Invoke()
            [pscustomobject]@{ Output = $output; Progress = @($shell.Streams.Progress | Where-Object Activity -Like '*Polytomic*'); Bars = @($shell.Streams.Progress); Debug = @($shell.Streams.Debug.Message); Errors = @($shell.Streams.Error) }
        }
        finally { $shell.Dispose() }
    }

    # Lists with four bulk syncs on each page.
    function Add-Page($Scripted, [int] $Count) {
        foreach ($page in 1..$Count) {
            $items = foreach ($i in 1..4) { "{""id"":""$(New-Guid)"",""name"":""s$page-$i""}" }
            $next = if ($page -lt $Count) { ",""pagination"":{""next_page_token"":""$page""}" }
            $null = $Scripted.Handler.Answer(200, "{""data"":[$($items -join ',')]$next}")
        }
    }
}

AfterAll { Disconnect-Polytomic }

Describe 'Progress' {
    It 'shows the number of results after one second, and disappears at the end' {
        $scripted = New-ScriptedSession
        Add-Page $scripted 4
        $ran = Invoke-Apart 'Get-PolytomicBulkSync -Session $session | Select-Object @{ Name = "Later"; Expression = { $clock.Advance([timespan]::FromMilliseconds(300)) } }' $scripted
        $ran.Output | Should -HaveCount 16
        $shown = $ran.Progress | Where-Object RecordType -EQ 'Processing'
        $shown | ForEach-Object { $_.StatusDescription -replace '\D.*' } | Select-Object -Unique | Should -Be (4..16) -Because 'the second has passed after the fourth object'
        # Half of a page is written before the next page is requested. The connections are read at the same time as the first page.
        $shown[0].StatusDescription | Assert-Fact '4', '3'
        $shown[-1].StatusDescription | Assert-Fact '16', '5'
        $shown.Activity | Select-Object -Unique | Should -Be 'Get-PolytomicBulkSync'
        $ran.Progress[-1].RecordType | Should -Be 'Completed'
        $ran.Progress[-1].ActivityId | Should -Be $shown[0].ActivityId
    }

    It 'is not shown for a quick command' {
        $scripted = New-ScriptedSession
        Add-Page $scripted 4
        $ran = Invoke-Apart 'Get-PolytomicBulkSync -Session $session | ForEach-Object { $clock.Advance([timespan]::FromMilliseconds(10)); $_ }' $scripted
        $ran.Output | Should -HaveCount 16
        $ran.Progress | Should -BeNullOrEmpty
    }

    It 'disappears if the command fails' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Answer(200, '{"data":[{"name":"a"},{"name":"b"}],"pagination":{"next_page_token":"1"}}').Answer(200, '{"data":[{"name":"c"},{"name":"d"}],"pagination":{"next_page_token":"2"}}').Answer(500, '{}')
        $ran = Invoke-Apart 'Get-PolytomicBulkSync -Session $session | Select-Object @{ Name = "Later"; Expression = { $clock.Advance([timespan]::FromSeconds(2)) } }' $scripted
        $ran.Errors | Should -HaveCount 1
        $ran.Progress | Where-Object RecordType -EQ 'Processing' | Should -Not -BeNullOrEmpty
        $ran.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'counts the objects that a command reads one by one: <_>' -ForEach 'Get-PolytomicBulkSyncExecution -SyncId $id', 'Get-PolytomicBulkSyncSchema -SyncId $id -Id *' {
        $clock = [TestSupport.TestClock]::new()
        $scripted = [pscustomobject]@{ Session = Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } -PassThru; Clock = $clock }
        $id = (Get-PolytomicBulkSync 'Stripe to BigQuery').Id
        $ran = Invoke-Apart ($_ + ' -Session $session | ForEach-Object { $clock.Advance([timespan]::FromSeconds(2)); $_ }' -replace '\$id', "'$id'") $scripted
        $ran.Errors | Should -BeNullOrEmpty
        $shown = $ran.Progress | Where-Object RecordType -EQ 'Processing'
        # All answers may be there before the first object is written.
        $shown[-1].StatusDescription | Assert-Fact "$(@($ran.Output).Count)"
        $ran.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'comes only from the wait if a command waits' {
        $clock = [TestSupport.TestClock]::new()
        $scripted = [pscustomobject]@{ Session = Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } -PassThru; Clock = $clock }
        $ran = Invoke-Apart '$null = Start-PolytomicBulkSync "Stripe to BigQuery" -Wait -Session $session' $scripted
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Bars.Activity | Should -Not -BeNullOrEmpty
        $ran.Progress | Should -BeNullOrEmpty -Because 'only the wait shows a progress bar'
    }
}

Describe '-Debug' {
    BeforeAll {
        $basicKey = 'partner-key-nobody-may-see'
        $organization = '11111111-2222-3333-4444-555555555555'
        $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${organization}:$basicKey"))
    }

    It 'shows the headers of the request and of the answer, and no secret' {
        $scripted = New-ScriptedSession
        $headers = [Collections.Generic.Dictionary[string, string]]::new()
        $headers['X-Request-Id'] = 'r-17'
        $headers['Set-Cookie'] = 'session=nobody-may-see'
        $headers['X-Echo'] = "you sent $key"
        $headers['Location'] = 'https://elsewhere.example/a?signature=nobody-may-see'
        $null = $scripted.Handler.Answer(200, '{"data":[]}', 'application/json', $headers)
        $ran = Invoke-Apart 'Get-PolytomicBulkSync -Session $session -Debug' $scripted
        $ran.Errors | Should -BeNullOrEmpty
        $sent = $ran.Debug[0] -split '\r?\n' | ForEach-Object Trim
        $sent[0] | Should -Be 'GET /api/bulk/syncs?limit=50'
        $sent | Should -Contain 'Authorization: Bearer ***'
        $sent | Should -Contain 'X-Polytomic-Version: 2025-09-18'
        $sent -like 'User-Agent: PolytomicBulk/*' | Should -HaveCount 1
        $received = $ran.Debug[1] -split '\r?\n' | ForEach-Object Trim
        $received[0] | Should -Be '200 OK'
        $received | Should -Contain 'X-Request-Id: r-17'
        $received | Should -Contain 'Set-Cookie: ***'
        $received | Should -Contain 'Location: https://elsewhere.example/a?***'
        $received -like 'Content-Type: application/json*' | Should -HaveCount 1
        $ran.Debug -join "`n" | Should -Not -Match "nobody-may-see|$([regex]::Escape($key))"
    }

    It 'shows that Basic authentication is used, but not its value' {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Answer(200, '{"data":[]}')
        $session = Connect-Polytomic -OrganizationId $organization -PartnerKey (ConvertTo-SecureString $basicKey -AsPlainText -Force) -Transport @{ Handler = $handler } -PassThru
        $said = Get-PolytomicBulkSync -Session $session -Debug 5>&1 | Out-String
        $said | Should -Match 'Authorization: Basic \*\*\*'
        $said.Contains($basic) -or $said.Contains($basicKey) | Should -BeFalse
    }

    It 'shows what was sent if there is no answer' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Break()
        $ran = Invoke-Apart "Remove-PolytomicBulkSync -Id $sync -Force -Session `$session -Debug" $scripted
        $ran.Debug[0] | Should -Match "^DELETE /api/bulk/syncs/$sync\r?\n"
        $ran.Debug[0] | Should -Match 'Authorization: Bearer \*\*\*'
    }

    It 'asks nothing, and shows requests and retries' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Break().Answer(200, '{"data":[]}')
        $said = Get-PolytomicBulkSync -Session $scripted.Session -Debug 5>&1 4>&1
        $said | Should -Not -BeNullOrEmpty
        $said | ForEach-Object { $_ | Should -BeOfType ([Management.Automation.DebugRecord]) }
        $lines = @($said | ForEach-Object { "$_" })
        $lines -match 'Connection reset by peer' | Assert-Fact '2', '5'
        $lines -match '\b200\b' -match '^GET ' | Assert-Fact 'GET /api/bulk/syncs?limit=50'
        $lines[-1] | Assert-Fact '1'
    }

    It 'follows $DebugPreference, and otherwise shows nothing' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[]}').Answer(200, '{"data":[]}')
        (Invoke-Apart '$DebugPreference = "Continue"; Get-PolytomicBulkSync -Session $session' $scripted).Debug -match '^(GET|\d)' | Should -HaveCount 4 -Because 'the connections are read, too'
        (Invoke-Apart 'Get-PolytomicBulkSync -Session $session' $scripted).Debug | Should -BeNullOrEmpty
    }

    It 'shows the headers of a download, and not its signed address' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $salesforce = Get-PolytomicBulkSync 'Salesforce to Snowflake'
        $said = $salesforce | Get-PolytomicBulkSyncExecution -Completed -First 1 | Save-PolytomicBulkSyncLog -Path "$TestDrive/logs" -Debug 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message
        $downloads = @($said) -like 'GET https:*'
        $downloads.Count | Should -BeGreaterThan 0
        $downloads -match '\?|Authorization|X-Polytomic' | Should -BeNullOrEmpty
    }
}
