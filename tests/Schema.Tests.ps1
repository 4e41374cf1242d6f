BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Contract.ps1"
    $sync, $other = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2', '92fbf44e-ce3e-5344-8eec-3fdb84311308'
    $base = "/api/bulk/syncs/$sync/schemas"

    # A schema with all settings, and with unknown properties.
    $full = '{"id":"Contact","enabled":true,"output_name":"contact","user_output_name":"people","partition_key":"id","tracking_field":"updated","data_cutoff_timestamp":"2024-01-01T00:00:00Z","disable_data_cutoff":false,' +
        '"fields":[{"id":"id","enabled":true,"obfuscated":false,"output_name":"id"},{"id":"email","enabled":true,"obfuscated":false,"output_name":"email","user_output_name":"mail","rank":1.0},{"id":"secret","enabled":false,"obfuscated":true,"output_name":"secret"}],' +
        '"filters":[{"field_id":"amount","function":"GreaterThan","value":1.0,"note":"n"},{"field_id":"id","function":"IsNotNull"}],"shade":{"huge":1e400,"big":9223372036854775808,"exact":[1.0,0.10]}}'

    function Get-Sent($Scripted) { Get-SentRequest $Scripted | ForEach-Object { "$($_.Method) $($_.PathAndQuery)" } }
    function Get-SentBody($Scripted) { (Get-SentRequest $Scripted | Where-Object Body | Select-Object -Last 1).Body }
    function Get-Schema([string] $Id, [string] $Rest = '') { "{`"data`":{`"id`":`"$Id`",`"enabled`":true,`"fields`":[{`"id`":`"f`",`"enabled`":true}],`"filters`":[]$Rest}}" }
    # JSON in a normal form.
    function ConvertTo-Plain([string] $Json) { [Text.Json.Nodes.JsonNode]::Parse($Json).ToJsonString() }
    function Get-Action([scriptblock] $Script) { & $Script 4>&1 | Where-Object { "$_" -like 'Performing the operation*' } | ForEach-Object { "$_" } }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe -Tag PowerShell7 'Get-PolytomicBulkSyncSchema as a list' {
    It 'sends one request, and returns each schema with its bulk sync' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"id":"Account","enabled":true,"output_name":"account"},{"id":"Über/1","enabled":false}]}')
        $schemas = Get-PolytomicBulkSyncSchema -SyncId $sync
        $schemas.Id | Should -Be 'Account', 'Über/1'
        $schemas.SyncId | Should -Be ([guid]$sync), ([guid]$sync)
        $schemas[0] | Should -BeOfType PolytomicBulk.BulkSyncSchema
        $schemas[0].Fields | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -Be "GET $base"
    }

    It 'treats null as no schemas, and refuses an answer without data' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":null}').Answer(200, '{}')
        Get-PolytomicBulkSyncSchema $sync -ErrorAction Stop | Should -BeNullOrEmpty
        { Get-PolytomicBulkSyncSchema $sync -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicBadResponse
    }

    It 'finds <state> schemas' -ForEach @(@{ state = 'Enabled'; ids = 'a' }, @{ state = 'Disabled'; ids = 'b', 'c' }) {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":[{"id":"a","enabled":true},{"id":"b","enabled":false},{"id":"c"}]}')
        $switch = @{ $state = $true }
        (Get-PolytomicBulkSyncSchema $sync @switch).Id | Should -Be $ids
    }

    It 'refuses -Enabled with -Disabled before any request' {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSyncSchema $sync -Enabled -Disabled } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-Enabled', '-Disabled'
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'accepts bulk syncs from the pipeline, and does not use their ids as schema ids' {
        $scripted = New-ScriptedSession
        foreach ($id in $sync, $other) { $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id/schemas", 200, "{`"data`":[{`"id`":`"of $id`"}]}") }
        $syncs = $sync, $other | ForEach-Object { [pscustomobject]@{ Id = $_; SyncId = $_ } }
        ($syncs | Get-PolytomicBulkSyncSchema).Id | Should -Be "of $sync", "of $other"
    }

    It 'continues after a bulk sync that does not exist' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(404, '{"message":"bulk sync not found"}').Answer(200, '{"data":[{"id":"a"}]}')
        $schemas = [pscustomobject]@{ SyncId = $sync }, [pscustomobject]@{ SyncId = $other } | Get-PolytomicBulkSyncSchema -ErrorVariable failure -ErrorAction SilentlyContinue
        $schemas.SyncId | Should -Be ([guid]$other)
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicNotFound $sync, 'bulk sync not found'
        $failure[0].TargetObject | Should -Be ([guid]$sync)
    }
}

Describe -Tag PowerShell7 'Get-PolytomicBulkSyncSchema by id' {
    It 'reads every property, and keeps unknown ones' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        $schema = Get-PolytomicBulkSyncSchema $sync Contact
        Get-Sent $scripted | Should -Be "GET $base/Contact"
        $schema.Id, $schema.OutputName, $schema.UserOutputName, $schema.PartitionKey, $schema.TrackingField | Should -Be 'Contact', 'contact', 'people', 'id', 'updated'
        $schema.Enabled, $schema.DisableDataCutoff | Should -Be $true, $false
        $schema.DataCutoffTimestamp.Kind | Should -Be 'Local'
        $schema.DataCutoffTimestamp.ToUniversalTime() | Should -Be ([datetime]'2024-01-01')
        $schema.Fields.Id | Should -Be 'id', 'email', 'secret'
        $schema.Fields[1].UserOutputName, $schema.Fields[1].OutputName, $schema.Fields[1].AdditionalProperties.rank | Should -Be 'mail', 'email', 1
        $schema.Fields[2].Enabled, $schema.Fields[2].Obfuscated | Should -Be $false, $true
        $schema.Filters[0].FieldId, $schema.Filters[0].Function, $schema.Filters[0].Value | Should -Be 'amount', 'GreaterThan', 1
        $schema.Filters[1].Value | Should -BeNull
        "$($schema.Filters[0]); $($schema.Filters[1])" | Should -Be 'amount GreaterThan 1.0; id IsNotNull'
        "$($schema.AdditionalProperties)" | Should -Be '{"shade":{"huge":1e400,"big":9223372036854775808,"exact":[1.0,0.10]}}'
        "$schema $($schema.Fields[0])" | Should -Be 'Contact id'
    }

    It 'reads nulls as null, and keeps an unknown function' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, '{"data":{"id":null,"enabled":null,"fields":[{"id":null,"obfuscated":null}],"filters":[{"function":"Resembles","value":null}],"data_cutoff_timestamp":null}}')
        $schema = Get-PolytomicBulkSyncSchema $sync x
        $schema.Id, $schema.Enabled, $schema.Fields[0].Obfuscated, $schema.DataCutoffTimestamp | Should -Be $null, $null, $null, $null
        "$($schema.Filters)" | Should -Be 'Resembles'
    }

    It 'encodes the id <_> once' -ForEach 'a b', 'a/b', 'a#b', '50%', '%2F', 'é日本', '[dbo].[Orders]', 'a?b&c=d', '...', 'a+b', "it's" {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Answer(200, (Get-Schema $_))
        $null = Get-PolytomicBulkSyncSchema $sync $_ -ErrorAction Stop
        $sent = @(Get-SentRequest $scripted)
        $sent | Should -HaveCount 1
        $sent[0].Address.AbsoluteUri | Should -BeExactly "https://app.polytomic.com$base/$([uri]::EscapeDataString($_))"
    }

    It 'reads each schema that matches * in full, and only once' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt($base, 200, '{"data":[{"id":"Order"},{"id":"Order[1]"},{"id":"Item"},{"id":"reorder"}]}')
        foreach ($id in 'Order', 'Order[1]', 'Item') { $null = $scripted.Handler.AnswerAt("$base/$([uri]::EscapeDataString($id))", 200, (Get-Schema $id)) }
        (Get-PolytomicBulkSyncSchema $sync 'Item', 'order*', '*ITEM', '*[1]', 'none*').Id | Should -Be 'Item', 'Order', 'Order[1]'
        Get-Sent $scripted | Should -HaveCount 4
    }

    It 'prefers an id that contains * to a wildcard' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.AnswerAt($base, 200, '{"data":[{"id":"a*"},{"id":"abc"}]}')
        $null = $scripted.Handler.AnswerAt("$base/a%2A", 200, (Get-Schema 'a*'))
        (Get-PolytomicBulkSyncSchema $sync 'a*').Id | Should -Be 'a*'
    }

    It 'names the id that does not exist, and returns the others in order' {
        $scripted = New-ScriptedSession
        foreach ($id in 'a', 'c') { $null = $scripted.Handler.AnswerAt("$base/$id", 200, (Get-Schema $id)) }
        $null = $scripted.Handler.AnswerAt("$base/b", 404, '{"key":"not_found","message":"schema not found"}').AnswerAt($base, 200, '{"data":[{"id":"a"},{"id":"c"}]}')
        (Get-PolytomicBulkSyncSchema $sync c, b, a -ErrorVariable failure -ErrorAction SilentlyContinue).Id | Should -Be 'c', 'a'
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -Be 'b'
        "$($failure[0])" | Assert-Fact "'b'", $sync, 'schema not found'
        $failure[0].ErrorDetails.RecommendedAction | Assert-Fact 'Get-PolytomicBulkSync', 'Get-PolytomicBulkSyncSchema'
    }

    It 'refuses an empty id before any request' {
        $scripted = New-ScriptedSession
        { Get-PolytomicBulkSyncSchema $sync '' } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
        { Set-PolytomicBulkSyncSchema $sync '' -Enabled } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
        { Stop-PolytomicBulkSyncSchema $sync '' -Force } | Should -Throw -PassThru | Assert-Failure ParameterArgumentValidationError
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }
}

Describe -Tag PowerShell7 'Set-PolytomicBulkSyncSchema' {
    It 'sends one PATCH for each bulk sync, for any number of schemas' {
        $scripted = New-ScriptedSession -RemembersSchemas
        foreach ($id in $sync, $other) {
            foreach ($name in 'a', 'b', 'c') { $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id/schemas/$name", 200, (Get-Schema $name)) }
            $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id/schemas", 200, '{"data":null}')
        }
        $(foreach ($name in 'a', 'b', 'c', 'a') { foreach ($id in $sync, $other) { [pscustomobject]@{ SyncId = $id; Id = $name } } }) |
            Set-PolytomicBulkSyncSchema -Enabled:$false -ErrorAction Stop | Should -BeNullOrEmpty
        $sent = Get-Sent $scripted
        # Each schema is read, read again before the write, and checked afterwards. A schema with missing settings is read once more.
        $sent | Should -HaveCount 26
        $sent -like 'PATCH*' | Should -Be "PATCH $base", "PATCH /api/bulk/syncs/$other/schemas"
        $body = Get-SentBody $scripted | ConvertFrom-Json
        $body.schemas.id | Should -Be 'a', 'b', 'c'
        $body.schemas.enabled | Should -Be $false, $false, $false
    }

    It 'sends the schema back exactly, except for the specified settings' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, '{"data":[]}').Answer(200, "{`"data`":$full}")
        Set-PolytomicBulkSyncSchema $sync Contact -Enabled:$false
        $body = Get-SentBody $scripted
        ConvertTo-Plain $body | Should -BeExactly (ConvertTo-Plain "{`"schemas`":[$($full.Replace('"id":"Contact","enabled":true', '"id":"Contact","enabled":false'))]}")
        foreach ($number in '"huge":1e400', '"big":9223372036854775808', '"exact":[1.0,0.10]', '"value":1.0', '"rank":1.0') { $body.Contains($number) | Should -BeTrue -Because $number }
        (Get-SentRequest $scripted)[2].Headers['Content-Type'] | Should -Be 'application/json'
        (Get-SentRequest $scripted)[2].Headers.ContainsKey('Idempotency-Key') | Should -BeFalse
    }

    It 'replaces a schema with -Replace, without generated names' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$($full.Replace('"id":"Contact"', '"id":"Con/tact"'))}").Answer(200, "{`"data`":{}}")
        Set-PolytomicBulkSyncSchema $sync 'Con/tact' -UserOutputName humans -Replace
        Get-Sent $scripted | Should -Be "GET $base/Con%2Ftact", "GET $base/Con%2Ftact", "PUT $base/Con%2Ftact", "GET $base/Con%2Ftact"
        $expected = $full.Replace('"people"', '"humans"').Replace('"id":"Contact",', '') -replace '"output_name":"\w+",' -replace ',"output_name":"\w+"'
        ConvertTo-Plain (Get-SentBody $scripted) | Should -BeExactly (ConvertTo-Plain $expected)
    }

    It 'always sends fields and filters' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, '{"data":{"id":"a","enabled":true,"fields":[],"filters":null}}').Answer(200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync a -Enabled:$false
        Get-SentBody $scripted | Should -BeExactly '{"schemas":[{"id":"a","enabled":false,"fields":[],"filters":[]}]}'
    }

    It 'does not write a schema if the service returns no fields, unless -SkipValidation' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/a", 200, '{"data":{"id":"a","enabled":true}}').AnswerAt("$base/b", 200, (Get-Schema 'b')).AnswerAt($base, 200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync a, b -Enabled:$false -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicRefused "'a'", '-SkipValidation'
        $failure[0].TargetObject | Should -Be 'a'
        (Get-SentBody $scripted | ConvertFrom-Json).schemas.id | Should -Be 'b'
        Set-PolytomicBulkSyncSchema $sync a -Enabled:$false -SkipValidation -ErrorAction Stop
        Get-SentBody $scripted | Should -BeExactly '{"schemas":[{"id":"a","enabled":false,"fields":[],"filters":[]}]}'
    }

    It 'writes nothing if nothing differs, and reports this with -Verbose' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$full}")
        $out = Set-PolytomicBulkSyncSchema $sync Contact -Enabled -TrackingField updated -DataCutoffTimestamp (([datetimeoffset]'2024-01-01T00:00:00Z').UtcDateTime) -Field @{ email = @{ Enabled = $true; UserOutputName = 'mail' } } -Verbose -PassThru 4>&1
        @(Get-Sent $scripted) | Should -Be "GET $base/Contact"
        @($out | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like "*'Contact'*" }) | Should -HaveCount 1 -Because 'the message is written once'
        ($out | Where-Object { $_ -is [PolytomicBulk.BulkSyncSchema] }).SyncId | Should -Be ([guid]$sync)
    }

    It 'changes fields by <what>' -ForEach @(
        @{ what = 'PowerShell''s names'; field = @{ email = @{ Obfuscated = $true; Enabled = $false; UserOutputName = 'hash' }; secret = @{ ClearSetting = 'UserOutputName' } } }
        @{ what = 'the API''s names'; field = @{ email = @{ obfuscated = $true; enabled = $false; user_output_name = 'hash' } } }
        @{ what = 'objects'; field = @{ email = [pscustomobject]@{ Obfuscated = $true; Enabled = $false; UserOutputName = 'hash' } } }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, '{"data":[]}')
        $actions = Get-Action { Set-PolytomicBulkSyncSchema $sync Contact -Field $field -Verbose }
        $expected = $full.Replace('"id":"email","enabled":true,"obfuscated":false', '"id":"email","enabled":false,"obfuscated":true').Replace('"mail"', '"hash"')
        ConvertTo-Plain (Get-SentBody $scripted) | Should -BeExactly (ConvertTo-Plain "{`"schemas`":[$expected]}")
        $actions | Assert-Fact '~ Schemas.Contact.Fields.email.Enabled: True -> False', '~ Schemas.Contact.Fields.email.Obfuscated: False -> True', "~ Schemas.Contact.Fields.email.UserOutputName: 'mail' -> 'hash'", $sync
    }

    It 'refuses an unknown field before it writes, and suggests similar fields' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$full}").AnswerAt("$base/b", 200, (Get-Schema 'b')).AnswerAt($base, 200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync Contact, b -Field @{ f = @{ Enabled = $false } } -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'Contact'", "'f'", 'id, email, secret'
        (Get-SentBody $scripted | ConvertFrom-Json).schemas.id | Should -Be 'b'

        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}")
        Set-PolytomicBulkSyncSchema $sync Contact -Enabled:$false -Field @{ EMAIL = @{ Enabled = $false } } -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'EMAIL'", 'email'
        "$($failure[0])" | Should -Not -BeLike '*secret*' -Because 'the error suggests only similar names'
        Get-Sent $scripted | Should -Be "GET $base/Contact"
    }

    It 'refuses an unknown field for -<parameter>, unless it is the current value or no fields are known' -ForEach @(
        @{ parameter = 'TrackingField'; property = 'tracking_field'; present = 'updated' }
        @{ parameter = 'PartitionKey'; property = 'partition_key'; present = 'gone' }
    ) {
        $schema = $full.Replace('"partition_key":"id"', '"partition_key":"gone"')
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$schema}").AnswerAt("$base/b", 200, '{"data":{"id":"b","fields":[]}}').AnswerAt($base, 200, '{"data":[]}')
        $with = @{ $parameter = 'zip' }
        Set-PolytomicBulkSyncSchema $sync Contact, b -Enabled:$false @with -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.Count | Should -Be 1
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'Contact'", "'zip'", 'id, email, secret'
        $sent = (Get-SentBody $scripted | ConvertFrom-Json).schemas
        $sent.id, $sent.$property | Should -Be 'b', 'zip'

        $with = @{ $parameter = $present }
        Set-PolytomicBulkSyncSchema $sync Contact -Enabled:$false @with -ErrorAction Stop
        $sent = (Get-SentBody $scripted | ConvertFrom-Json).schemas
        $sent.id, $sent.$property | Should -Be 'Contact', $present
    }

    It 'refuses a filter of an unknown field, unless the filter already exists' {
        $scripted = New-ScriptedSession
        $null = $scripted.Handler.Otherwise(200, "{`"data`":$full}")
        Set-PolytomicBulkSyncSchema $sync Contact -Filter @{ FieldId = 'emial'; Function = 'IsNull' } -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0] | Assert-Failure PolytomicInvalidArgument "'emial'", 'email'
        @(Get-SentRequest $scripted | Where-Object Method -NE 'GET') | Should -BeNullOrEmpty
    }

    It 'replaces filters by <what>' -ForEach @(
        @{ what = 'PowerShell''s names'; filter = @{ FieldId = 'email'; Function = 'between'; Value = 1, 2.5 }; json = '[{"field_id":"email","function":"Between","value":[1,2.5]}]' }
        @{ what = 'the API''s names'; filter = @{ field_id = 'email'; function = 'Equality'; value = $true }; json = '[{"field_id":"email","function":"Equality","value":true}]' }
        @{ what = 'an object'; filter = [pscustomobject]@{ FieldId = 'email'; Function = 'IsNull' }; json = '[{"field_id":"email","function":"IsNull"}]' }
        @{ what = 'a nested value'; filter = @{ Function = 'InTheLast'; Value = [ordered]@{ amount = 9; unit = 'days' } }; json = '[{"function":"InTheLast","value":{"amount":9,"unit":"days"}}]' }
        @{ what = 'a time'; filter = @{ FieldId = 'email'; Function = 'OnOrAfter'; Value = ([datetimeoffset]'2024-05-06T07:08:09Z').UtcDateTime }; json = '[{"field_id":"email","function":"OnOrAfter","value":"2024-05-06T07:08:09Z"}]' }
        @{ what = 'several'; filter = @{ Function = 'True'; FieldId = 'email' }, @{ Function = 'False'; FieldId = 'secret' }; json = '[{"field_id":"email","function":"True"},{"field_id":"secret","function":"False"}]' }
        @{ what = 'none'; filter = @(); json = '[]' }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, "{`"data`":$full}").Answer(200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync Contact -Filter $filter -ErrorAction Stop
        $node = [Text.Json.Nodes.JsonNode]::Parse((Get-SentBody $scripted))
        $node['schemas'][0]['filters'].ToJsonString() | Should -BeExactly $json
        $node['schemas'][0]['fields'].AsArray().Count | Should -Be 3
    }

    It 'sends existing filters unchanged, together with a new one' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$full}").AnswerAt($base, 200, '{"data":[]}')
        $schema = Get-PolytomicBulkSyncSchema $sync Contact
        $schema | Set-PolytomicBulkSyncSchema -Filter $schema.Filters
        Get-Sent $scripted | Should -HaveCount 2
        $actions = Get-Action { $schema | Set-PolytomicBulkSyncSchema -Filter ($schema.Filters + @{ FieldId = 'id'; Function = 'LessThan'; Value = 9 }) -Verbose }
        $actions | Assert-Fact 'Schemas.Contact.Filters', 'amount GreaterThan 1.0 and id IsNotNull -> amount GreaterThan 1.0 and id IsNotNull and id LessThan 9'
        [Text.Json.Nodes.JsonNode]::Parse((Get-SentBody $scripted))['schemas'][0]['filters'].ToJsonString() |
            Should -BeExactly '[{"field_id":"amount","function":"GreaterThan","value":1.0,"note":"n"},{"field_id":"id","function":"IsNotNull"},{"field_id":"id","function":"LessThan","value":9}]'
    }

    It 'refuses <what> before any request' -ForEach @(
        @{ what = 'an unknown function'; with = @{ Filter = @{ Function = 'Resembles' } }; says = 'Resembles', 'Equality' }
        @{ what = 'a filter without function'; with = @{ Filter = @{ FieldId = 'a' } }; says = 'filter', 'function' }
        @{ what = 'an unknown setting of a filter'; with = @{ Filter = @{ Function = 'True'; Fld = 'a' } }; says = "'Fld'", 'FieldId', 'Function', 'Value' }
        @{ what = 'a filter that is text'; with = @{ Filter = 'a = 1' }; says = '-Filter', 'hashtable' }
        @{ what = 'an unknown setting of a field'; with = @{ Field = @{ a = @{ Obfuscate = $true } } }; says = "'Obfuscate'", 'Enabled', 'Obfuscated', 'UserOutputName' }
        @{ what = 'fields that are text'; with = @{ Field = 'email' }; says = '-Field', 'hashtable' }
        @{ what = 'a field that is text'; with = @{ Field = @{ a = 'off' } }; says = "'a'", 'hashtable' }
        @{ what = 'a flag that is neither true nor false'; with = @{ Field = @{ a = @{ Enabled = 'maybe' } } }; says = "'maybe'" }
        @{ what = '-Enabled and -Disabled together'; with = @{ Enabled = $true; Disabled = $true }; says = '-Enabled', '-Disabled' }
        @{ what = '-Enabled:$false and -Disabled together'; with = @{ Enabled = $false; Disabled = $true }; says = '-Enabled', '-Disabled' }
        @{ what = 'nothing to change'; with = @{}; says = '-Disabled' }
        @{ what = 'a key from an undefined variable'; with = @{ PartitionKey = $nosuch }; says = '-PartitionKey', '-ClearSetting PartitionKey' }
        @{ what = 'a flag from an undefined variable'; with = @{ Field = @{ email = @{ Obfuscated = $nosuch } } }; says = 'Obfuscated' }
        @{ what = 'a filter without its value'; with = @{ Filter = @{ FieldId = 'f'; Function = 'Equality' } }; says = 'Equality', 'value' }
        @{ what = 'an empty -Field'; with = @{ Field = @{}; PassThru = $true; Replace = $true }; says = '-Disabled' }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        { Set-PolytomicBulkSyncSchema $sync a @with } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $says
        Get-SentRequest $scripted | Should -BeNullOrEmpty
    }

    It 'sets and clears texts, cutoff and flags' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$full}").AnswerAt($base, 200, '{"data":[]}')
        $actions = Get-Action { Set-PolytomicBulkSyncSchema $sync Contact -ClearSetting UserOutputName, PartitionKey, DataCutoffTimestamp -TrackingField email -DisableDataCutoff -Verbose }
        $sent = (Get-SentBody $scripted | ConvertFrom-Json).schemas[0]
        $sent.user_output_name, $sent.partition_key, $sent.tracking_field, $sent.data_cutoff_timestamp, $sent.disable_data_cutoff | Should -Be '', '', 'email', $null, $true
        $actions | Assert-Fact "~ Schemas.Contact.UserOutputName: 'people' -> (none)", "~ Schemas.Contact.PartitionKey: 'id' -> (none)", "~ Schemas.Contact.TrackingField: 'updated' -> 'email'", "~ Schemas.Contact.DataCutoffTimestamp: '2024-01-01T00:00:00Z' -> (none)", '~ Schemas.Contact.DisableDataCutoff: False -> True'
        $local = [datetime]'2025-03-04 05:06:07'
        Set-PolytomicBulkSyncSchema $sync Contact -DataCutoffTimestamp $local
        $utc = $local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
        (Get-SentBody $scripted).Contains("`"data_cutoff_timestamp`":`"$utc`"") | Should -BeTrue
    }

    It 'switches a table <to> with -Disabled<is>, and touches no cutoff' -ForEach @(
        @{ to = 'off'; is = ''; was = $true; on = $false }
        @{ to = 'on'; is = ':$false'; was = $false; on = $true }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $schema = $full.Replace('"id":"Contact","enabled":true', "`"id`":`"Contact`",`"enabled`":$("$was".ToLowerInvariant())")
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$schema}").AnswerAt($base, 200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync Contact -Disabled:(-not $on)
        $sent = (Get-SentBody $scripted | ConvertFrom-Json).schemas[0]
        $sent.enabled, $sent.disable_data_cutoff | Should -Be $on, $false
    }

    It 'only reads with -WhatIf' -ForEach @(@{ with = @{} }, @{ with = @{ Replace = $true } }) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/Contact", 200, "{`"data`":$full}")
        Set-PolytomicBulkSyncSchema $sync Contact -Enabled:$false -PassThru -WhatIf @with | Should -BeNullOrEmpty
        Get-Sent $scripted | Should -Be "GET $base/Contact"
    }

    It 'returns with -PassThru what it reads after the write' {
        $scripted = New-ScriptedSession -RemembersSchemas
        foreach ($name in 'a', 'b') { $null = $scripted.Handler.AnswerAt("$base/$name", 200, (Get-Schema $name)) }
        $null = $scripted.Handler.AnswerAt($base, 200, '{"data":[{"id":"b","output_name":"from the answer"},{"id":"not asked for"}]}')
        $schemas = Set-PolytomicBulkSyncSchema $sync a, b -Enabled:$false -PassThru
        $schemas.Id | Should -Be 'a', 'b'
        $schemas.Enabled | Should -Be $false, $false
        $schemas.OutputName | Should -Be $null, $null
        $schemas.SyncId | Should -Be ([guid]$sync), ([guid]$sync)
        (Set-PolytomicBulkSyncSchema $sync a -Enabled:$false -PassThru -Replace).Id | Should -Be 'a'
    }

    It 'returns changed schemas with -PassThru like those that are read: <_>' -ForEach @(
        { Set-PolytomicBulkSyncSchema 'HubSpot to Snowflake' deals -Disabled -PassThru }
        { Set-PolytomicBulkSyncSchema 'HubSpot to Snowflake' deals -Disabled -Replace -PassThru }
        { $before | Set-PolytomicBulkSyncSchema -Restore -PassThru }
    ) {
        Connect-Polytomic -Sandbox -Transport @{ Clock = [TestSupport.TestClock]::new() }
        $before = Get-PolytomicBulkSyncSchema 'HubSpot to Snowflake' deals
        if ("$_" -like '*-Restore*') { Set-PolytomicBulkSyncSchema 'HubSpot to Snowflake' deals -Disabled }
        $changed = & $_
        $changed.SyncName | Should -Be 'HubSpot to Snowflake'
        $changed | ConvertTo-Json -Depth 9 | Should -BeExactly (Get-PolytomicBulkSyncSchema 'HubSpot to Snowflake' deals | ConvertTo-Json -Depth 9)
    }

    It 'says what was changed if the result cannot be read' {
        $scripted = New-ScriptedSession @{ MaxRetry = 0 }
        $a = Get-Schema 'a'
        $null = $scripted.Handler.Answer(200, $a).Answer(200, $a).Answer(200, '{"data":[]}').Otherwise(429, '{"message":"slow down"}')
        Set-PolytomicBulkSyncSchema $sync a -Enabled:$false -ErrorAction SilentlyContinue -ErrorVariable caught
        $caught[0] | Assert-Failure PolytomicRateLimited 'slow down', '~ Schemas.a.Enabled: True -> False', 'accepted'
    }

    It 'names the bulk sync whose schemas cannot be changed, and continues' {
        $scripted = New-ScriptedSession -RemembersSchemas
        foreach ($id in $sync, $other) { $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$id/schemas/a", 200, (Get-Schema 'a')) }
        $null = $scripted.Handler.AnswerAt($base, 403, '{"message":"read only"}').AnswerAt("/api/bulk/syncs/$other/schemas", 200, '{"data":[]}')
        [pscustomobject]@{ SyncId = $sync; Id = 'a' }, [pscustomobject]@{ SyncId = $other; SchemaId = 'a' } | Set-PolytomicBulkSyncSchema -Enabled:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure[0].TargetObject | Should -Be ([guid]$sync)
        "$($failure[0])" | Assert-Fact "'a'", $sync, 'read only'
        Get-Sent $scripted | Where-Object { $_ -like 'PATCH*' } | Select-Object -Last 1 | Should -Be "PATCH /api/bulk/syncs/$other/schemas"
    }

    It 'writes nothing when the answer to the read is <what>' -ForEach @(
        @{ what = 'a list'; body = '{"data":[]}'; says = '$.data' }
        @{ what = 'null'; body = '{"data":null}'; says = 'data' }
        @{ what = 'HTML'; body = '<html>'; says = 'JSON' }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Answer(200, $body)
        { Set-PolytomicBulkSyncSchema $sync a -Enabled:$false -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicBadResponse $says
        Get-Sent $scripted | Should -Be "GET $base/a"
    }

    It 'names a schema that does not exist, and changes the others' {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt("$base/a", 404, '{"message":"no such schema"}').AnswerAt("$base/b", 200, (Get-Schema 'b')).AnswerAt($base, 200, '{"data":[]}')
        Set-PolytomicBulkSyncSchema $sync a, b -Enabled:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.TargetObject | Should -Be 'a'
        (Get-SentBody $scripted | ConvertFrom-Json).schemas.id | Should -Be 'b'
    }
}

Describe -Tag PowerShell7 'Stop-PolytomicBulkSyncSchema' {
    It 'sends one POST for each schema, with its own key' {
        $scripted = New-ScriptedSession -RemembersSchemas
        foreach ($id in 'a%20b', 'c%2Fd') { $null = $scripted.Handler.AnswerAt("$base/$id/cancel", 200, '{"data":{"message":"ok"}}') }
        $null = $scripted.Handler.AnswerAt("$base/gone/cancel", 404, '{"message":"no such schema"}').AnswerAt($base, 200, '{"data":[]}')
        'a b', 'gone', 'c/d' | ForEach-Object { [pscustomobject]@{ SyncId = $sync; Id = $_ } } |
            Stop-PolytomicBulkSyncSchema -Force -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $posts = Get-SentRequest $scripted | Where-Object Method -EQ POST
        $posts.PathAndQuery | Should -Be "$base/a%20b/cancel", "$base/gone/cancel", "$base/c%2Fd/cancel"
        $keys = $posts | ForEach-Object { $_.Headers['Idempotency-Key'] }
        $keys -match '^[A-Za-z0-9_-]{8,255}$' | Sort-Object -Unique | Should -HaveCount 3
        $failure.TargetObject | Should -Be 'gone'
    }

    It 'asks unless -Force is specified, and sends nothing with -WhatIf, even with -Force' {
        $scripted = New-ScriptedSession -RemembersSchemas
        Stop-PolytomicBulkSyncSchema $sync a -Force -WhatIf
        Get-SentRequest $scripted | Should -BeNullOrEmpty
        ((Get-Command Stop-PolytomicBulkSyncSchema).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)).ConfirmImpact | Should -Be 'High'
    }
}

Describe -Tag PowerShell7 'A schema id that the bulk sync does not have' {
    BeforeDiscovery {
        $commands = @(
            @{ Name = 'Get-PolytomicBulkSyncSchema'; With = @{} }
            @{ Name = 'Set-PolytomicBulkSyncSchema'; With = @{ Disabled = $true } }
            @{ Name = 'Stop-PolytomicBulkSyncSchema'; With = @{ Force = $true } }
        )
    }

    It 'gets suggestions from <Name>, which reads one list for all ids' -ForEach $commands {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt($base, 200, '{"data":[{"id":"refunds"},{"id":"payments"}]}').Otherwise(404, '{"message":"schema not found"}')
        & $Name $sync REFUNDS, payment, zzz @With -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.TargetObject | Should -Be 'REFUNDS', 'payment', 'zzz'
        $failure[0] | Assert-Failure PolytomicNotFound "'REFUNDS'", 'schema not found', "'refunds'"
        $failure[1] | Assert-Failure PolytomicNotFound "'payment'", "'payments'"
        $failure[2] | Assert-Failure PolytomicNotFound "'zzz'", 'Get-PolytomicBulkSyncSchema'
        $failure[0].Exception.StatusCode, $failure[0].Exception.Attempts | Should -Be 'NotFound', 1
        Get-Sent $scripted | Where-Object { $_ -eq "GET $base" } | Should -HaveCount 1
    }

    It 'gets the error of the service from <Name> if the schemas <what>' -ForEach @(
        foreach ($command in $commands) {
            foreach ($case in @{ what = 'cannot be listed'; status = 404; body = '{"message":"none"}' }, @{ what = 'do have it'; status = 200; body = '{"data":[{"id":"a"}]}' }) { $command + $case }
        }
    ) {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.AnswerAt($base, $status, $body).Otherwise(404, '{"message":"not found"}')
        & $Name $sync a @With -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicNotFound "'a'", $sync, 'not found'
    }

    It 'causes no request for a list after another error' -ForEach $commands {
        $scripted = New-ScriptedSession -RemembersSchemas
        $null = $scripted.Handler.Otherwise(403, '{"message":"no"}')
        & $Name $sync a @With -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        @(Get-Sent $scripted) | Should -HaveCount 1
    }
}

Describe -Tag PowerShell7 'Schemas of the sandbox, as the cmdlets change them' {
    BeforeEach { $sandbox = New-Sandbox }

    It 'from the pipeline are read alone, with their fields: <form>' -ForEach @(
        @{ form = 'the objects'; copy = { $args[0] } }
        @{ form = 'Select-Object'; copy = { $args[0] | Select-Object SyncId, Id } }
        @{ form = 'CSV'; copy = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ form = 'JSON'; copy = { $args[0] | ConvertTo-Json -Depth 9 | ConvertFrom-Json } }
    ) {
        $listed = Get-PolytomicBulkSyncSchema 'Salesforce to Snowflake' | Select-Object -First 2
        $read = @(& $copy $listed | Get-PolytomicBulkSyncSchema -ErrorAction Stop)
        $read.Id | Should -Be $listed.Id
        $read.SyncId | Should -Be $listed.SyncId
        foreach ($schema in $read) { $schema.Fields.Count | Should -BeGreaterThan 0 }
    }

    It 'are read for the schemas of an execution: <form>' -ForEach @(
        @{ form = 'the objects'; copy = { $args[0] } }
        @{ form = 'CSV'; copy = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $tables = (Get-PolytomicBulkSyncExecution 'Salesforce to Snowflake' -First 1).Schemas | Select-Object -First 2
        $read = @(& $copy $tables | Get-PolytomicBulkSyncSchema -ErrorAction Stop)
        $read.Id | Should -Be $tables.Schema
        foreach ($schema in $read) { $schema.Fields.Count | Should -BeGreaterThan 0 }
    }

    It 'are all listed for other objects from the pipeline, and read for ids' {
        $whole = Get-PolytomicBulkSync 'Salesforce to Snowflake'
        $all = (Get-PolytomicBulkSyncSchema $whole).Id
        $all.Count | Should -BeGreaterThan 2
        $forms = $whole, $whole.Id, "$($whole.Id)", "{$($whole.Id)}", $whole.Name, ($whole | Get-PolytomicBulkSyncStatus), ($whole | Get-PolytomicBulkSyncExecution -First 1),
            ($whole | ConvertTo-Csv | ConvertFrom-Csv), ($whole | Get-PolytomicBulkSyncSchedule | Select-Object -First 1), [pscustomobject]@{ SyncId = $whole.Id }
        foreach ($form in $forms) { ($form | Get-PolytomicBulkSyncSchema -ErrorAction Stop).Id | Should -Be $all -Because "$form" }
        ($all[0, 1] | Get-PolytomicBulkSyncSchema $whole.Name).Id | Should -Be $all[0, 1]
        ($whole | Get-PolytomicBulkSyncSchema -Id $all[2]).Id | Should -Be $all[2]
    }

    It 'are restored and returned in the order of the input, for several bulk syncs, with or without differences' {
        $ids = 'charges', 'customers', 'refunds'
        $stripe = (Get-PolytomicBulkSync 'Stripe to BigQuery').Id
        $hubspot = (Get-PolytomicBulkSync 'HubSpot to Snowflake').Id
        $before = @(Get-PolytomicBulkSyncSchema $stripe $ids) + @(Get-PolytomicBulkSyncSchema $hubspot -Id * | Select-Object -First 2)
        Set-PolytomicBulkSyncSchema $stripe refunds -Enabled:$false
        Set-PolytomicBulkSyncSchema $hubspot $before[4].Id -Enabled:$false
        # In each bulk sync, the first schema differs and the second does not.
        $given = $before[4], $before[2], $before[0], $before[3], $before[1]
        foreach ($replace in $false, $true) {
            $after = @($given | Set-PolytomicBulkSyncSchema -Restore -PassThru -Replace:$replace)
            $after.Id | Should -Be $given.Id
            $after.SyncId | Should -Be $given.SyncId
            $after.Enabled | Should -Be $given.Enabled
            (Get-PolytomicBulkSyncSchema $stripe refunds).Enabled | Should -Be $before[2].Enabled
            Set-PolytomicBulkSyncSchema $stripe refunds -Enabled:$false
        }
    }

    It 'do not accept an unknown field <what>, unless -SkipValidation lets the service decide' -ForEach @(
        @{ what = 'in a filter'; with = @{ Filter = @{ FieldId = 'amont'; Function = 'IsNull' } } }
        @{ what = 'as the partition key'; with = @{ PartitionKey = 'amont' } }
        @{ what = 'as the tracking field'; with = @{ TrackingField = 'amont' } }
        @{ what = 'in a change'; with = @{ Field = @{ amont = @{ Obfuscated = $true } } } }
    ) {
        $stripe = (Get-PolytomicBulkSync 'Stripe to BigQuery').Id
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            Set-PolytomicBulkSyncSchema $stripe charges @with @plan -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure | Should -HaveCount 1
            $failure[0] | Assert-Failure PolytomicInvalidArgument "'amont'", "'amount'", '-SkipValidation'
            $failure[0].TargetObject | Should -Be 'charges' -Because 'the target of an error about a schema is its id'
        }
        # The sandbox also refuses it.
        Set-PolytomicBulkSyncSchema $stripe charges @with -SkipValidation -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0] | Assert-Failure PolytomicInvalidRequest 'amont'
    }

    It 'keep all settings if each is only enabled or disabled' {
        # All schemas with sorted properties.
        function Get-Snapshot($SyncId) {
            foreach ($schema in (Send-Raw $sandbox GET "$SyncId/schemas").Body.data) {
                $data = (Send-Raw $sandbox GET "$SyncId/schemas/$([uri]::EscapeDataString($schema.id))").Body.data
                $data.fields = @($data.fields | ForEach-Object { "$($_.id) $($_.enabled) $($_.obfuscated) $($_.output_name) $($_.user_output_name)" })
                ($data.Keys | Sort-Object | ForEach-Object { "$_=$(ConvertTo-Json $data[$_] -Depth 9 -Compress)" }) -join ' '
            }
        }
        foreach ($one in Get-PolytomicBulkSync) {
            $before = Get-Snapshot $one.Id
            $on = (Get-PolytomicBulkSyncSchema $one.Id -Enabled).Id
            foreach ($replace in $false, $true) {
                Get-PolytomicBulkSyncSchema $one.Id -Enabled | Set-PolytomicBulkSyncSchema -Enabled:$false -Replace:$replace
                Get-PolytomicBulkSyncSchema $one.Id -Enabled | Should -BeNullOrEmpty
                Set-PolytomicBulkSyncSchema $one.Id $on -Enabled -Replace:$replace
                Get-Snapshot $one.Id | Should -Be $before
            }
        }
    }
}

Describe -Tag PowerShell7 'A schema on the screen' {
    BeforeAll {
        Connect-Polytomic -Sandbox
        $contact = Get-PolytomicBulkSyncSchema $sync Contact
    }

    It 'shows how many fields are synced and obfuscated, and the filters' {
        $table = Get-PolytomicBulkSyncSchema $sync Contact, Account | Format-Table | Out-String -Width 200
        $table | Should -Match "Sync: .*$sync"
        $table | Should -Match '(?m)^Contact +True +contact +9 of 11 +3 +SystemModstamp\s*$'
        $table | Should -Match '(?m)^Account +True +account +11 of 12 +1 +SystemModstamp +IsDeleted False\s*$'
    }

    It 'shows fields and filters as tables' {
        $contact.Fields | Format-Table | Out-String -Width 200 | Should -Match '(?m)^Email +True +True +email_hash +email_hash\s*$'
        (Get-PolytomicBulkSyncSchema $sync Lead).Filters | Format-Table | Out-String -Width 200 | Should -Match '(?m)^LeadSource +StringOneOf +Web; Partner\s*$'
    }

    It 'has every property in a list' {
        $list = $contact | Format-List | Out-String -Width 200
        foreach ($property in $contact.PSObject.Properties.Name -ne 'AdditionalProperties') { $list | Should -Match "(?m)^$property +:" }
        $list | Should -Match 'Id; FirstName; LastName'
    }

    It 'reads well in a CSV file' {
        $row = $contact | ConvertTo-Csv | ConvertFrom-Csv
        $row.Fields | Should -BeLike 'Id; FirstName; *'
        (Get-PolytomicBulkSyncSchema $sync Opportunity | ConvertTo-Csv | ConvertFrom-Csv).Filters | Should -Be 'Amount GreaterThan 0'
    }

    It 'has a type name that scripts can use' {
        $contact | Should -BeOfType PolytomicBulk.BulkSyncSchema
        $contact.Fields[0] | Should -BeOfType PolytomicBulk.BulkSyncField
        [PolytomicBulk.BulkSyncFilter]::new('a', 'True', $null).ToString() | Should -Be 'a True'
    }
}
