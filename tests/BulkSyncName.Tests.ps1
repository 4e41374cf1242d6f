BeforeDiscovery {
    $changing = 'Remove', 'Enable', 'Disable', 'Start', 'Stop'
    $byName = @(
        @{ Name = 'Remove-PolytomicBulkSync'; With = @{ Force = $true }; Sends = 'DELETE /api/bulk/syncs/{0}' }
        @{ Name = 'Enable-PolytomicBulkSync'; With = @{}; Sends = 'POST /api/bulk/syncs/{0}/activate' }
        @{ Name = 'Disable-PolytomicBulkSync'; With = @{}; Sends = 'POST /api/bulk/syncs/{0}/activate' }
        @{ Name = 'Start-PolytomicBulkSync'; With = @{}; Sends = 'POST /api/bulk/syncs/{0}/executions' }
        @{ Name = 'Stop-PolytomicBulkSync'; With = @{ Force = $true }; Sends = 'POST /api/bulk/syncs/{0}/cancel' }
        @{ Name = 'Wait-PolytomicBulkSync'; With = @{}; Sends = 'GET /api/bulk/syncs/status?sync_id={0}' }
        @{ Name = 'Get-PolytomicBulkSyncStatus'; With = @{}; Sends = 'GET /api/bulk/syncs/{0}/status' }
    )
    $changingByName = @($byName | Where-Object { ($_.Name -split '-')[0] -in $changing })
    $readingByName = @($byName | Where-Object { ($_.Name -split '-')[0] -notin $changing })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $orders = '22222222-0000-4000-8000-00000000000a'
    $twin = '22222222-0000-4000-8000-00000000000b'
    $otherTwin = '22222222-0000-4000-8000-00000000000c'
    $odd = '22222222-0000-4000-8000-00000000000d'
    $source = '11111111-0000-4000-8000-00000000000a'
    $destination = '11111111-0000-4000-8000-00000000000b'
    $pages = @(
        "{""data"":[{""id"":""$orders"",""name"":""Orders to BigQuery""},{""id"":""$twin"",""name"":""Twin"",""mode"":""replicate"",""active"":true,""source_connection_id"":""$source"",""destination_connection_id"":""$destination""}],""pagination"":{""next_page_token"":""2""}}"
        "{""data"":[{""id"":""$otherTwin"",""name"":""TWIN"",""mode"":""snapshot"",""active"":false},{""id"":""$odd"",""name"":""Odd [EU] *""},{""name"":""No id""},{""id"":""99999999-0000-4000-8000-000000000000"",""name"":null}]}"
    )
    $list = 'GET /api/bulk/syncs?limit=50', 'GET /api/bulk/syncs?limit=50&page_token=2'

    function New-ListSession {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, $pages[0]).AnswerAt('/api/bulk/syncs?limit=50&page_token=2', 200, $pages[1])
        $null = $scripted.Handler.Otherwise(404, '{"message":"none"}')
        $scripted
    }

    function Get-Path($Scripted) { @(Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" }) }
}

AfterAll { Disconnect-Polytomic }

Describe '<Name> -Name' -ForEach $byName {
    It 'finds the sync in the list of all, in either case' {
        $scripted = New-ListSession
        & $Name -Name 'orders TO bigquery' @With -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $sent = Get-Path $scripted
        $sent[0..1] | Should -Be $list
        $sent[2] | Should -Be ($Sends -f $orders)
    }

    It 'takes the name by position, too, and what stands for an id' {
        $scripted = New-ListSession
        & $Name 'Orders to BigQuery' @With -ErrorAction SilentlyContinue
        (Get-Path $scripted)[2] | Should -Be ($Sends -f $orders)

        foreach ($argument in $orders, [guid]$orders, [PolytomicBulk.BulkSync]@{ Id = $orders; Name = 'Twin' }, [PolytomicBulk.BulkSyncExecution]@{ Id = $twin; SyncId = $orders }) {
            $scripted = New-ListSession
            & $Name $argument @With -ErrorAction SilentlyContinue
            @(Get-Path $scripted)[0] | Should -Be ($Sends -f $orders)
        }
    }

    It 'refuses a name that several have, and lists them' {
        $scripted = New-ListSession
        & $Name -Name 'Twin', 'Orders to BigQuery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicAmbiguousName,*'
        $caught[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $lines = "$($caught[0])" -split '\r?\n' | ForEach-Object Trim
        $lines[0] | Should -BeLike "2 bulk syncs are named 'Twin'*"
        $lines[1] | Should -Be "$twin  $source -> $destination, replicate, active"
        $lines[2] | Should -BeLike "$otherTwin*snapshot, paused"
        $sent = Get-Path $scripted
        $sent[2] | Should -Be ($Sends -f $orders) -Because 'one bad item is one error'
        $sent -match "$twin|$otherTwin" | Should -BeNullOrEmpty
    }

    It 'says what may be meant by a name that none has' {
        $scripted = New-ListSession
        & $Name -Name 'Ordres to BigQery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicNotFound,*'
        $caught[0].TargetObject | Should -Be 'Ordres to BigQery'
        "$($caught[0])" | Should -Be "There is no bulk sync named 'Ordres to BigQery' in this organization. Did you mean 'Orders to BigQuery'?"
        Get-Path $scripted | Should -Be $list
    }

    It 'says where the names are, when nothing is like it' {
        $null = New-ListSession
        & $Name -Name 'zzz' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        "$($caught[0])" | Should -Be "There is no bulk sync named 'zzz' in this organization. Get-PolytomicBulkSync lists them."
    }

    It 'reaches a name with wildcard characters by backticks' {
        $scripted = New-ListSession
        & $Name -Name ([WildcardPattern]::Escape('Odd [EU] *')) @With -ErrorAction SilentlyContinue
        (Get-Path $scripted)[2] | Should -Be ($Sends -f $odd)
    }

    It 'does not take the name of a sync that is piped in' {
        $scripted = New-ListSession
        [PolytomicBulk.BulkSync]@{ Id = $twin; Name = 'Twin' } | & $Name @With -ErrorAction SilentlyContinue
        @(Get-Path $scripted)[0] | Should -Be ($Sends -f $twin)
    }

    It 'goes with -Id as little as with nothing' {
        { & $Name -Name 'Orders to BigQuery' -Id $orders @With } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }

    It 'says what is wrong when the list cannot be read' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(403, '{"message":"no"}')
        & $Name -Name 'Orders to BigQuery' @With -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught | Should -HaveCount 1
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicForbidden,*'
    }
}

Describe '<Name> -Name, which changes something' -ForEach $changingByName {
    It 'refuses wildcards before the network: <_>' -ForEach 'Orders*', 'Order?', '[O]rders' {
        $scripted = New-ListSession
        { & $Name -Name 'Orders to BigQuery', $_ @With -ErrorAction Stop } | Should -Throw "-Name of $Name takes no wildcards, and '*" -ErrorId 'PolytomicInvalidArgument,*'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'names the sync in what it would do' {
        $scripted = New-ListSession
        $shown = New-TemporaryFile
        try {
            $null = Start-Transcript $shown
            & $Name -Name 'Orders to BigQuery' -WhatIf
            $null = Stop-Transcript
            Get-Content $shown -Raw | Should -BeLike "*on target ""bulk sync 'Orders to BigQuery' ($orders)""*"
        }
        finally { Remove-Item $shown }
        Get-Path $scripted | Should -Be $list
    }
}

Describe '<Name> -Name, which only reads' -ForEach $readingByName {
    It 'takes wildcards, and none is no error' {
        $scripted = New-ListSession
        & $Name -Name 'tw*', 'TWI?' @With -ErrorAction SilentlyContinue
        @(Get-Path $scripted) -match "$twin" | Should -Not -BeNullOrEmpty
        @(Get-Path $scripted) -match "$otherTwin" | Should -Not -BeNullOrEmpty

        $scripted = New-ListSession
        & $Name -Name 'zzz*' @With -ErrorVariable caught
        $caught | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be $list
    }
}

Describe 'Names in the sandbox' {
    It 'start, wait for, watch, pause, activate and delete a sync' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $name = 'Stripe to BigQuery'
        $execution = Start-PolytomicBulkSync -Name $name
        Wait-PolytomicBulkSync -Name $name | ForEach-Object Id | Should -Be $execution.Id
        (Get-PolytomicBulkSyncStatus -Name $name).LastExecution.Id | Should -Be $execution.Id
        (Get-PolytomicBulkSyncStatus -Name 'Stripe*' -Summary).SyncId | Should -Be (Get-PolytomicBulkSync $name).Id
        (Disable-PolytomicBulkSync -Name $name -PassThru).Active | Should -BeFalse
        (Enable-PolytomicBulkSync -Name $name -PassThru).Active | Should -BeTrue
        Remove-PolytomicBulkSync -Name $name -Force
        Get-PolytomicBulkSync "$name*" | Should -BeNullOrEmpty
    }

    It 'takes one execution with -Name, and not of several syncs' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $execution = Start-PolytomicBulkSync -Name 'Stripe to BigQuery'
        (Wait-PolytomicBulkSync -Name 'Stripe to BigQuery' -ExecutionId $execution.Id).Id | Should -Be $execution.Id
        Wait-PolytomicBulkSync -Name '*' -ExecutionId $execution.Id -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicInvalidArgument,*'
    }
}
