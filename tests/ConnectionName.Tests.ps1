# Connections by name, wherever an id is accepted.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $snowflake = '0000000a-0000-4000-8000-00000000000a'
    $bracket = '0000000b-0000-4000-8000-00000000000b'
    $twin = '0000000c-0000-4000-8000-00000000000c'
    $connections = "{`"data`":[{`"id`":`"$snowflake`",`"name`":`"Snowflake`"},{`"id`":`"$bracket`",`"name`":`"Stripe [prod]`"},{`"id`":`"$twin`",`"name`":`"Twin`",`"status`":`"healthy`"},{`"id`":`"0000000d-0000-4000-8000-00000000000d`",`"name`":`"twin`"}]}"
    $syncs = @(
        @{ id = '00000001-0000-4000-8000-000000000001'; name = 'In'; active = $true; source_connection_id = $bracket; destination_connection_id = $snowflake }
        @{ id = '00000002-0000-4000-8000-000000000002'; name = 'Out'; active = $false; source_connection_id = $snowflake; destination_connection_id = $twin }
        @{ id = '00000003-0000-4000-8000-000000000003'; name = 'Other'; active = $true; source_connection_id = $bracket; destination_connection_id = $twin }
    )
    function Connect-Script {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt('/api/connections', 200, $connections).AnswerAt('/api/bulk/syncs?limit=50', 200, (@{ data = $syncs } | ConvertTo-Json -Depth 5))
        $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?active=true&limit=50', 200, (@{ data = $syncs } | ConvertTo-Json -Depth 5))
        $scripted
    }
    $new = @{ SkipValidation = $true; Mode = 'replicate'; Frequency = 'manual'; DestinationConfiguration = @{ schema = 'x' } }
}

Describe 'Get-PolytomicBulkSync' {
    BeforeEach { $scripted = Connect-Script }

    It 'returns the names of the connections' {
        $in = Get-PolytomicBulkSync In
        $in.SourceName, $in.DestinationName | Should -Be 'Stripe [prod]', 'Snowflake'
    }

    It 'filters by connections: <Filter>' -ForEach @(
        @{ Filter = @{ Source = 'snowflake' }; Found = 'Out' }
        @{ Filter = @{ Source = 'Stripe [prod]' }; Found = 'In', 'Other' }
        @{ Filter = @{ Source = 'S*' }; Found = 'In', 'Out', 'Other' }
        @{ Filter = @{ Destination = 'Snow*' }; Found = 'In' }
        @{ Filter = @{ Source = 'stripe*'; Destination = 'TWIN' }; Found = 'Other' }
        @{ Filter = @{ Destination = '0000000a-0000-4000-8000-00000000000a' }; Found = 'In' }
        @{ Filter = @{ Source = 'Stripe [prod]', 'Snowflake'; Active = $true }; Found = 'In', 'Other' }
        @{ Filter = @{ Source = 'x*' }; Found = $null }
    ) {
        (Get-PolytomicBulkSync @Filter).Name | Should -Be $Found
    }

    It 'writes an error for an unknown name, and suggests similar names' {
        Get-PolytomicBulkSync -Source Snowflak -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Assert-Failure PolytomicNotFound 'Snowflak', 'Snowflake'
    }

    It 'returns the bulk syncs of connections from the pipeline, each once' {
        (Get-PolytomicConnection Snowflake | Get-PolytomicBulkSync).Name | Should -Be 'In', 'Out'
        (Get-PolytomicConnection S* | Get-PolytomicBulkSync).Name | Should -Be 'In', 'Out', 'Other'
        (Get-PolytomicConnection S* | Get-PolytomicBulkSync -Active).Name | Should -Be 'In', 'Other'
    }
}

Describe 'A command that changes' {
    BeforeEach { $scripted = Connect-Script }

    It 'writes the ids of connections that are specified by name: New-PolytomicBulkSync' {
        $null = $scripted.Handler.Answer(201, '{"data":{"id":"00000009-0000-4000-8000-000000000009"}}')
        $made = New-PolytomicBulkSync A -Source 'stripe [PROD]' -Destination Snowflake @new
        $body = (Get-SentRequest $scripted)[-1].Body | ConvertFrom-Json
        $body.source_connection_id, $body.destination_connection_id | Should -Be $bracket, $snowflake
        $made | Should -Not -BeNullOrEmpty
        @(Get-SentRequest $scripted | Where-Object PathAndQuery -EQ '/api/connections').Count | Should -Be 1
    }

    It 'reads names from columns, and prefers an id to a name' {
        $null = $scripted.Handler.Otherwise(201, '{"data":{}}')
        $rows = @(
            [pscustomobject]@{ Name = 'A'; Source = 'Stripe [prod]'; Destination = 'Snowflake' }
            [pscustomobject]@{ Name = 'B'; SourceName = 'nobody'; SourceConnectionId = $snowflake; DestinationName = 'Snowflake' }
        )
        $null = $rows | New-PolytomicBulkSync @new
        $bodies = Get-SentRequest $scripted | Where-Object Method -EQ POST | ForEach-Object { $_.Body | ConvertFrom-Json }
        $bodies.source_connection_id | Should -Be $bracket, $snowflake
    }

    It 'writes nothing if no connection or two have the name: <Name>' -ForEach @(
        @{ Name = 'Snow*'; Id = 'PolytomicNotFound' }, @{ Name = 'Twin'; Id = 'PolytomicAmbiguousName' }
    ) {
        foreach ($change in { New-PolytomicBulkSync A -Source $Name -Destination Snowflake @new }, { Set-PolytomicBulkSync -Id $syncs[0].id -Destination $Name }, { Copy-PolytomicBulkSync -Id $syncs[0].id -NewName B -Source $Name }) {
            $failure = $null
            try { & $change -ErrorAction Stop; throw 'it was taken' } catch { $failure = $_ }
            $failure | Assert-Failure $Id $Name
        }
        @(Get-SentRequest $scripted | Where-Object Method -NE GET) | Should -BeNullOrEmpty
    }

    It 'refuses a name together with an id' {
        foreach ($change in { New-PolytomicBulkSync A -Source Snowflake -SourceConnectionId $snowflake -Destination Snowflake @new -ErrorAction Stop }, { Set-PolytomicBulkSync -Id $syncs[0].id -Destination Snowflake -DestinationConnectionId $snowflake }) {
            $change | Should -Throw -ErrorId 'PolytomicInvalidArgument*'
        }
        { New-PolytomicBulkSync A -Destination Snowflake @new -ErrorAction Stop } | Should -Throw '*-Source*' -ErrorId 'PolytomicInvalidArgument*'
        @(Get-SentRequest $scripted) | Should -BeNullOrEmpty
    }

    It 'writes the id of a connection that is specified by name: Set-PolytomicBulkSync' {
        Connect-Polytomic -Sandbox
        $sync = Set-PolytomicBulkSync 'Stripe to BigQuery' -Destination BigQuery -NewName Other -PassThru
        $sync.DestinationName | Should -Be 'BigQuery'
        $copy = Copy-PolytomicBulkSync Other -NewName Another -Destination Snowflake -DestinationConfiguration @{ schema = 'other' }
        $copy.DestinationConnectionId | Should -Be (Get-PolytomicConnection Snowflake).Id
    }
}

Describe '-ConnectionName' {
    It 'replaces the id in every command for connections, also by position' {
        $commands = Get-Command -Module PolytomicBulk | Where-Object { $_.Parameters.ContainsKey('ConnectionId') -and $_.Noun -notin 'PolytomicConnection', 'PolytomicBulkSync' }
        $commands.Count | Should -BeGreaterThan 8
        foreach ($command in $commands) { $command.Parameters.Keys | Should -Contain 'ConnectionName' -Because $command.Name }
        $scripted = Connect-Script
        $null = $scripted.Handler.AnswerAt("/api/connections/$bracket/bulksync/source", 200, '{"data":{}}').AnswerAt("/api/connections/$snowflake/bulksync/target", 200, '{"data":{}}')
        (Get-PolytomicBulkSource 'Stripe [prod]').ConnectionId | Should -Be $bracket
        (Get-PolytomicBulkDestination -ConnectionName SNOWFLAKE).ConnectionId | Should -Be $snowflake
        (Get-PolytomicBulkDestination $snowflake).ConnectionId | Should -Be $snowflake
        Get-PolytomicBulkSource -ErrorAction SilentlyContinue -ErrorVariable failures
        Get-PolytomicBulkSource Snowflake -ConnectionId $snowflake -ErrorAction SilentlyContinue -ErrorVariable +failures
        $failures | Assert-Failure PolytomicInvalidArgument '-ConnectionName'
    }

    It 'is an error in -ConnectionMap if no file has the connection: <command>' -ForEach @(
        @{ command = 'Import-PolytomicBulkSync' }, @{ command = 'Compare-PolytomicBulkSync' }
    ) {
        Connect-Polytomic -Sandbox
        Export-PolytomicBulkSync "$TestDrive/map" -Name 'HubSpot to Snowflake' -Force
        { & $command "$TestDrive/map" -ConnectionMap @{ Snowfake = 'BigQuery' } } |
            Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument "'Snowfake'", '-ConnectionMap'
        { & $command "$TestDrive/map" -ConnectionMap @{ HubSpot = 'HubSpot' } } | Should -Not -Throw
    }

    It 'is shown with the id in a plan of changes, and so is the name of a policy' {
        Connect-Polytomic -Sandbox
        $policy = Get-PolytomicPolicy 'Revenue data'
        $known = @{}
        foreach ($one in Get-PolytomicConnection) { $known[$one.Name] = "'$($one.Name)' ($($one.Id))" }
        $bigquery = (Get-PolytomicConnection BigQuery).Id
        $new = @{ SourceConnectionId = (Get-PolytomicConnection Salesforce).Id; DestinationConnectionId = $bigquery; Mode = 'replicate'; Frequency = 'manual'; DestinationConfiguration = @{ dataset = 'd' } }
        Export-PolytomicBulkSync "$TestDrive/plan" -Name 'HubSpot to Snowflake' -Force
        $runs = @(
            @{ run = { Set-PolytomicBulkSync 'HubSpot to Snowflake' -DestinationConnectionId $bigquery -Policy $policy.Id -SkipValidation -WhatIf }; says = "~ DestinationConnectionId: $($known.Snowflake) -> $($known.BigQuery)", "'Revenue data' ($($policy.Id))" }
            @{ run = { Import-PolytomicBulkSync "$TestDrive/plan" -ConnectionMap @{ Snowflake = 'BigQuery' } -SkipValidation -WhatIf }; says = "~ DestinationConnection.Id: $($known.Snowflake) -> $($known.BigQuery)" }
            @{ run = { Set-PolytomicConnection HubSpot -Policy $policy.Id -WhatIf }; says = "-> 'Revenue data' ($($policy.Id))" }
            @{ run = { New-PolytomicBulkSync New @new -WhatIf }; says = "connection $($known.Salesforce)", "connection $($known.BigQuery)" }
        )
        foreach ($one in $runs) {
            $null = Start-Transcript "$TestDrive/planned.txt"
            & $one.run
            $null = Stop-Transcript
            @(Get-Content "$TestDrive/planned.txt") -like 'What if:*' | Assert-Fact $one.says
        }
    }

    It 'is shown in questions and messages' {
        $scripted = Connect-Script
        $null = Start-Transcript "$TestDrive/asked.txt"
        Update-PolytomicConnectionSchema Snowflake -WhatIf
        Reset-PolytomicPrimaryKey Snowflake -Schema t -WhatIf
        $null = Stop-Transcript
        $asked = @(Get-Content "$TestDrive/asked.txt") -like 'What if:*'
        $asked.Count | Should -Be 2
        $asked | Assert-Fact "connection 'Snowflake' ($snowflake)"
        $null = $scripted.Handler.Otherwise(404, '{"message":"none"}')
        $ran = { Get-PolytomicBulkSource Snowflake }, { Get-PolytomicBulkDestination Snowflake }, { Get-PolytomicConnectionSchema Snowflake }, { Get-PolytomicConnectionSchema Snowflake -Id t }
        $ran += { Get-PolytomicConnectionRecord Snowflake t }, { Update-PolytomicConnectionSchema Snowflake }, { Set-PolytomicPrimaryKey Snowflake t -Field a }, { Remove-PolytomicConnection Snowflake -Force }
        $ErrorActionPreference = 'Continue'
        foreach ($run in $ran) {
            & $run 2>&1 | Assert-Failure PolytomicNotFound "connection 'Snowflake' ($snowflake)"
        }
    }
}
