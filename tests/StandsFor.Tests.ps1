BeforeDiscovery {
    Import-Module (Join-Path (Split-Path $PSScriptRoot) 'out/PolytomicBulk')
    # As a row, a short status looks like a part of a bulk sync.
    $whole = @{ BulkSync = 'object', 'Select-Object', 'CSV', 'JSON', 'CLIXML'; BulkSyncStatus = 'object', 'Select-Object', 'CSV', 'JSON', 'CLIXML'; BulkSyncExecutionStatus = 'object', 'Select-Object', 'CLIXML' }
    # Rows of these kinds have an Id or Name, but nothing that shows their kind. No bulk sync has that id or name, so the service refuses them.
    $unclear = @{ Actor = 'CSV', 'JSON'; ConnectionSetting = 'CSV', 'JSON'; ConnectionTest = 'CSV', 'JSON'; FileInfo = 'CSV', 'JSON'; ScheduleSettings = 'CSV', 'JSON' }
    $kinds = @(
        Get-Command -Module PolytomicBulk -CommandType Cmdlet | ForEach-Object { $_.OutputType.Name } | Where-Object { $_ -and $_ -notin 'System.Management.Automation.PSObject', 'System.Boolean' } | Sort-Object -Unique |
            ForEach-Object { $kind = ($_ -split '\.')[-1]; @{ Kind = $kind; Type = $_; Stands = @($whole[$kind] | Where-Object { $_ }); Unclear = @($unclear[$kind] | Where-Object { $_ }) } }
        # Objects inside other objects, which can also be sent to a pipeline.
        foreach ($type in 'BulkSyncSchemaExecution', 'BulkSyncField', 'BulkSyncFilter', 'ScheduleSettings', 'SchemaField', 'Actor') { @{ Kind = $type; Type = "PolytomicBulk.$type"; Stands = @(); Unclear = @($unclear[$type] | Where-Object { $_ }) } }
    ) | Sort-Object { $_.Kind } -Unique
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # Every cmdlet that changes a bulk sync, with its other required parameters.
    $changing = @{
        'Copy-PolytomicBulkSync' = @{ NewName = 'Copy' }
        'Disable-PolytomicBulkSync' = @{ Force = $true }
        'Enable-PolytomicBulkSync' = @{}
        'Remove-PolytomicBulkSync' = @{ Force = $true }
        'Set-PolytomicBulkSync' = @{ NewName = 'Other' }
        'Start-PolytomicBulkSync' = @{}
        'Stop-PolytomicBulkSync' = @{ Force = $true }
    }

    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
    $execution = $sync | Get-PolytomicBulkSyncExecution -First 1
    $export = Join-Path $TestDrive 'export'
    $file = $sync | Export-PolytomicBulkSync $export -PassThru
    $connection = Get-PolytomicConnection 'Orders database'
    $schema = $sync | Get-PolytomicBulkSyncSchema -Id Contact
    $sync | Set-PolytomicBulkSync -Mode snapshot
    $samples = @{
        BulkSync = $sync
        BulkSyncDueTime = Get-PolytomicBulkSyncSchedule -Next 48h | Select-Object -First 1
        BulkSyncExecutionMeasure = $execution | Measure-PolytomicBulkSyncExecution | Select-Object -First 1
        BulkSyncDrift = Compare-PolytomicBulkSync $export | Select-Object -First 1
        BulkSyncPlan = Import-PolytomicBulkSync $export -WhatIf -PassThru | Select-Object -First 1
        BulkSyncExecution = $execution
        BulkSyncExecutionStatus = $sync | Get-PolytomicBulkSyncStatus -Summary
        BulkSyncField = $schema.Fields[0]
        BulkSyncLogEntry = $execution | Get-PolytomicBulkSyncLog | Select-Object -First 1
        BulkSyncReport = Export-PolytomicBulkSyncReport (Join-Path $TestDrive report.html) -PassThru
        BulkSyncSchedule = $sync | Get-PolytomicBulkSyncSchedule | Select-Object -First 1
        BulkSyncSchema = $schema
        BulkSyncSchemaExecution = $execution.Schemas[0]
        BulkSyncStatus = $sync | Get-PolytomicBulkSyncStatus
        Connection = $connection
        ConnectionSchema = $connection | Get-PolytomicConnectionSchema -Id public.orders
        FileInfo = $file
        PolytomicPolicy = Get-PolytomicPolicy | Select-Object -First 1
        PolytomicSession = Get-PolytomicSession
        ScheduleSettings = $sync.DefaultSchedule
    }
    Disconnect-Polytomic

    function Get-Form($Object) {
        [ordered]@{
            object = $Object
            'Select-Object' = $Object | Select-Object *
            CSV = $Object | ConvertTo-Csv | ConvertFrom-Csv
            JSON = $Object | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json
            CLIXML = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object, 2))
        }
    }
}

Describe 'Input for commands that change a bulk sync' {
    It 'is tested for every cmdlet that changes a bulk sync' {
        $found = Get-Command -Module PolytomicBulk -Noun PolytomicBulkSync | Where-Object { $_.Parameters['WhatIf'] -and $_.Parameters['Id'] -and $_.Verb -ne 'Export' }
        $found.Name | Sort-Object | Should -Be ($changing.Keys | Sort-Object)
    }

    It 'can be a <Kind> only as <Stands>' -ForEach $kinds {
        $sample = $samples[$Kind]
        $found = [PolytomicBulk.BulkSync].Assembly.GetType($Type), ($Type -as [type]) | Where-Object { $_ } | Select-Object -First 1
        if (-not $sample) { $sample = New-Filled $found 'text' '1' }
        $sample | Should -Not -BeNullOrEmpty
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(404, '{}')
        $forms = Get-Form $sample
        $unexpected = foreach ($form in $forms.Keys) {
            foreach ($command in $changing.Keys) {
                $with = $changing[$command]
                $before = $scripted.Handler.Requests.Count
                $null = $forms[$form] | & $command @with -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
                $sent = @($scripted.Handler.Requests | Select-Object -Skip $before)
                $failures = @($caught | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
                $isAsExpected = $failures.Count -eq 1 -and $(
                    if ($form -in $Stands) { $sent.Count -eq 1 -and $sent[0].PathAndQuery -like "/api/bulk/syncs/$($sync.Id)*" }
                    elseif ($form -in $Unclear) { $sent.Count -eq 1 -and $sent[0].PathAndQuery -notlike "*$($sync.Id)*" }
                    else { $sent.Count -eq 0 -and $failures[0].FullyQualifiedErrorId -like 'PolytomicInvalidArgument,*' -and "$($failures[0])" -like '*Get-PolytomicBulkSync*' }
                )
                if (-not $isAsExpected) { "${form} to ${command}: sent $($sent.PathAndQuery); $caught" }
            }
        }
        $unexpected | Should -BeNullOrEmpty
    }

    It 'cannot be an object of another kind: <_>' -ForEach 'process', 'file', 'time', 'number', 'type' {
        $object = switch ($_) { 'process' { Get-Process -Id $PID } 'file' { Get-Item $PSScriptRoot } 'time' { Get-Date } 'number' { 5 } 'type' { [guid] } }
        $scripted = New-ScriptedSession
        foreach ($one in $object, ($object | Select-Object *)) {
            $one | Remove-PolytomicBulkSync -Force -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument 'Get-PolytomicBulkSync'
        }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'can be a row with <Row>, read as <Means>' -ForEach @(
        @{ Row = @{ Id = '{0}' }; Means = 'id' }
        @{ Row = @{ Id = '{0}'; SyncId = '{0}' }; Means = 'id' }
        @{ Row = @{ Id = '{0}'; SyncId = '' }; Means = 'id' }
        @{ Row = @{ Id = '{0}'; Name = 'Orders' }; Means = 'id' }
        @{ Row = @{ SyncId = '{0}'; CurrentExecution = '' }; Means = 'id' }
        @{ Row = @{ Name = 'Orders' }; Means = 'name' }
        @{ Row = @{ Id = ''; SyncId = $null; Name = 'Orders' }; Means = 'name' }
        @{ Row = @{ SyncId = '{0}' }; Means = 'nothing' }
        @{ Row = @{ SyncId = '{0}'; Name = 'Orders' }; Means = 'nothing' }
        @{ Row = @{ Id = '{1}'; SyncId = '{0}' }; Means = 'nothing' }
        @{ Row = @{ Id = '{0}'; ExecutionId = '{1}' }; Means = 'nothing' }
        @{ Row = @{ Id = '{0}'; ConnectionId = '{0}' }; Means = 'nothing' }
        @{ Row = @{ ExecutionId = '{1}'; Name = 'Orders' }; Means = 'nothing' }
        @{ Row = @{ Id = '7'; Name = 'Orders' }; Means = 'nothing' }
        @{ Row = @{ Id = '00000000-0000-0000-0000-000000000000' }; Means = 'nothing' }
        @{ Row = @{ Mode = 'replicate' }; Means = 'nothing' }
        @{ Row = @{ Name = ''; Mode = 'x' }; Means = 'nothing' }
    ) {
        $ids = '22222222-0000-4000-8000-00000000000a', '22222222-0000-4000-8000-00000000000b'
        $filled = [ordered]@{}
        foreach ($name in $Row.Keys) { $filled[$name] = if ($Row[$name]) { $Row[$name] -f $ids } else { $Row[$name] } }
        foreach ($form in [pscustomobject]$filled, $filled, ([pscustomobject]$filled | ConvertTo-Csv | ConvertFrom-Csv)) {
            $scripted = New-ScriptedSession
            $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{""data"":[{""id"":""$($ids[0])"",""name"":""Orders""}]}").Otherwise(404, '{}')
            $form | Remove-PolytomicBulkSync -Force -Session $scripted.Session -ErrorAction SilentlyContinue -ErrorVariable caught
            $sent = @((Get-SentRequest $scripted).PathAndQuery)
            switch ($Means) {
                'id' { $sent | Should -Be "/api/bulk/syncs/$($ids[0])" }
                'name' { $sent | Should -Be '/api/bulk/syncs?limit=50', "/api/bulk/syncs/$($ids[0])" }
                'nothing' { Get-SentRequest $scripted | Should -BeNullOrEmpty; $caught[0] | Assert-Failure PolytomicInvalidArgument }
            }
        }
    }

    It 'can come from another process, Import-Csv with types, and another user' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(404, '{}')
        $csv = Join-Path $TestDrive 'typed.csv'
        $samples.BulkSyncSchedule | Export-Csv $csv -IncludeTypeInformation
        foreach ($copy in (Import-Csv $csv), ($samples.BulkSyncSchedule | Select-Object Id, SyncId | Select-Object *), [pscustomobject]@{ PSTypeName = 'Deserialized.PolytomicBulk.BulkSyncExecution'; Id = $execution.Id }) {
            $copy | Remove-PolytomicBulkSync -Force -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicInvalidArgument 'bulk sync'
        }
        Get-SentRequest $scripted | Should -BeNullOrEmpty
        [pscustomobject]@{ PSTypeName = 'Acme.Row'; Id = $sync.Id } | Remove-PolytomicBulkSync -Force -ErrorAction SilentlyContinue
        Get-SentRequest $scripted | Should -HaveCount 1
    }

    It 'cannot be an empty id or a blank name' {
        $scripted = New-ScriptedSession
        { Remove-PolytomicBulkSync -Id ([guid]::Empty) -Force } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError '00000000-0000-0000-0000-000000000000'
        { Remove-PolytomicBulkSync ' ' -Force } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError
        { Get-PolytomicBulkSource -ConnectionId ([guid]::Empty) } | Should -Throw -PassThru | Assert-Failure ParameterArgumentTransformationError '00000000-0000-0000-0000-000000000000'
        [guid]::Empty, ' ' | Remove-PolytomicBulkSync -Force -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Assert-Failure PolytomicInvalidArgument
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'An object that is older than the service''s copy' {
    BeforeAll {
        $old = Get-Culture
        function Set-Culture([string] $Name) { [cultureinfo]::CurrentCulture = [cultureinfo]$Name }
    }

    AfterAll { [cultureinfo]::CurrentCulture = $old }

    It 'is refused in every form in <_>, and the same version is accepted' -ForEach 'en-US', 'de-DE', 'fi-FI', 'th-TH', 'fa-IR' {
        Set-Culture $_
        $fake = New-FakeSession
        $read = Get-PolytomicBulkSync -Id ($fake.Service.AddSync('Orders'))
        $forms = Get-Form $read
        foreach ($form in $forms.Keys) {
            $name = "Once $form"
            $forms[$form] | Set-PolytomicBulkSync -NewName $name -Force
            Get-PolytomicBulkSync -Id $read.Id | ForEach-Object Name | Should -Be $name
        }

        $fresh = Get-Form (Get-PolytomicBulkSync -Id $read.Id)
        foreach ($form in $fresh.Keys) { $fresh[$form] | Set-PolytomicBulkSync -NewName $name -ErrorAction Stop }
        foreach ($form in $forms.Keys) {
            $fake.Clock.Advance([timespan]::FromSeconds(2))
            Get-PolytomicBulkSync -Id $read.Id | Set-PolytomicBulkSync -NewName "By another $form"
            $forms[$form] | Set-PolytomicBulkSync -NewName 'Lost' -ErrorAction SilentlyContinue -ErrorVariable caught
            $caught[0] | Assert-Failure PolytomicConflict
        }
    }

    It 'is refused if its time cannot be read, unless -Force' {
        $scripted = New-ScriptedSession
        $row = [pscustomobject]@{ Id = $sync.Id; UpdatedAt = 'some day' }
        $row | Set-PolytomicBulkSync -NewName X -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicInvalidArgument 'UpdatedAt', 'some day', '-Force'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
        $row | Set-PolytomicBulkSync -NewName X -Force -ErrorAction SilentlyContinue
        Get-SentRequest $scripted | Should -Not -BeNullOrEmpty
    }
}
