BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $kinds = @(
        @{ Kind = 'PolytomicSession'; Key = 'Organization', 'User' }
        @{ Kind = 'Identity'; Key = 'Email', 'OrganizationName' }
        @{ Kind = 'BulkSync'; Key = 'Active', 'Mode', 'SourceName', 'DestinationName' }
        @{ Kind = 'BulkSyncExecution'; Key = 'Status', 'RecordCount' }
        @{ Kind = 'BulkSyncSchemaExecution'; Key = 'Schema', 'Status', 'RecordCount' }
        @{ Kind = 'BulkSyncStatus'; Key = @() }
        @{ Kind = 'BulkSyncExecutionStatus'; Key = 'Status', 'RecordCount' }
        @{ Kind = 'BulkSyncExecutionMeasure'; Key = 'Runs', 'Failed', 'RecordCount', 'Trend' }
        @{ Kind = 'BulkSyncReport'; Key = 'Succeeded', 'Failed', 'LateSchemaCount' }
        @{ Kind = 'BulkSyncDueTime'; Key = 'SyncName', 'Schedule' }
        @{ Kind = 'BulkSyncLogEntry'; Key = @('Level') }
        @{ Kind = 'BulkSyncSchedule'; Key = @('IsDefault') }
        @{ Kind = 'BulkSyncSchema'; Key = 'Id', 'Enabled' }
        @{ Kind = 'BulkSyncField'; Key = 'Id', 'Enabled', 'Obfuscated' }
        @{ Kind = 'BulkSyncFilter'; Key = 'FieldId', 'Function' }
        @{ Kind = 'Connection'; Key = 'Name', 'Type', 'Status' }
        @{ Kind = 'ConnectionType'; Key = 'Id', 'Name' }
        @{ Kind = 'BulkSource'; Key = @('ConnectionName') }
        @{ Kind = 'BulkDestination'; Key = @('ConnectionName') }
        @{ Kind = 'ConnectionSchema'; Key = 'Id', 'Name' }
        @{ Kind = 'ConnectionSchemaStatus'; Key = 'CacheStatus', 'ConnectionName' }
        @{ Kind = 'BulkSyncDrift'; Key = 'Change', 'Property' }
        @{ Kind = 'BulkSyncPlan'; Key = 'Action', 'Property' }
        @{ Kind = 'SchemaField'; Key = 'Id', 'Name', 'Type' }
        @{ Kind = 'PolytomicEvent'; Key = 'Type', 'SyncName' }
        @{ Kind = 'PolytomicOrganization'; Key = 'Name', 'Id' }
        @{ Kind = 'PolytomicEntity'; Key = 'Type', 'Id' }
        @{ Kind = 'ErrorSubscriber'; Key = @('Email') }
        @{ Kind = 'ConnectionSetting'; Key = 'Name', 'Kind' }
        @{ Kind = 'ConnectionSettingValue'; Key = 'Setting', 'Value', 'Label' }
        @{ Kind = 'ConnectionTest'; Key = 'Name', 'Type', 'Succeeded' }
        @{ Kind = 'PolytomicPolicy'; Key = 'Name', 'System' }
    )
    $states = @(
        foreach ($state in 'completed', 'healthy', 'fresh') { @{ State = $state; Color = $PSStyle.Foreground.Green } }
        foreach ($state in 'created', 'scheduled', 'running', 'exporting', 'processing', 'canceling', 'refreshing') { @{ State = $state; Color = $PSStyle.Foreground.Cyan } }
        foreach ($state in 'failed', 'errors', 'error', 'unhealthy') { @{ State = $state; Color = $PSStyle.Formatting.Error } }
        foreach ($state in 'interrupted', 'canceled', 'warning') { @{ State = $state; Color = $PSStyle.Formatting.Warning } }
    )
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $rendering = $PSStyle.OutputRendering
    Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
    $syncs = Get-PolytomicBulkSync
    $orders = Get-PolytomicConnection 'Orders database'
    $stripe = Get-PolytomicBulkSync 'Stripe to BigQuery'
    $salesforce = Get-PolytomicBulkSync 'Salesforce to Snowflake'
    $null = $stripe | Start-PolytomicBulkSync
    Export-PolytomicBulkSync "$TestDrive/configurations"
    $null = Get-PolytomicBulkSync 'Zendesk to Snowflake' | Set-PolytomicBulkSync -NewName 'Zendesk' -Minute 17
    $samples = @{
        PolytomicSession = Get-PolytomicSession
        Identity = Get-PolytomicIdentity
        BulkSync = $syncs
        BulkSyncExecution = $syncs | Get-PolytomicBulkSyncExecution -First 5
        BulkSyncStatus = $syncs | Get-PolytomicBulkSyncStatus
        BulkSyncExecutionStatus = Get-PolytomicBulkSyncStatus -Summary -All
        BulkSyncExecutionMeasure = $syncs | Get-PolytomicBulkSyncExecution -First 20 | Measure-PolytomicBulkSyncExecution -Total
        BulkSyncReport = Export-PolytomicBulkSyncReport "$TestDrive/report.html" -PassThru -Since ([datetime]::new(2026, 5, 25, 0, 0, 0, [DateTimeKind]::Utc))
        BulkSyncDueTime = Get-PolytomicBulkSyncSchedule -Next 48h
        BulkSyncLogEntry = Get-PolytomicBulkSyncExecution 'HubSpot to Snowflake' | Where-Object Status -EQ completed | Select-Object -First 1 | Get-PolytomicBulkSyncLog
        BulkSyncSchedule = $syncs | Get-PolytomicBulkSyncSchedule
        BulkSyncSchema = $syncs | Get-PolytomicBulkSyncSchema -Id *
        Connection = Get-PolytomicConnection
        ConnectionType = Get-PolytomicConnectionType
        BulkSource = Get-PolytomicConnection | Get-PolytomicBulkSource -ErrorAction Ignore
        BulkDestination = Get-PolytomicConnection | Get-PolytomicBulkDestination -ErrorAction Ignore
        ConnectionSchemaStatus = $orders | Get-PolytomicConnectionSchema
        PolytomicPolicy = Get-PolytomicPolicy
        PolytomicEvent = Get-PolytomicEvent
        PolytomicOrganization = Get-PolytomicOrganization
        PolytomicEntity = $syncs[0].Id, $orders.Id, (Get-PolytomicEvent -First 1).ExecutionId | Find-PolytomicObject
        ErrorSubscriber = Get-PolytomicErrorSubscriber
        ConnectionSetting = (Get-PolytomicConnectionType).Id | ForEach-Object { Get-PolytomicConnectionSetting -Type $_ }
        ConnectionSettingValue = Get-PolytomicConnection | Get-PolytomicConnectionSetting
        ConnectionTest = Get-PolytomicConnection | Test-PolytomicConnection
    }
    $samples.BulkSyncDrift = Compare-PolytomicBulkSync "$TestDrive/configurations"
    $samples.BulkSyncPlan = Import-PolytomicBulkSync "$TestDrive/configurations" -WhatIf -PassThru -ErrorAction SilentlyContinue
    $samples.BulkSyncSchemaExecution = $samples.BulkSyncExecution.Schemas
    $samples.BulkSyncField = $samples.BulkSyncSchema.Fields
    $samples.BulkSyncFilter = $samples.BulkSyncSchema.Filters
    $samples.ConnectionSchema = $samples.BulkSource.Schemas
    $samples.SchemaField = $samples.ConnectionSchema.Fields
    $records = $orders | Get-PolytomicConnectionRecord -Schema public.orders

    # Matches the name of a type in a cell, including arrays and dictionaries.
    $typeName = '\b(PolytomicBulk|System)\.\w|\w+\[\]|Dictionary`'

    function Remove-Color([string] $Text) { $Text -replace '\x1b\[[0-9;]*m' }
    function New-Execution([string] $Status) { [PolytomicBulk.BulkSyncExecution]@{ SyncId = $stripe.Id; Id = '33333333-0000-4000-8000-00000000000a'; Status = $Status; StartedAt = '2026-06-01'; RecordCount = 5; StatusMessage = 'm' } }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Disconnect-Polytomic
}

Describe 'The samples' {
    It 'contain every type that a cmdlet returns' {
        $emitted = (Get-Command -Module PolytomicBulk).OutputType.Name -like 'PolytomicBulk.*' -replace '^PolytomicBulk\.' | Sort-Object -Unique
        $emitted | Should -BeIn @($samples.Keys)
    }
}

Describe 'The output of cmdlets' {
    It 'has text instead of enumerations, because objects from a file have text' {
        $assembly = [PolytomicBulk.BulkSync].Assembly
        $seen = [Collections.Generic.HashSet[type]]::new()
        $open = [Collections.Generic.Queue[type]]::new([type[]]@((Get-Command -Module PolytomicBulk).OutputType.Type | Where-Object Namespace -EQ 'PolytomicBulk'))
        while ($open.Count) {
            $type = $open.Dequeue()
            if (-not $seen.Add($type)) { continue }
            foreach ($property in $type.GetProperties()) {
                foreach ($part in @($property.PropertyType) + $property.PropertyType.GetGenericArguments()) {
                    $part.IsEnum | Should -BeFalse -Because "$type.$($property.Name)"
                    if ($part.Assembly -eq $assembly) { $open.Enqueue($part) }
                }
            }
        }
        $seen.Count | Should -BeGreaterThan 40
    }
}

Describe -Tag PowerShell7 '<Kind> on the screen' -ForEach $kinds {
    BeforeAll {
        $all = @($samples[$Kind])
        $PSStyle.OutputRendering = 'PlainText'
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'has samples' {
        $all.Count | Should -BeGreaterThan 0
        foreach ($one in $all) { $one.GetType().FullName | Should -Be "PolytomicBulk.$Kind" }
    }

    It 'shows the key properties in full, in 120 columns' {
        $shown = $all | Out-String -Width 120
        ($shown -split '\r?\n').ForEach{ $_.TrimEnd().Length } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 120
        $values = foreach ($property in $Key) { $all.$property | ForEach-Object { "$_" } | Where-Object { $_ } | Select-Object -Unique }
        if ($Key) { $values | Should -Not -BeNullOrEmpty }
        # Long text continues on the next line.
        $pieces = $shown -split '\s+'
        foreach ($value in $values) {
            if ($shown.Contains($value)) { continue }
            $words = $value -split ' '
            @($words | Where-Object { $word = $_; -not ($pieces | Where-Object { $_ -and ($_ -eq $word -or ($_.Length -ge 16 -and $word.StartsWith($_))) }) }) | Should -BeNullOrEmpty -Because "'$value' is shown in full"
        }
    }

    It 'shows every column of its table in 120 columns' {
        $views = foreach ($file in Get-ChildItem $modulePath -Filter *.Format.ps1xml) {
            ([xml](Get-Content $file -Raw)).Configuration.ViewDefinitions.View | Where-Object { $_.TableControl -and $_.ViewSelectedBy.TypeName -contains "PolytomicBulk.$Kind" }
        }
        # A column without a label has the name of its property.
        $labels = @(foreach ($view in $views) {
                $properties = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
                $headers = @($view.TableControl.TableHeaders.ChildNodes | Where-Object LocalName -EQ 'TableColumnHeader')
                for ($i = 0; $i -lt $headers.Count; $i++) { if ($headers[$i]['Label']) { $headers[$i]['Label'].InnerText } else { $properties[$i].PropertyName } }
            })
        if ($Kind -notin 'PolytomicSession', 'Identity', 'ErrorSubscriber') { $labels.Count | Should -BeGreaterThan 1 }
        $header = ($all | Format-Table | Out-String -Width 120) -split '\r?\n'
        if ($labels) { $header | Where-Object { $line = $_; -not ($labels | Where-Object { -not $line.Contains($_) }) } | Should -Not -BeNullOrEmpty -Because "the columns are $($labels -join ', ')" }
    }

    It 'has a property for each heading, to select, sort and measure by' {
        $views = foreach ($file in Get-ChildItem $modulePath -Filter *.Format.ps1xml) {
            ([xml](Get-Content $file -Raw)).Configuration.ViewDefinitions.View | Where-Object { $_.ViewSelectedBy.TypeName -contains "PolytomicBulk.$Kind" }
        }
        $headings = @($views | ForEach-Object { $_.SelectNodes('.//TableColumnHeader/Label | .//ListItem/Label | .//GroupBy/Label').InnerText })
        if ($Kind -notin 'PolytomicSession', 'Identity', 'ErrorSubscriber') { $headings.Count | Should -BeGreaterThan 2 }
        foreach ($heading in $headings) {
            $all[0].PSObject.Properties[$heading] | Should -Not -BeNullOrEmpty -Because "'$heading' is a heading"
            { $null = $all | Select-Object $heading | Sort-Object $heading } | Should -Not -Throw
        }
        if ($headings) { @($views | Where-Object ListControl).Count | Should -Be 1 -Because 'each type has a list, too' }
    }

    It 'adds nothing to a CSV file or to Format-List *' {
        $columns = ($all[0] | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Name
        $columns | Should -Be $all[0].GetType().GetProperties().Name.ForEach{ $_ }
    }

    It 'begins a CSV with readable columns, and ends with the ids of the service' {
        $properties = @($all[0].GetType().GetProperties() | Where-Object Name -NE AdditionalProperties)
        $ids = @($properties | ForEach-Object { $_.PropertyType -in [guid], [nullable[guid]] })
        $ids | Should -Be @($ids | Sort-Object)
        if ($properties.Name -contains 'SyncName' -and $Kind -notin 'BulkSyncDueTime', 'BulkSyncExecutionMeasure', 'BulkSyncLogEntry', 'PolytomicEvent') { $properties[0].Name | Should -Be 'SyncName' }
        $ids[0] | Should -BeFalse
        if ($properties.Name -contains 'ConnectionName') { $properties[0].Name | Should -Be 'ConnectionName' }
        foreach ($duration in $properties | Where-Object PropertyType -EQ ([nullable[timespan]])) { $properties[$properties.IndexOf($duration) + 1].Name | Should -Be "$($duration.Name)Seconds" }
    }

    It 'has the same values after JSON and Clixml' {
        $one = $all[0]
        $one | Export-Clixml "$TestDrive/back.xml" -Depth 4
        $back = Import-Clixml "$TestDrive/back.xml"
        $read = $one | ConvertTo-Json -Depth 8 -WarningAction SilentlyContinue | ConvertFrom-Json
        $back.PSObject.TypeNames | Should -Contain "Deserialized.PolytomicBulk.$Kind"
        $names = $one.GetType().GetProperties().Name
        $read.PSObject.Properties.Name | Should -Be $names
        foreach ($name in $names) {
            $value = $one.$name
            if ($null -eq $value) { $back.$name | Should -BeNullOrEmpty -Because $name; $read.$name | Should -BeNullOrEmpty -Because $name }
            elseif ($value -is [enum]) { $back.$name -as $value.GetType() | Should -Be $value -Because $name }
            elseif ($value -is [string] -or $value -is [ValueType]) {
                $back.$name | Should -Be $value -Because $name
                $back.$name.GetType() | Should -Be $value.GetType() -Because $name
                if ($value -is [datetime]) { $read.$name.ToUniversalTime() | Should -Be $value.ToUniversalTime() -Because $name }
                # JSON has no durations, so the property in seconds is compared.
                elseif ($value -is [timespan]) { $read."${name}Seconds" | Should -Be ([Math]::Round($value.TotalSeconds)) -Because $name }
                else { "$($read.$name)" | Should -Be "$value" -Because $name }
            }
        }
    }

    It 'looks the same as a copy from another process, in strict mode, and in constrained language mode' {
        $shown = $all | Out-String -Width 120
        $other = [powershell]::Create()
        try {
            $null = $other.AddScript('param($path) Import-Module $path; $PSStyle.OutputRendering = "PlainText"; Set-StrictMode -Version Latest; $ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"').AddArgument($modulePath).Invoke()
            $other.Commands.Clear()
            $constrained = -join $other.AddScript('param($all) $all | Out-String -Width 120').AddArgument($all).Invoke()
            $other.Streams.Error | Should -BeNullOrEmpty
            $constrained | Should -BeExactly $shown
        }
        finally { $other.Dispose() }
        $all | Export-Clixml "$TestDrive/copy.xml" -Depth 4
        # A copy of a list or of free JSON does not have its readable text.
        if ($Kind -notin 'PolytomicSession', 'Identity', 'BulkSyncExecutionStatus', 'BulkSyncFilter') { (Import-Clixml "$TestDrive/copy.xml" | Out-String -Width 120) | Should -BeExactly $shown }
    }

    It 'shows no type names as a table, as a list or in full' {
        foreach ($text in ($all | Out-String -Width 120), ($all | Format-List | Out-String -Width 400), ($all | Format-List * | Out-String -Width 400), ($all | Format-Table * | Out-String -Width 4000)) {
            [regex]::Matches($text, ".*($typeName).*").Value | Select-Object -First 1 | Should -BeNullOrEmpty
        }
    }

    It 'writes no type names to a CSV file' {
        $all | Export-Csv "$TestDrive/$Kind.csv"
        $text = Get-Content "$TestDrive/$Kind.csv" -Raw
        [regex]::Matches($text, ".*($typeName).*").Value | Select-Object -First 1 | Should -BeNullOrEmpty
        @(Import-Csv "$TestDrive/$Kind.csv").Count | Should -Be $all.Count
    }
}

Describe 'A <Name> with a value in every property' -ForEach @((Get-Command -Module PolytomicBulk).OutputType.Type | Where-Object { $_.Namespace -eq 'PolytomicBulk' -and $_.GetConstructor(@()) } | Sort-Object Name -Unique | ForEach-Object { @{ Name = $_.Name; Type = $_ } }) {
    It 'shows no type names as a table, as a list, in full or in a CSV cell' {
        $filled = New-Filled $Type 'text' '[[1,[2]],{"a":[3,{"b":null}]},"x",null]'
        # A property without a value would not test anything.
        $filled.PSObject.Properties | Where-Object { $null -eq $_.Value -and $_.IsSettable } | ForEach-Object Name | Should -BeNullOrEmpty
        if ($filled.PSObject.Properties['AdditionalProperties']) { "$($filled.AdditionalProperties)" | Should -BeLike '{"later":*' }
        $csv = $filled | ConvertTo-Csv | ConvertFrom-Csv
        foreach ($cell in $csv.PSObject.Properties) { $cell.Value | Should -Not -Match $typeName -Because $cell.Name }
        foreach ($text in ($filled | Format-Table | Out-String -Width 4000), ($filled | Format-List | Out-String -Width 4000), ($filled | Format-List * | Out-String -Width 4000)) {
            [regex]::Matches($text, ".*($typeName).*").Value | Select-Object -First 1 | Should -BeNullOrEmpty
        }
    }
}

Describe 'The tables' {
    BeforeAll {
        $tables = foreach ($file in Get-ChildItem (Join-Path $PSScriptRoot '../src/PolytomicBulk/Formatting') -Filter *.Format.ps1xml) {
            foreach ($view in ([xml](Get-Content $file -Raw)).SelectNodes('//View[TableControl]')) {
                $items = @($view.SelectNodes('.//TableColumnItem/PropertyName').InnerText)
                $at = -1
                $before = 0
                foreach ($header in $view.SelectNodes('.//TableColumnHeader')) {
                    $at++
                    $width = [int]"$($header['Width'].InnerText)"
                    [pscustomobject]@{ Type = $view.ViewSelectedBy.TypeName; Label = if ($header['Label']) { $header['Label'].InnerText } else { $items[$at] }; Width = $width; Before = $before }
                    $before += $width + 1
                }
            }
        }
    }

    # PowerShell narrows the last column that fits partly, and omits the columns after it. The last column of the window stays empty.
    It 'end between two columns at <_> columns' -ForEach 79, 80, 119, 120, 200 {
        $tables.Count | Should -BeGreaterThan 150
        $bad = foreach ($column in $tables) {
            $left = $_ - $column.Before
            $needed = if ($column.Width) { $column.Width } else { [Math]::Max(11, $column.Label.Length) }
            if ($left -gt 0 -and $left -lt $needed) { "$($column.Type) $($column.Label): $left" }
            if ($_ -ge 119 -and $left -le 0) { "$($column.Type) $($column.Label) is left out" }
            if ($left -le 0 -and $column.Label -in 'Status', 'State', 'Succeeded', 'Failed', 'Active', 'Action', 'Change', 'CacheStatus', 'Level', 'IsLate', 'LastStatus') { "$($column.Type) $($column.Label) is left out" }
        }
        $bad | Should -BeNullOrEmpty
        $tables | Where-Object { $_.Width -and $_.Width -lt $_.Label.Length } | Should -BeNullOrEmpty
    }

    It 'break lines between words, and long words between their parts' {
        $status = [PolytomicBulk.BulkSyncStatus]@{ SyncName = 'EMEA Salesforce production opportunities'; LastExecution = [PolytomicBulk.BulkSyncExecution]@{ Status = 'failed'; StatusMessage = 'Schemas.public.orders.Fields.customer_email was refused by the destination' } }
        $lines = @(($status | Format-Table | Out-String -Width 79) -split '\r?\n' | Select-Object -Skip 3 | Where-Object { $_.Trim() })
        $lines.ForEach{ $_.PadRight(79).Substring(0, 20).Trim() } | Where-Object { $_ } | Should -Be 'EMEA Salesforce', 'production', 'opportunities'
        $lines.ForEach{ $_.PadRight(79).Substring(50).Trim() } | Where-Object { $_ } | Should -Be 'Schemas.public.orders.Fields.', 'customer_email was refused by', 'the destination'
    }

    It 'become lists of the same properties if one line returns objects of several types' {
        $shown = & { $syncs[0]; $samples.BulkSyncExecution[0]; $samples.BulkSyncSchedule[0] } | Out-String -Width 120
        $shown | Should -Match '(?m)^SyncName +: .+\r?\nStarted +: '
        $shown | Should -Match '(?m)^Syncs +: all schemas'
        $shown | Should -Not -Match 'AdditionalProperties'
    }
}

Describe 'Free JSON on the screen' {
    It 'reads as JSON in full, in a list and in a CSV cell' {
        ($salesforce | Format-List * | Out-String -Width 200) | Should -Match 'DestinationConfiguration +: \{"schema":"salesforce", "advanced":\{"hard_deletes":true\}\}'
        ($salesforce | ConvertTo-Csv | ConvertFrom-Csv).DestinationConfiguration | Should -BeExactly '{"schema":"salesforce","advanced":{"hard_deletes":true}}'
        ($salesforce.DestinationConfiguration | Out-String) | Should -Match '(?m)^schema +salesforce\s*$'
        $salesforce.DestinationConfiguration.advanced.hard_deletes | Should -BeTrue
    }
}

Describe 'Why an execution failed' {
    It 'is shown in full at <_> columns' -ForEach 80, 120 {
        $failed = @($samples.BulkSyncExecution | Where-Object Status -In 'failed', 'errors')
        $failed.Count | Should -BeGreaterThan 1
        foreach ($execution in $failed) {
            $shown = ($execution | Format-Table | Out-String -Width $_) -split '\r?\n'
            $shown.ForEach{ $_.TrimEnd().Length } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual $_
            $column = ($shown -match '^Started')[0].IndexOf('Message')
            $rows = $shown[($shown.IndexOf(($shown -match '^-')[0]) + 1)..($shown.Count - 1)]
            # Lines can be broken anywhere.
            -join ($rows.Where{ $_.Length -gt $column }.ForEach{ $_.Substring($column) }) -replace '\s' | Should -BeExactly ("$($execution.StatusMessage)($(@(
                if ($execution.WarningCount) { "$($execution.WarningCount)warning$(if ($execution.WarningCount -ne 1) { 's' })" }
                if ($execution.ErrorCount) { "$($execution.ErrorCount)error$(if ($execution.ErrorCount -ne 1) { 's' })" }) -join ','))" -replace '\s')
        }
    }

    It 'omits zero counts and a missing message' {
        [PolytomicBulk.Formatting.Outcome]::InWords($null, $false, $false, 0, $null) | Should -BeExactly ''
        [PolytomicBulk.Formatting.Outcome]::InWords('m', $false, $false, 0, 0) | Should -BeExactly 'm'
        [PolytomicBulk.Formatting.Outcome]::InWords('m', $false, $false, 2, 0) | Should -BeExactly 'm (2 warnings)'
        [PolytomicBulk.Formatting.Outcome]::InWords($null, $false, $false, 1, 1) | Should -BeExactly '1 warning, 1 error'
    }

    It 'marks test and partial executions' {
        [PolytomicBulk.Formatting.Outcome]::InWords('m', $true, $true, 2, 0) | Should -BeExactly 'test, partial: m (2 warnings)'
        [PolytomicBulk.Formatting.Outcome]::InWords($null, $true, $false, $null, $null) | Should -BeExactly 'test'
    }

    It 'is shown with the duration, including days' {
        [PolytomicBulk.Formatting.Outcome]::Duration([timespan]::FromSeconds(3599.9)) | Should -BeExactly '00:59:59'
        [PolytomicBulk.Formatting.Outcome]::Duration([timespan]::FromHours(101)) | Should -BeExactly '101:00:00'
        [PolytomicBulk.Formatting.Outcome]::Duration($null) | Should -BeNullOrEmpty
    }
}

Describe 'The name of a bulk sync' {
    BeforeAll {
        $page = '{"data":[{"id":"0000000a-0000-4000-8000-000000000001","name":"Alpha"},{"id":"0000000b-0000-4000-8000-000000000002","name":"Beta"}]}'
        $status = '{"data":[{"sync_id":"0000000a-0000-4000-8000-000000000001","status":"running"}]}'
        $alpha = '0000000a-0000-4000-8000-000000000001'
        function Show-Status { Get-PolytomicBulkSyncStatus -Summary -All | Out-String -Width 120 }
    }
    AfterAll { Connect-Polytomic -Sandbox }

    It 'is shown with the id after the session has read it' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $status).Answer(200, $page).Answer(200, $status)
        (Show-Status) -replace '\s' | Should -BeLike "*$($alpha.Substring(0, 24))running*$($alpha.Substring(24))*"
        $null = Get-PolytomicBulkSync
        Show-Status | Should -Match '(?m)^Alpha +running'
        # Views send no requests.
        @(Get-SentRequest $scripted).Count | Should -Be 3
    }

    It 'is in the heading of the bulk sync''s objects' {
        foreach ($case in @('Alpha', $alpha, "Alpha ($alpha)"), @($null, $alpha, $alpha), @($null, $null, '')) {
            $name, $id, $heading = $case
            $one = [PolytomicBulk.BulkSyncExecution]@{ SyncId = $id; SyncName = $name }
            ($one | Format-Table | Out-String -Width 120) | Should -Match "(?m)^ +Sync: $([regex]::Escape($heading))\s*$"
        }

        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Zendesk to Snowflake'
        foreach ($part in { Get-PolytomicBulkSyncSchema $sync }, { Get-PolytomicBulkSyncSchedule $sync }, { Get-PolytomicBulkSyncExecution $sync -First 1 }) {
            (& $part | Format-Table | Out-String -Width 120) | Should -Match "(?m)^ +Sync: Zendesk to Snowflake \($($sync.Id)\)\s*$"
        }
    }

    It 'comes only from the session that read the object' {
        $other = New-ScriptedSession
        $own = New-ScriptedSession
        $null = $other.Handler.Answer(200, $page)
        $null = $own.Handler.Answer(200, $status)
        $null = Get-PolytomicBulkSync -Session $other.Session
        (Show-Status) -replace '\s' | Should -BeLike "*$($alpha.Substring(0, 24))running*$($alpha.Substring(24))*"
    }

    It 'is the new name after a change, and is not shown after the bulk sync is removed' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync -Name 'HubSpot to Snowflake'
        function Get-Label { $sync | Get-PolytomicBulkSyncStatus -Summary -ErrorAction SilentlyContinue | ForEach-Object { [PolytomicBulk.Formatting.SyncLabel]::Brief($_.SyncId, $_.SyncName) } }
                Get-Label | Should -BeExactly 'HubSpot to Snowflake'
        $sync | Set-PolytomicBulkSync -NewName 'Hub'
        Get-Label | Should -BeExactly 'Hub'
        Get-PolytomicBulkSync -Id $sync.Id | Set-PolytomicBulkSync -NewName "H`n$([char]27)[2J" -SkipSelectionCheck
        Get-Label | Should -BeExactly 'H  [2J'
        $asked = {
            $null = Start-Transcript "$TestDrive/asked.txt"
            Remove-PolytomicBulkSync -Id $sync.Id -WhatIf
            $null = Stop-Transcript
            @(Get-Content "$TestDrive/asked.txt") -like 'What if:*'
        }
        & $asked | Should -BeLike "What if: *target ""bulk sync 'H  ``[2J' ($($sync.Id))""." -Because 'a line break in a name does not begin a new line'
        Remove-PolytomicBulkSync -Id $sync.Id -Force
        & $asked | Should -BeLike "What if: *target ""bulk sync $($sync.Id)""."
        $copy = Get-PolytomicBulkSync 'Stripe to BigQuery' | Copy-PolytomicBulkSync -NewName 'Stripe again'
        $schema = Get-PolytomicBulkSyncSchema -SyncId $copy.Id | Select-Object -First 1
        [PolytomicBulk.Formatting.SyncLabel]::Full($schema.SyncId, $schema.SyncName) | Should -BeExactly "Stripe again ($($copy.Id))"
        [PolytomicBulk.Formatting.SyncLabel]::Full($copy.Id, $null) | Should -BeExactly "$($copy.Id)"
    }
}

Describe 'An object that is shown as a word' {
    It 'is filtered, sorted and grouped by the word' {
        Connect-Polytomic -Sandbox
        $connections = Get-PolytomicConnection
        $syncs = Get-PolytomicBulkSync
        ($connections | Where-Object Type -EQ snowflake).Name | Should -Be 'Snowflake'
        ($connections | Where-Object Type -NE Snowflake).Count | Should -Be ($connections.Count - 1)
        ($connections | Where-Object { $_.Type -in 'PostgreSQL', 'HUBSPOT' }).Count | Should -Be 2
        $connections.Type -contains 'stripe' | Should -BeTrue
        foreach ($name in 'Ana Lima', 'Sam Okafor') {
            $own = @($syncs | Where-Object UpdatedBy -EQ $name)
            $own.Count | Should -BeGreaterThan 0
            $own | ForEach-Object { "$($_.UpdatedBy)" | Should -Be $name }
        }
        @($syncs | Where-Object DefaultSchedule -EQ Manual).Name | Should -Be @(($syncs | Where-Object { $_.DefaultSchedule.Frequency -eq 'manual' }).Name)
        @($syncs | Where-Object UpdatedBy -EQ nobody) | Should -BeNullOrEmpty
        ($connections | Sort-Object Type).Type.ForEach{ "$_" } | Should -Be @($connections.Type.ForEach{ "$_" } | Sort-Object)
        ($syncs | Group-Object UpdatedBy | Sort-Object Name).Name | Should -Be @($syncs.UpdatedBy.ForEach{ "$_" } | Sort-Object -Unique)
        ($connections | Get-PolytomicBulkDestination -ErrorAction Ignore).Modes -contains 'REPLICATE' | Should -BeTrue
        # Two people with the same name are different.
        [PolytomicBulk.Actor]@{ Name = 'Ana Lima'; Id = '0000000a-0000-4000-8000-000000000000' } -eq [PolytomicBulk.Actor]@{ Name = 'Ana Lima' } | Should -BeFalse
        $null -eq $connections[0].Type | Should -BeFalse
    }
}

Describe 'Fields and filters on the screen' {
    It 'are marked as not read if a list does not contain them' {
        $listed = $salesforce | Get-PolytomicBulkSyncSchema | Where-Object Id -EQ Account
        ($listed | Format-Table | Out-String -Width 120) | Should -Match '(?m)^Account +True +account +not read +SystemModstamp not read\s*$'
        $listed.Fields = [PolytomicBulk.BulkSyncSchema].GetProperty('Fields').PropertyType::new()
        ($listed | Format-Table | Out-String -Width 120) | Should -Match '(?m)^Account +True +account +0 of 0 +0 SystemModstamp\s*$'
    }
}

Describe 'The schemas of a schedule' {
    It 'are shown in words' {
        $schedule = [PolytomicBulk.BulkSyncSchedule]@{ Frequency = 'manual'; SelectiveMode = 'none'; SyncMode = 'normal' }
        function Show-Schedule { ($schedule | Format-Table | Out-String -Width 200).TrimEnd() }
        Show-Schedule | Should -BeLike '*Syncs*all schemas'
        $schedule.SelectiveMode, $schedule.SyncMode = 'incrementalFields', 'refetch'
        Show-Schedule | Should -BeLike '*all schemas, only incrementalFields, refetch'
        $schedule.Schemas = [PolytomicBulk.BulkSyncSchedule].GetProperty('Schemas').PropertyType::new()
        $schedule.Schemas.AddRange([string[]]('a', 'b'))
        Show-Schedule | Should -BeLike '*  a; b, only incrementalFields, refetch'
    }
}

Describe 'Format-Wide' {
    It 'shows names, or ids if there are no names' {
        ($syncs | Format-Wide | Out-String -Width 120) | Should -Match 'Salesforce to Snowflake +Orders database to BigQuery'
        ($salesforce | Get-PolytomicBulkSyncSchema | Format-Wide | Out-String -Width 120) | Should -Match '(?m)^Account +Contact'
        ($samples.Connection | Format-Wide | Out-String -Width 120) | Should -Match 'Salesforce'
    }
}

Describe 'Records of a connection on the screen' {
    It 'show no type names' {
        foreach ($text in ($records | Out-String -Width 120), ($records | Format-Table | Out-String -Width 400), ($records | ConvertTo-Csv | Out-String)) { $text | Should -Not -Match $typeName }
    }
}

Describe -Tag PowerShell7 'Colors' {
    BeforeEach { $PSStyle.OutputRendering = 'Ansi' }
    AfterEach {
        $PSStyle.OutputRendering = $rendering
        Remove-Item env:NO_COLOR -ErrorAction Ignore
    }

    It -Tag PowerShell7 'show the meaning of <State>' -ForEach $states {
        $shown = New-Execution $State | Format-Table | Out-String -Width 120
        $shown.Contains("$Color$State$($PSStyle.Reset)") | Should -BeTrue
    }

    It 'are not used for an unknown status' {
        (New-Execution 'hibernating' | Format-Table | Out-String -Width 120) | Should -Match '(?m)^2026-06-01 00:00 +hibernating +5 '
    }

    It -Tag PowerShell7 'are the colors that the user has chosen' {
        $own = $PSStyle.Formatting.Error
        $PSStyle.Formatting.Error = $PSStyle.Foreground.Magenta
        try { (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains("$($PSStyle.Foreground.Magenta)failed") | Should -BeTrue }
        finally { $PSStyle.Formatting.Error = $own }
    }

    It -Tag PowerShell7 'do not move the columns of <_>' -ForEach 'BulkSyncExecution', 'BulkSyncSchemaExecution', 'BulkSyncStatus', 'BulkSyncExecutionStatus', 'Connection', 'ConnectionSchemaStatus', 'BulkSyncLogEntry' {
        $colored = $samples[$_] | Format-Table | Out-String -Width 120
        $PSStyle.OutputRendering = 'PlainText'
        $plain = $samples[$_] | Format-Table | Out-String -Width 120
        # The test report cannot contain an escape character.
        $colored -match '\x1b\[[0-9;]*m(completed|running|created|healthy|fresh|error|warn)' | Should -BeTrue
        (Remove-Color $colored) -ceq (Remove-Color $plain) | Should -BeTrue
    }

    It 'are the same for a word in either case' {
        [PolytomicBulk.Formatting.StateColor]::Paint('ERROR', $PSStyle) | Should -BeExactly ([PolytomicBulk.Formatting.StateColor]::Paint('error', $PSStyle)).Replace('error', 'ERROR')
    }

    It 'are not used with NO_COLOR' {
        $env:NO_COLOR = '1'
        (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains('mfailed') | Should -BeFalse
    }

    It -Tag PowerShell7 'are not used if PowerShell removes them: <_>' -ForEach 'Host', 'PlainText' {
        $PSStyle.OutputRendering = $_
        (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains([char]27) | Should -BeFalse
    }

    It -Tag PowerShell7 'are not used if the caller of PowerShell redirects the output' {
        # PowerShell keeps colors if the caller, such as a job scheduler, redirects its output.
        $PSStyle.OutputRendering = 'Host'
        [PolytomicBulk.Formatting.StateColor]::Paint('failed', $PSStyle).Contains([char]27) | Should -Be (-not [Console]::IsOutputRedirected)
    }

    It 'are not used in Windows PowerShell, which has no $PSStyle' {
        [PolytomicBulk.Formatting.StateColor]::Paint('failed', $null) | Should -BeExactly 'failed'
        [PolytomicBulk.Formatting.StateColor]::Paint($null, $PSStyle) | Should -BeNullOrEmpty
    }

    It 'are not in objects and exported files' {
        (New-Execution 'failed').Status | Should -BeExactly 'failed'
        (New-Execution 'failed' | ConvertTo-Csv | Out-String).Contains([char]27) | Should -BeFalse
        (New-Execution 'failed' | ConvertTo-Json).Contains([char]27) | Should -BeFalse
    }
}
