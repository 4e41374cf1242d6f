BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    # Parameters that complete known values.
    $known = @(foreach ($command in Get-Command -Module PolytomicBulk) {
            foreach ($property in $command.ImplementingType.GetProperties()) {
                $attribute = $property.GetCustomAttributes($true) | Where-Object { $_.GetType().Name -eq 'KnownValuesAttribute' }
                if ($attribute) { @{ Command = $command.Name; Parameter = $property.Name; Values = $attribute.Values.Text } }
            }
        })
    # Parameters that complete values from the organization.
    $live = @(foreach ($command in Get-Command -Module PolytomicBulk) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.Name -in 'SyncId', 'ConnectionId', 'SourceConnectionId', 'DestinationConnectionId', 'ExecutionId', 'Id', 'Schema', 'Field', 'TrackingField', 'PartitionKey') {
                    @{ Command = $command.Name; Parameter = $parameter.Name }
                }
            }
        })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $sync = '22222222-0000-4000-8000-00000000000a'
    $other = '22222222-0000-4000-8000-00000000000b'
    $syncs = '/api/bulk/syncs?limit=50'

    function Get-Match([string] $Line) { @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches) }
    function Get-Text([string] $Line) { @((Get-Match $Line).CompletionText) }

    function New-NamedSession([string[]] $Names) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $items = for ($i = 0; $i -lt $Names.Count; $i++) { @{ id = '22222222-0000-4000-8000-{0:x12}' -f (10 + $i); name = $Names[$i] } | ConvertTo-Json -Compress }
        $null = $scripted.Handler.AnswerAt($syncs, 200, "{""data"":[$($items -join ',')]}").Otherwise(404, '{"message":"none"}')
        $scripted
    }

    function Get-Path($Scripted) { @(Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" }) }

    # An empty folder, because PowerShell may complete file names instead.
    Push-Location (New-Item "$TestDrive/empty" -ItemType Directory)
}

AfterAll {
    Pop-Location
    Disconnect-Polytomic
}

Describe 'Names and ids' {
    BeforeAll { Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() } }

    It 'completes the names of bulk syncs, with the id as the tip: <_>' -ForEach @(
        'Get-PolytomicBulkSync Salesforce', 'Get-PolytomicBulkSync -Name Sal', 'Start-PolytomicBulkSync Sal', "Remove-PolytomicBulkSync -Name 'Salesforce", 'Wait-PolytomicBulkSync -Name "Salesforce ',
        'Get-PolytomicBulkSyncStatus -Name x, Sal', 'Stop-PolytomicBulkSync -Force SALES', 'Disable-PolytomicBulkSync Sales?or', 'Enable-PolytomicBulkSync -Name alesforc',
        'Set-PolytomicBulkSync Sal', 'Copy-PolytomicBulkSync -Name Sal', 'Get-PolytomicBulkSyncSchema Sal', 'Get-PolytomicBulkSyncLog -SyncName Sal', 'Set-PolytomicBulkSyncSchedule -SyncName Sal'
    ) {
        $found = Get-Match $_
        $found.CompletionText | Should -Be "'Salesforce snapshot for finance'", "'Salesforce to Snowflake'"
        $found.ToolTip | Should -Be (Get-PolytomicBulkSync 'Salesforce snapshot for finance').Id, (Get-PolytomicBulkSync 'Salesforce to Snowflake').Id
    }

    It 'completes the ids of bulk syncs, also by name, with the name as the tip: <_>' -ForEach @(
        'Get-PolytomicBulkSync -Id Salesforce', 'Start-PolytomicBulkSync -Id Sal', 'Stop-PolytomicBulkSync -SyncId Sal', 'Get-PolytomicBulkSyncSchema -SyncId Sal',
        'Get-PolytomicBulkSyncExecution -SyncId Sal', 'New-PolytomicBulkSyncSchedule -SyncId Sal', 'Save-PolytomicBulkSyncLog -SyncId Sal'
    ) {
        $found = Get-Match $_
        $found.ToolTip | Should -Be 'Salesforce snapshot for finance', 'Salesforce to Snowflake'
        $found.CompletionText | Should -Be (Get-PolytomicBulkSync 'Salesforce snapshot for finance').Id, (Get-PolytomicBulkSync 'Salesforce to Snowflake').Id
        $found.ListItemText[1] | Should -BeLike 'Salesforce to Snowflake (*)'
    }

    It 'completes an id from its beginning' {
        $id = "$((Get-PolytomicBulkSync 'Stripe to BigQuery').Id)"
        Get-Text "Get-PolytomicBulkSync -Id $($id.Substring(0, 6))" | Should -Be $id
    }

    It 'completes the names of connections: <_>' -ForEach @(
        'Update-PolytomicConnectionSchema Or', 'Get-PolytomicBulkSource -ConnectionName Or', 'New-PolytomicBulkSync x -Source Or', 'Set-PolytomicBulkSync x -Destination Or',
        'Copy-PolytomicBulkSync x -Destination Or', 'Get-PolytomicBulkSync -Source Or'
    ) {
        (Get-Match $_).CompletionText | Should -Be "'Orders database'"
    }

    It 'completes connections: <_>' -ForEach @(
        'Get-PolytomicConnection -Id Or', 'Get-PolytomicBulkSource -ConnectionId Or', 'Get-PolytomicBulkDestination -ConnectionId Or', 'Update-PolytomicConnectionSchema -ConnectionId Or',
        'New-PolytomicBulkSync x -SourceConnectionId Or', 'New-PolytomicBulkSync x -DestinationConnectionId Or'
    ) {
        $found = Get-Match $_
        $found.CompletionText | Should -Be "$((Get-PolytomicConnection 'Orders database').Id)"
        $found.ToolTip | Should -Be 'Orders database (PostgreSQL)'
    }

    It 'completes a map to a connection by its name' {
        $orders = Get-PolytomicConnection 'Orders database'
        foreach ($command in 'Import-PolytomicBulkSync', 'Compare-PolytomicBulkSync') {
            $found = Get-Match "$command files -ConnectionMap orders"
            $found.CompletionText, $found.ListItemText, $found.ToolTip | Should -Be "@{ 'Orders database' = 'Orders database' }", 'Orders database', "$($orders.Type) $($orders.Id)"
        }
    }

    It 'completes the names of connections' {
        Get-Text 'Get-PolytomicConnection Or' | Should -Be "'Orders database'"
        Get-Text 'Get-PolytomicConnection -Name Big' | Should -Be 'BigQuery'
    }

    It 'completes organizations, types of event and of connection, and subscribers' {
        Get-Text 'Get-PolytomicOrganization A' | Should -Be 'Acme'
        Get-Text 'Get-PolytomicOrganization -Id A' | Should -Be "$((Get-PolytomicOrganization).Id)"
        Get-Text 'Get-PolytomicEvent -Type bulk_sync.c' | Should -Be 'bulk_sync.completed', 'bulk_sync.completed_with_error', 'bulk_sync.canceled'
        Get-Text 'New-PolytomicConnection x -Type post' | Should -Be 'postgresql'
        Get-Text 'Set-PolytomicErrorSubscriber -Remove ana' | Should -Be "'ana@acme.example'"
    }

    It 'completes the settings of a connection, each with its value, and marks secrets' {
        $found = Get-Match 'New-PolytomicConnection x -Type snowflake -Configuration '
        $found[0].ToolTip | Should -Be 'account, username, dbname, warehouse'
        $found[0].CompletionText | Should -Be "@{ account = ''; username = ''; dbname = ''; warehouse = '' }"
        ($found | Where-Object ListItemText -EQ 'password').CompletionText | Should -Be "@{ password = (Read-Host -AsSecureString 'password') }"
        ($found | Where-Object ListItemText -EQ 'password').ToolTip | Should -BeLike '*secret*'
        Get-Text "Set-PolytomicConnection 'Orders database' -Configuration host" | Should -Be "@{ hostname = 'orders.db.acme.example' }"
        $secrets = @(Get-Text "Get-PolytomicConnection 'Orders database' | Set-PolytomicConnection -Secret ")
        $secrets -replace '(?<= = ).*' | Should -Be '@{ password = ', '@{ ssh_private_key = '
        Get-Text 'Get-PolytomicConnectionSetting -Type bigquery -Setting lo' | Should -Be 'location'
        Get-Text 'Set-PolytomicConnection Snowflake -ClearSetting pass' | Should -Be 'password'
        Get-Text 'New-PolytomicConnection x -Configuration ' | Should -BeNullOrEmpty
    }

    It 'completes the settings of a bulk sync''s <What>, with their values: <Line>' -ForEach @(
        @{ What = 'destination'; Line = 'New-PolytomicBulkSync x -Destination Snowflake -DestinationConfiguration '; Is = "@{ schema = '' }", '@{ advanced = @{} }' }
        @{ What = 'destination'; Line = 'New-PolytomicBulkSync x -DestinationConnectionId (Get-PolytomicConnection Snowflake).Id -DestinationConfiguration '; Is = @() }
        @{ What = 'destination'; Line = 'New-PolytomicBulkSync x -DestinationConnectionId $snowflake.Id -DestinationConfiguration sch'; Is = "@{ schema = '' }" }
        @{ What = 'destination'; Line = "Set-PolytomicBulkSync 'Salesforce to Snowflake' -DestinationConfiguration "; Is = "@{ schema = 'salesforce' }", '@{ advanced = @{ hard_deletes = $true } }' }
        @{ What = 'destination'; Line = "Get-PolytomicBulkSync 'Salesforce to Snowflake' | Set-PolytomicBulkSync -Mode snapshot -DestinationConfiguration adv"; Is = '@{ advanced = @{ hard_deletes = $true } }' }
        @{ What = 'destination'; Line = "Copy-PolytomicBulkSync 'Salesforce to Snowflake' -NewName y -DestinationConfiguration "; Is = "@{ schema = 'salesforce' }", '@{ advanced = @{ hard_deletes = $true } }' }
        @{ What = 'destination'; Line = "Copy-PolytomicBulkSync 'Salesforce to Snowflake' -NewName y -Destination BigQuery -DestinationConfiguration "; Is = "@{ dataset = '' }" }
        @{ What = 'source'; Line = "Set-PolytomicBulkSync 'Orders archive to S3' -SourceConfiguration "; Is = "@{ replication_slot = 'polytomic_archive' }", "@{ publication = '' }" }
        @{ What = 'source'; Line = 'New-PolytomicBulkSync x -Source Stripe -SourceConfiguration '; Is = "@{ account = 'live' }" }
        @{ What = 'source'; Line = 'New-PolytomicBulkSync x -SourceConfiguration '; Is = @() }
    ) {
        $snowflake = Get-PolytomicConnection Snowflake
        $found = Get-Match $Line
        @($found.CompletionText) | Should -Be $Is
        foreach ($one in $found) { (& ([scriptblock]::Create($one.CompletionText))).Keys | Should -Be $one.ListItemText }
    }

    It 'completes schedules of each frequency that the command accepts: <_>' -ForEach 'New-PolytomicBulkSync x -DefaultSchedule ', 'New-PolytomicBulkSync x -AdditionalSchedule ', 'Set-PolytomicBulkSync x -DefaultSchedule ' {
        $found = Get-Match $_
        $found.ListItemText | Should -Be @(Get-Text 'New-PolytomicBulkSync x -Frequency ')
        ($found | Where-Object ListItemText -EQ 'weekly').CompletionText | Should -Be "@{ Frequency = 'weekly'; Minute = 0; Hour = 0; DayOfWeek = 'monday' }"
        foreach ($one in $found) {
            # Each completed hashtable is valid.
            $schedule = & ([scriptblock]::Create($one.CompletionText))
            Set-PolytomicBulkSync 'Stripe to BigQuery' -DefaultSchedule $schedule -WhatIf -ErrorAction Stop
        }
        Get-Text "$($_)da" | Should -BeLike "@{ Frequency = 'daily'; *}"
    }

    It 'completes policies, by id and by name' {
        $found = Get-Match 'Get-PolytomicPolicy -Id Rev'
        $found.CompletionText, $found.ToolTip | Should -Be "$((Get-PolytomicPolicy 'Revenue data').Id)", 'Revenue data'
        Get-Text 'Get-PolytomicPolicy Rev' | Should -Be "'Revenue data'"
    }

    It 'has a completer on -<Parameter> of <Command>' -ForEach $live {
        $attributes = (Get-Command $Command).Parameters[$Parameter].Attributes
        $attributes.TypeId.Name | Should -Contain 'ArgumentCompleterAttribute'
    }
}

Describe 'Objects of a bulk sync' {
    BeforeAll {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $stripe = Get-PolytomicBulkSync 'Stripe to BigQuery'
        $id = $stripe.Id
        $piped = [pscustomobject]@{ SyncId = $id }
    }

    It 'completes its schemas: <_>' -ForEach @(
        "Get-PolytomicBulkSyncSchema -SyncId 56d27c22-abb2-5c53-b2e3-7f7f43af2a3d -Id c"
        'Get-PolytomicBulkSyncSchema -SyncId $id -Id c'
        "Get-PolytomicBulkSyncSchema -SyncName 'Stripe to BigQuery' -Id c"
        "Get-PolytomicBulkSyncSchema 'Stripe to BigQuery' c"
        'Set-PolytomicBulkSyncSchema $stripe.Id c'
        'Stop-PolytomicBulkSyncSchema -Force $id c'
        "Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchema -Id c"
        "Get-PolytomicBulkSync -Name Stripe* | Where-Object Active | Set-PolytomicBulkSyncSchema -Id c"
        'Get-PolytomicBulkSync -Id $id | Set-PolytomicBulkSyncSchema -Id c'
        '$stripe | Get-PolytomicBulkSyncSchema -Id c'
        '$piped | Get-PolytomicBulkSyncSchema -Id c'
        '$x = $stripe | Get-PolytomicBulkSyncSchema -Id c'
        "'Stripe to BigQuery' | Get-PolytomicBulkSyncSchema -Id c"
        "Start-PolytomicBulkSync 'Stripe to BigQuery' -Schema c"
        "Start-PolytomicBulkSync -Name 'Stripe to BigQuery' -Schema refunds, c"
        'Start-PolytomicBulkSync -Id $id -Schema c'
        'Get-PolytomicBulkSyncLog -SyncId $id -Schema c'
        'Get-PolytomicBulkSyncExecution -SyncId $id | Get-PolytomicBulkSyncLog -Schema c'
    ) {
        Get-Text $_ | Should -Be 'charges', 'customers'
    }

    It 'says which schemas are not synced' {
        (Get-Match 'Get-PolytomicBulkSyncSchema -SyncId $id -Id ev').ToolTip | Should -Be 'events (not synced)'
    }

    It 'are not completed for an unknown bulk sync: <_>' -ForEach 'Get-PolytomicBulkSyncSchema -Id c', 'Get-Something | Get-PolytomicBulkSyncSchema -Id c', '$nothing | Get-PolytomicBulkSyncSchema -Id c' {
        Set-StrictMode -Version Latest
        Get-Match $_ | Should -BeNullOrEmpty
    }

    It 'completes fields with their settings, ready to change: <_>' -ForEach @(
        'Set-PolytomicBulkSyncSchema -SyncId $id -Id charges -Field am'
        "Set-PolytomicBulkSyncSchema 'Stripe to BigQuery' charges -Field am"
        "Get-PolytomicBulkSyncSchema 'Stripe to BigQuery' | Set-PolytomicBulkSyncSchema -Id charges -Field am"
        '$stripe | Set-PolytomicBulkSyncSchema -Id charges -Field am'
        '$stripe | Get-PolytomicBulkSyncSchema -Id charges | Set-PolytomicBulkSyncSchema -Field am'
    ) {
        $found = Get-Match $_
        $found.CompletionText | Should -Be '@{ ''amount'' = @{ Enabled = $true; Obfuscated = $false } }'
        $found.ListItemText | Should -Be 'amount'
        $change = & ([scriptblock]::Create($found.CompletionText))
        $change.amount.Enabled | Should -BeTrue
    }

    It 'completes filters by each field, ready to change' {
        $found = Get-Match "Set-PolytomicBulkSyncSchema 'Stripe to BigQuery' charges -Filter am"
        $found.CompletionText, $found.ListItemText | Should -Be "@{ FieldId = 'amount'; Function = 'Equality'; Value = '' }", 'amount'
        $found.ToolTip | Assert-Fact 'Equality', 'StringOneOf'
        $filter = & ([scriptblock]::Create($found.CompletionText))
        $filter.Value = 5
        Set-PolytomicBulkSyncSchema 'Stripe to BigQuery' charges -Filter $filter -WhatIf -ErrorAction Stop
    }

    It 'completes the ids of fields' {
        Get-Text 'Set-PolytomicBulkSyncSchema -SyncId $id -Id charges -TrackingField cr' | Should -Be 'created'
        Get-Text 'Set-PolytomicBulkSyncSchema -SyncId $id -Id charges -PartitionKey cu' | Should -Be 'currency', 'customer'
    }

    It 'completes executions, the newest first: <_>' -ForEach 'Get-PolytomicBulkSyncExecution -SyncId $id -Id ', '$stripe | Get-PolytomicBulkSyncExecution -Id ', 'Save-PolytomicBulkSyncLog -SyncId $id -ExecutionId ', 'Wait-PolytomicBulkSync $id -ExecutionId ', "Get-PolytomicBulkSyncLog -SyncName 'Stripe to BigQuery' -ExecutionId " {
        $expected = Get-PolytomicBulkSyncExecution -SyncId $id -First 20
        $found = Get-Match $_
        $found.CompletionText | Should -Be "$($expected.Id)".Split(' ')
        $found[0].ToolTip | Should -BeLike '????-??-?? ??:??: completed, *records*'
    }

    It 'completes schedules: <_>' -ForEach 'Get-PolytomicBulkSyncSchedule -SyncId $id -Id ', '$stripe | Set-PolytomicBulkSyncSchedule -Id ', 'Remove-PolytomicBulkSyncSchedule $id ' {
        $found = Get-Match $_
        $found.CompletionText | Should -Be "$((Get-PolytomicBulkSyncSchedule -SyncId $id).Id)".Split(' ')
        $found[0].ToolTip | Should -Be 'daily 04:00 UTC'
    }
}

Describe 'Objects of a connection' {
    BeforeAll {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $connection = Get-PolytomicConnection 'Orders database'
    }

    It 'completes its schemas, with quotes if necessary: <_>' -ForEach @(
        'Get-PolytomicConnectionSchema -ConnectionId $connection.Id -Id public.o'
        "Get-PolytomicConnection 'Orders database' | Get-PolytomicConnectionRecord -Schema public.o"
        '$connection | Reset-PolytomicPrimaryKey -Schema public.o'
        "Get-PolytomicBulkSync 'Orders database to BigQuery' | Get-PolytomicConnectionRecord -Schema public.o"
        'New-PolytomicBulkSync x -SourceConnectionId $connection.Id -Schema public.o'
    ) {
        Get-Text $_ | Should -Be "'public.order lines'", 'public.orders'
    }

    It 'completes fields: <_>' -ForEach '$connection | Set-PolytomicPrimaryKey -Schema public.orders -Field cu', 'Set-PolytomicSchemaField $connection.Id public.orders cu', '$connection | Remove-PolytomicSchemaField -Schema public.orders -Field cu' {
        Get-Text $_ | Should -Be 'currency', 'customer_id'
    }
}

Describe 'Known values' {
    It 'are completed for -<Parameter> of <Command>, with their meanings' -ForEach $known {
        $found = Get-Match "$Command -$Parameter "
        $found.CompletionText | Should -Be $Values
        $found | Should -Not -BeNullOrEmpty
        foreach ($value in $found) { $value.ToolTip | Should -BeLike '* *.' -Because $value.CompletionText }
    }

    # Each value has a word that only its tooltip contains. A wrong tooltip could make somebody drop a table.
    It 'have a tooltip with the effect of only this value: <Value> of -<Parameter>' -ForEach @(
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'ResyncMode'; Value = 'rebuild'; Fact = 'drop|recreate' }
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'ResyncMode'; Value = 'resync'; Fact = 'empt|truncate|clear' }
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'ResyncMode'; Value = 'refetch'; Fact = 'source' }
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'FetchMode'; Value = 'none'; Fact = 'chooses' }
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'FetchMode'; Value = 'incremental'; Fact = 'chang|since' }
        @{ Command = 'Start-PolytomicBulkSync'; Parameter = 'FetchMode'; Value = 'full'; Fact = 'everything|all' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Mode'; Value = 'replicate'; Fact = 'like|same|match' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Mode'; Value = 'snapshot'; Fact = 'copy' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'AutomaticallyAddNewObjects'; Value = 'none'; Fact = 'nothing|no new' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'NormalizeNames'; Value = 'legacy'; Fact = 'earlier|older' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Frequency'; Value = 'manual'; Fact = 'only when' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Frequency'; Value = 'hourly'; Fact = 'every hour' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Frequency'; Value = 'daily'; Fact = 'every day' }
        @{ Command = 'New-PolytomicBulkSync'; Parameter = 'Frequency'; Value = 'weekly'; Fact = 'every week' }
        @{ Command = 'New-PolytomicBulkSyncSchedule'; Parameter = 'SelectiveMode'; Value = 'nonincrementalFields'; Fact = 'cannot|not be' }
        @{ Command = 'Set-PolytomicSchemaField'; Parameter = 'Type'; Value = 'boolean'; Fact = 'true' }
        @{ Command = 'Set-PolytomicSchemaField'; Parameter = 'Type'; Value = 'datetime'; Fact = 'time' }
        @{ Command = 'Set-PolytomicSchemaField'; Parameter = 'Type'; Value = 'binary'; Fact = 'bytes' }
    ) {
        $found = @(Get-Match "$Command -$Parameter " | Where-Object ToolTip -Match $Fact)
        $found.CompletionText | Should -Be $Value
    }

    It 'are completed if they begin with the typed text' {
        Get-Text 'Start-PolytomicBulkSync x -ResyncMode RE' | Should -Be 'refetch', 'resync', 'rebuild'
        Get-Text "Start-PolytomicBulkSync x -ResyncMode 'reb" | Should -Be 'rebuild'
    }
}

Describe 'Quoting' {
    It 'quotes <Name> so that PowerShell reads the same text' -ForEach @(
        @{ Name = "Ana's sync" }, @{ Name = 'a "quoted" one' }, @{ Name = 'cost $5 `tick`' }, @{ Name = 'odd [EU] *?' }, @{ Name = 'semi;colon & more' }, @{ Name = "typographic $([char]0x2019) quote" }
        @{ Name = '-dash' }, @{ Name = '123' }, @{ Name = '@splat' }, @{ Name = '#remark' }, @{ Name = "caf$([char]0xE9)" }, @{ Name = '$(throw)' }
    ) {
        $scripted = New-NamedSession $Name
        $text = Get-Text 'Get-PolytomicBulkSyncStatus -Name '
        $text | Should -HaveCount 1
        $bound = & ([scriptblock]::Create("function f { param([string] `$Name) `$Name }; f -Name $text"))
        [WildcardPattern]::Unescape($bound) | Should -BeExactly $Name

        # The completed name finds the bulk sync.
        & ([scriptblock]::Create("Start-PolytomicBulkSync -Name $text -ErrorAction SilentlyContinue"))
        (Get-Path $scripted)[-1] | Should -Be "POST /api/bulk/syncs/$sync/executions"
    }

    It 'does not quote a plain name' {
        $null = New-NamedSession 'Stripe', 'Under_score-and.dot'
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'Stripe', 'Under_score-and.dot'
    }

    It 'writes the values of settings as PowerShell code' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"configuration":{"it''s":["a",1.5],"flag":false,"none":null}}}')
        $found = Get-Text "New-PolytomicBulkSync x -DestinationConnectionId $sync -DestinationConfiguration "
        $found | Should -Be "@{ 'it''s' = @('a', 1.5) }", '@{ flag = $false }', "@{ none = '' }"
    }

    It 'offers a name that several bulk syncs have once, with all their ids' {
        $null = New-NamedSession 'Twin', 'Twin'
        $found = Get-Match 'Get-PolytomicBulkSync '
        $found | Should -HaveCount 1
        $found.ToolTip | Should -Be "$sync, $other"
    }

    It 'offers the id of each connection if several have the same name' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt('/api/connections', 200, "{`"data`":[{`"id`":`"$sync`",`"name`":`"It's`"},{`"id`":`"$other`",`"name`":`"It's`"},{`"id`":null,`"name`":null}]}")
        Get-Text 'Import-PolytomicBulkSync files -ConnectionMap ' | Should -Be "@{ 'It''s' = '$sync' }", "@{ 'It''s' = '$other' }"
    }
}

Describe 'Requests for completion' {
    BeforeAll {
        # Starts the completion of the name of a bulk sync, and waits until it has sent requests.
        function Start-Completion($Scripted, [int] $Requests) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript({
                    param($module, $session)
                    Import-Module $module
                    $line = 'Get-PolytomicBulkSync -Session $session -Name '
                    [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
                }).AddArgument($modulePath).AddArgument($Scripted.Session)
            $run = $shell.BeginInvoke()
            [Threading.SpinWait]::SpinUntil({ @(Get-SentRequest $Scripted).Count -eq $Requests -or $run.IsCompleted }, 30000) | Should -BeTrue
            @(Get-SentRequest $Scripted).Count | Should -Be $Requests
            [pscustomobject]@{ Shell = $shell; Run = $run }
        }

        function Stop-Completion($Completion) {
            try { $Completion.Shell.EndInvoke($Completion.Run) } finally { $Completion.Shell.Dispose() }
        }
    }

    It 'are sent once in 30 seconds, by the clock of the session' {
        $scripted = New-NamedSession 'One'
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'One'
        $scripted.Clock.Advance([timespan]::FromSeconds(29))
        Get-Text 'Start-PolytomicBulkSync -Id ' | Should -Be $sync
        Get-Text 'Get-PolytomicBulkSyncSchema -SyncId ' | Should -Be $sync
        Get-Path $scripted | Should -Be "GET $syncs"

        $null = $scripted.Handler.AnswerAt($syncs, 200, '{"data":[]}')
        $scripted.Clock.Advance([timespan]::FromSeconds(1))
        Get-Match 'Get-PolytomicBulkSync ' | Should -BeNullOrEmpty
        Get-Path $scripted | Should -Be "GET $syncs", "GET $syncs"
    }

    It 'are sent again after a change by the session: <_>' -ForEach @(
        "Remove-PolytomicBulkSync '22222222-0000-4000-8000-00000000000a' -Force"
        'New-PolytomicBulkSync n -SourceConnectionId 22222222-0000-4000-8000-00000000000a -DestinationConnectionId 22222222-0000-4000-8000-00000000000b -DestinationConfiguration @{} -Mode replicate -Frequency manual -SkipValidation'
        "Disable-PolytomicBulkSync '22222222-0000-4000-8000-00000000000a' -Force"
    ) {
        $scripted = New-NamedSession 'One'
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'One'
        & ([scriptblock]::Create("$_ -ErrorAction SilentlyContinue"))
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'One'
        @(Get-Path $scripted) -match '^GET' | Should -Be "GET $syncs", "GET $syncs"
    }

    It 'find what the session has just created and removed' {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        Get-Text 'Get-PolytomicBulkSync Stripe' | Should -Be "'Stripe to BigQuery'"
        $null = Get-PolytomicBulkSync 'Stripe to BigQuery' | ForEach-Object {
            New-PolytomicBulkSync 'Stripe copy' -SourceConnectionId $_.SourceConnectionId -DestinationConnectionId $_.DestinationConnectionId -DestinationConfiguration @{ dataset = 'x' } -Mode replicate -Frequency manual
        }
        Get-Text 'Get-PolytomicBulkSync Stripe' | Should -Be "'Stripe copy'", "'Stripe to BigQuery'"
        Remove-PolytomicBulkSync 'Stripe copy' -Force
        Get-Text 'Get-PolytomicBulkSync Stripe' | Should -Be "'Stripe to BigQuery'"
    }

    It 'do not keep an answer that arrives after a change: <What>' -ForEach @(
        @{ What = 'a list'; Status = 200; Late = '{"data":[{"id":"22222222-0000-4000-8000-00000000000a","name":"Removed"}]}'; Shown = 'Removed' }
        @{ What = 'a failure'; Status = 404; Late = '{"message":"none"}'; Shown = $null }
    ) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $gate = [Threading.Tasks.TaskCompletionSource]::new()
        $null = $scripted.Handler.AnswerAfter($gate.Task, $Status, $Late).Answer(200, '{}').Answer(200, "{""data"":[{""id"":""$other"",""name"":""Left""}]}")

        # A change uses the same session during the completion of a name.
        $completion = Start-Completion $scripted 1
        Remove-PolytomicBulkSync $sync -Force
        $gate.SetResult()
        Stop-Completion $completion | Should -Be $Shown

        Get-Text 'Get-PolytomicBulkSync -Name ' | Should -Be 'Left'
        Get-Path $scripted | Should -Be "GET $syncs", "DELETE /api/bulk/syncs/$sync", "GET $syncs"
    }

    It 'are not sent again after -WhatIf' {
        $scripted = New-NamedSession 'One'
        $null = Get-Match 'Get-PolytomicBulkSync '
        Remove-PolytomicBulkSync $sync -WhatIf
        $null = Get-Match 'Get-PolytomicBulkSync '
        Get-Path $scripted | Should -Be "GET $syncs"
    }

    It 'return the values of the first 250 ms, and the others the next time' {
        $scripted = New-ScriptedSession
        $gate = [Threading.Tasks.TaskCompletionSource]::new()
        $third = New-Guid
        $null = $scripted.Handler.Answer(200, "{""data"":[{""id"":""$sync"",""name"":""One""}],""pagination"":{""next_page_token"":""2""}}")
        $null = $scripted.Handler.Answer(200, "{""data"":[{""id"":""$other"",""name"":""Two""}],""pagination"":{""next_page_token"":""3""}}")
        $null = $scripted.Handler.AnswerAfter($gate.Task, 200, "{""data"":[{""id"":""$third"",""name"":""Three""}]}")
        # The second page may still be incomplete when the third is requested. The first is complete.
        $completion = Start-Completion $scripted 3
        $scripted.Clock.Advance([timespan]::FromMilliseconds(250))
        $names = Stop-Completion $completion
        $names | Should -Contain 'One'
        $names | Should -Not -Contain 'Three'

        $gate.SetResult()
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'One', 'Three', 'Two'
        @(Get-SentRequest $scripted).Count | Should -Be 3
    }

    It 'are sent again 5 seconds after a failure' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = $scripted.Handler.Break().Answer(200, "{""data"":[{""id"":""$sync"",""name"":""One""}]}")
        Get-Match 'Get-PolytomicBulkSync ' | Should -BeNullOrEmpty
        $scripted.Clock.Advance([timespan]::FromSeconds(5))
        Get-Text 'Get-PolytomicBulkSync ' | Should -Be 'One'
    }
}

Describe 'The names of files' {
    BeforeAll {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        Push-Location (New-Item "$TestDrive/full/folder" -ItemType Directory).Parent
    }
    AfterAll { Pop-Location }

    It 'are completed by <_> only for parameters that accept files' -ForEach (Get-Command -Module PolytomicBulk).Name {
        foreach ($parameter in (Get-Command $_).Parameters.Values) {
            if ($parameter.Name -in [Management.Automation.PSCmdlet]::CommonParameters -or $parameter.ParameterType -eq [switch]) { continue }
            $takesFiles = $parameter.Name -in 'Path', 'LiteralPath', 'ReferencePath', 'ChangesSince' -and $_ -notlike '*-PolytomicSchemaField'
            [bool](@(Get-Match "$_ -$($parameter.Name) ") | Where-Object ResultType -Like 'Provider*') | Should -Be $takesFiles -Because "-$($parameter.Name)"
        }
    }
}

Describe 'Completion without values' {
    It 'shows no error for <What>' -ForEach @(
        @{ What = 'a service that refuses the key'; Answer = { param($handler) $handler.Answer(401, '{"message":"no"}') } }
        @{ What = 'a service that fails'; Answer = { param($handler) $handler.Answer(500, '{}') } }
        @{ What = 'a broken connection'; Answer = { param($handler) $handler.Break() } }
        @{ What = 'an HTML page'; Answer = { param($handler) $handler.Answer(200, '<html>', 'text/html') } }
        @{ What = 'an answer with null values'; Answer = { param($handler) $handler.Answer(200, '{"data":[{"id":null,"name":null}]}') } }
    ) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $null = & $Answer $scripted.Handler
        $Error.Clear()
        $shown = Get-Match 'Start-PolytomicBulkSync -Id ' *>&1
        $shown | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Should -HaveCount 1
    }

    It 'shows no error without a session: <_>' -ForEach 'Start-PolytomicBulkSync -Name ', 'Get-PolytomicConnection ', 'Get-PolytomicBulkSyncSchema -SyncId 22222222-0000-4000-8000-00000000000a -Id ' {
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        $Error.Clear()
        Get-Match $_ *>&1 | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'shows no error after Disconnect-Polytomic' {
        $scripted = New-NamedSession 'One'
        Disconnect-Polytomic
        Get-Match 'Get-PolytomicBulkSync ' | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'uses the session in the command line' {
        $first = New-NamedSession 'One'
        $second = New-NamedSession 'Two'
        $session = $first.Session
        Get-Text 'Get-PolytomicBulkSync -Session $session -Name ' | Should -Be 'One'
        Get-SentRequest $second | Should -BeNullOrEmpty
        Get-SentRequest $first | Should -HaveCount 1
    }
}
