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

    It 'holds the item of the result: <name>' -ForEach @(
        @{ name = 'Get-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncStatus'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncStatus | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncStatus -Summary'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncStatus -Summary | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Get-PolytomicBulkSyncExecution'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSyncExecution -First 1 | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Enable-PolytomicBulkSync -PassThru'; run = { $rows | Write-Output -PipelineVariable row | Enable-PolytomicBulkSync -PassThru | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'Start-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Start-PolytomicBulkSync | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'Wait-PolytomicBulkSync'; run = { $rows | Write-Output -PipelineVariable row | Wait-PolytomicBulkSync -PollIntervalSec 1 | ForEach-Object { $_.SyncId -eq $row.SyncId } } }
        @{ name = 'splatted'; run = { $with = @{ PipelineVariable = 'row' }; $rows | Write-Output @with | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'of a function'; run = { function Get-Row { [CmdletBinding()] param() $rows }; Get-Row -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } | ForEach-Object { $_.Id -eq $row.SyncId } } }
        @{ name = 'several, of commands further up'; run = { $rows | Write-Output -PipelineVariable row | Get-PolytomicBulkSync -Id { $_.SyncId } -PipelineVariable sync | Get-PolytomicBulkSyncStatus | ForEach-Object { $_.SyncId -eq $row.SyncId -and $_.SyncId -eq $sync.Id } } }
    ) {
        $right = @(& $run)
        $right | Should -HaveCount 12
        $right | Should -Not -Contain $false
    }

    It 'holds the item of an error' {
        $wrong = $rows | ForEach-Object { [guid]::NewGuid() }
        $seen = [Collections.Generic.List[bool]]::new()
        $wrong | Write-Output -PipelineVariable id | Get-PolytomicBulkSync -Id { $_ } -ErrorAction Continue 2>&1 | ForEach-Object { $seen.Add($_.TargetObject -eq $id) }
        $seen | Should -HaveCount 12
        $seen | Should -Not -Contain $false
    }
}
