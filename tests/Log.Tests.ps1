BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    $syncId = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2'
    $executionId = '5d3e0c1a-84b5-4f6e-9a37-2f1f4a6f9d10'
    $base = "/api/bulk/syncs/$syncId/executions/$executionId"
    $secret = 'Signature=s3cr3t-of-the-link'

    # A page of a console log with entries that have these ids.
    function Get-Page([string[]] $Ids, [string] $Next) {
        $entries = @($Ids | Where-Object { $_ } | ForEach-Object { @{ id = $_; timestamp = '2026-05-01T08:30:00.123456789Z'; level = 'info'; message = "entry $_" } })
        $page = @{ entries = $entries }
        if ($Next) { $page.next_cursor = $Next }
        @{ data = $page } | ConvertTo-Json -Depth 5 -Compress
    }

    function Get-Log($Scripted, [hashtable] $With = @{}) {
        Get-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Session $Scripted.Session @With
    }

    function Get-State([string] $Status) { "{`"data`":{`"id`":`"$executionId`",`"status`":`"$Status`"}}" }

    # An answer with addresses of files. Each address has a secret in its query.
    function Get-FileList([string[]] $Names) {
        @{ data = @{ URLs = @($Names | ForEach-Object { "https://storage.example/b/$_`?$secret" }); Expires = '2026-06-01T12:15:00Z' } } | ConvertTo-Json -Depth 5 -Compress
    }

    # The name of an incomplete file.
    function Get-PartName([string] $Path) {
        $client = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Client' } | Select-Object -First 1
        $client.GetType('PolytomicBulk.Files.WholeFile', $true).GetMethod('PartialOf', [Reflection.BindingFlags]'NonPublic, Static').Invoke($null, @($Path))
    }

    function Save-Log($Scripted, [hashtable] $With = @{}) {
        Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Path $folder -Session $Scripted.Session @With
    }

    function ConvertTo-Header([hashtable] $Headers) {
        $typed = [Collections.Generic.Dictionary[string, string]]::new()
        foreach ($name in $Headers.Keys) { $typed[$name] = $Headers[$name] }
        , $typed
    }

    # Connects to a sandbox with a clock that advances only during waits. Starts a bulk sync and sets $execution.
    function Start-SandboxExecution {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $script:execution = Start-PolytomicBulkSync $syncId
        [pscustomobject]@{ Clock = $clock }
    }

    function ConvertTo-Bytes([string] $Text) { , [Text.Encoding]::UTF8.GetBytes($Text) }
}

Describe 'Get-PolytomicBulkSyncLog' {
    It 'requests the log of the execution, 50 entries at a time' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Page 'a', 'b' 'c+/1')).Answer(200, (Get-Page 'c'))
        (Get-Log $scripted).Id | Should -Be 'a', 'b', 'c'
        $sent = Get-SentRequest $scripted
        $sent.Method | Should -Be 'GET', 'GET'
        $sent.PathAndQuery | Should -Be "$base/consolelog?limit=50", "$base/consolelog?limit=50&after=c%2B%2F1"
        $sent[0].Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
    }

    It 'requests the log of one schema, whatever its name' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Page 'a'))
        (Get-Log $scripted @{ Schema = '..a b/ü' }).SchemaId | Should -Be '..a b/ü'
        (Get-SentRequest $scripted).PathAndQuery | Should -Be "$base/schemas/..a%20b%2F%C3%BC/consolelog?limit=50"
    }

    It 'returns every property, with the ids of the bulk sync and the execution' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"entries":[{"id":"a","timestamp":"2026-05-01T08:30:00.123456789Z","level":"fatal","message":"no","payload":{"n":1.50,"x":{"y":[1]}},"host":"w1"}]}}')
        $entry = Get-Log $scripted
        $entry | Should -BeOfType ([PolytomicBulk.BulkSyncLogEntry])
        $entry.Timestamp.ToUniversalTime() | Should -Be ([datetime]::new(2026, 5, 1, 8, 30, 0, [DateTimeKind]::Utc).AddTicks(1234567))
        $entry.Timestamp.Kind | Should -Be 'Local'
        $entry.Level | Should -Be 'fatal'
        $entry.Message | Should -Be 'no'
        $entry.Payload.x.y | Should -Be 1
        "$($entry.Payload)" | Should -Be '{"n":1.50,"x":{"y":[1]}}'
        $entry.SyncId | Should -Be $syncId
        $entry.ExecutionId | Should -Be $executionId
        $entry.SchemaId | Should -BeNullOrEmpty
        $entry.AdditionalProperties.host | Should -Be 'w1'
        "$entry" | Should -Be 'fatal: no'
    }

    It 'accepts an entry with only nulls, and an answer without entries' -ForEach @(
        @{ Answer = '{"data":{"entries":[{"id":null,"timestamp":null,"level":null,"message":null,"payload":null}],"next_cursor":null}}'; Count = 1 }
        @{ Answer = '{"data":{"entries":[{}],"next_cursor":""}}'; Count = 1 }
        @{ Answer = '{"data":{"entries":null}}'; Count = 0 }
        @{ Answer = '{"data":{}}'; Count = 0 }
        @{ Answer = '{"data":{"entries":[],"next_cursor":"more"}}'; Count = 0 }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $Answer)
        $entries = @(Get-Log $scripted @{ ErrorAction = 'Stop' })
        $entries.Count | Should -Be $Count
        if ($Count) { "$($entries[0])" | Should -BeExactly '' }
    }

    It 'ends when the service repeats a cursor' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Page 'a' 'x')).Answer(200, (Get-Page 'b' 'x'))
        (Get-Log $scripted).Id | Should -Be 'a', 'b'
    }

    It 'returns the last entries with -Tail <Tail>' -ForEach @(
        @{ Tail = 2; Ids = 'c', 'd' }
        @{ Tail = 9; Ids = 'a', 'b', 'c', 'd' }
        @{ Tail = 0; Ids = $null }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Page 'a', 'b', 'c' 'next')).Answer(200, (Get-Page 'd'))
        (Get-Log $scripted @{ Tail = $Tail }).Id | Should -Be $Ids
    }

    Context 'with -Follow' {
        It 'returns each entry once until the execution has ended, including the last entries' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-Page 'a', 'b')).Answer(200, (Get-State 'running')).
                Answer(200, (Get-Page 'a', 'b')).Answer(200, (Get-State 'of tomorrow')).
                Answer(200, (Get-Page 'a', 'b', 'c' 'n1')).Answer(200, (Get-Page 'd')).Answer(200, (Get-State 'canceling')).
                Answer(200, (Get-Page 'd', 'e')).Answer(200, (Get-State 'completed')).
                Answer(200, (Get-Page 'd', 'e', 'f'))
            (Get-Log $scripted @{ Follow = $true }).Id | Should -Be 'a', 'b', 'c', 'd', 'e', 'f'
            $sent = (Get-SentRequest $scripted).PathAndQuery
            # The next request uses the cursor of the service, or the last entry without a cursor.
            $sent | Should -Be @(
                "$base/consolelog?limit=50", $base, "$base/consolelog?limit=50&after=b", $base, "$base/consolelog?limit=50&after=b"
                "$base/consolelog?limit=50&after=n1", $base, "$base/consolelog?limit=50&after=d", $base, "$base/consolelog?limit=50&after=e"
            )
            $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 3, 2
        }

        It 'continues from the cursor of the service' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-Page 'a' '1')).Answer(200, (Get-Page @() '1')).Answer(200, (Get-State 'running')).
                Answer(200, (Get-Page 'b' '2')).Answer(200, (Get-Page @() '2')).Answer(200, (Get-State 'failed')).Answer(200, (Get-Page @() '2'))
            (Get-Log $scripted @{ Follow = $true }).Id | Should -Be 'a', 'b'
        }

        It 'distinguishes entries without ids by their position, even if they are equal' {
            $scripted = New-ScriptedSession
            $line = '{"message":"tick"}'
            $null = $scripted.Handler.Answer(200, "{`"data`":{`"entries`":[$line,$line]}}").Answer(200, (Get-State 'running')).
                Answer(200, "{`"data`":{`"entries`":[$line,$line,$line]}}").Answer(200, (Get-State 'errors')).Answer(200, "{`"data`":{`"entries`":[$line,$line,$line]}}")
            @(Get-Log $scripted @{ Follow = $true }).Count | Should -Be 3
        }

        It 'begins with the last entries with -Tail' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-Page 'a', 'b')).Answer(200, (Get-State 'running')).Answer(200, (Get-Page 'a', 'b', 'c')).Answer(200, (Get-State 'interrupted')).Answer(200, (Get-Page 'a', 'b', 'c'))
            (Get-Log $scripted @{ Follow = $true; Tail = 1 }).Id | Should -Be 'b', 'c'
        }

        It 'ends when the pipeline stops' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-Page 'a', 'b'))
            (Get-Log $scripted @{ Follow = $true } | Select-Object -First 1).Id | Should -Be 'a'
            @(Get-SentRequest $scripted).Count | Should -Be 1
        }
    }

    It 'continues after an execution that does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"execution not found"}').Answer(200, (Get-Page 'a'))
        $entries = $syncId, $executionId | ForEach-Object { [pscustomobject]@{ SyncId = '248df4b7-aa70-47b8-a036-33ac447e668d'; Id = $_ } } |
            Get-PolytomicBulkSyncLog -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
        $entries.Id | Should -Be 'a'
        $caught.Count | Should -Be 1
        $caught[0] | Assert-Failure PolytomicNotFound
        $caught[0].TargetObject | Should -Be $syncId
    }

    It 'returns the log of the last execution if only the bulk sync is specified' {
        foreach ($read in { Get-PolytomicBulkSyncLog -SyncId $syncId }, { Get-PolytomicBulkSyncLog "$syncId" }, { [pscustomobject]@{ Id = $syncId; SyncId = $syncId } | Get-PolytomicBulkSyncLog }, { [PolytomicBulk.BulkSync]@{ Id = $syncId } | Get-PolytomicBulkSyncLog }) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, "{""data"":[{""id"":""$executionId"",""status"":""completed""}]}").Answer(200, (Get-Page 'a'))
            (& $read).Id | Should -Be 'a'
            (Get-SentRequest $scripted).PathAndQuery | Should -Be "/api/bulk/syncs/$syncId/executions?limit=1", "/api/bulk/syncs/$syncId/executions/$executionId/consolelog?limit=50"
        }
    }

    It 'reports a bulk sync that has never run' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[]}')
        $null = Get-PolytomicBulkSyncLog -SyncId $syncId -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicNotFound $syncId, 'Start-PolytomicBulkSync'
        $caught[0].TargetObject | Should -Be ([guid]$syncId)
    }

    It 'shows time, level and message' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Page 'a'))
        $time = [datetime]::new(2026, 5, 1, 8, 30, 0, [DateTimeKind]::Utc).ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
        Get-Log $scripted | Out-String | Should -BeLike "*Timestamp*Level*Message*$time info*entry a*"
    }

    Context 'in the sandbox' {
        BeforeEach { $sandbox = Start-SandboxExecution }
        AfterEach { Disconnect-Polytomic }

        It 'returns the entries so far, which never change later' {
            $execution | Get-PolytomicBulkSyncLog | Should -BeNullOrEmpty
            $earlier = @()
            foreach ($pass in 1..8) {
                $sandbox.Clock.Advance([timespan]::FromSeconds(6))
                $entries = @($execution | Get-PolytomicBulkSyncLog)
                # The service keeps the last 50 entries.
                $entries.Count | Should -BeLessOrEqual 50
                $still = @($earlier | Where-Object Id -In $entries.Id)
                $still.Count | Should -BeGreaterThan $(if ($pass -eq 1) { -1 } else { 0 })
                ($entries | Select-Object -First $still.Count | ConvertTo-Json -Depth 5) | Should -Be ($still | ConvertTo-Json -Depth 5)
                @($entries | Where-Object { $_.Timestamp -lt $execution.CreatedAt -or $_.Timestamp -gt $sandbox.Clock.GetUtcNow().LocalDateTime }) | Should -BeNullOrEmpty
                $earlier = $entries
            }
            $end = $execution | Get-PolytomicBulkSyncExecution
            $entries.Count, $entries.Timestamp[-1] | Should -Be 50, $end.CompletedAt
            $entries.Message[-1] | Assert-Fact 'completed'
            ($entries | Sort-Object Timestamp -Stable).Id | Should -Be $entries.Id
            ($entries.Id | Select-Object -Unique).Count | Should -Be $entries.Count
        }

        It 'has the log of each schema that ran, with the records that were synced' {
            $entries = $execution | Get-PolytomicBulkSyncLog -Follow
            $end = $execution | Get-PolytomicBulkSyncExecution
            foreach ($table in $end.Schemas) {
                $own = $execution | Get-PolytomicBulkSyncLog -Schema $table.Schema
                $own.Message | Should -Be ($entries | Where-Object { $_.Payload.schema -eq $table.Schema }).Message
                $own[-1].Payload.records | Should -Be $table.RecordCount
                $own[0].Timestamp, $own[-1].Timestamp | Should -Be $table.StartedAt, $table.CompletedAt
            }
            $execution | Get-PolytomicBulkSyncLog -Schema Event -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicNotFound
        }

        It 'follows an execution through its states to its end' {
            $followed = @($execution | Get-PolytomicBulkSyncLog -Follow)
            ($execution | Get-PolytomicBulkSyncExecution).Status | Should -Be 'completed'
            $sandbox.Clock.Delays.Count | Should -BeGreaterThan 5
            $followed.Count | Should -BeGreaterThan 50
            $followed[0].Message | Should -Be "Execution of 'Salesforce to Snowflake' started"
            ($followed | Select-Object -Last 50).Id | Should -Be ($execution | Get-PolytomicBulkSyncLog).Id
        }

        It 'follows an execution that is canceled' {
            $sandbox.Clock.Advance([timespan]::FromSeconds(12))
            $followed = $execution | Get-PolytomicBulkSyncLog -Follow | ForEach-Object {
                if ($_.Payload.schema -eq 'Contact') { $execution | Stop-PolytomicBulkSyncExecution -Force }
                $_
            }
            $followed.Message[-1] | Assert-Fact 'canceled'
            foreach ($schema in 'Contact', 'User') { ($followed | Where-Object { $_.Payload.schema -eq $schema })[-1].Message | Assert-Fact 'canceled' }
            $followed.Id | Should -Be ($execution | Get-PolytomicBulkSyncLog).Id
        }

        It 'says why an execution failed' {
            $failed = Get-PolytomicBulkSync | Get-PolytomicBulkSyncExecution -First 60 | Where-Object Status -EQ failed | Select-Object -First 1
            $log = $failed | Get-PolytomicBulkSyncLog
            $log[-1].Level | Should -Be 'error'
            $log[-1].Message | Assert-Fact 'failed', $failed.StatusMessage
            $log.Message | Should -Contain $failed.StatusMessage
            $log[-1].Timestamp | Should -Be $failed.CompletedAt
        }
    }
}

Describe 'Save-PolytomicBulkSyncLog' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'saves each file under its own name, and returns it' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-FileList 'one.ndjson', 'two%20words.csv.gz')).AnswerBytes(200, (ConvertTo-Bytes 'first')).AnswerBytes(200, [byte[]](0, 255, 13, 10))
        $files = Save-Log $scripted
        $files | Should -BeOfType ([IO.FileInfo])
        $files.Name | Should -Be 'one.ndjson', 'two words.csv.gz'
        $files[0].DirectoryName | Should -Be $folder
        [IO.File]::ReadAllText($files[0].FullName) | Should -Be 'first'
        [IO.File]::ReadAllBytes($files[1].FullName) | Should -Be ([byte[]](0, 255, 13, 10))
        (Get-ChildItem $folder -Force).Count | Should -Be 2
        $sent = Get-SentRequest $scripted
        $sent[0].PathAndQuery | Should -Be "$base/logs"
        $sent[1].Address.AbsoluteUri | Should -Be "https://storage.example/b/one.ndjson?$secret"
    }

    It 'sends neither the key nor other headers of the API to the storage host' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(200, (ConvertTo-Bytes 'x'))
        $null = Save-Log $scripted
        $sent = Get-SentRequest $scripted
        $sent[0].Headers.Authorization | Should -Not -BeNullOrEmpty
        $sent[1].Headers.Keys | Should -BeNullOrEmpty
    }

    It 'saves to the current folder without -Path' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(200, (ConvertTo-Bytes 'x'))
        $null = New-Item $folder -ItemType Directory
        Push-Location $folder
        try { $file = Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Session $scripted.Session }
        finally { Pop-Location }
        $file.DirectoryName | Should -Be $folder
    }

    It 'returns files like Get-Item, from any location' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-FileList 'one [1]')).AnswerBytes(200, (ConvertTo-Bytes 'abc'))
        $folder = "Microsoft.PowerShell.Core\FileSystem::$folder"
        Push-Location env:
        try { $file = Save-Log $scripted }
        finally { Pop-Location }
        $file | Should -BeOfType IO.FileInfo
        $file.PSPath | Should -Be (Get-Item -LiteralPath $file.FullName).PSPath
        $file | Out-String | Should -Be (Get-Item -LiteralPath $file.FullName | Out-String)
    }

    It 'refuses a path that is not a folder of the file system' {
        $scripted = New-ScriptedSession
        $folder = 'env:'
        Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
        $caught[0] | Assert-Failure PolytomicInvalidArgument
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'warns if there are no files' -ForEach @(@{ Answer = '{"data":{"URLs":[]}}' }, @{ Answer = '{"data":{"URLs":null,"Expires":null}}' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $Answer)
        Save-Log $scripted @{ WarningVariable = 'script:warned'; WarningAction = 'SilentlyContinue' } | Should -BeNullOrEmpty
        "$warned" | Assert-Fact "$executionId"
    }

    It 'downloads nothing with -WhatIf' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-FileList 'one'))
        Save-Log $scripted @{ WhatIf = $true } | Should -BeNullOrEmpty
        Save-Log $scripted @{ WhatIf = $true; Archive = $true } | Should -BeNullOrEmpty
        @(Get-SentRequest $scripted).Count | Should -Be 1
        Test-Path $folder | Should -BeFalse
    }

    Context 'files that already exist' {
        BeforeEach {
            $null = New-Item $folder -ItemType Directory
            [IO.File]::WriteAllText("$folder/one", 'old')
        }

        It 'downloads only the other files' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two')).AnswerBytes(200, (ConvertTo-Bytes 'new'))
            (Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }).Name | Should -Be 'two'
            $caught[0] | Assert-Failure PolytomicFileExists 'one', '-Force'
            [IO.File]::ReadAllText("$folder/one") | Should -Be 'old'
            (Get-SentRequest $scripted).PathAndQuery | Should -Be "$base/logs", "/b/two?$secret"
        }

        It 'writes one error for all existing files of an execution' {
            $scripted = New-ScriptedSession
            [IO.File]::WriteAllText("$folder/three", 'old')
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two', 'three')).AnswerBytes(200, (ConvertTo-Bytes 'new'))
            (Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }).Name | Should -Be 'two'
            $caught | Should -HaveCount 1
            $caught[0] | Assert-Failure PolytomicFileExists '2', $folder, '-Force', '-Path'
            $caught[0].TargetObject | Split-Path -Leaf | Should -Be 'one', 'three'
        }

        It 'saves the other files first if an error stops the command' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two')).AnswerBytes(200, (ConvertTo-Bytes 'new'))
            { Save-Log $scripted @{ ErrorAction = 'Stop' } } | Should -Throw -PassThru | Assert-Failure PolytomicFileExists
            [IO.File]::ReadAllText("$folder/one"), [IO.File]::ReadAllText("$folder/two") | Should -Be 'old', 'new'
        }

        It 'overwrites them with -Force' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(200, (ConvertTo-Bytes 'new'))
            $null = Save-Log $scripted @{ Force = $true }
            [IO.File]::ReadAllText("$folder/one") | Should -Be 'new'
            (Get-ChildItem $folder -Force).Count | Should -Be 1
        }

        It 'skips them with -SkipExisting, and removes partial files of a killed process' {
            $scripted = New-ScriptedSession
            $partial = (Get-PartName "$folder/one"), (Get-PartName "$folder/two")
            $partial | ForEach-Object { [IO.File]::WriteAllText($_, 'half') }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two')).AnswerBytes(200, (ConvertTo-Bytes 'new'))
            (Save-Log $scripted @{ SkipExisting = $true; ErrorAction = 'Stop' }).Name | Should -Be 'two'
            [IO.File]::ReadAllText("$folder/one") | Should -Be 'old'
            (Get-SentRequest $scripted).PathAndQuery | Should -Be "$base/logs", "/b/two?$secret"
            (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be 'one', 'two'
            # The next run has nothing left to do.
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two'))
            Save-Log $scripted @{ SkipExisting = $true; ErrorAction = 'Stop' } | Should -BeNullOrEmpty
        }

        It 'refuses -SkipExisting together with -Force' {
            $scripted = New-ScriptedSession
            { Save-Log $scripted @{ SkipExisting = $true; Force = $true } } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Force', '-SkipExisting'
            Get-SentRequest $scripted | Should -BeNullOrEmpty
        }

        It 'does not skip a file that it just saved from another execution' {
            $fake = New-FakeSession
            $sync = $fake.Service.AddSync('Orders')
            $runs = 1..2 | ForEach-Object { $fake.Service.StartRun($sync); $fake.Clock.Advance([timespan]::FromMinutes(5)) }
            $saved = $runs | ForEach-Object { [pscustomobject]@{ SyncId = $sync; ExecutionId = $_ } } |
                Save-PolytomicBulkSyncLog -Path $folder -SkipExisting -Session $fake.Session -ErrorAction SilentlyContinue -ErrorVariable caught
            @($saved).Count | Should -BeGreaterThan 0
            $caught[0] | Assert-Failure PolytomicFileExists '-Path'
        }

        It 'keeps the old file with -Force until the new file is complete' {
            $scripted = New-ScriptedSession @{ MaxRetry = 0 }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'ne'), 3, $null)
            Save-Log $scripted @{ Force = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' } | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicConnectionFailed
            [IO.File]::ReadAllText("$folder/one") | Should -Be 'old'
            (Get-ChildItem $folder -Force).Count | Should -Be 1
        }

        It 'does not overwrite a file that it just saved from another execution, even with -Force' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(200, (ConvertTo-Bytes 'first')).Answer(200, (Get-FileList 'one'))
            $null = $executionId, '248df4b7-aa70-47b8-a036-33ac447e668d' | ForEach-Object { [pscustomobject]@{ ExecutionId = $_ } } |
                Save-PolytomicBulkSyncLog -SyncId $syncId -Path $folder -Force -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicFileExists 'one', '-Path { "logs/$($_.Id)" }'
            [IO.File]::ReadAllText("$folder/one") | Should -Be 'first'
        }

        It 'reports an error of the file system' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'two')).AnswerBytes(200, (ConvertTo-Bytes 'x'))
            $folder = "$folder/one"
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' } | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicFileFailed
        }
    }

    Context 'an interrupted download' {
        It 'continues at the interruption if the version of the file is the same' {
            $scripted = New-ScriptedSession
            $tag = ConvertTo-Header @{ ETag = '"v1"' }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'abc'), 9, $tag).
                AnswerCut(206, (ConvertTo-Bytes 'def'), 6, (ConvertTo-Header @{ ETag = '"v1"'; 'Content-Range' = 'bytes 3-8/9' })).
                AnswerBytes(206, (ConvertTo-Bytes 'ghi'), (ConvertTo-Header @{ ETag = '"v1"'; 'Content-Range' = 'bytes 6-8/9' }))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'abcdefghi'
            $sent = Get-SentRequest $scripted
            $sent[1].Headers.ContainsKey('Range') | Should -BeFalse
            $sent[2].Headers['Range'] | Should -Be 'bytes=3-'
            $sent[2].Headers['If-Range'] | Should -Be '"v1"'
            $sent[3].Headers['Range'] | Should -Be 'bytes=6-'
            $sent[3].Headers.Keys | Sort-Object | Should -Be 'If-Range', 'Range'
        }

        It 'starts again if the file has changed' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'abc'), 9, (ConvertTo-Header @{ ETag = '"v1"' })).AnswerBytes(200, (ConvertTo-Bytes 'other'), (ConvertTo-Header @{ ETag = '"v2"' }))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'other'
        }

        It 'starts again if the version is unknown' -ForEach @(@{ Headers = @{} }, @{ Headers = @{ ETag = 'W/"v1"' } }) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'abc'), 9, (ConvertTo-Header $Headers)).AnswerBytes(200, (ConvertTo-Bytes 'whole'))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'whole'
            (Get-SentRequest $scripted)[2].Headers.ContainsKey('Range') | Should -BeFalse
        }

        It 'starts again if the answer is another part, or no part' -ForEach @(
            @{ Status = 206; Headers = @{ 'Content-Range' = 'bytes 5-8/9' } }
            @{ Status = 416; Headers = @{ 'Content-Range' = 'bytes */2' } }
        ) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'abc'), 9, (ConvertTo-Header @{ ETag = '"v1"' })).AnswerBytes($Status, (ConvertTo-Bytes 'fghi'), (ConvertTo-Header $Headers)).AnswerBytes(200, (ConvertTo-Bytes 'whole'))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'whole'
            (Get-SentRequest $scripted)[3].Headers.ContainsKey('Range') | Should -BeFalse
        }

        It 'treats an answer that ends early as an interruption' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'abc'), 9, (ConvertTo-Header @{ ETag = '"v1"' })).
                AnswerBytes(206, (ConvertTo-Bytes 'de'), (ConvertTo-Header @{ 'Content-Range' = 'bytes 3-8/9' })).
                AnswerBytes(206, (ConvertTo-Bytes 'fghi'), (ConvertTo-Header @{ 'Content-Range' = 'bytes 5-8/9' }))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'abcdefghi'
        }

        It 'retries <Name>' -ForEach @(
            @{ Name = 'when the connection breaks'; Status = 0 }
            @{ Name = 'when the host is busy'; Status = 503 }
            @{ Name = 'when the host fails'; Status = 500 }
            @{ Name = 'when the rate limit is exceeded'; Status = 429 }
        ) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one'))
            $null = if ($Status) { $scripted.Handler.Answer($Status, '') } else { $scripted.Handler.Break() }
            $null = $scripted.Handler.AnswerBytes(200, (ConvertTo-Bytes 'whole'))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'whole'
            $scripted.Clock.Delays.Count | Should -Be 1
            $scripted.Clock.Delays[0].TotalSeconds | Should -BeGreaterOrEqual 0.2
            $scripted.Clock.Delays[0].TotalSeconds | Should -BeLessOrEqual 0.4
        }

        It 'stops after -MaxRetry, and leaves no files' {
            $scripted = New-ScriptedSession @{ MaxRetry = 2 }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).Break().Break().Break()
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicConnectionFailed
            $caught[0].Exception.Attempts | Should -Be 3
            @(Get-SentRequest $scripted).Count | Should -Be 4
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }

        It 'continues as long as more of the file arrives' {
            $scripted = New-ScriptedSession @{ MaxRetry = 1 }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerCut(200, (ConvertTo-Bytes 'a'), 5, (ConvertTo-Header @{ ETag = '"v1"' }))
            1..3 | ForEach-Object { $null = $scripted.Handler.AnswerCut(206, (ConvertTo-Bytes "$_"), (5 - $_), (ConvertTo-Header @{ 'Content-Range' = "bytes $_-4/5" })) }
            $null = $scripted.Handler.AnswerBytes(206, (ConvertTo-Bytes '4'), (ConvertTo-Header @{ 'Content-Range' = 'bytes 4-4/5' }))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'a1234'
        }

        It 'waits at most five minutes in total, unless more of the file arrives' {
            $later = ConvertTo-Header @{ 'Retry-After' = '200' }
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(503, @(), $later).AnswerCut(200, (ConvertTo-Bytes 'a'), 3, (ConvertTo-Header @{ ETag = '"v1"' })).
                AnswerBytes(503, @(), $later).AnswerBytes(206, (ConvertTo-Bytes 'bc'), (ConvertTo-Header @{ 'Content-Range' = 'bytes 1-2/3' }))
            [IO.File]::ReadAllText((Save-Log $scripted).FullName) | Should -Be 'abc'

            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'two')).AnswerBytes(503, @(), $later).AnswerBytes(503, @(), $later)
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicServerError*'
            $caught[0].Exception.Attempts | Should -Be 2
            $scripted.Clock.Delays | Should -Be ([timespan]::FromSeconds(200))
        }

        It 'does not retry a permanent failure (<_>)' -ForEach 501, 505 {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).Answer($_, '')
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0].FullyQualifiedErrorId | Should -BeLike 'PolytomicServerError*'
            $caught[0].Exception.Attempts | Should -Be 1
        }

        It 'stops if nothing arrives for -TimeoutSec' {
            $scripted = New-ScriptedSession @{ MaxRetry = 0; TimeoutSec = 7 }
            $clock = $scripted.Clock
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).Hang({ $clock.Advance([timespan]::FromSeconds(8)) }.GetNewClosure())
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicTimeout "'one'", 'storage.example', '7'
        }
    }

    Context 'addresses' {
        It 'gets a new address when the signature has expired' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).Answer(403, '<Error/>').
                Answer(200, '{"data":{"URLs":["https://storage.example/b/zero?Signature=2","https://storage.example/b/one?Signature=2"]}}').AnswerBytes(200, (ConvertTo-Bytes 'x'))
            (Save-Log $scripted).Name | Should -Be 'one'
            (Get-SentRequest $scripted)[3].Address.Query | Should -Be '?Signature=2'
        }

        It 'says what to do if the new address fails, and continues with the next file' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one', 'two')).Answer(403, '<Error/>').Answer(200, (Get-FileList 'one', 'two')).Answer(403, '<Error/>').AnswerBytes(200, (ConvertTo-Bytes 'x'))
            (Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }).Name | Should -Be 'two'
            $caught[0] | Assert-Failure PolytomicForbidden "'one'", 'storage.example', '403'
        }

        It 'never shows an address in -Verbose, progress or errors' {
            $scripted = New-ScriptedSession @{ MaxRetry = 2 }
            $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).Break("Could not reach https://storage.example/b/one?$secret").Answer(503, $secret).Answer(404, "<Error>$secret</Error>")
            $said = & { Save-Log $scripted @{ Verbose = $true; ErrorAction = 'Continue'; ErrorVariable = '+script:caught' } } *>&1
            $text = ($said | ForEach-Object { "$_"; if ($_ -is [Management.Automation.ErrorRecord]) { $_ | Format-List * -Force | Out-String; "$($_.Exception)" } }) -join "`n"
            @($text -split '\n') -match '\b503\b' | Select-Object -First 1 | Assert-Fact 'storage.example', 'one'
            @($text -split '\n') -match '\b404\b' | Select-Object -First 1 | Assert-Fact 'storage.example', 'one'
            $text | Should -Not -BeLike '*s3cr3t*'
        }

        It 'refuses <Url>' -ForEach @(
            @{ Url = 'http://storage.example/one' }
            @{ Url = 'file:///etc/passwd' }
            @{ Url = '/b/one' }
            @{ Url = 'nonsense' }
            @{ Url = '' }
        ) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (@{ data = @{ URLs = @($Url) } } | ConvertTo-Json -Depth 5))
            Save-Log $scripted @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicBadResponse
            @(Get-SentRequest $scripted).Count | Should -Be 1
        }

        It 'creates the file name <Name> from <Last>, inside the folder' -ForEach @(
            @{ Last = ''; Name = 'log-1' }
            @{ Last = '%2fetc%2fpasswd'; Name = '_etc_passwd' }
            @{ Last = 'C%3a%5cWindows%5cx.dll'; Name = 'C__Windows_x.dll' }
            @{ Last = 'a.txt%3asecret'; Name = 'a.txt_secret' }
            @{ Last = 'nul'; Name = '_nul' }
            @{ Last = 'COM1.log'; Name = '_COM1.log' }
            @{ Last = 'a.%20.'; Name = 'a' }
            @{ Last = 'a%00b%1b%5b31m'; Name = 'a_b_[31m' }
            @{ Last = 'txt.%e2%80%aeexe'; Name = 'txt._exe' }
            @{ Last = ('a' * 300) + '.log'; Name = ('a' * 196) + '.log' }
            @{ Last = ('a' * 3000); Name = 'a' * 200 }
            @{ Last = ('%e6%97%a5' * 300) + '.log'; Name = ('日' * 65) + '.log' }
            @{ Last = ('%f0%9f%99%82' * 300) + '.log'; Name = ('🙂' * 49) + '.log' }
            @{ Last = '%c3%bc.log'; Name = 'ü.log' }
            @{ Last = '%20%20a'; Name = 'a' }
            @{ Last = 'CON'; Name = '_CON' }
            @{ Last = 'con%20.txt'; Name = '_con .txt' }
            @{ Last = 'LPT%c2%b9.log'; Name = '_LPT¹.log' }
            @{ Last = 'a%3a%3a%24DATA'; Name = 'a__$DATA' }
            @{ Last = '%5c%5chost%5cshare'; Name = '__host_share' }
            @{ Last = '...'; Name = 'log-1' }
        ) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList $Last)).AnswerBytes(200, (ConvertTo-Bytes 'x'))
            $file = Save-Log $scripted
            $file.Name | Should -BeExactly $Name
            $file.DirectoryName | Should -Be $folder
            (Get-ChildItem $folder -Force).Count | Should -Be 1
        }

        It 'refuses an address that leaves the folder: <_>' -ForEach '..', '%2e%2e', '%2e%2e%2fup.txt', '..%5c..%5cup.txt' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList $_))
            { Save-Log $scripted @{ ErrorAction = 'Stop' } } | Should -Throw -PassThru | Assert-Failure PolytomicBadResponse
            (Get-SentRequest $scripted).PathAndQuery | Should -Be "$base/logs"
            Test-Path $folder | Should -BeFalse
        }

        It 'deletes only partial files of the same file from a killed process' {
            $null = New-Item $folder -ItemType Directory
            $names = 'one', 'two', 'one', 'one' | ForEach-Object { Split-Path (Get-PartName "$folder/$_") -Leaf }
            $names[2] += '.x'
            $names | ForEach-Object { [IO.File]::WriteAllText("$folder/$_", 'half') }
            # The last file belongs to a running transfer.
            $held = [IO.FileStream]::new("$folder/$($names[-1])", 'Open', 'Write', 'None')
            try {
                $scripted = New-ScriptedSession
                $null = $scripted.Handler.Answer(200, (Get-FileList 'one')).AnswerBytes(200, (ConvertTo-Bytes 'x'))
                (Save-Log $scripted).Name | Should -Be 'one'
            }
            finally { $held.Dispose() }
            (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be (@('one') + $names[1..3] | Sort-Object)
        }

        It 'gives different names to files with the same name' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, (Get-FileList 'a/x.log', 'b/X.log', 'c/x.log'))
            1..3 | ForEach-Object { $null = $scripted.Handler.AnswerBytes(200, (ConvertTo-Bytes "$_")) }
            (Save-Log $scripted).Name | Should -BeExactly 'x.log', 'X-2.log', 'x-3.log'
        }
    }

    It 'needs no more memory for a larger file' {
        $scripted = New-ScriptedSession
        $length = 128MB
        $null = $scripted.Handler.Answer(200, (Get-FileList 'large')).AnswerZeros($length)
        $before = [GC]::GetTotalAllocatedBytes()
        $file = Save-Log $scripted
        [GC]::GetTotalAllocatedBytes() - $before | Should -BeLessThan ($length / 4)
        $file.Length | Should -Be $length
        Remove-Item $file
    }

    Context 'with -Archive' {
        It 'stops after -TimeoutSec, 1800 by default' -ForEach @{ With = @{} ; Seconds = 1800 }, @{ With = @{ TimeoutSec = 60 }; Seconds = 60 } {
            $fake = New-FakeSession
            $fake.Service.RunTime = [timespan]::FromDays(1)
            $sync = $fake.Service.AddSync('Orders')
            $run = $fake.Service.StartRun($sync)
            $began = $fake.Clock.GetUtcNow()
            Save-PolytomicBulkSyncLog -SyncId $sync -ExecutionId $run -Path $folder -Archive -Session $fake.Session -ErrorAction SilentlyContinue -ErrorVariable caught @With | Should -BeNullOrEmpty
            $caught[0] | Assert-Failure PolytomicTimeout $run, "$Seconds s", '-TimeoutSec'
            ($fake.Clock.GetUtcNow() - $began).TotalSeconds | Should -Be $Seconds
        }

        It 'is required for -TimeoutSec' {
            $scripted = New-ScriptedSession
            { Save-Log $scripted @{ TimeoutSec = 5 } } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-TimeoutSec', '-Archive'
        }

        It 'saves an archive that the service returns at once' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, "{`"data`":{`"url`":`"https://storage.example/x/all.zip?$secret`"}}").AnswerBytes(200, (ConvertTo-Bytes 'PK'))
            (Save-Log $scripted @{ Archive = $true }).Name | Should -Be 'all.zip'
            $sent = Get-SentRequest $scripted
            $sent[0].Method | Should -Be 'POST'
            $sent[0].PathAndQuery | Should -Be "$base/logs/export"
            $sent[0].Body | Should -BeNullOrEmpty
            $sent[1].Headers.Keys | Should -BeNullOrEmpty
        }

        It 'waits for the job with any status, and saves its result as <Name>' -ForEach @(
            @{ Name = 'an object'; Result = '{"url":"https://storage.example/x/all.zip?s=1"}' }
            @{ Name = 'text'; Result = '"https://storage.example/x/all.zip?s=1"' }
        ) {
            $scripted = New-ScriptedSession
            $job = '248df4b7-aa70-47b8-a036-33ac447e668d'
            $null = $scripted.Handler.Answer(200, "{`"job`":{`"job_id`":`"$job`",`"status`":`"created`"}}").
                Answer(200, "{`"data`":{`"job_id`":`"$job`",`"status`":`"running`"}}").Answer(200, "{`"data`":{`"job_id`":`"$job`",`"status`":`"of tomorrow`"}}").
                Answer(200, "{`"data`":{`"job_id`":`"$job`",`"status`":`"done`",`"result`":$Result}}").AnswerBytes(200, (ConvertTo-Bytes 'PK'))
            (Save-Log $scripted @{ Archive = $true }).Name | Should -Be 'all.zip'
            $sent = Get-SentRequest $scripted
            $sent[1..3].PathAndQuery | Select-Object -Unique | Should -Be "/api/jobs/exportlogs/$job"
            $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 3, 4.5
        }

        It 'says why the job failed' {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, '{"job":{"job_id":"248df4b7-aa70-47b8-a036-33ac447e668d","status":"failed","error":"no logs"}}')
            Save-Log $scripted @{ Archive = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicServerError $executionId, 'no logs'
        }

        It 'refuses the answer <Answer>' -ForEach @(
            @{ Answer = '{}' }
            @{ Answer = '{"data":{"url":null},"job":null}' }
            @{ Answer = '{"job":{"status":"created"}}' }
            @{ Answer = '{"job":{"job_id":"248df4b7-aa70-47b8-a036-33ac447e668d","status":"done"}}' }
            @{ Answer = '{"job":{"job_id":"248df4b7-aa70-47b8-a036-33ac447e668d","status":"done","result":[1]}}' }
        ) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.Answer(200, $Answer)
            Save-Log $scripted @{ Archive = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicBadResponse
        }

        It 'does not download an existing file' {
            $scripted = New-ScriptedSession
            $null = New-Item $folder -ItemType Directory
            [IO.File]::WriteAllText("$folder/all.zip", 'old')
            $null = $scripted.Handler.Answer(200, '{"data":{"url":"https://storage.example/x/all.zip"}}')
            Save-Log $scripted @{ Archive = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:caught' }
            $caught[0] | Assert-Failure PolytomicFileExists
            @(Get-SentRequest $scripted).Count | Should -Be 1
        }
    }

    Context 'in the sandbox' {
        BeforeEach { $sandbox = Start-SandboxExecution }
        AfterEach { Disconnect-Polytomic }

        It 'saves files with the entries of the console log so far' {
            $execution | Save-PolytomicBulkSyncLog -Path $folder -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            "$warned" | Assert-Fact "$($execution.Id)"
            $sandbox.Clock.Advance([timespan]::FromSeconds(20))
            $files = $execution | Save-PolytomicBulkSyncLog -Path $folder
            $files.Name | Should -Contain 'Account.ndjson'
            $files.Name | Should -Not -Contain 'User.ndjson'
            (Get-Content "$folder/Account.ndjson" | ConvertFrom-Json).message | Should -Be ($execution | Get-PolytomicBulkSyncLog -Schema Account).Message
            $end = $execution | Wait-PolytomicBulkSync
            $files = $execution | Save-PolytomicBulkSyncLog -Path $folder -Force
            $files.BaseName | Should -Be $end.Schemas.Schema
            $files | Should -Not -BeNullOrEmpty
            foreach ($file in $files) { (Get-Content $file | ConvertFrom-Json).message | Should -Be ($execution | Get-PolytomicBulkSyncLog -Schema $file.BaseName).Message }
        }

        It 'saves an archive of them' {
            $end = $execution | Wait-PolytomicBulkSync
            $sandbox.Clock.Delays.Clear()
            $file = $execution | Save-PolytomicBulkSyncLog -Path $folder -Archive
            $file.Name | Should -BeLike 'logs-*.zip'
            $sandbox.Clock.Delays.Count | Should -BeGreaterThan 0
            $zip = [IO.Compression.ZipFile]::OpenRead($file.FullName)
            try {
                $zip.Entries.FullName | Should -Be ($end.Schemas.Schema | ForEach-Object { "$_.ndjson" })
                $reader = [IO.StreamReader]::new($zip.GetEntry('Contact.ndjson').Open())
                ($reader.ReadToEnd().Trim() -split "`n" | ConvertFrom-Json).message | Should -Be ($execution | Get-PolytomicBulkSyncLog -Schema Contact).Message
            }
            finally { $zip.Dispose() }
            $sandbox.Clock.Delays.Clear()
            $execution | Save-PolytomicBulkSyncLog -Path $folder -Archive -Force | Should -Not -BeNullOrEmpty
            $sandbox.Clock.Delays | Should -BeNullOrEmpty
        }

        It 'creates valid file names from invalid schema names' {
            $files = Get-PolytomicBulkSync -Name 'Orders*BigQuery' | ForEach-Object {
                Set-PolytomicBulkSyncSchema $_.Id 'legacy.Orders 2019/2020 (#1, 5%)' -Enabled
                $_ | Start-PolytomicBulkSync -Schema 'legacy.Orders 2019/2020 (#1, 5%)', 'public.price list' -Wait | Save-PolytomicBulkSyncLog -Path $folder
            }
            $files.Name | Should -Be 'public.price list.ndjson', 'legacy.Orders 2019_2020 (#1, 5%).ndjson'
            $files.Length | Should -Not -Contain 0
        }
    }
}

Describe 'Logs over a real socket' {
    BeforeAll {
        $sandboxHost = Start-SandboxHost
        Connect-Polytomic -ApiKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -BaseUri $sandboxHost.BaseUri
        $executionId = (Get-PolytomicBulkSyncExecution $syncId -Completed -First 1).Id
    }
    AfterAll {
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        Stop-SandboxHost $sandboxHost
    }

    It 'saves the files' {
        $folder = Join-Path $TestDrive 'socket'
        $files = Save-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Path $folder -ErrorAction Stop
        $files.Count | Should -BeGreaterThan 3
        (Get-Content "$folder/Contact.ndjson" | ConvertFrom-Json).Count | Should -Be @(Get-PolytomicBulkSyncLog -SyncId $syncId -ExecutionId $executionId -Schema Contact).Count
    }

    It 'is refused by the storage host with a key' {
        $list = Invoke-RestMethod "$($sandboxHost.BaseUri)api/bulk/syncs/$syncId/executions/$executionId/logs" -Headers @{ Authorization = 'Bearer sandbox-api-key' }
        $url = $list.data.URLs[0]
        (Invoke-WebRequest $url -SkipHttpErrorCheck).StatusCode | Should -Be 200
        (Invoke-WebRequest $url -Headers @{ Authorization = 'Bearer sandbox-api-key' } -SkipHttpErrorCheck).StatusCode | Should -Be 400
        (Invoke-WebRequest "$($url)0" -SkipHttpErrorCheck).StatusCode | Should -Be 403
        $part = Invoke-WebRequest $url -Headers @{ Range = 'bytes=10-' } -SkipHttpErrorCheck
        $part.StatusCode | Should -Be 206
        $part.Content.Length | Should -Be ((Invoke-WebRequest $url).Content.Length - 10)
    }
}
