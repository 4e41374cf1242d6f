# A key never appears, even if the service sends it back.
BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $commands = Get-Command -Module PolytomicBulk | ForEach-Object { @{ command = $_.Name } }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $organization = '11111111-2222-3333-4444-555555555555'
    # A secret with a different URL-encoded form.
    $secret = 'key/with+odd=letters&7f3a9c'
    $secureSecret = ConvertTo-SecureString $secret -AsPlainText -Force
    $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${organization}:$secret"))
    $forms = $secret, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret)), [uri]::EscapeDataString($secret), $basic

    # A service that repeats the request in every error.
    $echo = @{ key = "bad $secret"; message = "no: $($forms -join ', ')"; status = 400; metadata = @{ sent = "Bearer $secret"; headers = @{ Authorization = "Basic $basic" } } } | ConvertTo-Json

    # Returns a value of the right type for each mandatory parameter.
    function Get-Argument([Management.Automation.CommandParameterSetInfo] $Set) {
        $arguments = @{}
        foreach ($parameter in $Set.Parameters | Where-Object IsMandatory) {
            $arguments[$parameter.Name] = switch ($parameter.ParameterType) {
                ([guid]) { [guid]$organization }
                ([guid[]]) { [guid]$organization }
                ([securestring]) { $secureSecret }
                ([pscredential]) { [pscredential]::new($organization, $secureSecret) }
                ([switch]) { $true }
                ([hashtable]) { @{ a = 1 } }
                ([int]) { 1 }
                ([datetime]) { [datetime]::Now }
                default {
                    $attribute = $parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | Select-Object -First 1
                    if ($attribute) { $attribute.ValidValues[0] }
                    elseif ($parameter.Name -match 'Path') { Join-Path $TestDrive 'x' }
                    else { 'x' }
                }
            }
        }
        $arguments
    }
}

Describe 'A key' {
    It 'appears in no stream and no error of <command>' -ForEach $commands {
        foreach ($set in (Get-Command $command).ParameterSets) {
            $Error.Clear()
            $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Otherwise(400, $echo)
            $session = Connect-Polytomic -OrganizationId $organization -PartnerKey $secureSecret -MaxRetry 0 -Transport @{ Handler = $handler } -PassThru
            $arguments = Get-Argument $set
            if ($command -eq 'Connect-Polytomic') { $arguments.Transport = @{ Handler = $handler }; $arguments.ApiVersion = '2025-09-18' }
            if ((Get-Command $command).Parameters.ContainsKey('Confirm')) { $arguments.Confirm = $false }
            $output = try { & $command @arguments -Verbose -Debug *>&1 } catch { $_ }
            $shown = @(
                $output | Out-String -Width 500
                $output | Format-List * -Force | Out-String -Width 500
                $Error | Format-List * -Force | Out-String -Width 500
                $Error | ForEach-Object { $_.Exception; $_.Exception.InnerException; $_.Exception.Data } | Format-List * -Force | Out-String -Width 500
                $Error | ForEach-Object { "$_ $($_.Exception)" }
                $Error.Exception.Metadata | ConvertTo-Json -Depth 5
                [Management.Automation.PSSerializer]::Serialize(@($output), 4)
                @($output) + @($Error) | ForEach-Object { $_ | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue }
                $session | ConvertTo-Json -Depth 6
                [Management.Automation.PSSerializer]::Serialize($session, 4)
            ) -join "`n"
            $shown.Length | Should -BeGreaterThan 100
            # A session without an organization does not know the encoded form of its key with an organization.
            $known = if ($command -ne 'Connect-Polytomic' -or $arguments.ContainsKey('OrganizationId')) { $forms } else { $forms -ne $basic }
            foreach ($form in $known) { $shown.Contains($form) | Should -BeFalse -Because "$command, set $($set.Name)" }
        }
    }

    It 'is accepted only as a SecureString' {
        foreach ($name in 'ApiKey', 'PartnerKey', 'DeploymentKey') { (Get-Command Connect-Polytomic).Parameters[$name].ParameterType | Should -Be ([securestring]) }
    }

    It -Tag PowerShell7 'is refused as text, is not shown, and the error says how to type it hidden: -<name> <how>' -ForEach @(
        @{ name = 'ApiKey'; how = 'in quotes'; line = "Connect-Polytomic -ApiKey 'TEXT'"; variable = 'POLYTOMIC_API_KEY' }
        @{ name = 'ApiKey'; how = 'on a separate line'; line = "Connect-Polytomic ```n    -ApiKey TEXT ```n    -TimeoutSec 9"; variable = 'POLYTOMIC_API_KEY' }
        @{ name = 'ApiKey'; how = 'with an address that is not valid'; line = "Connect-Polytomic -BaseUri http://polytomic.example -ApiKey TEXT"; variable = 'POLYTOMIC_API_KEY' }
        @{ name = 'PartnerKey'; how = 'in a hashtable'; line = "`$with = @{ OrganizationId = New-Guid; PartnerKey = 'TEXT' }; Connect-Polytomic @with"; variable = 'POLYTOMIC_PARTNER_KEY' }
        @{ name = 'DeploymentKey'; how = 'that is a number'; line = 'Connect-Polytomic -OrganizationId (New-Guid) -DeploymentKey 739188305527'; variable = 'POLYTOMIC_DEPLOYMENT_KEY' }
    ) {
        $text = if ($line -match 'TEXT') { 'tExT-7f3a9c' } else { '739188305527' }
        $file = Join-Path $TestDrive 'connect.ps1'
        Set-Content $file $line.Replace('TEXT', $text)
        Connect-Polytomic -Sandbox
        foreach ($script in [scriptblock]::Create($line.Replace('TEXT', $text)), $file) {
            $Error.Clear()
            $output = @(try { & $script -Verbose -Debug *>&1 } catch { $_ })
            $output[-1] | Assert-Failure PolytomicInvalidArgument
            "$($output[-1])" | Assert-Fact 'SecureString', "-$name (Read-Host -AsSecureString)", $variable
            $shown = @(
                foreach ($record in $output + @($Error)) {
                    $record | Out-String -Width 500
                    $record, $record.Exception, $record.InvocationInfo, $record.CategoryInfo, $record.Exception.ErrorRecord.InvocationInfo | Format-List * -Force | Out-String -Width 500
                    "$($record.TargetObject) $($record.Exception) $($record.ScriptStackTrace)"
                    [Management.Automation.PSSerializer]::Serialize($record, 4)
                    Get-Error -InputObject $record | Out-String -Width 500
                }
            ) -join "`n"
            $shown | Assert-Fact 'SecureString'
            $shown.Contains($text) | Should -BeFalse
        }
        Get-PolytomicSession -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'causes PowerShell''s own error if it is missing' {
        { Connect-Polytomic -ApiKey $null } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorNullNotAllowed,*'
    }

    It 'appears in no transcript, file or progress of a session with many failures' {
        $transcript, $file = (Join-Path $TestDrive 'transcript.txt'), (Join-Path $TestDrive 'objects.xml')
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Answer(429, $echo).Answer(503, $echo).Break("cannot send 'Bearer $secret'").Answer(400, $echo).Answer(200, "{`"data`":{`"name`":tru$secret").Otherwise(500, $echo)
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $null = $shell.AddScript({
                param($modulePath, $secureSecret, $organization, $transport, $transcript, $file)
                Import-Module $modulePath
                $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
                $null = Start-Transcript $transcript
                try {
                    $session = Connect-Polytomic -OrganizationId $organization -PartnerKey $secureSecret -Transport $transport -PassThru
                    $session
                    1..2 | ForEach-Object { Get-PolytomicBulkSync -Id $organization }
                    Start-PolytomicBulkSync $organization
                    Get-PolytomicBulkSync
                    Get-PolytomicSession | Format-List * -Force | Out-String
                    @($session) + @($Error) | Export-Clixml $file
                    throw $Error[0]
                }
                catch { $_ | Out-String }
                finally { $null = Stop-Transcript }
            }).AddArgument($modulePath).AddArgument($secureSecret).AddArgument($organization).AddArgument(@{ Handler = $handler; Clock = [TestSupport.TestClock]::new() }).AddArgument($transcript).AddArgument($file)
            $output = $shell.Invoke()
            $streams = $shell.Streams
            $streams.Progress.SecondsRemaining -gt 0 | Should -Not -BeNullOrEmpty -Because 'the wait for the rate limit is shown'
            $shown = @(
                $output, $streams.Error, $streams.Verbose, $streams.Debug, $streams.Information, $streams.Warning, $streams.Progress | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 500; "$_" }
                [IO.File]::ReadAllText($transcript)
                [IO.File]::ReadAllText($file)
            ) -join "`n"
            @([IO.File]::ReadAllText($transcript) -split '\n') -match '^VERBOSE: .*\b429\b' | Should -Not -BeNullOrEmpty -Because 'the transcript contains the messages about retries'
            $shown | Should -BeLike '*redacted*'
            foreach ($form in $forms) { $shown.Contains($form) | Should -BeFalse }
        }
        finally { $shell.Dispose() }
    }

    It 'does not appear in the text of an unhandled exception' {
        $failure = { $null = Get-PolytomicBulkSync -Id $organization -Session (Connect-Polytomic -ApiKey $secureSecret -MaxRetry 0 -Transport @{ Handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Break("Bearer $secret") } -PassThru) -ErrorAction Stop } | Should -Throw -ErrorId 'PolytomicConnectionFailed,*' -PassThru
        # The text that the runtime prints if an exception ends the process.
        $text = [AggregateException]::new($failure.Exception).ToString() + $failure.ScriptStackTrace + $failure.InvocationInfo.PositionMessage
        $text | Should -BeLike '*PolytomicApiException*'
        foreach ($form in $forms) { $text.Contains($form) | Should -BeFalse }
    }
}

Describe -Tag PowerShell7 'Sessions' {
    BeforeAll {
        # Runs a script for each number in separate runspaces, and returns the output.
        function Invoke-InRunspace([string] $Script, $Session) { 1..4 | ForEach-Object -Parallel { Import-Module $using:modulePath; $session = $using:Session; & ([scriptblock]::Create($using:Script)) $_ } -ThrottleLimit 4 }
    }
    AfterEach { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

    It 'are not visible in other runspaces' {
        Connect-Polytomic -Sandbox
        $ids = Invoke-InRunspace 'try { Get-PolytomicSession -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }'
        $ids | Should -HaveCount 4
        foreach ($id in $ids) { $id | Should -BeLike 'PolytomicNotConnected,*' }
    }

    It 'do not change sessions in other runspaces' {
        $own = Connect-Polytomic -Sandbox -PassThru
        $others = Invoke-InRunspace 'Connect-Polytomic -Sandbox -PassThru; $null = Get-PolytomicBulkSync -ErrorAction Stop; Disconnect-Polytomic'
        $others.IsConnected | Should -Be $false, $false, $false, $false
        Get-PolytomicSession | Should -Be $own
        $own.IsConnected | Should -BeTrue
    }

    It -Tag PowerShell7 'can be passed to ForEach-Object -Parallel with $using' {
        $session = Connect-Polytomic -Sandbox -PassThru
        Invoke-InRunspace '(Get-PolytomicBulkSync -Session $session -ErrorAction Stop).Count' $session | Should -Be 7, 7, 7, 7
    }

    It 'wipe their key when they are disconnected, in all runspaces' {
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
        $session = Connect-Polytomic -ApiKey $secureSecret -Transport @{ Handler = $handler } -PassThru
        $credential = [PolytomicBulk.PolytomicSession].GetField('_credential', 'NonPublic, Instance').GetValue($session)
        $held = $credential.GetType().GetField('_key', 'NonPublic, Instance').GetValue($credential)
        $held.Length | Should -Be $secret.Length
        Disconnect-Polytomic -Session $session
        { $held.Copy() } | Should -Throw
        $session.IsConnected | Should -BeFalse
        $ids = Invoke-InRunspace 'try { Get-PolytomicBulkSync -Session $session -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }' $session
        $ids | Should -Not -BeNullOrEmpty
        foreach ($id in $ids) { $id | Should -BeLike 'PolytomicNotConnected,*' }
        $handler.Requests.Count | Should -Be 1
    }
}
