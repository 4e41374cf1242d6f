BeforeAll { . "$PSScriptRoot/Shared.ps1" }

Describe '-PipelineVariable before a command that keeps requests in flight' {
    BeforeAll {
        $service = [TestSupport.Fake.FakeService]::new([TimeProvider]::System)
        $service.RunTime = [timespan]::Zero
        $server = [TestSupport.FaultServer]::new()
        $server.Behind = $service
        $ids = 1..12 | ForEach-Object { $service.AddSync("Sync $_") }
        foreach ($id in $ids) { $null = $service.StartRun($id) }
        Connect-Polytomic -ApiKey (ConvertTo-SecureString 'k' -AsPlainText -Force) -BaseUri $server.BaseUri -ThrottleLimit 6
        $rows = $ids | ForEach-Object { [pscustomobject]@{ SyncId = [guid]$_; Name = "Sync $($ids.IndexOf($_) + 1)" } }
    }
    AfterAll {
        Disconnect-Polytomic
        $server.Dispose()
    }

    It 'has the input of each result: <name>' -ForEach @(
        @{ name = 'Get-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncStatus'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncStatus | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncStatus -Summary'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncStatus -Summary | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncExecution'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncExecution -First 1 | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Enable-PolytomicBulkSync -PassThru'; run = { $rows | Write-Output -PipelineVariable row | Enable-PolytomicBulkSync -Id { $_.SyncId } -PassThru | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'Start-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Start-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Wait-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Wait-PolytomicBulkSync -PollIntervalSec 1 | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'splatted'; run = { $with = @{ PipelineVariable = 'row' }; $rows | Write-Output @with | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'of a function'; run = { function Get-Row { [CmdletBinding()] param() $rows }; Get-Row -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'several, from earlier commands'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } -PipelineVariable sync | Get-PolytomicBulkSyncStatus | ForEach-Object { $_.SyncId -eq $row.SyncId -and $_.SyncId -eq $sync.Id } } }
    ) {
        $right = @(& $run)
        $right | Should -HaveCount 12
        $right | Should -Not -Contain $false
    }

    It 'has the input of an error' {
        $wrong = $rows | ForEach-Object { [guid]::NewGuid() }
        $seen = [Collections.Generic.List[bool]]::new()
        $wrong | Write-Output -PipelineVariable id | Get-PolytomicBulkSync -Id { $_ } -ErrorAction Continue 2>&1 | ForEach-Object { $seen.Add($_.TargetObject -eq $id) }
        $seen | Should -HaveCount 12
        $seen | Should -Not -Contain $false
    }
}

Describe '-PipelineVariable before a command that writes at the end' {
    BeforeAll {
        # The bulk syncs of a service as rows.
        function New-Row($Fake) {
            1..3 | ForEach-Object { [pscustomobject]@{ SyncId = [guid]$Fake.Service.AddSync("Sync $_"); Name = "Sync $_" } }
        }
        function Get-NameIn($File) { (Get-Content $File -Raw | ConvertFrom-Json).name }
    }

    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'has the input of each schema: Set-PolytomicBulkSyncSchema <with.Keys>' -ForEach @{ with = @{} }, @{ with = @{ Replace = $true } } {
        $rows = New-Row (New-FakeSession)
        $right = @($rows | Write-Output -PipelineVariable row | Set-PolytomicBulkSyncSchema -Id public.orders -UserOutputName o -PassThru @with | ForEach-Object { $_.SyncId -eq $row.SyncId })
        $right | Should -Be $true, $true, $true
        $seen = @($rows | Write-Output -PipelineVariable row | Set-PolytomicBulkSyncSchema -Id public.none -UserOutputName o @with -ErrorAction Continue 2>&1 | ForEach-Object { "$_".Contains($row.SyncId) })
        $seen | Should -Be $true, $true, $true
    }

    It 'has the bulk sync of each file or error: Export-PolytomicBulkSync' {
        $rows = New-Row (New-FakeSession)
        $right = @($rows | Write-Output -PipelineVariable row | Export-PolytomicBulkSync $folder -PassThru | ForEach-Object { (Get-NameIn $_) -eq $row.Name })
        $right | Should -Be $true, $true, $true
        $seen = @('No 1', 'No 2', (New-Guid) | Write-Output -PipelineVariable name | Export-PolytomicBulkSync $folder -ErrorAction Continue 2>&1 | ForEach-Object { "$_".Contains("$name") })
        $seen | Should -Be $true, $true, $true
    }

    It 'has the input file: <command>' -ForEach @{ command = 'Compare-PolytomicBulkSync'; name = 'SyncName' }, @{ command = 'Import-PolytomicBulkSync'; name = 'Name'; with = @{ PassThru = $true; SkipValidation = $true; WarningAction = 'SilentlyContinue' } } {
        $null = New-Row (New-FakeSession)
        Export-PolytomicBulkSync $folder
        # A service without these bulk syncs.
        $null = New-FakeSession
        if (-not $with) { $with = @{} }
        $files = Get-ChildItem $folder -Filter *.json | Where-Object Name -NE index.json
        $right = @($files | Write-Output -PipelineVariable file | & $command @with | ForEach-Object { $_.$name -eq (Get-NameIn $file) })
        $right | Should -Be $true, $true, $true
        $files | ForEach-Object { Set-Content $_ '{' }
        $seen = @($files | Write-Output -PipelineVariable file | & $command -ErrorAction Continue 2>&1 | Where-Object TargetObject | ForEach-Object { "$_".Contains($file.Name) })
        $seen | Should -Be $true, $true, $true
    }
}

# If a version of PowerShell does not have these internals, the variable cannot be reset.
Describe '-PipelineVariable in a PowerShell without the required internals' {
    BeforeAll {
        $types = (Get-Command Get-PolytomicSession).ImplementingType.Assembly
        $variables = $types.GetType('PolytomicBulk.Commands.PipelineVariables', $true)
        $before = $variables.GetMethod('Before', [Reflection.BindingFlags]'NonPublic, Static', [type[]]@([object]))
        $queue = $types.GetType('PolytomicBulk.Commands.RequestQueue', $true)
    }

    It 'waits for each answer before the next request: <what>' -ForEach @(
        @{ what = 'an unknown runtime'; runtime = [object]::new(); waits = $true }
        @{ what = 'this version'; runtime = $null; waits = $false }
    ) {
        # A runtime does not work after its command has ended.
        function Find-Variable { [CmdletBinding()] param() $before.Invoke($null, @($(if ($null -ne $runtime) { $runtime } else { $PSCmdlet.CommandRuntime }))) }
        $found = Find-Variable
        $found.MustWait | Should -Be $waits
        $events = [Collections.Generic.List[string]]::new()
        $requests = [Activator]::CreateInstance($queue, @([Action[object, PolytomicBulk.PolytomicApiException]] { throw $args[1] }, [Linq.Expressions.Expression]::Lambda([Linq.Expressions.Expression]::Constant($found)).Compile()))
        $send = $queue.GetMethod('SendAsync').MakeGenericMethod([Threading.Tasks.Task])
        foreach ($item in 1, 2, 3) {
            $done = [Threading.Tasks.TaskCompletionSource]::new()
            $request = [Func[Threading.Tasks.Task]] { $events.Add("asked $item"); $done.Task }
            $write = [Func[Threading.Tasks.Task, Threading.Tasks.Task]] { $events.Add('written'); $args[0] }
            $sending = $send.Invoke($requests, @($item, $request, $write, 6))
            # It ends before the answer, unless it waits.
            $sending.IsCompleted | Should -Be (-not $waits)
            if ($waits) {
                $done.SetResult()
                $sending.GetAwaiter().GetResult()
            }
        }
        $events | Should -Be $(if ($waits) { 'asked 1', 'written', 'asked 2', 'written', 'asked 3', 'written' } else { 'asked 1', 'asked 2', 'asked 3' })
    }
}
