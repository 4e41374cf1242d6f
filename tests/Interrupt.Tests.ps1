# Stopping a command or closing its pipeline ends all its requests and waits.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $id = '0000000a-0000-4000-8000-00000000000'
    $syncPath = "/api/bulk/syncs/${id}1"
    $execution = "${id}9"
    $running = "{`"data`":{`"id`":`"$execution`",`"status`":`"running`",`"sync_id`":`"${id}1`"}}"

    # The limit only prevents an endless test. The condition is true almost at once.
    function Wait-Until([scriptblock] $Condition, [string] $What) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($watch.Elapsed.TotalSeconds -gt 10) { throw "It did not happen in 10 s: $What" }
            Start-Sleep -Milliseconds 2
        }
    }

    # Starts a script in a new runspace with the session and a folder.
    function Start-Script([string] $Script, $Session) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript("param(`$session, `$folder, `$server) Import-Module '$modulePath'; `$PSDefaultParameterValues['*-Polytomic*:Session'] = `$session; $Script").AddArgument($Session).AddArgument((Join-Path $TestDrive ([guid]::NewGuid()))).AddArgument($server)
        [pscustomobject]@{ Shell = $shell; Output = [Management.Automation.PSDataCollection[psobject]]::new(); Run = $null }
    }
    function Invoke-Begin($Started) {
        $none = [Management.Automation.PSDataCollection[psobject]]::new()
        $none.Complete()
        $Started.Run = $Started.Shell.BeginInvoke($none, $Started.Output)
    }
    function Stop-Script($Started) {
        $stop = $Started.Shell.BeginStop($null, $null)
        $stop.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue -Because 'it stops at once'
        $Started.Shell.EndStop($stop)
        $Started.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
    }
    function Close-Script($Started) {
        $Started.Shell.Runspace.Dispose()
        $Started.Shell.Dispose()
    }
}

Describe 'Stopping a command that waits for an answer' {
    BeforeAll {
        $server = [TestSupport.FaultServer]::new()
        $server.Body['/api/me'] = $me
        $server.Body['/api/bulk/syncs?limit=50'] = '{"data":[{"name":"1"}],"pagination":{"next_page_token":"2nd"}}'
        $server.Body["$syncPath/executions/$execution/logs"] = "{`"data`":{`"URLs`":[`"$($server.BaseUri)storage/one`"]}}"
        $server.Body["$syncPath/executions/$execution"] = $running
        1..9 | ForEach-Object { $server.Body["/api/bulk/syncs/$id$_"] = "{`"data`":{`"id`":`"$id$_`",`"name`":`"$_`"}}" }
        $server.Body['/api/connections'] = '{"data":[]}'
        $session = Connect-Polytomic -ApiKey $secureKey -BaseUri $server.BaseUri -PassThru
        # A list would also read the connections.
        Get-PolytomicConnection -Session $session | Should -BeNullOrEmpty
    }
    AfterAll { $server.Dispose() }

    It 'cancels <name>' -ForEach @(
        @{ name = 'connecting';                  faults = 'silence';               script = 'Connect-Polytomic -ApiKey (ConvertTo-SecureString x -AsPlainText -Force) -BaseUri $server.BaseUri' }
        @{ name = 'a read before the answer';    faults = 'silence';               script = "Get-PolytomicBulkSync -Id 0000000a-0000-4000-8000-000000000001" }
        @{ name = 'a read during the answer';    faults = 'stall in body';         script = "Get-PolytomicBulkSync -Id 0000000a-0000-4000-8000-000000000001" }
        @{ name = 'parallel reads';              faults = @('silence') * 5; gone = 5; script = "Get-PolytomicBulkSync -Id (1..5 | ForEach-Object { `"0000000a-0000-4000-8000-00000000000`$_`" })" }
        @{ name = 'the second page of a list';   faults = 'none', 'silence';       script = 'Get-PolytomicBulkSync' }
        @{ name = 'a log';                       faults = 'silence';               script = 'Get-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Follow' }
        @{ name = 'a start';                     faults = 'silence';               script = 'Start-PolytomicBulkSync 0000000a-0000-4000-8000-000000000001' }
        @{ name = 'a change';                    faults = 'silence';               script = 'Set-PolytomicBulkSyncSchema -SyncId 0000000a-0000-4000-8000-000000000001 -Id a -Enabled' }
        @{ name = 'waiting for an execution';    faults = 'silence';               script = 'Wait-PolytomicBulkSync 0000000a-0000-4000-8000-000000000001' }
        @{ name = 'a download before it begins'; faults = 'none', 'silence';       script = 'Save-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Path $folder' }
        @{ name = 'a download in progress';      faults = 'none', 'stall in body'; script = 'Save-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Path $folder' }
    ) {
        if ($null -eq $gone) { $gone = 1 }
        $server.Next([string[]] $faults)
        $requests, $givenUp = $server.Requests.Count, $server.GivenUp
        $started = Start-Script $script $session
        try {
            Invoke-Begin $started
            Wait-Until { $server.Requests.Count - $requests -eq @($faults).Count } 'the requests'
            $server.GivenUp | Should -Be $givenUp
            Stop-Script $started
            Wait-Until { $server.GivenUp - $givenUp -eq $gone } 'the end of the requests'
            # Nothing continues, and incomplete files are removed.
            $server.Requests.Count - $requests | Should -Be @($faults).Count
            Get-ChildItem $TestDrive -Recurse -File | Should -BeNullOrEmpty
        }
        finally { Close-Script $started }
    }

    It 'cancels unneeded requests when the pipeline closes: <name>' -ForEach @(
        @{ name = 'the next page of a list'; faults = 'none', 'silence';            gone = 1; script = 'Get-PolytomicBulkSync | Select-Object -First 1' }
        @{ name = 'parallel reads';          silent = 2, 3; gone = 2; script = "1..3 | ForEach-Object { [pscustomobject]@{ Id = `"0000000a-0000-4000-8000-00000000000`$_`" } } | Get-PolytomicBulkSync -Id { `$_.Id } | Select-Object -First 1" }
    ) {
        if ($faults) { $server.Next([string[]] $faults) } else { $server.Next() }
        # Parallel requests arrive in any order.
        foreach ($number in $silent) { $server.FaultAt["/api/bulk/syncs/$id$number"] = 'silence' }
        $requests, $givenUp = $server.Requests.Count, $server.GivenUp
        $started = Start-Script $script $session
        try {
            Invoke-Begin $started
            $started.Run.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $started.Output.Name | Should -Be '1'
            # The server does not see a request that is canceled before it arrives.
            Wait-Until { $server.GivenUp - $givenUp -eq $server.Requests.Count - $requests - 1 } 'the end of the requests'
            $server.GivenUp - $givenUp | Should -BeLessOrEqual $gone
        }
        finally { Close-Script $started }
    }
}

Describe 'Stopping a command that waits' {
    BeforeAll {
        $list = "{`"data`":[{`"sync_id`":`"${id}1`",`"status`":`"running`"}]}"
        $job = '{"job_id":"248df4b7-aa70-47b8-a036-33ac447e668d","status":"running"}'
        $entry = '{"data":{"entries":[{"id":"a","message":"1"}]}}'
    }

    It 'ends <name>' -ForEach @(
        @{ name = 'the wait before a retry';                   answers = { , @(503, '') };                                  script = 'Get-PolytomicBulkSync -Id 0000000a-0000-4000-8000-000000000001' }
        @{ name = 'the wait for the rate limit';               answers = { , @(429, '') };                                  script = 'Start-PolytomicBulkSync 0000000a-0000-4000-8000-000000000001' }
        @{ name = 'the wait before a retry of a list';         answers = { , @(503, '') };                                  script = 'Get-PolytomicBulkSync' }
        @{ name = 'the wait between two status checks';        answers = { , @(200, $list) };                               script = 'Wait-PolytomicBulkSync 0000000a-0000-4000-8000-000000000001' }
        @{ name = 'the wait of Start-PolytomicBulkSync -Wait'; answers = { @(200, $running), @(200, $list), @(200, $running) };        script = 'Start-PolytomicBulkSync 0000000a-0000-4000-8000-000000000001 -Wait' }
        @{ name = 'the wait for new entries of a log';         answers = { @(200, $entry), @(200, $running) };              script = 'Get-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Follow' }
        @{ name = 'the wait for an archive';                   answers = { , @(200, "{`"job`":$job}") };                    script = 'Save-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Path $folder -Archive' }
        @{ name = 'the wait before a download continues';      answers = { @(200, '{"data":{"URLs":["https://storage.example/x"]}}'), @(503, '') }; script = 'Save-PolytomicBulkSyncLog -SyncId 0000000a-0000-4000-8000-000000000001 -ExecutionId 0000000a-0000-4000-8000-000000000009 -Path $folder' }
    ) {
        $scripted = New-ScriptedSession
        $scripted.Clock.HoldsDelays = $true
        $sent = @(& $answers)
        foreach ($answer in $sent) { $null = $scripted.Handler.Answer($answer[0], $answer[1]) }
        $started = Start-Script $script $scripted.Session
        try {
            Invoke-Begin $started
            Wait-Until { $scripted.Clock.Held -eq 1 } 'the wait'
            Stop-Script $started
            Wait-Until { $scripted.Clock.Held -eq 0 } 'the end of the wait'
            @(Get-SentRequest $scripted).Count | Should -Be $sent.Count
            Get-ChildItem $TestDrive -Recurse -File | Should -BeNullOrEmpty
        }
        finally { Close-Script $started }
    }

    It 'ends the wait when the pipeline closes' {
        $scripted = New-ScriptedSession
        $scripted.Clock.HoldsDelays = $true
        $null = $scripted.Handler.Answer(200, $entry).Answer(200, $running)
        $started = Start-Script "Get-PolytomicBulkSyncLog -SyncId ${id}1 -ExecutionId $execution -Follow | Select-Object -First 1" $scripted.Session
        try {
            Invoke-Begin $started
            $started.Run.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $started.Output.Message | Should -Be '1'
            $scripted.Clock.Held | Should -Be 0
            @(Get-SentRequest $scripted).Count | Should -Be 1
        }
        finally { Close-Script $started }
    }
}

Describe 'Waiting for the rate limit' {
    It 'is shown only while it lasts' {
        $headers = [Collections.Generic.Dictionary[string, string]]::new()
        $headers['Retry-After'] = '7'
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(429, '{}', 'application/json', $headers).Answer(503, '').Answer(200, "{`"data`":{`"name`":`"1`"}}")
        $started = Start-Script "Get-PolytomicBulkSync -Id ${id}1" $scripted.Session
        try {
            Invoke-Begin $started
            $started.Run.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $started.Output.Name | Should -Be '1'
            $wait = @($started.Shell.Streams.Progress | Where-Object SecondsRemaining -EQ 7)
            $wait | Should -HaveCount 1
            $shown = @($started.Shell.Streams.Progress | Where-Object ActivityId -EQ $wait[0].ActivityId)
            $shown.RecordType | Should -Be 'Processing', 'Completed'
            $shown[0].StatusDescription | Assert-Fact '2', '5', '7.0'
            $shown[0].SecondsRemaining | Should -Be 7
        }
        finally { Close-Script $started }
    }

    It 'says why and how long with -Verbose' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(429, '{"message":"slow down"}').Answer(200, "{`"data`":{`"name`":`"1`"}}")
        $said = Get-PolytomicBulkSync -Id "${id}1" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $why = @($said | ForEach-Object { "$_" }) -match 'slow down'
        $why | Assert-Fact "${id}1", '429', '2', '5'
        $why | Should -Match '\b\d\.\d s\b' -Because 'the message contains the delay'
    }
}

Describe 'Stopping an export' {
    It 'leaves complete files and an index, and the next export continues' {
        $scripted = New-ScriptedSession
        $folder = Join-Path $TestDrive 'stopped'
        $names = 1, 2 | ForEach-Object { "Sync $_" }
        $syncs = 1, 2 | ForEach-Object { "{`"id`":`"$id$_`",`"name`":`"Sync $_`",`"active`":true,`"mode`":`"replicate`",`"source_connection_id`":`"$execution`",`"destination_connection_id`":`"$execution`",`"destination_configuration`":{`"schema`":`"x`"},`"default_schedule`":{`"frequency`":`"manual`"}}" }
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{`"data`":[$($syncs -join ',')]}").AnswerAt('/api/connections', 200, '{"data":[]}')
        # The request for the schemas of the second bulk sync gets no answer.
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/${id}1/schemas", 200, '{"data":[]}').Hang()
        $started = Start-Script "Export-PolytomicBulkSync '$folder'" $scripted.Session
        try {
            Invoke-Begin $started
            Wait-Until { Test-Path (Join-Path $folder 'Sync 1.json') } 'the first file'
            Stop-Script $started
            Wait-Until { Test-Path (Join-Path $folder 'index.json') } 'the index'
        }
        finally { Close-Script $started }

        (Get-Content (Join-Path $folder 'index.json') -Raw | ConvertFrom-Json).syncs.name | Should -Be 'Sync 1'
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be 'index.json', 'Sync 1.json'
        $written = (Get-Item (Join-Path $folder 'Sync 1.json')).LastWriteTimeUtc
        $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/${id}2/schemas", 200, '{"data":[]}')
        (Export-PolytomicBulkSync $folder -Session $scripted.Session -PassThru).BaseName | Should -Be $names
        (Get-Item (Join-Path $folder 'Sync 1.json')).LastWriteTimeUtc | Should -Be $written
        (Get-Content (Join-Path $folder 'index.json') -Raw | ConvertFrom-Json).syncs.name | Should -Be $names
    }
}
