BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    $id = [guid]'0b8a2c46-3d5e-4f70-8192-a3b4c5d6e7f8'
    $other = [guid]'1c9b3d57-4e6f-4081-92a3-b4c5d6e7f809'
    # Every kind of character that must be encoded in a path, and %41, which must not be decoded.
    $odd = 'sales data/2026 #1 50% %41 é日'
    $oddEncoded = 'sales%20data%2F2026%20%231%2050%25%20%2541%20%C3%A9%E6%97%A5'

    $emptySchema = '{"data":{"id":"s","fields":[]}}'
}

Describe 'Get-PolytomicConnection' {
    It 'lists every connection with every property' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @"
{"data":[{"id":"$id","name":"Orders","type":{"id":"postgresql","name":"PostgreSQL","logo_url":"https://x.example/p.png","operations":["source","destination"],"tier":"gold"},
"status":"unhealthy","status_error":"no route","configuration":{"hostname":"db.example","port":5432,"ssh":{"user":"u"}},"saved":true,"api_calls_last_24_hours":12345678901,
"parent_connection_id":"$other","policies":["$other"],"organization_id":"$other","created_at":"2026-01-02T03:04:05.123456789Z","created_by":{"id":"$other","name":"Ana","type":"user"},
"updated_at":"2026-02-03T04:05:06Z","updated_by":{"id":"$other","name":"Sam","type":"user"},"region":"eu"}]}
"@)
        $connection = Get-PolytomicConnection
        $connection.Id | Should -Be $id
        $connection.ConnectionId | Should -Be $id
        $connection.Name | Should -BeExactly 'Orders'
        $connection.Type.Id | Should -BeExactly 'postgresql'
        "$($connection.Type)" | Should -BeExactly 'PostgreSQL'
        $connection.Type.LogoUrl | Should -BeExactly 'https://x.example/p.png'
        $connection.Type.Operations.ToString() | Should -BeExactly 'source; destination'
        $connection.Type.AdditionalProperties.tier | Should -BeExactly 'gold'
        $connection.Status | Should -BeExactly 'unhealthy'
        $connection.StatusError | Should -BeExactly 'no route'
        $connection.Configuration.hostname | Should -BeExactly 'db.example'
        $connection.Configuration.port | Should -Be 5432
        $connection.Configuration.ssh.user | Should -BeExactly 'u'
        $connection.Saved | Should -BeTrue
        $connection.ApiCallsLast24Hours | Should -Be 12345678901
        $connection.ParentConnectionId | Should -Be $other
        $connection.Policies | Should -Be $other
        $connection.OrganizationId | Should -Be $other
        $connection.CreatedAt.Kind | Should -Be Local
        $connection.CreatedAt.ToUniversalTime().Ticks | Should -Be ([datetime]'2026-01-02T03:04:05').AddTicks(1234567).Ticks
        $connection.CreatedBy.Name | Should -BeExactly 'Ana'
        $connection.UpdatedAt.ToUniversalTime() | Should -Be ([datetime]'2026-02-03T04:05:06')
        $connection.UpdatedBy.Name | Should -BeExactly 'Sam'
        $connection.AdditionalProperties.region | Should -BeExactly 'eu'
        "$connection" | Should -BeExactly 'Orders'

        $request = Get-SentRequest $scripted
        $request.Method | Should -BeExactly 'GET'
        $request.PathAndQuery | Should -BeExactly '/api/connections'
        $request.Body | Should -BeExactly ''
        $request.Headers['X-Polytomic-Version'] | Should -BeExactly '2025-09-18'
        $request.Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
    }

    It 'treats <what> as an empty list' -TestCases @(
        @{ what = 'null'; body = '{"data":null}' }
        @{ what = 'an empty list'; body = '{"data":[]}' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $body)
        Get-PolytomicConnection | Should -BeNullOrEmpty
    }

    It 'does not treat an answer without data as an empty list' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{}')
        { Get-PolytomicConnection } | Should -Throw -PassThru | Assert-Failure PolytomicBadResponse
    }

    It 'reads a connection without values' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$id`",`"name`":null,`"type`":null,`"configuration`":null,`"policies`":null,`"created_at`":null}}")
        $connection = Get-PolytomicConnection -Id $id
        $connection.Id | Should -Be $id
        foreach ($property in 'Name', 'Type', 'Status', 'Configuration', 'Policies', 'CreatedAt', 'CreatedBy', 'AdditionalProperties') { $connection.$property | Should -BeNullOrEmpty }
        "$connection" | Should -BeExactly "$id"
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly "/api/connections/$id"
    }

    It 'filters by name, and reports names without a match' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"name":"Orders"},{"name":"Archive"},{"name":"orders EU"}]}')
        $found = Get-PolytomicConnection orders*, Nowhere, No* -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'Orders', 'orders EU'
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicNotFound 'connection', "'Nowhere'"
        $failures[0].TargetObject | Should -BeExactly 'Nowhere'
    }

    It 'accepts ids and objects from the pipeline, and continues after a failure' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"key":"not_found","message":"connection not found","status":404}').Answer(200, "{`"data`":{`"id`":`"$id`",`"name`":`"Orders`"}}")
        $found = $other, $id | Get-PolytomicConnection -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -BeExactly 'Orders'
        $failures | Should -HaveCount 1
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failures[0].TargetObject | Should -Be $other
        $failures[0].ErrorDetails.RecommendedAction | Assert-Fact 'Get-PolytomicConnection'

        $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$id`"}}")
        ([pscustomobject]@{ ConnectionId = $id } | Get-PolytomicConnection).Id | Should -Be $id
    }
}

Describe 'Get-PolytomicConnectionType' {
    It 'reads every property, forms included' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @'
{"data":[{"id":"pg","name":"PostgreSQL","logo_url":"https://x.example/p.png","use_oauth":true,"oauth_prompt":{"key":"k","value":"Sign in","when":"create"},
"capabilities":{"source":true,"destination":false,"enrichment":true,"orchestration":false,"reverse":true},
"configurationForm":{"jsonschema":{"type":"object","properties":{"port":{"type":"integer"}}},"uischema":["port",1,null]},
"initialConfiguration":{"port":5432},"envConfig":{"a":1.10},"beta":true},{"name":"Bare","capabilities":{}}]}
'@)
        $type, $bare = Get-PolytomicConnectionType
        $type.Id | Should -BeExactly 'pg'
        $type.LogoUrl | Should -BeExactly 'https://x.example/p.png'
        $type.UseOauth | Should -BeTrue
        $type.OauthPrompt.Key | Should -BeExactly 'k'
        $type.OauthPrompt.Value | Should -BeExactly 'Sign in'
        $type.OauthPrompt.When | Should -BeExactly 'create'
        $type.Capabilities.Source | Should -BeTrue
        $type.Capabilities.Destination | Should -BeFalse
        $type.Capabilities.Orchestration | Should -BeFalse
        "$($type.Capabilities)" | Should -BeExactly 'source, enrichment'
        $type.Capabilities.AdditionalProperties.reverse | Should -BeTrue
        $type.ConfigurationForm.Jsonschema.properties.port.type | Should -BeExactly 'integer'
        $type.ConfigurationForm.Uischema | Should -HaveCount 3
        $type.ConfigurationForm.Uischema[0] | Should -BeExactly 'port'
        $type.InitialConfiguration.port | Should -Be 5432
        "$($type.EnvConfig)" | Should -BeExactly '{"a":1.10}'
        $type.AdditionalProperties.beta | Should -BeTrue
        $bare.Capabilities.Source | Should -BeNullOrEmpty
        $bare.ConfigurationForm | Should -BeNullOrEmpty
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly '/api/connection_types'
    }

    It 'filters by name' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"name":"PostgreSQL"},{"name":"Stripe"}]}')
        (Get-PolytomicConnectionType post*).Name | Should -Be 'PostgreSQL'
    }
}

Describe 'Get-PolytomicBulkSource' {
    It 'reads every property down to the fields, with the ids of the parents' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @'
{"data":{"capabilities":{"supports_tracking_fields":true},"configuration":{"slot":{"type":"string"}},"schemas":[{"id":"public.orders","name":"orders","fields":[
{"id":"id","name":"Id","type":"number","remote_type":"bigint","type_spec":{"precision":38},"is_primary_key":true,"user_managed":false},
{"id":"status","name":"Status","type":"tomorrow","values":[{"label":"Paid","value":"paid"}],"is_primary_key":false,"user_managed":true,"path":"a.b",
"association":{"id":"as1","name":"Customer","reference_to":["public.customers"],"referenced_field":"id"},"source_primary_key":false}]},{"id":"bare"}]}}
'@)
        $source = Get-PolytomicBulkSource -ConnectionId $id
        $source.ConnectionId | Should -Be $id
        $source.Capabilities.SupportsTrackingFields | Should -BeTrue
        $source.Configuration.slot.type | Should -BeExactly 'string'
        $source.Schemas | Should -HaveCount 2
        $schema = $source.Schemas[0]
        $schema.ConnectionId | Should -Be $id
        $schema.SchemaId | Should -BeExactly 'public.orders'
        $schema.Name | Should -BeExactly 'orders'
        "$($schema.PrimaryKey)" | Should -BeExactly 'id'
        $first, $second = $schema.Fields
        $first.ConnectionId | Should -Be $id
        $first.SchemaId | Should -BeExactly 'public.orders'
        $first.FieldId | Should -BeExactly 'id'
        $first.Name | Should -BeExactly 'Id'
        $first.Type | Should -BeExactly 'number'
        $first.RemoteType | Should -BeExactly 'bigint'
        $first.TypeSpec.precision | Should -Be 38
        $first.IsPrimaryKey | Should -BeTrue
        $first.UserManaged | Should -BeFalse
        $second.Type | Should -BeExactly 'tomorrow'
        $second.UserManaged | Should -BeTrue
        $second.Path | Should -BeExactly 'a.b'
        $second.Values[0].Label | Should -BeExactly 'Paid'
        "$($second.Values)" | Should -BeExactly 'paid'
        $second.Association.Id | Should -BeExactly 'as1'
        $second.Association.Name | Should -BeExactly 'Customer'
        "$($second.Association)" | Should -BeExactly 'public.customers.id'
        $second.AdditionalProperties.source_primary_key | Should -BeFalse
        $source.Schemas[1].Fields | Should -BeNullOrEmpty
        $source.Schemas[1].PrimaryKey | Should -BeNullOrEmpty
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly "/api/connections/$id/bulksync/source"
    }

    It 'reads a configuration that is <json>' -TestCases @(
        @{ json = '"text"'; expected = 'text' }
        @{ json = '12.50'; expected = 12.50 }
        @{ json = 'true'; expected = $true }
        @{ json = 'null'; expected = $null }
        @{ json = '["a","b"]'; expected = 'a', 'b' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"configuration`":$json}}")
        $source = Get-PolytomicBulkSource -ConnectionId $id
        $source.Configuration | Should -Be $expected
        $source.Schemas | Should -BeNullOrEmpty
    }

    It 'omits the fields on request, and accepts a bulk sync' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{}}')
        $null = [pscustomobject]@{ Id = $other; SyncId = $other; SourceConnectionId = $id } | Get-PolytomicBulkSource -NoFields
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly "/api/connections/$id/bulksync/source?include_fields=false"
    }
}

Describe 'Get-PolytomicBulkDestination' {
    It 'reads every property, and accepts a bulk sync' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, @'
{"data":{"configuration":{"schema":{"title":"Schema"}},"modes":[{"id":"replicate","label":"Replicate","description":"In step","requires_identity":true,"supports_field_sync_mode":false,"supports_target_filters":true},
{"id":"mirror"}],"supported_resync_modes":["refetch","tomorrow"],"extra":1}}
'@)
        $destination = [pscustomobject]@{ DestinationConnectionId = $id } | Get-PolytomicBulkDestination
        $destination.ConnectionId | Should -Be $id
        $destination.Configuration.schema.title | Should -BeExactly 'Schema'
        $destination.Modes.ToString() | Should -BeExactly 'replicate; mirror'
        $destination.Modes[0].Label | Should -BeExactly 'Replicate'
        $destination.Modes[0].Description | Should -BeExactly 'In step'
        $destination.Modes[0].RequiresIdentity | Should -BeTrue
        $destination.Modes[0].SupportsFieldSyncMode | Should -BeFalse
        $destination.Modes[0].SupportsTargetFilters | Should -BeTrue
        $destination.SupportedResyncModes.ToString() | Should -BeExactly 'refetch; tomorrow'
        $destination.AdditionalProperties.extra | Should -Be 1
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly "/api/connections/$id/bulksync/target"
    }

    It 'reports a connection that cannot be a destination, and continues' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(403, '{"key":"forbidden","message":"not yours","status":403}').Answer(200, '{"data":{}}')
        $found = $other, $id | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } } | Get-PolytomicBulkDestination -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.ConnectionId | Should -Be $id
        $failures[0].CategoryInfo.Category | Should -Be PermissionDenied
        $failures[0].TargetObject | Should -Be $other
    }
}

Describe 'Get-PolytomicConnectionSchema' {
    It 'encodes an id once, and returns the connection of the schema' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":{`"id`":`"$odd`",`"name`":`"Odd`",`"fields`":[{`"id`":`"a`"},null],`"rows`":7}}")
        $schema = Get-PolytomicConnectionSchema -ConnectionId $id -Id $odd
        $schema.Id | Should -BeExactly $odd
        $schema.ConnectionId | Should -Be $id
        $schema.Fields[0].SchemaId | Should -BeExactly $odd
        $schema.AdditionalProperties.rows | Should -Be 7
        (Get-SentRequest $scripted).Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded"
    }

    It 'reads several schemas, and continues after a failure' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"schema not found"}').Answer(200, '{"data":{"id":"b"}}')
        $found = Get-PolytomicConnectionSchema $id a, b -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Id | Should -BeExactly 'b'
        $failures[0] | Assert-Failure PolytomicNotFound $id, 'schema not found'
        $failures[0].TargetObject | Should -BeExactly 'a'
        $failures[0].ErrorDetails.RecommendedAction | Assert-Fact 'Get-PolytomicConnection', 'Get-PolytomicConnectionSchema'
    }

    It 'returns the status of the cached schemas without an id' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"cache_status":"fresh","last_refresh_started":"2026-05-01T10:00:00Z","last_refresh_finished":"2026-05-01T10:01:00Z","next":"soon"}}')
        $status = [pscustomobject]@{ Id = $other; ConnectionId = $id } | Get-PolytomicConnectionSchema
        $status | Should -BeOfType ([PolytomicBulk.ConnectionSchemaStatus])
        $status.ConnectionId | Should -Be $id
        $status.CacheStatus | Should -BeExactly 'fresh'
        $status.LastRefreshStarted.ToUniversalTime() | Should -Be ([datetime]'2026-05-01T10:00:00')
        $status.LastRefreshFinished.Kind | Should -Be Local
        $status.IsRefreshing | Should -BeFalse
        $status.AdditionalProperties.next | Should -BeExactly 'soon'
        (Get-SentRequest $scripted).PathAndQuery | Should -BeExactly "/api/connections/$id/schemas/status"
    }

    It 'returns IsRefreshing <expected> for the answer <json>' -TestCases @(
        @{ expected = $true; json = '{"cache_status":"refreshing"}' }
        @{ expected = $true; json = '{"cache_status":"refreshing","last_refresh_started":"2026-05-01T10:00:00Z","last_refresh_finished":"2026-05-01T09:00:00Z"}' }
        @{ expected = $false; json = '{"cache_status":"refreshing","last_refresh_started":"2026-05-01T10:00:00Z","last_refresh_finished":"2026-05-01T10:00:01Z"}' }
        @{ expected = $false; json = '{"cache_status":"tomorrow","last_refresh_started":"2026-05-01T10:00:00Z"}' }
        @{ expected = $true; json = '{"last_refresh_started":"2026-05-01T10:00:00Z"}' }
        @{ expected = $false; json = '{}' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$json}")
        (Get-PolytomicConnectionSchema $id).IsRefreshing | Should -Be $expected
    }

    It 'refuses an id that is the path of another operation' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"b"}}')
        $found = Get-PolytomicConnectionSchema $id status, b -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Id | Should -BeExactly 'b'
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicInvalidArgument
        Get-SentRequest $scripted | Should -HaveCount 1
    }
}

Describe 'Update-PolytomicConnectionSchema' {
    It 'starts a refresh and does not wait' {
        $scripted = New-ScriptedSession
        $headers = [System.Collections.Generic.Dictionary[string, string]]::new()
        $headers['Location'] = '/somewhere'
        $null = $scripted.Handler.Answer(202, '', 'text/plain', $headers)
        Update-PolytomicConnectionSchema -ConnectionId $id | Should -BeNullOrEmpty
        $request = Get-SentRequest $scripted
        $request | Should -HaveCount 1
        $request.Method | Should -BeExactly 'POST'
        $request.PathAndQuery | Should -BeExactly "/api/connections/$id/schemas/refresh"
        $request.Body | Should -BeExactly ''
        $scripted.Clock.Delays | Should -BeNullOrEmpty
    }

    It 'waits until the refresh has ended' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(202, '').Answer(200, '{"data":{"cache_status":"refreshing"}}').Answer(200, '{"data":{"cache_status":"refreshing"}}').Answer(200, '{"data":{"cache_status":"fresh"}}')
        $status = Update-PolytomicConnectionSchema -ConnectionId $id -Wait
        $status.CacheStatus | Should -BeExactly 'fresh'
        $status.ConnectionId | Should -Be $id
        (Get-SentRequest $scripted).PathAndQuery | Should -Be (@("/api/connections/$id/schemas/refresh") + @("/api/connections/$id/schemas/status") * 3)
        $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 2, 2
    }

    It 'follows several refreshes in parallel, and continues after a failure' {
        $scripted = New-ScriptedSession
        $third = [guid]::NewGuid()
        $null = $scripted.Handler.Answer(202, '').Answer(400, '{"message":"only a healthy connection"}').Answer(202, '').
            Answer(200, '{"data":{"cache_status":"refreshing"}}').Answer(200, '{"data":{"cache_status":"fresh"}}').Answer(404, '{}')
        $done = $id, $other, $third | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } } | Update-PolytomicConnectionSchema -Wait -ErrorVariable failures -ErrorAction SilentlyContinue
        $done.ConnectionId | Should -Be $third
        $failures.TargetObject | Should -Be $other, $id
        $failures.CategoryInfo.Category | Should -Be InvalidData, ObjectNotFound
        (Get-SentRequest $scripted).PathAndQuery | Should -Be @(
            "/api/connections/$id/schemas/refresh", "/api/connections/$other/schemas/refresh", "/api/connections/$third/schemas/refresh"
            "/api/connections/$id/schemas/status", "/api/connections/$third/schemas/status", "/api/connections/$id/schemas/status")
    }

    It 'stops waiting at its time limit' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(202, '').AnswerAt("/api/connections/$id/schemas/status", 200, '{"data":{"cache_status":"refreshing"}}')
        $done = Update-PolytomicConnectionSchema -ConnectionId $id -Wait -TimeoutSec 7 -ErrorVariable failures -ErrorAction SilentlyContinue
        $done | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0] | Assert-Failure PolytomicTimeout
        $failures[0].TargetObject | Should -Be $id
        $scripted.Clock.Delays.TotalSeconds | Should -Be 2, 2, 2, 1
    }

    It 'sends nothing with -WhatIf' {
        $scripted = New-ScriptedSession
        Update-PolytomicConnectionSchema -ConnectionId $id -Wait -WhatIf | Should -BeNullOrEmpty
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Get-PolytomicConnectionRecord' {
    BeforeEach {
        $scripted = New-ScriptedSession
    }

    It 'gives every record every column, in the order of their first appearance' {
        $null = $scripted.Handler.Answer(200, '{"data":[{"id":1,"name":"a"},{"id":2,"extra":{"x":{"y":"deep"}},"name":"b"},{"tags":["t","u"]}]}')
        $records = @(Get-PolytomicConnectionRecord -ConnectionId $id -Schema $odd)
        $records | Should -Not -BeNullOrEmpty
        foreach ($record in $records) { $record.psobject.Properties.Name | Should -Be 'id', 'name', 'extra', 'tags' }
        $records[0].extra | Should -BeNullOrEmpty
        $records[1].extra.x.y | Should -BeExactly 'deep'
        $records[2].tags | Should -Be 't', 'u'
        $request = Get-SentRequest $scripted
        $request.Method | Should -BeExactly 'GET'
        $request.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/records"
    }

    It 'keeps values exact' {
        $null = $scripted.Handler.Answer(200, '{"data":[{"big":90071992547409931,"money":0.10,"text":"2026-01-02T03:04:05Z","no":false,"nothing":null,"huge":123456789012345678901234567890.5}]}')
        $record = Get-PolytomicConnectionRecord $id s
        $record.big | Should -BeOfType ([long])
        $record.big | Should -Be 90071992547409931
        $record.money | Should -BeOfType ([decimal])
        $record.text | Should -BeOfType ([string])
        $record.no | Should -BeFalse
        $record.nothing | Should -BeNullOrEmpty
        $record.huge | Should -Be 123456789012345678901234567890.5
    }

    It 'shows as a table and a CSV file' {
        $null = $scripted.Handler.AnswerAt("/api/connections/$id/schemas/s/records", 200, '{"data":[{"id":1},{"id":2,"tags":["t","u"],"place":{"city":"Oslo"}}]}')
        $csv = Get-PolytomicConnectionRecord $id s | ConvertTo-Csv -NoTypeInformation
        $csv | Should -Be '"id","tags","place"', '"1",,', '"2","t; u","{""city"":""Oslo""}"'
        $table = Get-PolytomicConnectionRecord $id s | Format-Table | Out-String -Width 80
        $table | Should -Match 'id\s+tags\s+place'
        $table | Should -Match 'Oslo'
    }

    It 'keeps column names that PowerShell cannot distinguish or use' {
        $null = $scripted.Handler.Answer(200, '{"data":[{"ID":1,"id":2,"":3,"id":4}]}')
        $record = Get-PolytomicConnectionRecord $id s
        $record.psobject.Properties.Name | Should -Be 'ID', 'id_', '_'
        $record.psobject.Properties.Value | Should -Be 1, 4, 3
    }

    It 'accepts a schema from the pipeline' {
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"a b"}}').Answer(200, '{"data":null}')
        Get-PolytomicConnectionSchema $id 'a b' | Get-PolytomicConnectionRecord | Should -BeNullOrEmpty
        @(Get-SentRequest $scripted)[1].PathAndQuery | Should -BeExactly "/api/connections/$id/schemas/a%20b/records"
    }
}

Describe 'Set-PolytomicPrimaryKey' {
    It 'makes the specified fields the complete key' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":[{"id":"id","is_primary_key":true},{"id":"sku"},{"id":"order","is_primary_key":false}]}}').Answer(202, '')
        Set-PolytomicPrimaryKey -ConnectionId $id -Schema $odd -Field order, sku | Should -BeNullOrEmpty
        $read, $put = Get-SentRequest $scripted
        $read.Method | Should -BeExactly 'GET'
        $put.Method | Should -BeExactly 'PUT'
        $put.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/primary_keys"
        $put.Headers['Content-Type'] | Should -BeExactly 'application/json'
        $put.Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
        $put.Body | Should -BeExactly '{"fields":[{"field_id":"order","is_primary_key":true},{"field_id":"sku","is_primary_key":true},{"field_id":"id","is_primary_key":false}]}'
    }

    It 'lets the service check fields if the schema does not show them' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":null}}').Answer(400, '{"message":"the schema has no field x"}')
        Set-PolytomicPrimaryKey $id s x, x -ErrorVariable failures -ErrorAction SilentlyContinue
        @(Get-SentRequest $scripted)[1].Body | Should -BeExactly '{"fields":[{"field_id":"x","is_primary_key":true}]}'
        $failures[0] | Assert-Failure PolytomicInvalidRequest 'the schema has no field x'
    }

    It 'returns the schema with -PassThru' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $emptySchema).Answer(202, '').Answer(200, '{"data":{"id":"s","fields":[{"id":"a","is_primary_key":true}]}}')
        "$((Set-PolytomicPrimaryKey $id s a -PassThru).PrimaryKey)" | Should -BeExactly 'a'
    }

    It 'shows what it would change, and writes nothing if nothing differs' {
        $scripted = New-ScriptedSession
        $schema = '{"data":{"id":"s","fields":[{"id":"id","is_primary_key":true},{"id":"a"}]}}'
        $null = $scripted.Handler.Answer(200, $schema).Answer(202, '').Answer(200, $schema).Answer(200, $schema)
        $said = Set-PolytomicPrimaryKey $id s a -Verbose 4>&1
        "$said" | Assert-Fact "~ PrimaryKey: 'id' -> 'a'", "'s'", $id
        Set-PolytomicPrimaryKey $id s id -PassThru -Verbose 4>&1 | ForEach-Object { "$_" } | Where-Object { $_ -like "*'s'*" } | Assert-Fact $id
        Set-PolytomicPrimaryKey $id s b -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Assert-Failure PolytomicInvalidArgument "'b'", "'a'"
        (Get-SentRequest $scripted).Method | Should -BeExactly 'GET', 'PUT', 'GET', 'GET'
    }

    It 'only reads with -WhatIf' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":[{"id":"id","is_primary_key":true},{"id":"a"}]}}')
        $action = Set-PolytomicPrimaryKey $id s a -PassThru -WhatIf
        $action | Should -BeNullOrEmpty
        (Get-SentRequest $scripted).Method | Should -BeExactly 'GET'
    }
}

Describe 'A change of a schema whose result cannot be read' {
    It 'is in the error: <Run>' -ForEach @(
        @{ Run = { Set-PolytomicPrimaryKey $id s a -PassThru }; Done = 'set'; Reads = $true }
        @{ Run = { Reset-PolytomicPrimaryKey $id s -Force -PassThru }; Done = 'reset' }
        @{ Run = { Set-PolytomicSchemaField $id s new -Label New -Type string -PassThru }; Done = 'set'; Reads = $true }
    ) {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        if ($Reads) { $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":[{"id":"a"}]}}') }
        $null = $scripted.Handler.Answer(202, '').Otherwise(429, '{"message":"slow down"}')
        $Run | Should -Throw -PassThru | Assert-Failure PolytomicRateLimited 'slow down', $Done
    }
}

Describe 'Reset-PolytomicPrimaryKey' {
    It 'deletes the overrides' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(202, '').Answer(200, $emptySchema)
        (Reset-PolytomicPrimaryKey -ConnectionId $id -Schema $odd -Force -PassThru).Id | Should -BeExactly 's'
        $request = @(Get-SentRequest $scripted)[0]
        $request.Method | Should -BeExactly 'DELETE'
        $request.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/primary_keys"
        $request.Body | Should -BeExactly ''
        $request.Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
    }

    It 'sends nothing with -WhatIf, even with -Force' {
        $scripted = New-ScriptedSession
        Reset-PolytomicPrimaryKey $id s -Force -WhatIf
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'Set-PolytomicSchemaField' {
    It 'defines a field if a label and a type are specified' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $emptySchema).Answer(202, '')
        Set-PolytomicSchemaField -ConnectionId $id -Schema $odd -Field 'coupon/1' -Label 'Coupon' -Type String -Path 'meta.coupon' -Example 'SPRING' | Should -BeNullOrEmpty
        $read, $request = Get-SentRequest $scripted
        $read.Method | Should -BeExactly 'GET'
        $request.Method | Should -BeExactly 'POST'
        $request.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/fields"
        $request.Body | Should -BeExactly '{"fields":[{"label":"Coupon","type":"string","path":"meta.coupon","example":"SPRING","field_id":"coupon/1"}]}'
    }

    It 'otherwise changes only what is specified' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $emptySchema).Answer(200, '{"data":{"id":"coupon/1 %","name":"Code","user_managed":true}}')
        $field = Set-PolytomicSchemaField -ConnectionId $id -Schema $odd -Field 'coupon/1 %' -Label 'Code' -PassThru
        $field.Name | Should -BeExactly 'Code'
        $field.ConnectionId | Should -Be $id
        $field.SchemaId | Should -BeExactly $odd
        $read, $request = Get-SentRequest $scripted
        $read.Method | Should -BeExactly 'GET'
        $request.Method | Should -BeExactly 'PATCH'
        $request.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/fields/coupon%2F1%20%25"
        $request.Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
        $request.Body | Should -BeExactly '{"label":"Code"}'
    }

    It 'sends an example of <type>' -TestCases @(
        @{ type = 'a number'; example = 42; json = '42' }
        @{ type = 'a decimal'; example = 1.50d; json = '1.50' }
        @{ type = 'a fraction'; example = 0.5; json = '0.5' }
        @{ type = 'a boolean'; example = $false; json = 'false' }
        @{ type = 'a list'; example = @(1, 'a', $null); json = '[1,"a",null]' }
        @{ type = 'a hashtable'; example = @{ a = @{ b = 1 } }; json = '{"a":{"b":1}}' }
        @{ type = 'an object'; example = [pscustomobject]@{ x = 1; y = @('z') }; json = '{"x":1,"y":["z"]}' }
        @{ type = 'a time'; example = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc); json = '"2026-01-02T03:04:05Z"' }
    ) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $emptySchema).Answer(200, '{"data":{"id":"f"}}')
        Set-PolytomicSchemaField $id s f -Example $example
        @(Get-SentRequest $scripted)[1].Body | Should -BeExactly "{`"example`":$json}"
    }

    It 'returns the defined field with -PassThru, and reports if it is not visible yet' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, $emptySchema).Answer(202, '').Answer(200, '{"data":{"id":"s","fields":[{"id":"f","name":"F","user_managed":true}]}}').Answer(200, $emptySchema).Answer(202, '').Answer(200, $emptySchema)
        (Set-PolytomicSchemaField $id s f -Label F -Type string -PassThru).UserManaged | Should -BeTrue
        Set-PolytomicSchemaField $id s f -Label F -Type string -PassThru -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
    }

    It 'refuses a call that changes nothing, and an unknown type, before any request' {
        $scripted = New-ScriptedSession
        { Set-PolytomicSchemaField $id s f } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument
        { Set-PolytomicSchemaField $id s f -Label F -Type text } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Type', 'text', 'string'
        { Set-PolytomicSchemaField $id s f -Example ([version]'1.2') } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Example', 'Version'
        { Set-PolytomicSchemaField $id '' f -Label F } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'removes a path only with -ClearSetting, not with an empty value' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, '{"data":{"id":"s","fields":[{"id":"f","name":"F","type":"string","path":"p"},{"id":"g","name":"G","type":"string","path":""}]}}')
        foreach ($nothing in '', $null) {
            { Set-PolytomicSchemaField $id s f -Path $nothing } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError 'Path'
            { Set-PolytomicSchemaField $id s f -Label F -Type string -Path $nothing } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError 'Path'
        }
        foreach ($nothing in '', $null) { { Set-PolytomicSchemaField $id s f -Label F -Example $nothing } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Example' }
        { Set-PolytomicSchemaField $id s f -Path q -ClearSetting Path } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Path', '-ClearSetting'
        { Set-PolytomicSchemaField $id s f -ClearSetting Label } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-ClearSetting', 'Label', 'Path'
        Get-SentRequest $scripted | Should -BeNullOrEmpty

        Set-PolytomicSchemaField $id s f -ClearSetting Path
        Set-PolytomicSchemaField $id s g -ClearSetting Path
        Set-PolytomicSchemaField $id s f -Label F -Type string -ClearSetting Path
        $requests = @(Get-SentRequest $scripted)
        $requests.Method | Should -BeExactly 'GET', 'PATCH', 'GET', 'GET', 'POST'
        $requests[1].Body | Should -BeExactly '{"path":""}'
        $requests[4].Body | Should -BeExactly '{"fields":[{"label":"F","type":"string","field_id":"f"}]}'
    }

    It 'accepts a field from the pipeline, and uses only its ids' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":[{"id":"f","name":"F","type":"number","path":"p"}]}}').Answer(200, $emptySchema).Answer(200, '{"data":{"id":"f"}}')
        (Get-PolytomicConnectionSchema $id s).Fields | Set-PolytomicSchemaField -Label G
        $patch = @(Get-SentRequest $scripted)[2]
        $patch.PathAndQuery | Should -BeExactly "/api/connections/$id/schemas/s/fields/f"
        $patch.Body | Should -BeExactly '{"label":"G"}'
    }

    It 'says what it would change, and only reads with -WhatIf' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, '{"data":{"id":"s","fields":[{"id":"f","name":"E","type":"string","path":"p"}]}}')
        Set-PolytomicSchemaField $id s f -Label F -Type string -PassThru -WhatIf | Should -BeNullOrEmpty
        Set-PolytomicSchemaField $id s f -Label F -PassThru -WhatIf | Should -BeNullOrEmpty
        Set-PolytomicSchemaField $id s f -Label E -PassThru -Verbose 4>&1 | ForEach-Object { "$_" } | Where-Object { $_ -like "*'f'*" } | Assert-Fact "'s'"
        (Get-SentRequest $scripted).Method | Should -BeExactly 'GET', 'GET', 'GET'
        "$(Set-PolytomicSchemaField $id s f -Label F -Type string -Example 1 -Verbose 4>&1)" |
            Assert-Fact "~ Name: 'E' -> 'F'", "~ Path: 'p' -> (none)", '~ Example: (not shown) -> 1', '~ UserManaged: False -> True', "'f'", "'s'"
    }
}

Describe 'Remove-PolytomicSchemaField' {
    It 'deletes the field' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(202, '')
        Remove-PolytomicSchemaField -ConnectionId $id -Schema $odd -Field $odd -Force | Should -BeNullOrEmpty
        $request = Get-SentRequest $scripted
        $request.Method | Should -BeExactly 'DELETE'
        $request.Address.OriginalString | Should -BeExactly "https://app.polytomic.com/api/connections/$id/schemas/$oddEncoded/fields/$oddEncoded"
    }

    It 'continues after a failure' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"s","fields":[{"id":"a"},{"id":"b"}]}}').Answer(404, '{"message":"field not found"}').Answer(202, '')
        (Get-PolytomicConnectionSchema $id s).Fields | Remove-PolytomicSchemaField -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Assert-Fact 'field', 'schema', 'field not found'
        (Get-SentRequest $scripted).PathAndQuery | Select-Object -Last 1 | Should -BeExactly "/api/connections/$id/schemas/s/fields/b"
    }

    It 'sends nothing with -WhatIf, even with -Force' {
        $scripted = New-ScriptedSession
        Remove-PolytomicSchemaField $id s f -Force -WhatIf
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe 'The commands for connections' {
    It '<command> supports -WhatIf, with an impact of <impact>' -TestCases @(
        @{ command = 'Update-PolytomicConnectionSchema'; impact = 'Low' }
        @{ command = 'Set-PolytomicPrimaryKey'; impact = 'Medium' }
        @{ command = 'Reset-PolytomicPrimaryKey'; impact = 'High' }
        @{ command = 'Set-PolytomicSchemaField'; impact = 'Medium' }
        @{ command = 'Remove-PolytomicSchemaField'; impact = 'High' }
    ) {
        $attribute = (Get-Command $command).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.SupportsShouldProcess | Should -BeTrue
        $attribute.ConfirmImpact | Should -Be $impact
    }

    It '<command> fails once, and sends nothing, without a session' -TestCases @(
        @{ command = 'Get-PolytomicConnection'; with = @{} }
        @{ command = 'Get-PolytomicConnectionType'; with = @{} }
        @{ command = 'Get-PolytomicBulkSource'; with = @{ ConnectionId = [guid]::NewGuid() } }
        @{ command = 'Get-PolytomicBulkDestination'; with = @{ ConnectionId = [guid]::NewGuid() } }
        @{ command = 'Update-PolytomicConnectionSchema'; with = @{ ConnectionId = [guid]::NewGuid(); Wait = $true } }
    ) {
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        { & $command @with } | Should -Throw -PassThru | Assert-Failure PolytomicNotConnected
    }
}

Describe 'Connections, as the cmdlets show them' {
    BeforeEach {
        $clock = [TestSupport.TestClock]::new()
        Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
        $orders = Get-PolytomicConnection 'Orders database'
    }

    It 'waits for the end of a refresh with -Wait' {
        $before = $clock.GetUtcNow()
        ($orders | Update-PolytomicConnectionSchema -Wait).CacheStatus | Should -BeExactly 'fresh'
        ($clock.GetUtcNow() - $before).TotalSeconds | Should -Be 10
    }

    It 'shows each kind of object in a table with its own columns' {
        $source = $orders | Get-PolytomicBulkSource
        ($orders | Out-String -Width 120) | Should -Match 'Orders database\s+PostgreSQL\s+healthy\s+2026-11-1[789]'
        (Get-PolytomicConnectionType PostgreSQL | Out-String -Width 120) | Should -Match 'postgresql\s+PostgreSQL\s+False\s+source, destination, enrichment'
        ($source | Out-String -Width 120) | Should -Match "Orders database\s+9\s+tracking fields"
        ($orders | Get-PolytomicBulkDestination | Out-String -Width 120) | Should -Match 'Orders database\s+replicate; snapshot\s+refetch; resync;\s+rebuild'
        ($source.Schemas | Out-String -Width 120) | Should -Match 'public.order lines\s+order lines\s+6\s+id'
        ($source.Schemas[2].Fields | Out-String -Width 140) | Should -Match 'order_id\s+order_id\s+number\s+bigint\s+False\s+False\s+public.orders.id'
        ($orders | Get-PolytomicConnectionSchema | Out-String -Width 120) | Should -Match 'Orders database\s+fresh\s+2026-0[56]-\d\d \d\d:\d\d:10\s+2026-0[56]-\d\d \d\d:\d\d:00'
        ($orders | Format-List | Out-String -Width 200) | Should -Match 'Configuration\s+: \{"hostname"'
    }
}
