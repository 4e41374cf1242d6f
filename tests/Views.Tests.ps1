BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $kinds = @(
        @{ Kind = 'PolytomicSession'; Key = 'Organization', 'User' }
        @{ Kind = 'Identity'; Key = 'Email', 'OrganizationName' }
        @{ Kind = 'BulkSync'; Key = 'Name', 'Active', 'Mode', 'DefaultSchedule' }
        @{ Kind = 'BulkSyncExecution'; Key = 'Status', 'RecordCount', 'Id' }
        @{ Kind = 'BulkSyncSchemaExecution'; Key = 'Schema', 'Status', 'RecordCount' }
        @{ Kind = 'BulkSyncStatus'; Key = @('SyncId') }
        @{ Kind = 'BulkSyncExecutionStatus'; Key = 'SyncId', 'Status', 'RecordCount' }
        @{ Kind = 'BulkSyncLogEntry'; Key = @('Level') }
        @{ Kind = 'BulkSyncSchedule'; Key = 'Id', 'IsDefault' }
        @{ Kind = 'BulkSyncSchema'; Key = 'Id', 'Enabled' }
        @{ Kind = 'BulkSyncField'; Key = 'Id', 'Enabled', 'Obfuscated' }
        @{ Kind = 'BulkSyncFilter'; Key = 'FieldId', 'Function' }
        @{ Kind = 'Connection'; Key = 'Name', 'Type', 'Status', 'Id' }
        @{ Kind = 'ConnectionType'; Key = 'Id', 'Name' }
        @{ Kind = 'BulkSource'; Key = @('ConnectionId') }
        @{ Kind = 'BulkDestination'; Key = @('ConnectionId') }
        @{ Kind = 'ConnectionSchema'; Key = 'Id', 'Name' }
        @{ Kind = 'ConnectionSchemaStatus'; Key = 'CacheStatus', 'ConnectionId' }
        @{ Kind = 'BulkSyncDrift'; Key = 'Change', 'Property' }
        @{ Kind = 'SchemaField'; Key = 'Id', 'Name', 'Type' }
    )
    $states = @(
        foreach ($state in 'completed', 'healthy', 'fresh') { @{ State = $state; Colour = $PSStyle.Foreground.Green } }
        foreach ($state in 'created', 'scheduled', 'running', 'exporting', 'processing', 'canceling', 'refreshing') { @{ State = $state; Colour = $PSStyle.Foreground.Cyan } }
        foreach ($state in 'failed', 'errors', 'error', 'unhealthy') { @{ State = $state; Colour = $PSStyle.Formatting.Error } }
        foreach ($state in 'interrupted', 'canceled', 'warning') { @{ State = $state; Colour = $PSStyle.Formatting.Warning } }
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
    $null = Get-PolytomicBulkSync 'Zendesk to Snowflake' | Set-PolytomicBulkSync -Name 'Zendesk' -Minute 17
    $samples = @{
        PolytomicSession = Get-PolytomicSession
        Identity = Get-PolytomicIdentity
        BulkSync = $syncs
        BulkSyncExecution = $syncs | Get-PolytomicBulkSyncExecution -First 5
        BulkSyncStatus = $syncs | Get-PolytomicBulkSyncStatus
        BulkSyncExecutionStatus = Get-PolytomicBulkSyncStatus -Summary -All
        BulkSyncLogEntry = $salesforce | Get-PolytomicBulkSyncExecution | Where-Object WarningCount | Select-Object -First 1 | Get-PolytomicBulkSyncLog
        BulkSyncSchedule = $syncs | Get-PolytomicBulkSyncSchedule
        BulkSyncSchema = $syncs | Get-PolytomicBulkSyncSchema -Id *
        Connection = Get-PolytomicConnection
        ConnectionType = Get-PolytomicConnectionType
        BulkSource = Get-PolytomicConnection | Get-PolytomicBulkSource -ErrorAction Ignore
        BulkDestination = Get-PolytomicConnection | Get-PolytomicBulkDestination -ErrorAction Ignore
        ConnectionSchemaStatus = $orders | Get-PolytomicConnectionSchema
    }
    $samples.BulkSyncDrift = Compare-PolytomicBulkSync "$TestDrive/configurations"
    $samples.BulkSyncSchemaExecution = $samples.BulkSyncExecution.Schemas
    $samples.BulkSyncField = $samples.BulkSyncSchema.Fields
    $samples.BulkSyncFilter = $samples.BulkSyncSchema.Filters
    $samples.ConnectionSchema = $samples.BulkSource.Schemas
    $samples.SchemaField = $samples.ConnectionSchema.Fields
    $records = $orders | Get-PolytomicConnectionRecord -Schema public.orders

    # What a type's name in a cell looks like, be it an array's or a dictionary's.
    $typeName = '\b(PolytomicBulk|System)\.\w|\w+\[\]|Dictionary`'

    function Remove-Colour([string] $Text) { $Text -replace '\x1b\[[0-9;]*m' }
    function New-Execution([string] $Status) { [PolytomicBulk.BulkSyncExecution]@{ SyncId = $stripe.Id; Id = '33333333-0000-4000-8000-00000000000a'; Status = $Status; StartedAt = '2026-06-01'; RecordCount = 5; StatusMessage = 'm' } }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Disconnect-Polytomic
}

Describe 'The samples' {
    It 'are of every type that a cmdlet emits' {
        $emitted = (Get-Command -Module PolytomicBulk).OutputType.Name -like 'PolytomicBulk.*' -replace '^PolytomicBulk\.' | Sort-Object -Unique
        $emitted | Should -BeIn @($samples.Keys)
    }
}

Describe '<Kind> on the screen' -ForEach $kinds {
    BeforeAll {
        $all = @($samples[$Kind])
        $PSStyle.OutputRendering = 'PlainText'
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'is there to look at' {
        $all.Count | Should -BeGreaterThan 0
        foreach ($one in $all) { $one.GetType().FullName | Should -Be "PolytomicBulk.$Kind" }
    }

    It 'shows what matters in full, in 120 columns' {
        $shown = $all | Out-String -Width 120
        ($shown -split '\r?\n').ForEach{ $_.TrimEnd().Length } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 120
        $values = foreach ($property in $Key) { $all.$property | ForEach-Object { "$_" } | Where-Object { $_ } | Select-Object -Unique }
        $values | Should -Not -BeNullOrEmpty
        $values | Where-Object { -not $shown.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'shows every column of its table in 120 columns' {
        $views = foreach ($file in Get-ChildItem $modulePath -Filter *.Format.ps1xml) {
            ([xml](Get-Content $file -Raw)).Configuration.ViewDefinitions.View | Where-Object { $_.TableControl -and $_.ViewSelectedBy.TypeName -eq "PolytomicBulk.$Kind" }
        }
        # A column without a label is called after its property.
        $labels = @(foreach ($view in $views) {
                $properties = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
                $headers = @($view.TableControl.TableHeaders.ChildNodes | Where-Object LocalName -EQ 'TableColumnHeader')
                for ($i = 0; $i -lt $headers.Count; $i++) { if ($headers[$i]['Label']) { $headers[$i]['Label'].InnerText } else { $properties[$i].PropertyName } }
            })
        if ($Kind -notin 'PolytomicSession', 'Identity') { $labels.Count | Should -BeGreaterThan 1 }
        $header = ($all | Out-String -Width 120) -split '\r?\n'
        if ($labels) { $header | Where-Object { $line = $_; -not ($labels | Where-Object { -not $line.Contains($_) }) } | Should -Not -BeNullOrEmpty -Because "the columns are $($labels -join ', ')" }
    }

    It 'shows no type''s name as a table, as a list or in full' {
        foreach ($text in ($all | Out-String -Width 120), ($all | Format-List | Out-String -Width 400), ($all | Format-List * | Out-String -Width 400), ($all | Format-Table * | Out-String -Width 4000)) {
            [regex]::Matches($text, ".*($typeName).*").Value | Select-Object -First 1 | Should -BeNullOrEmpty
        }
    }

    It 'writes no type''s name to a CSV file' {
        $all | Export-Csv "$TestDrive/$Kind.csv"
        $text = Get-Content "$TestDrive/$Kind.csv" -Raw
        [regex]::Matches($text, ".*($typeName).*").Value | Select-Object -First 1 | Should -BeNullOrEmpty
        @(Import-Csv "$TestDrive/$Kind.csv").Count | Should -Be $all.Count
    }
}

Describe 'Records of a connection on the screen' {
    It 'show no type''s name' {
        foreach ($text in ($records | Out-String -Width 120), ($records | Format-Table | Out-String -Width 400), ($records | ConvertTo-Csv | Out-String)) { $text | Should -Not -Match $typeName }
    }
}

Describe 'Colours' {
    BeforeEach { $PSStyle.OutputRendering = 'Ansi' }
    AfterEach {
        $PSStyle.OutputRendering = $rendering
        Remove-Item env:NO_COLOR -ErrorAction Ignore
    }

    It 'show <State> as what it is' -ForEach $states {
        $shown = New-Execution $State | Format-Table | Out-String -Width 120
        $shown.Contains("$Colour$State$($PSStyle.Reset)") | Should -BeTrue
    }

    It 'leave a state that is not known as it is' {
        (New-Execution 'hibernating' | Format-Table | Out-String -Width 120) | Should -Match '(?m)^2026-06-01 00:00 +hibernating +5 '
    }

    It 'are those that the user has chosen' {
        $own = $PSStyle.Formatting.Error
        $PSStyle.Formatting.Error = $PSStyle.Foreground.Magenta
        try { (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains("$($PSStyle.Foreground.Magenta)failed") | Should -BeTrue }
        finally { $PSStyle.Formatting.Error = $own }
    }

    It 'leave the columns of <_> where they are' -ForEach 'BulkSyncExecution', 'BulkSyncSchemaExecution', 'BulkSyncStatus', 'BulkSyncExecutionStatus', 'Connection', 'ConnectionSchemaStatus', 'BulkSyncLogEntry' {
        $coloured = $samples[$_] | Format-Table | Out-String -Width 120
        $PSStyle.OutputRendering = 'PlainText'
        $plain = $samples[$_] | Format-Table | Out-String -Width 120
        # The report of the tests cannot hold an escape.
        $coloured -match '\x1b\[[0-9;]*m(completed|running|created|healthy|fresh|error|warn)' | Should -BeTrue
        (Remove-Colour $coloured) -ceq (Remove-Colour $plain) | Should -BeTrue
    }

    It 'are none with NO_COLOR' {
        $env:NO_COLOR = '1'
        (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains('mfailed') | Should -BeFalse
    }

    It 'are none where PowerShell leaves them out: <_>' -ForEach 'Host', 'PlainText' {
        $PSStyle.OutputRendering = $_
        (New-Execution 'failed' | Format-Table | Out-String -Width 120).Contains([char]27) | Should -BeFalse
    }

    It 'are none in Windows PowerShell, which has no $PSStyle' {
        [PolytomicBulk.Formatting.StateColor]::Paint('failed', $null) | Should -BeExactly 'failed'
        [PolytomicBulk.Formatting.StateColor]::Paint($null, $PSStyle) | Should -BeNullOrEmpty
    }

    It 'are none in the objects and in what is exported' {
        (New-Execution 'failed').Status | Should -BeExactly 'failed'
        (New-Execution 'failed' | ConvertTo-Csv | Out-String).Contains([char]27) | Should -BeFalse
        (New-Execution 'failed' | ConvertTo-Json).Contains([char]27) | Should -BeFalse
    }
}
