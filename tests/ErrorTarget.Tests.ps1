BeforeDiscovery {
    # Failures of one request. The target is the id in the request.
    $answers = @(
        @{ Id = 'PolytomicUnauthorized'; Status = 401 }
        @{ Id = 'PolytomicForbidden'; Status = 403 }
        @{ Id = 'PolytomicNotFound'; Status = 404 }
        @{ Id = 'PolytomicInvalidRequest'; Status = 422 }
        @{ Id = 'PolytomicConflict'; Status = 409 }
        @{ Id = 'PolytomicRateLimited'; Status = 429 }
        @{ Id = 'PolytomicTimeout'; Status = 408 }
        @{ Id = 'PolytomicServerError'; Status = 500 }
        @{ Id = 'PolytomicConnectionFailed'; Status = 0 }
        @{ Id = 'PolytomicBadResponse'; Status = 200 }
    )
    $others = @(
        @{ Id = 'PolytomicAmbiguousName'; Target = 'Twin'; Run = { $handler = (New-ScriptedSession).Handler; $null = $handler.Answer(200, '{"data":[{"id":"1e000000-0000-4000-8000-000000000001","name":"Twin"},{"id":"1e000000-0000-4000-8000-000000000002","name":"Twin"}]}'); Start-PolytomicBulkSync Twin } }
        @{ Id = 'PolytomicNotFound'; Target = 'Nobody'; Run = { Start-PolytomicBulkSync Nobody } }
        @{ Id = 'PolytomicNotFound'; Target = { $stripe }; Property = 'Path'; Run = { $null = Import-PolytomicBulkSync (New-Export { param($json) $json.source_connection.id = $json.source_connection.name = [guid]::Empty }) } }
        @{ Id = 'PolytomicInvalidArgument'; Target = 5; Run = { 5 | Start-PolytomicBulkSync } }
        @{ Id = 'PolytomicConflict'; Target = { $sync.Id }; Run = { [pscustomobject]@{ Id = $sync.Id; UpdatedAt = '2001-01-01' } | Set-PolytomicBulkSync -NewName Other } }
        @{ Id = 'PolytomicConflict'; Target = { $orders.Id }; Run = { $orders.UpdatedAt = [datetime]'2001-01-01'; $orders | Set-PolytomicConnection -NewName Other } }
        @{ Id = 'PolytomicRefused'; Target = { $orders.Id }; Run = { Remove-PolytomicConnection -Id $orders.Id -Force } }
        @{ Id = 'PolytomicRefused'; Target = { $stripe }; Property = 'Path'; Run = { Import-PolytomicBulkSync (New-Export { param($json) $json.schemas[0].id = 'no_such' }) } }
        @{ Id = 'PolytomicRefused'; Target = { $stripe }; Property = 'Path'; Run = { Import-PolytomicBulkSync (New-Export { param($json) $json.name = 'Renamed' }) } }
        @{ Id = 'PolytomicInvalidArgument'; Target = { $sync.Id }; Run = { Copy-PolytomicBulkSync -Id $sync.Id -NewName $sync.Name } }
        @{ Id = 'PolytomicInvalidFile'; Target = { $stripe }; Property = 'Path'; Run = { $null = New-Export {}; Set-Content $stripe '{'; Import-PolytomicBulkSync $folder } }
        @{ Id = 'PolytomicFileExists'; Target = { $stripe }; Run = { $null = New-Item $folder -ItemType Directory; Set-Content $stripe 'mine'; Export-PolytomicBulkSync $folder -Name $sync.Name } }
        @{ Id = 'PolytomicFileFailed'; Target = { Join-Path $folder 'index.json' }; Run = { $null = New-Export {}; Remove-Item "$folder/index.json"; $null = New-Item "$folder/index.json" -ItemType Directory; Export-PolytomicBulkSync $folder -Force } }
        @{ Id = 'PolytomicFileNotFound'; Target = { $folder }; Run = { Import-PolytomicBulkSync $folder } }
        @{ Id = 'PolytomicExecutionFailed'; Target = { $sync.Id }; Property = 'SyncId'; Run = { Connect-Polytomic -Sandbox -Scenario Failing -Transport @{ Clock = $clock }; Start-PolytomicBulkSync -Id $sync.Id -Wait } }
        @{ Id = 'PolytomicNotConnected'; Target = $null; Run = { Disconnect-Polytomic; Get-PolytomicBulkSync } }
    )
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $asked = [guid]'22222222-0000-4000-8000-00000000000a'

    function New-Export([scriptblock] $Edit) {
        $null = $sync | Export-PolytomicBulkSync $folder
        $json = Get-Content $stripe -Raw | ConvertFrom-Json -AsHashtable
        & $Edit $json
        $json | ConvertTo-Json -Depth 20 | Set-Content $stripe
        $folder
    }
}

AfterAll { Disconnect-Polytomic -ErrorAction Ignore }

Describe -Tag PowerShell7 'TargetObject' {
    It 'has a row for each error id' -ForEach @{ Ids = @($answers; $others).Id } {
        $Ids | Sort-Object -Unique | Should -Be (Get-ErrorKind | ForEach-Object Id | Sort-Object)
    }

    It 'is the id in the request: <Id>' -ForEach $answers {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = switch ($Status) {
            0 { $scripted.Handler.Break() }
            200 { $scripted.Handler.Answer(200, '<html>', 'text/html') }
            default { $scripted.Handler.Answer($Status, '{"message":"no"}') }
        }
        Get-PolytomicBulkSync -Id $asked -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure $Id
        $caught[0].TargetObject | Should -BeOfType guid
        $caught[0].TargetObject | Should -Be $asked
    }

    It 'is <Target> for <Id>: <Run>' -ForEach $others {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $orders = Get-PolytomicConnection 'Orders database'
        $folder = Join-Path $TestDrive (New-Guid)
        $stripe = Join-Path $folder 'Stripe to BigQuery.json'
        $failure = try { & $Run 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1 } catch { $_ }
        $failure | Assert-Failure $Id
        $found = if ($Property) { $failure.TargetObject.$Property } else { $failure.TargetObject }
        $wanted = if ($Target -is [scriptblock]) { & $Target } else { $Target }
        $found | Should -Be $wanted
        if ($null -ne $wanted) { $found.GetType() | Should -Be $wanted.GetType() }
    }
}

Describe 'A piped object that does not say where it belongs' {
    It 'is the target of its error: <Command>' -ForEach @(
        @{ Command = 'Get-PolytomicBulkSyncLog'; Property = 'ExecutionId' }
        @{ Command = 'Remove-PolytomicBulkSyncSchedule'; Property = 'ScheduleId' }
        @{ Command = 'Reset-PolytomicPrimaryKey'; Property = 'SchemaId' }
    ) {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $piped = foreach ($i in 1..2) { [pscustomobject]@{ $Property = "$(New-Guid)" } }
        $failures = @($piped | & $Command 2>&1 -ErrorAction Continue)
        $failures | Should -HaveCount 2
        foreach ($i in 0, 1) {
            $failures[$i] | Assert-Failure PolytomicInvalidArgument
            $failures[$i].TargetObject.$Property | Should -Be $piped[$i].$Property
        }
    }

    It 'is not a target if nothing is piped' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        Get-PolytomicBulkSyncLog -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicInvalidArgument '-SyncName'
        $failure[0].TargetObject | Should -BeNullOrEmpty
    }
}

Describe 'A question that cannot be asked' {
    BeforeAll {
        # Each of these commands asks for confirmation. Each of two items gets an error that names it, and nothing is changed.
        $questions = @'
$sync = Get-PolytomicBulkSync 'Stripe to BigQuery'
$execution = Start-PolytomicBulkSync -Id $sync.Id
$schedule = $sync | Get-PolytomicBulkSyncSchedule | Select-Object -First 1
$orders = Get-PolytomicConnection 'Orders database'
$webhook = New-PolytomicConnection hook -Type webhook -Configuration @{ url = 'https://hook.example' }
'Stripe to BigQuery', 'HubSpot to Snowflake' | Remove-PolytomicBulkSync
$sync.Id, (Get-PolytomicBulkSync 'HubSpot to Snowflake').Id | Start-PolytomicBulkSync -ResyncMode rebuild
$sync | Stop-PolytomicBulkSync
$sync | Disable-PolytomicBulkSync
$execution | Stop-PolytomicBulkSyncExecution
$sync | Stop-PolytomicBulkSyncSchema -Id charges
$schedule | Remove-PolytomicBulkSyncSchedule
$webhook | Remove-PolytomicConnection
$orders | Reset-PolytomicPrimaryKey -Schema public.orders
$orders | Remove-PolytomicSchemaField -Schema public.orders -Field total
$sync | Disable-PolytomicBulkSync -Force -Confirm
$sync | Set-PolytomicBulkSync -NewName Other -Confirm
[pscustomobject]@{ Name = 'Leads'; Source = 'Stripe'; Destination = 'BigQuery'; Mode = 'replicate'; Frequency = 'manual'; DestinationConfiguration = @{ dataset = 'x' } } | New-PolytomicBulkSync -Confirm
'@
        $run = @"
`$ErrorActionPreference = 'SilentlyContinue'
Import-Module '$modulePath'
Connect-Polytomic -Sandbox -Seed 7
`$Error.Clear()
$questions
`$told = @(`$Error)
[array]::Reverse(`$told)
`$told | ForEach-Object { '{0}|{1}|{2}|{3}' -f `$_.FullyQualifiedErrorId, `$_.TargetObject, `$_.TargetObject.GetType().Name, `$_ }
"left|`$(@(Get-PolytomicBulkSync).Count)|`$((Get-PolytomicBulkSync 'Stripe to BigQuery').Active)"
"@
        function Assert-Told($Output) {
            $told = @($Output | Where-Object { $_ -like 'Polytomic*' })
            $told | Should -HaveCount 15 -Because "$Output"
            $commands = $told | ForEach-Object { ($_ -split '\|')[0] -replace '^PolytomicRefused,PolytomicBulk\.Commands\.(\w+?)(Polytomic\w+)Command$', '$1-$2' }
            for ($i = 0; $i -lt $told.Count; $i++) {
                $target, $kind, $text = ($told[$i] -split '\|', 4)[1..3]
                # The last three have -Confirm, which asks even with -Force.
                $skips = if ($i -lt 12 -and (Get-Command $commands[$i]).Parameters.ContainsKey('Force')) { '-Force' } else { '-Confirm:$false' }
                $text | Assert-Fact $commands[$i], $skips
                if ($i -ge 12) { $text | Should -Not -BeLike '*-Force*' }
                $kind | Should -BeIn $(if ($commands[$i] -match 'Schema|PrimaryKey|New-') { 'String' } else { 'Guid' })
                $text | Should -BeLike "*$target*"
            }
            $told -match 'Stripe to BigQuery' | Should -Not -BeNullOrEmpty
            @($Output)[-1] | Should -Be 'left|7|True'
        }
    }

    It 'causes an error for each item, with its name and the parameter that does not ask, if <_>' -ForEach 'there is no user interface', 'the input of the console has ended' {
        if ($_ -like '*ended') {
            # At the end of its input, such as in a scheduled task, PowerShell's own console reads null and then fails.
            $promptHost = New-PromptHost ConsoleHost
            $promptHost.Prompts.Ended = [NullReferenceException]::new()
            Assert-Told (Invoke-AtHost $promptHost $run).Output
        }
        else {
            $shell = [powershell]::Create()
            try { Assert-Told @($shell.AddScript($run).Invoke()) } finally { $shell.Dispose() }
        }
    }
}
