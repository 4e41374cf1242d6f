BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Contract.ps1"
    $salesforce = 'c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2'

    # All files of a folder with their content.
    function Get-Content2([string] $Folder) { Get-ChildItem $Folder -File | Sort-Object Name | ForEach-Object { "$($_.Name)`n$([IO.File]::ReadAllText($_.FullName))" } }
    function Get-Write([scriptblock] $Script) { & $Script 4>&1 | Where-Object { "$_" -match '^(PUT|POST|PATCH|DELETE) ' } | ForEach-Object { ("$_" -split ' ')[0] } }
    function Edit-File([string] $Path, [scriptblock] $Edit) {
        $json = Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable
        & $Edit $json
        ConvertTo-Json $json -Depth 20 | Set-Content $Path
    }
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe -Tag PowerShell7 'Export-PolytomicBulkSync' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'writes a file for each bulk sync and an index, with the same bytes each time' {
        $null = New-Sandbox
        $files = Export-PolytomicBulkSync $folder -PassThru
        $files | Out-String | Should -Be (Get-Item -LiteralPath $files.FullName | Out-String)
        $files | Should -HaveCount 7
        $files[0] | Should -BeOfType IO.FileInfo
        $index = Get-Content "$folder/index.json" -Raw | ConvertFrom-Json
        $names = [string[]](Get-PolytomicBulkSync).Name
        [array]::Sort($names, [StringComparer]::Ordinal)
        $index.syncs.name | Should -Be $names
        $index.syncs.file | ForEach-Object { Join-Path $folder $_ } | Should -Exist

        $first = Get-Content2 $folder
        Get-ChildItem $folder | ForEach-Object { $_.LastWriteTimeUtc = '2001-01-01' }
        Export-PolytomicBulkSync $folder
        Get-Content2 $folder | Should -BeExactly $first
        (Get-ChildItem $folder).LastWriteTimeUtc.Year | Should -Be (@(2001) * 8) -Because 'files that do not change are not written'
    }

    It 'writes settings, schemas, fields, filters and schedules, and no read-only properties' {
        $null = New-Sandbox
        Get-PolytomicBulkSync -Id $salesforce | Export-PolytomicBulkSync $folder
        $text = [IO.File]::ReadAllText("$folder/Salesforce to Snowflake.json")
        $text | Should -Not -Match '_at"|_by"|organization|output_name": "account"|\r'
        $text | Should -Match '\}\n$'
        $json = $text | ConvertFrom-Json -AsHashtable
        $json.source_connection.id, $json.source_connection.name | Should -Be 'fe37380e-a1d7-5015-b18b-27b0c7a45bcf', 'Salesforce'
        $json.default_schedule.Keys | Should -Be 'frequency', 'hour', 'minute'
        $json.additional_schedules.Count | Should -Be 1
        'resync_mode', 'selective_mode', 'schemas' | Should -BeIn $json.additional_schedules[0].Keys
        $contact = $json.schemas | Where-Object id -EQ Contact
        ($contact.fields | Where-Object id -EQ Email).user_output_name | Should -Be email_hash
        ($contact.fields | Where-Object id -EQ MobilePhone).enabled | Should -BeFalse
        ($json.schemas | Where-Object id -EQ Account).filters.function | Should -Be False
        $json.Keys | Select-Object -First 3 | Should -Be 'name', 'active', 'mode'
    }

    It 'writes and removes nothing if the pipeline is empty' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        Get-PolytomicBulkSync 'HubSpot*' | Remove-PolytomicBulkSync -Force
        $before = Get-Content2 $folder
        Get-PolytomicBulkSync 'Nothing*' | Export-PolytomicBulkSync $folder -PassThru | Should -BeNullOrEmpty
        Get-Content2 $folder | Should -BeExactly $before
    }

    It 'removes the files of deleted bulk syncs, and keeps other files' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        'mine' | Set-Content "$folder/notes.txt"
        '{}' | Set-Content "$folder/package.json"
        Get-PolytomicBulkSync 'Stripe*' | Remove-PolytomicBulkSync -Force
        Get-PolytomicBulkSync 'Zendesk*' | Set-PolytomicBulkSync -NewName 'Zendesk by night' -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder
        "$folder/Stripe to BigQuery.json", "$folder/Zendesk to Snowflake.json" | Should -Not -Exist
        "$folder/notes.txt", "$folder/package.json", "$folder/Zendesk by night.json" | Should -Exist
    }

    It 'keeps the other files if it exports only some bulk syncs' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'Stripe*'
        Export-PolytomicBulkSync $folder -Name 'Zendesk*', 'HubSpot*'
        (Get-Content "$folder/index.json" -Raw | ConvertFrom-Json).syncs.file | Should -Be 'HubSpot to Snowflake.json', 'Stripe to BigQuery.json', 'Zendesk to Snowflake.json'
        Export-PolytomicBulkSync $folder -Name Nobody -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicNotFound
        Get-ChildItem $folder | Should -HaveCount 4
    }

    It 'gives files valid names on every system, and different names to bulk syncs with the same name' {
        $sandbox = New-Sandbox @{ WithoutSyncs = $true }
        $made = foreach ($name in 'a/b:c', 'CON', 'index', 'Same', 'same', 'Same', '..', 'größe 日本', '.hidden', '../../evil') {
            New-PolytomicBulkSync $name -SourceConnectionId fe37380e-a1d7-5015-b18b-27b0c7a45bcf -DestinationConnectionId df17031c-7e75-5a8c-84e0-086692c1ac52 -DestinationConfiguration @{ schema = 's' } -Mode replicate -Frequency manual -Schema Account
        }
        $files = Export-PolytomicBulkSync $folder -PassThru
        $files.Name | Sort-Object | Should -Be ('a_b_c.json', '_CON.json', 'index-2.json', 'Same.json', 'Same-2.json', 'same-3.json', 'bulk-sync.json', 'größe 日本.json', '_hidden.json', '_._.._evil.json' | Sort-Object)
        $first = Get-Content2 $folder
        $made[0] | Set-PolytomicBulkSync -Mode snapshot
        $made[0] | Set-PolytomicBulkSync -Mode replicate -Force
        Export-PolytomicBulkSync $folder
        Get-Content2 $folder | Should -BeExactly $first -Because 'the order of the list makes no difference'
    }

    It 'keeps a file if only the case of the bulk sync''s name has changed' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        $files = (Get-ChildItem $folder).Name
        Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName 'STRIPE to BigQuery' -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder
        (Get-ChildItem $folder).Name | Should -BeExactly $files
        (Get-Content "$folder/index.json" -Raw | ConvertFrom-Json).syncs.name | Should -Contain 'STRIPE to BigQuery'
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty
    }

    It 'removes no file if it exports only one of two bulk syncs with the same name' {
        $null = New-Sandbox
        $copy = Get-PolytomicBulkSync 'Stripe*' | Copy-PolytomicBulkSync -NewName twin
        $null = Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName twin -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder -Name twin
        $copy | Export-PolytomicBulkSync $folder
        (Get-ChildItem $folder).Name | Should -Be 'index.json', 'twin-2.json', 'twin.json'
        (Get-Content "$folder/index.json" -Raw | ConvertFrom-Json).syncs.file | Should -Be 'twin-2.json', 'twin.json'
    }

    Context 'of two bulk syncs with the same name' {
        BeforeEach {
            $sandbox = New-Sandbox
            $one = Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName twin -PassThru -WarningAction SilentlyContinue
            $two = $one | Copy-PolytomicBulkSync -NewName other -DestinationConfiguration @{ dataset = 'two' } | Set-PolytomicBulkSync -NewName twin -PassThru -WarningAction SilentlyContinue
            function Get-Dataset { Get-ChildItem "$folder/twin*" | ForEach-Object { (Get-Content $_ -Raw | ConvertFrom-Json).destination_configuration.dataset } | Sort-Object }
            function Get-Indexed { (Get-Content "$folder/index.json" -Raw | ConvertFrom-Json).syncs.file }
        }

        It 'gives each its own file if they are exported one after the other' {
            $one | Export-PolytomicBulkSync $folder -ErrorAction Stop
            $two | Export-PolytomicBulkSync $folder -ErrorAction Stop
            $one | Export-PolytomicBulkSync $folder -ErrorAction Stop
            Get-Dataset | Should -Be 'stripe', 'two'
            Get-Indexed | Should -Be 'twin-2.json', 'twin.json'
            Compare-PolytomicBulkSync "$folder/twin*.json" -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'keeps the file of each if one changes or is deleted' {
            function Get-Files { Get-ChildItem "$folder/twin*" | ForEach-Object { "$($_.Name) $((Get-Content $_ -Raw | ConvertFrom-Json).destination_configuration.dataset)" } }
            Set-PolytomicBulkSync $one.Id -DestinationConfiguration @{ dataset = 'zz' } -WarningAction SilentlyContinue
            Export-PolytomicBulkSync $folder
            Get-Files | Should -Be 'twin-2.json zz', 'twin.json two' -Because 'the first export goes by their texts'
            foreach ($change in { Set-PolytomicBulkSync $two.Id -Active -WarningAction SilentlyContinue }, { Set-PolytomicBulkSync $one.Id -Active:$false -WarningAction SilentlyContinue }) {
                & $change
                Export-PolytomicBulkSync $folder -Name twin
                Get-Files | Should -Be 'twin-2.json zz', 'twin.json two'
            }

            Remove-PolytomicBulkSync $two.Id -Force
            foreach ($time in 1, 2) {
                Export-PolytomicBulkSync $folder
                Get-Files | Should -Be 'twin-2.json zz'
            }
        }

        It 'finds the file of one if the other matches its own file' {
            Export-PolytomicBulkSync $folder
            Set-PolytomicBulkSync $two.Id -DestinationConfiguration @{ dataset = 'changed' } -WarningAction SilentlyContinue
            $two.Id | Export-PolytomicBulkSync $folder -ErrorAction Stop
            Get-Dataset | Should -Be 'changed', 'stripe'
            Set-PolytomicBulkSync $one.Id -DestinationConfiguration @{ dataset = 'again' } -WarningAction SilentlyContinue
            $one.Id | Export-PolytomicBulkSync $folder -ErrorAction Stop
            Get-Dataset | Should -Be 'again', 'changed'
        }

        It 'overwrites no file if it cannot find which file belongs to which bulk sync' {
            $one | Export-PolytomicBulkSync $folder
            Set-PolytomicBulkSync $one.Id -DestinationConfiguration @{ dataset = 'changed' } -WarningAction SilentlyContinue
            $first = Get-Content2 $folder
            foreach ($id in $one.Id, $two.Id) {
                Export-PolytomicBulkSync $folder -Id $id -Force -ErrorVariable failure -ErrorAction SilentlyContinue
                $failure | Should -HaveCount 1
                $failure[0] | Assert-Failure PolytomicFileExists
                "$failure" | Assert-Fact 'twin.json', "'twin'", '-Name'
                Get-Content2 $folder | Should -BeExactly $first
            }

            Export-PolytomicBulkSync $folder -Name twin -ErrorAction Stop
            Get-Dataset | Should -Be 'changed', 'two'
        }
    }

    It 'does not overwrite a file that no export has written, unless -Force' {
        $null = New-Sandbox
        $null = New-Item $folder -ItemType Directory
        'mine' | Set-Content "$folder/Stripe to BigQuery.json"
        Export-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicFileExists
        Get-Content "$folder/Stripe to BigQuery.json" | Should -Be mine
        Get-ChildItem $folder | Should -HaveCount 8
        Export-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicFileExists
        Get-Content "$folder/Stripe to BigQuery.json" | Should -Be mine
        Export-PolytomicBulkSync $folder -Force
        Get-Content "$folder/Stripe to BigQuery.json" -Raw | Should -BeLike '{*Stripe*'
    }

    It 'says why a file in the index is not overwritten: <what>' -ForEach @(
        @{ what = 'a truncated file'; damage = { param($text) $text.Substring(0, 300) }; says = 'JSON' }
        @{ what = 'a merge conflict'; damage = { param($text) $text.Replace('  "mode"', "<<<<<<< HEAD`n  ""mode""") }; says = 'merge conflict' }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'Stripe*'
        $file = "$folder/Stripe to BigQuery.json"
        $text = Get-Content $file -Raw
        Set-Content $file (& $damage $text)
        foreach ($time in 1, 2) {
            Export-PolytomicBulkSync $folder -Name 'Stripe*' -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Assert-Failure PolytomicFileExists 'Stripe to BigQuery.json', 'index', $says, '-Force'
            "$failure" | Should -Not -BeLike '*written by an export*'
        }

        Export-PolytomicBulkSync $folder -Name 'Stripe*' -Force
        Get-Content $file -Raw | Should -BeExactly $text
    }

    It 'warns about two files of a bulk sync whose names differ only in case' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        if (Test-Path "$folder/hubspot to snowflake.json") { Set-ItResult -Skipped -Because 'the file system ignores case'; return }
        Copy-Item "$folder/HubSpot to Snowflake.json" "$folder/hubspot to snowflake.json"
        Export-PolytomicBulkSync $folder -Name 'HubSpot*' -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact "Delete 'hubspot to snowflake.json'", "'HubSpot to Snowflake.json'"
    }

    It 'omits values that look like secrets, with a warning' {
        $null = New-Sandbox
        $null = Set-PolytomicBulkSync -Id $salesforce -DestinationConfiguration @{ schema = 'x'; api_token = 'hunter2'; advanced = @{ clientSecret = 'hunter2'; url = 'https://u:hunter2@h' }; note = '-----BEGIN PRIVATE KEY-----' } -SkipValidation -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder -WarningVariable warnings -WarningAction SilentlyContinue
        Get-ChildItem $folder | Get-Content -Raw | Should -Not -BeLike '*hunter2*'
        Get-ChildItem $folder | Get-Content -Raw | Should -Not -BeLike '*PRIVATE KEY*'
        "$warnings" | Should -BeLike '*destination_configuration.advanced.clientSecret*'
        foreach ($left in 'api_token', 'advanced.url', 'note') { "$warnings" | Should -BeLike "*destination_configuration.$left*" }
        "$warnings" | Should -Not -BeLike '*hunter2*'

        # An import does not remove it.
        Edit-File "$folder/Salesforce to Snowflake.json" { param($json) $json.destination_configuration.schema = 'y' }
        Import-PolytomicBulkSync $folder -WarningAction SilentlyContinue
        $configuration = (Get-PolytomicBulkSync -Id $salesforce).DestinationConfiguration
        $configuration.schema, $configuration.api_token, $configuration.advanced.clientSecret | Should -Be 'y', 'hunter2', 'hunter2'
    }

    It 'does not omit an empty value, and keeps a value that a user adds later' {
        $null = New-Sandbox
        $empty = @{ password = ''; tokens = @(); credentials = @{ key = '' } }
        $null = Set-PolytomicBulkSync -Id $salesforce -SourceConfiguration @{ secret = '' } -DestinationConfiguration $empty -SkipValidation -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder -WarningVariable warnings
        $copy = Copy-PolytomicBulkSync -Id $salesforce -NewName Copy -WarningVariable +warnings
        $warnings | Should -BeNullOrEmpty
        (Get-Content "$folder/Salesforce to Snowflake.json" -Raw | ConvertFrom-Json -AsHashtable).destination_configuration.password | Should -BeExactly ''
        $copy.DestinationConfiguration.password | Should -BeExactly ''

        $null = Set-PolytomicBulkSync -Id $salesforce -SourceConfiguration @{ secret = 'hunter2' } -DestinationConfiguration @{ password = 'hunter2'; tokens = @('hunter2') } -SkipValidation -WarningAction SilentlyContinue
        Compare-PolytomicBulkSync "$folder/Salesforce to Snowflake.json" | Should -BeNullOrEmpty
        Edit-File "$folder/Salesforce to Snowflake.json" { param($json) $json.destination_configuration.schema = 'y' }
        Import-PolytomicBulkSync "$folder/Salesforce to Snowflake.json" -WarningAction SilentlyContinue -ErrorAction Stop
        $sync = Get-PolytomicBulkSync -Id $salesforce
        $sync.SourceConfiguration.secret, $sync.DestinationConfiguration.password, $sync.DestinationConfiguration.schema | Should -Be 'hunter2', 'hunter2', 'y'
        Compare-PolytomicBulkSync "$folder/Salesforce to Snowflake.json" | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf, and writes only to files' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -WhatIf
        $folder | Should -Not -Exist
        Export-PolytomicBulkSync env:/x -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Assert-Fact 'env:'
    }

    It 'names the files that describe the same bulk sync, each time' -ForEach @(
        @{ file = 'hubspot.json'; prepare = { Rename-Item "$folder/HubSpot to Snowflake.json" hubspot.json; Remove-Item "$folder/index.json" } }
        @{
            file = 'Stripe to BigQuery.json'
            prepare = {
                Rename-Item "$folder/HubSpot to Snowflake.json" 'Stripe to BigQuery.json' -Force
                (Get-Content "$folder/index.json" -Raw).Replace('HubSpot to Snowflake', 'Stripe to BigQuery') | Set-Content "$folder/index.json"
                Remove-PolytomicBulkSync 'Stripe to BigQuery' -Force
            }
        }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name HubSpot*
        . $prepare
        $text = Get-Content "$folder/$file" -Raw
        foreach ($options in @{}, @{ Force = $true }, @{ Name = 'HubSpot*' }, @{ Name = 'Zendesk*' }) {
            Export-PolytomicBulkSync $folder @options -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
            $warnings | Should -HaveCount 1
            "$warnings" | Assert-Fact "'HubSpot to Snowflake'", "Delete '$file'", "'HubSpot to Snowflake.json'"
            Get-Content "$folder/$file" -Raw | Should -BeExactly $text
        }

        $drift = Compare-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue
        $drift | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicRefused "'HubSpot to Snowflake'", $file, 'HubSpot to Snowflake.json'

        Remove-Item "$folder/$file"
        Export-PolytomicBulkSync $folder -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Compare-PolytomicBulkSync $folder -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'writes one error if -Path is a file, before any request, or if the folder cannot be created' {
        $null = New-Sandbox
        'mine' | Set-Content $folder
        $said = Export-PolytomicBulkSync $folder -Verbose -ErrorVariable failure -ErrorAction SilentlyContinue 4>&1
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicInvalidArgument '-Path', 'folder'
        $said | Should -BeNullOrEmpty
        Get-Content $folder | Should -Be mine

        Export-PolytomicBulkSync "$folder/below" -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicFileFailed (Join-Path $folder below), 'folder'
        $failure[0].Exception.InnerException | Should -BeOfType IO.IOException
    }

    It 'keeps the files of a bulk sync that cannot be read' {
        $sandbox = New-Sandbox
        Export-PolytomicBulkSync $folder
        $before = Get-Content2 $folder
        $sandbox.Fault.FailAt('GET', 0)
        Get-PolytomicBulkSync | ForEach-Object { $_.Id } -OutVariable ids | Out-Null
        @([guid]::Empty) + $ids | Export-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        Get-Content2 $folder | Should -BeExactly $before
    }
}

Describe -Tag PowerShell7 'Compare-PolytomicBulkSync' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'returns nothing if nothing differs' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Compare-PolytomicBulkSync $folder -ErrorAction Stop | Should -BeNullOrEmpty
        Get-Write { Compare-PolytomicBulkSync $folder -Verbose } | Should -BeNullOrEmpty
    }

    It 'returns the changes between two exports, without a session' {
        $null = New-Sandbox
        Export-PolytomicBulkSync "$folder/old"
        Set-PolytomicBulkSync $salesforce -Mode snapshot -WarningAction SilentlyContinue
        Set-PolytomicBulkSyncSchema $salesforce Contact -Field @{ Birthdate = @{ Enabled = $true } } -Filter @{ FieldId = 'Id'; Function = 'IsNotNull' }
        Get-PolytomicBulkSync 'Stripe*' | Remove-PolytomicBulkSync -Force
        $null = Get-PolytomicBulkSync 'Zendesk*' | Copy-PolytomicBulkSync -NewName Another
        Export-PolytomicBulkSync "$folder/new"
        Get-PolytomicSession | Disconnect-Polytomic
        $drift = Compare-PolytomicBulkSync "$folder/new" -ReferencePath "$folder/old"
        $drift | Should -BeOfType PolytomicBulk.BulkSyncDrift
        ($drift | Where-Object Property -EQ Mode | ForEach-Object { "$($_.SyncName) $($_.Change) $($_.Expected) $($_.Actual) $(Split-Path $_.Path -Leaf)" }) | Should -Be 'Salesforce to Snowflake Changed replicate snapshot Salesforce to Snowflake.json'
        ($drift | Where-Object Change -EQ Missing | Where-Object { -not $_.Property }).SyncName | Should -Be 'Stripe to BigQuery'
        ($drift | Where-Object Change -EQ Extra | Where-Object { -not $_.Property }).SyncName | Should -Be 'Another'
        $drift.Property | Should -Contain 'Schemas.Contact.Fields.Birthdate.Enabled'
        $drift.Property -like 'Schemas.Contact.Filters*' | Should -Not -BeNullOrEmpty
        Compare-PolytomicBulkSync "$folder/new" -ReferencePath "$folder/new" | Should -BeNullOrEmpty
        # In the other direction, Expected and Actual are exchanged.
        (Compare-PolytomicBulkSync "$folder/old" -ReferencePath "$folder/new" | Where-Object Property -EQ Mode).Actual | Should -Be 'replicate'
        Compare-PolytomicBulkSync "$folder/new" -ReferencePath "$folder/gone" -ErrorAction SilentlyContinue -ErrorVariable caught -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $caught | Should -HaveCount 1
        # A user who specifies single files does not ask about the rest of a folder.
        $one = "HubSpot to Snowflake.json"
        Compare-PolytomicBulkSync "$folder/new/$one" -ReferencePath "$folder/old" | Should -BeNullOrEmpty
        Compare-PolytomicBulkSync "$folder/new" -ReferencePath "$folder/old/$one" | Should -BeNullOrEmpty
        (Compare-PolytomicBulkSync "$folder/new/$one" -ReferencePath "$folder/old/Stripe*").Change | Should -Be 'Extra', 'Missing'
        { Compare-PolytomicBulkSync "$folder/new" -ReferencePath "$folder/old" -ConnectionMap @{ a = 'b' } } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-ConnectionMap', '-ReferencePath'
    }

    It 'returns changed, missing and extra bulk syncs' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Set-PolytomicBulkSync $salesforce -Mode snapshot -Minute 7 -DestinationConfiguration @{ schema = 'crm' } -WarningAction SilentlyContinue
        Set-PolytomicBulkSyncSchema $salesforce Contact -Field @{ Birthdate = @{ Enabled = $true } } -Filter @{ FieldId = 'Id'; Function = 'IsNotNull' }
        Get-PolytomicBulkSync 'Stripe*' | Remove-PolytomicBulkSync -Force
        $copy = Get-PolytomicBulkSync 'Zendesk*' | Copy-PolytomicBulkSync -NewName Another
        $drift = Compare-PolytomicBulkSync $folder
        $drift | Should -BeOfType PolytomicBulk.BulkSyncDrift
        $drift | ForEach-Object { "$($_.Sync)|$($_.Property)|$($_.Expected)|$($_.Actual)|$($_.Change)" } | Sort-Object | Should -Be (@(
                'Another|||Another|Extra'
                'Salesforce to Snowflake|DefaultSchedule.Minute|30|7|Changed'
                'Salesforce to Snowflake|DestinationConfiguration.schema|salesforce|crm|Changed'
                'Salesforce to Snowflake|Mode|replicate|snapshot|Changed'
                'Salesforce to Snowflake|Schemas.Contact.Fields.Birthdate.Enabled|False|True|Changed'
                'Salesforce to Snowflake|Schemas.Contact.Filters||[{"field_id":"Id","function":"IsNotNull"}]|Extra'
                'Stripe to BigQuery||Stripe to BigQuery||Missing'
            ) | Sort-Object)
        ($drift | Where-Object Property -EQ Mode).SyncId | Should -Be ([guid]$salesforce)
        ($drift | Where-Object Property -EQ Mode).Path | Should -Be (Join-Path (Convert-Path $folder) 'Salesforce to Snowflake.json')
        ($drift | Where-Object Sync -EQ Another).SyncId | Should -Be $copy.Id
        $drift | Out-String -Width 120 | Should -Not -Match '\.\.\.|…'
        "$(($drift | Where-Object Property -EQ Mode))" | Assert-Fact 'Salesforce to Snowflake', 'Mode', 'snapshot', 'replicate'
    }

    It 'compares only the specified files' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Get-PolytomicBulkSync | Set-PolytomicBulkSync -NormalizeNames legacy -WarningAction SilentlyContinue
        (Compare-PolytomicBulkSync "$folder/Stripe*.json").Sync | Should -Be 'Stripe to BigQuery'
        (Get-Item "$folder/Stripe*.json", "$folder/Zendesk*.json" | Compare-PolytomicBulkSync).Sync | Should -Be 'Stripe to BigQuery', 'Zendesk to Snowflake'
        (Compare-PolytomicBulkSync -LiteralPath "$folder/Stripe to BigQuery.json").Sync | Should -Be 'Stripe to BigQuery'
    }

    It 'writes one clear error for <what>, and continues' -ForEach @(
        @{ what = 'text that is not JSON'; text = '{ "name": '; says = 'JSON' }
        @{ what = 'JSON that is not an object'; text = '[]'; says = 'JSON', '1' }
        @{ what = 'a duplicate property'; text = '{"name":"a","name":"b"}'; says = 'JSON', '1' }
        @{ what = 'a missing name'; text = '{"mode":"replicate"}'; says = "'name'" }
        @{ what = 'a missing connection'; text = '{"name":"x","mode":"replicate"}'; says = "'source_connection'", "'id'" }
        @{ what = 'missing schemas'; text = '{"name":"x","mode":"replicate","source_connection":{"id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf"},"destination_connection":{"id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf"},"destination_configuration":{},"default_schedule":{"frequency":"manual"}}'; says = "'schemas'" }
        @{ what = 'a duplicate schema'; text = '{"name":"x","mode":"replicate","source_connection":{"id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf"},"destination_connection":{"id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf"},"destination_configuration":{},"default_schedule":{"frequency":"manual"},"schemas":[{"id":"a"},{"id":"a"}]}'; says = "'a'" }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        $text | Set-Content "$folder/broken.json"
        Compare-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicInvalidFile
        "$failure" | Assert-Fact (@('broken.json') + $says)
    }

    It 'warns that it does not search for extra bulk syncs if <what>' -ForEach @(
        @{ what = 'a file is broken'; break = { '{' | Set-Content "$folder/Stripe to BigQuery.json" }; count = 1 }
        @{ what = 'a path does not exist'; break = { Remove-Item "$folder/Stripe*", "$folder/Zendesk*" }; also = 'none'; count = 2 }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        . $break
        $paths = @($folder) + @($also | ForEach-Object { "$folder/$_" } | Where-Object { $also })
        Compare-PolytomicBulkSync $paths -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact "$count", 'Extra'
        Compare-PolytomicBulkSync "$folder/HubSpot*" -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty -Because 'it does not search for extra bulk syncs if only files are specified'
    }

    It 'skips the index of an export from any source' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Copy-Item "$folder/index.json" "$folder/old index.json"
        foreach ($command in 'Compare-PolytomicBulkSync', 'Import-PolytomicBulkSync') {
            & $command "$folder/*.json" -ErrorAction Stop | Should -BeNullOrEmpty
            & $command $folder -ErrorAction Stop | Should -BeNullOrEmpty
            Get-ChildItem $folder | & $command -ErrorAction Stop | Should -BeNullOrEmpty
            & $command "$folder/index.json" -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Assert-Failure PolytomicInvalidArgument 'Export-PolytomicBulkSync'
        }

        '{"syncs":[{"name":"x"}]}' | Set-Content "$folder/old index.json"
        Compare-PolytomicBulkSync "$folder/old*" -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Assert-Failure PolytomicInvalidFile
    }

    It 'writes only PowerShell''s own error if no input is a path' {
        $null = New-Sandbox
        foreach ($command in 'Compare-PolytomicBulkSync', 'Import-PolytomicBulkSync') {
            Get-PolytomicBulkSync 'stripe*' | & $command $folder -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
        }
    }

    It 'reports a folder without files, and a path that does not exist' {
        $null = New-Sandbox
        $null = New-Item $folder -ItemType Directory
        Compare-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Assert-Failure PolytomicInvalidArgument 'Export-PolytomicBulkSync'
        Compare-PolytomicBulkSync "$folder/*.json" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Assert-Failure PolytomicInvalidArgument 'Export-PolytomicBulkSync'
        Compare-PolytomicBulkSync "$folder/none" -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }
}

Describe -Tag PowerShell7 'The progress of many bulk syncs' {
    It 'has an estimate of the seconds that remain: <command>' -ForEach @(
        @{ command = 'Export'; run = "Export-PolytomicBulkSync '{0}' -PassThru" }
        @{ command = 'Compare'; run = "Compare-PolytomicBulkSync '{0}'" }
        @{ command = 'Import'; run = "Import-PolytomicBulkSync '{0}' -WhatIf -PassThru" }
    ) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $clock = [TestSupport.TestClock]::new()
        # One by one, so that each bulk sync is counted after the output of the one before.
        Connect-Polytomic -Sandbox -ThrottleLimit 1 -Transport @{ Clock = $clock }
        if ($command -ne 'Export') {
            Export-PolytomicBulkSync $folder
            foreach ($file in Get-Item "$folder/*" -Exclude index.json) { Edit-File $file { param($json) $json.concurrency_limit = 42 } }
        }

        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; `$clock = `$args[1]; $($run -f $folder) -Session `$args[0] | ForEach-Object { `$clock.Advance([timespan]::FromSeconds(3)) }")
            $null = $shell.AddArgument((Get-PolytomicSession)).AddArgument($clock).Invoke()
            $progress = @($shell.Streams.Progress | Where-Object StatusDescription -Like '* of *')
        }
        finally { $shell.Dispose() }

        $progress.StatusDescription | Should -Be (0..6 | ForEach-Object { "$_ of 7" })
        $progress.PercentComplete | Should -Be 0, 14, 28, 42, 57, 71, 85
        $progress.SecondsRemaining | Should -Be -1, 18, 15, 12, 9, 6, 3
    }
}

Describe -Tag PowerShell7 'Import-PolytomicBulkSync' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'makes the service match the files, and writes nothing the second time, when the service <does>' -ForEach @(@{ does = 'selects schemas again'; ignores = $false }, @{ does = 'ignores schemas'; ignores = $true }) {
        $null = New-Sandbox @{ UpdateIgnoresSchemas = $ignores }
        Export-PolytomicBulkSync $folder
        Set-PolytomicBulkSync $salesforce -Mode snapshot -AdditionalSchedule @() -WarningAction SilentlyContinue
        Set-PolytomicBulkSyncSchema $salesforce Contact, Account -Field @{ Id = @{ Enabled = $false; UserOutputName = 'key' } } -UserOutputName people
        Get-PolytomicBulkSync 'Zendesk*' | Get-PolytomicBulkSyncSchema | Set-PolytomicBulkSyncSchema -Enabled:$false
        Get-PolytomicBulkSync 'Stripe*' | Remove-PolytomicBulkSync -Force

        $made = Import-PolytomicBulkSync $folder -PassThru -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        $made.Name | Sort-Object | Should -Be 'Salesforce to Snowflake', 'Stripe to BigQuery', 'Zendesk to Snowflake'
        if ($ignores) { $warnings | Should -BeNullOrEmpty }
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty
        Get-Write { Import-PolytomicBulkSync $folder -Prune -Force -Verbose } | Should -BeNullOrEmpty
        $first = Get-Content2 $folder
        Export-PolytomicBulkSync $folder
        Get-Content2 $folder | Should -BeExactly $first
    }

    It 'changes only schemas with one request if only they differ' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Set-PolytomicBulkSyncSchema $salesforce Contact, Account -Field @{ Id = @{ Enabled = $false } }
        Get-Write { Import-PolytomicBulkSync $folder -Verbose } | Should -Be PATCH
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty
    }

    It 'creates the bulk syncs of another organization in an empty one' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        $first = Get-Content2 $folder
        $null = New-Sandbox @{ WithoutSyncs = $true }
        Import-PolytomicBulkSync $folder -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        Export-PolytomicBulkSync $folder
        Get-Content2 $folder | Should -BeExactly $first
    }

    It 'shows the plan with -WhatIf, and only reads' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Set-PolytomicBulkSync $salesforce -Mode snapshot -WarningAction SilentlyContinue
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.active = $false }
        Get-PolytomicBulkSync 'Stripe*' | Remove-PolytomicBulkSync -Force
        Remove-Item "$folder/Zendesk*"
        Get-Write { Import-PolytomicBulkSync $folder -Prune -WhatIf -Verbose } | Should -BeNullOrEmpty
        $plan = Join-Path $TestDrive plan.txt
        $null = Start-Transcript $plan
        try { Import-PolytomicBulkSync $folder -Prune -WhatIf } finally { $null = Stop-Transcript }
        $text = Get-Content $plan -Raw
        $lines = $text -split '\r?\n'
        $lines -like '*Salesforce to Snowflake*' | Assert-Fact "~ Mode: 'snapshot' -> 'replicate'"
        $lines -like '*HubSpot to Snowflake*' | Assert-Fact '~ Active: True -> False', 'cancels a running execution'
        $schemas = (Get-Content "$folder/Stripe to BigQuery.json" -Raw | ConvertFrom-Json).schemas
        $lines -like '*Stripe to BigQuery*' | Assert-Fact 'create', 'active', "$(@($schemas | Where-Object enabled).Count)", "$($schemas.Count)"
        $lines -like '*Zendesk to Snowflake*' | Assert-Fact 'delete'
    }

    It 'returns an object for each refused file with -WhatIf -PassThru, and writes an error' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*', 'Stripe*', 'Zendesk*'
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.active = 'yes' }
        Edit-File "$folder/Stripe to BigQuery.json" { param($json) $json.default_schedule = @{ frequency = 'weekly'; hour = '1'; minute = '2' } }
        '{' | Set-Content "$folder/broken.json"
        $plan = Import-PolytomicBulkSync $folder -WhatIf -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
        $plan | Sort-Object Path | ForEach-Object { "$($_.Action) $($_.Sync) $($_.Property)" } | Should -Be 'Refuse  ', 'Refuse HubSpot to Snowflake active', 'Refuse Stripe to BigQuery default_schedule.day_of_week'
        ($plan | Sort-Object Path).Path | Split-Path -Leaf | Should -Be 'broken.json', 'HubSpot to Snowflake.json', 'Stripe to BigQuery.json'
        $plan.Reason | Should -Not -Contain $null
        ($failure | Where-Object FullyQualifiedErrorId -Like PolytomicInvalidFile*).Count | Should -Be 2
        $failure | Where-Object FullyQualifiedErrorId -Like PolytomicRefused* | Assert-Failure PolytomicRefused 'Stripe to BigQuery.json', "'default_schedule.day_of_week'", '-SkipValidation'
        Import-PolytomicBulkSync "$folder/broken.json" -PassThru -ErrorAction SilentlyContinue | Should -BeNullOrEmpty -Because 'only -WhatIf returns the plan'
    }

    It 'deletes only with -Prune, and never if a file cannot be read or only files are specified' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Remove-Item "$folder/Zendesk*"
        Import-PolytomicBulkSync $folder
        Get-PolytomicBulkSync 'Zendesk*' | Should -HaveCount 1

        '{' | Set-Content "$folder/broken.json"
        Import-PolytomicBulkSync $folder -Prune -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | ForEach-Object FullyQualifiedErrorId | Should -Be 'PolytomicInvalidFile,PolytomicBulk.Commands.ImportPolytomicBulkSyncCommand', 'PolytomicRefused,PolytomicBulk.Commands.ImportPolytomicBulkSyncCommand'
        Import-PolytomicBulkSync "$folder/Stripe to BigQuery.json" -Prune -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicRefused '-Prune', 'folders', 'not specified'
        Get-PolytomicBulkSync | Should -HaveCount 7

        Remove-Item "$folder/broken.json"
        $zendesk = (Get-PolytomicBulkSync 'Zendesk*').Id
        Import-PolytomicBulkSync $folder -Prune -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact "'Zendesk to Snowflake'", 'would'
        $said = Import-PolytomicBulkSync $folder -Prune -Force -PassThru -Verbose -WarningVariable warnings -WarningAction SilentlyContinue 4>&1
        $warnings | Should -HaveCount 1
        "$warnings" | Assert-Fact "'Zendesk to Snowflake'", '-Prune'
        "$warnings" | Should -Not -BeLike '*would*'
        $said -like 'Deleted *' | Assert-Fact 'Zendesk to Snowflake', "$zendesk"
        $out = @($said | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] })
        $out | Should -HaveCount 1
        $out | Should -BeOfType PolytomicBulk.BulkSyncPlan
        $out.Action, $out.Sync, $out.SyncId | Should -Be 'Delete', 'Zendesk to Snowflake', $zendesk
        (Get-PolytomicBulkSync).Name | Should -Not -Contain 'Zendesk to Snowflake'
        Get-PolytomicBulkSync | Should -HaveCount 6
    }

    It 'replaces the connections in the files: by <by>' -ForEach @(
        @{ by = 'id'; map = @{ '00000000-0000-4000-8000-00000000000a' = 'df17031c-7e75-5a8c-84e0-086692c1ac52' } }
        @{ by = 'name'; map = @{ 'Old warehouse' = 'Snowflake' } }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.destination_connection = @{ id = '00000000-0000-4000-8000-00000000000a'; name = 'Old warehouse' }; $json.name = 'Moved'; $json.destination_configuration.schema = 'moved' }
        Import-PolytomicBulkSync $folder -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        "$failure" | Assert-Fact 'Old warehouse', '00000000-0000-4000-8000-00000000000a', '-ConnectionMap'

        $made = Import-PolytomicBulkSync $folder -ConnectionMap $map -PassThru -WarningAction SilentlyContinue -ErrorAction Stop
        $made.DestinationConnectionId | Should -Be ([guid]'df17031c-7e75-5a8c-84e0-086692c1ac52')
        Compare-PolytomicBulkSync "$folder/HubSpot*.json" -ConnectionMap $map | Should -BeNullOrEmpty
        { Import-PolytomicBulkSync $folder -ConnectionMap @{ x = 'nowhere' } } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument 'nowhere', '-ConnectionMap'
    }

    It 'refuses fields that the source does not have, before it writes' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.schemas[0].fields += @{ id = 'no_such'; enabled = $true } }
        Get-Write { Import-PolytomicBulkSync $folder -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
        $failure | Assert-Failure PolytomicRefused 'no_such', '-SkipValidation', (Get-Content "$folder/HubSpot to Snowflake.json" -Raw | ConvertFrom-Json).schemas[0].id
    }

    It 'does not guess which of several bulk syncs with the same name a file belongs to' {
        $null = New-Sandbox
        Get-PolytomicBulkSync 'HubSpot*' | Copy-PolytomicBulkSync -NewName Twin -OutVariable one | Copy-PolytomicBulkSync -NewName Other -OutVariable two | Set-PolytomicBulkSync -NewName Twin
        Export-PolytomicBulkSync $folder
        Compare-PolytomicBulkSync $folder -ErrorAction Stop | Should -BeNullOrEmpty
        Set-PolytomicBulkSync $one.Id -Mode snapshot
        Compare-PolytomicBulkSync $folder -ErrorAction Stop | ForEach-Object SyncId | Should -Be $one.Id
        Set-PolytomicBulkSync $two.Id -Mode snapshot
        Get-Write { Import-PolytomicBulkSync $folder -Prune -Force -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
        "$failure" | Assert-Fact 'Twin', "$($one.Id)"
    }

    Context 'a file that would create a second bulk sync with the same destination' {
        BeforeEach {
            $null = New-Sandbox
            Export-PolytomicBulkSync $folder
            $hubSpot = Get-PolytomicBulkSync 'HubSpot*'
            # -WhatIf writes only to the host.
            function Get-Plan([scriptblock] $Script) {
                $plan = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
                $null = Start-Transcript $plan
                try { & $Script } finally { $null = Stop-Transcript }
                Select-String -Path $plan -Pattern 'What if:.*' | ForEach-Object { $_.Matches.Value }
            }
        }

        It 'is refused if its name was edited' {
            Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.name = 'HubSpot to warehouse' }
            Set-PolytomicBulkSync $salesforce -Mode snapshot -WarningAction SilentlyContinue
            Get-Plan { Import-PolytomicBulkSync $folder -Prune -WhatIf -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeLike '*Salesforce*'
            $failure | Should -HaveCount 2
            $failure | Assert-Failure PolytomicRefused
            "$($failure[0])" | Assert-Fact 'HubSpot to warehouse', 'HubSpot to Snowflake.json', "'HubSpot to Snowflake'", "$($hubSpot.Id)", "Set-PolytomicBulkSync -Id $($hubSpot.Id) -NewName 'HubSpot to warehouse'", '-SkipValidation'
            $failure[0].TargetObject.Path | Should -BeExactly (Get-Item "$folder/HubSpot to Snowflake.json").FullName

            Get-Write { Import-PolytomicBulkSync $folder -Prune -Confirm:$false -Verbose -WarningAction SilentlyContinue -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -Be PUT, PATCH -Because 'the other files are imported, and the bulk sync that the refused file may describe is not deleted'
            $failure[1] | Assert-Failure PolytomicRefused
            (Get-PolytomicBulkSync -Id $salesforce).Mode | Should -Be replicate

            $hubSpot | Set-PolytomicBulkSync -NewName 'HubSpot to warehouse' -WarningAction SilentlyContinue
            Get-Write { Import-PolytomicBulkSync $folder -Prune -Verbose -ErrorAction Stop } | Should -BeNullOrEmpty -Because 'the new name matches the file'
        }

        It 'is refused if the bulk sync was renamed, unless -SkipValidation' {
            Set-PolytomicBulkSync 'Stripe to BigQuery' -NewName Other
            Get-Write { Import-PolytomicBulkSync $folder -Force -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $made = Import-PolytomicBulkSync $folder -SkipValidation -PassThru -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
            $made.Name, $made.Active | Should -Be 'Stripe to BigQuery', $true
            "$warnings" | Assert-Fact "'Other'"
        }

        It 'is refused if it is a copy<how>, unless -SkipValidation' -ForEach @(
            @{ how = ''; edit = {} }
            @{ how = ' that was edited'; edit = { param($json) $json.mode = 'snapshot' } }
        ) {
            Copy-Item "$folder/HubSpot to Snowflake.json" "$folder/HubSpot copy.json"
            Edit-File "$folder/HubSpot copy.json" $edit
            Get-Plan { Import-PolytomicBulkSync $folder -WhatIf -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0] | Assert-Failure PolytomicRefused
            "$failure" | Assert-Fact "'HubSpot to Snowflake'", "$($hubSpot.Id)", 'HubSpot to Snowflake.json', 'HubSpot copy.json', '-SkipValidation'
            Get-Write { Import-PolytomicBulkSync $folder -Force -Verbose -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
            Import-PolytomicBulkSync $folder -SkipValidation -WarningAction SilentlyContinue -ErrorAction Stop
            Get-PolytomicBulkSync 'HubSpot*' | Should -HaveCount 2
        }

        It 'is refused if it is a copy with another name beside its original, unless -SkipValidation' {
            Copy-Item "$folder/HubSpot to Snowflake.json" "$folder/HubSpot copy.json"
            Edit-File "$folder/HubSpot copy.json" { param($json) $json.name = 'HubSpot copy' }
            Get-Write { Import-PolytomicBulkSync $folder -Force -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0] | Assert-Failure PolytomicRefused "'HubSpot copy'", "'HubSpot to Snowflake'", "$($hubSpot.Id)", 'HubSpot to Snowflake.json', '-SkipValidation'
            Import-PolytomicBulkSync $folder -SkipValidation -PassThru -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop | ForEach-Object Name | Should -Be 'HubSpot copy'
            "$warnings" | Assert-Fact "'HubSpot to Snowflake'"
        }

        It 'is refused if it is a copy and the bulk sync matches neither file' {
            Copy-Item "$folder/HubSpot to Snowflake.json" "$folder/HubSpot copy.json"
            Set-PolytomicBulkSync $hubSpot.Id -Mode snapshot -WarningAction SilentlyContinue
            Get-Write { Import-PolytomicBulkSync $folder -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
            $failure | Should -HaveCount 2
            "$($failure[0])" | Assert-Fact "'HubSpot to Snowflake'", "$($hubSpot.Id)"
        }
    }

    It 'creates a new bulk sync: <what>' -ForEach @(
        @{ what = 'with another destination schema'; edit = { param($json) $json.name = 'Trial'; $json.destination_configuration.schema = 'trial' } }
        @{ what = 'with the same name and another destination schema'; edit = { param($json) $json.destination_configuration.schema = 'trial' }; keeps = $true }
        @{ what = 'with other schemas'; edit = { param($json) $json.name = 'Rest'; foreach ($schema in $json.schemas) { $schema.enabled = -not $schema.enabled } } }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'Salesforce to Snowflake'
        if ($keeps) { Copy-Item "$folder/Salesforce to Snowflake.json" "$folder/kept.json" }
        Edit-File "$folder/Salesforce to Snowflake.json" $edit
        Import-PolytomicBulkSync $folder -PassThru -WarningVariable warnings -ErrorAction Stop | Should -HaveCount 1
        $warnings | Should -BeNullOrEmpty
    }

    It 'restores two bulk syncs with the same name, and a deleted one whose destination another one uses, with -SkipValidation' {
        $null = New-Sandbox
        $two = Copy-PolytomicBulkSync 'HubSpot to Snowflake' Other | Set-PolytomicBulkSync -NewName 'HubSpot to Snowflake' -Mode snapshot -PassThru
        Export-PolytomicBulkSync $folder
        Get-PolytomicBulkSync 'HubSpot*' | Remove-PolytomicBulkSync -Force
        Import-PolytomicBulkSync $folder -SkipValidation -WarningAction SilentlyContinue -ErrorAction Stop -PassThru | Should -HaveCount 2
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty

        (Get-PolytomicBulkSync 'HubSpot*')[0] | Set-PolytomicBulkSync -NewName 'Another' -WarningAction SilentlyContinue
        Export-PolytomicBulkSync $folder
        Remove-PolytomicBulkSync 'HubSpot to Snowflake' -Force
        Import-PolytomicBulkSync $folder -SkipValidation -WarningAction SilentlyContinue -ErrorAction Stop -PassThru | Should -HaveCount 1
    }

    It 'refuses a file with a mistyped <what>, unless -SkipValidation' -ForEach @(
        @{ what = 'property'; edit = { param($json) $json.actve = $json.active; $json.Remove('active') }; says = "'actve'", "'active'" }
        @{ what = 'property in the wrong case'; edit = { param($json) $json.Concurrency_limit = 5 }; says = "'Concurrency_limit'", "'concurrency_limit'" }
        @{ what = 'property that has another name in files'; edit = { param($json) $json.source_connection_id = $json.source_connection.id }; says = "'source_connection_id'", "'source_connection'" }
        @{ what = 'property of a schedule'; edit = { param($json) $json.default_schedule.minutes = '5' }; says = "'default_schedule.minutes'", "'minute'" }
        @{ what = 'property of an additional schedule'; edit = { param($json) $json.additional_schedules = @(@{ frequency = 'manual'; resync_mod = 'refetch' }) }; says = "'additional_schedules.resync_mod'", "'resync_mode'" }
        @{ what = 'property of a schema'; edit = { param($json) ($json.schemas | Where-Object id -EQ contacts).partition_kye = 'id' }; says = "'schemas.contacts.partition_kye'", "'partition_key'" }
        @{ what = 'property of a field'; edit = { param($json) ($json.schemas | Where-Object id -EQ contacts).fields[0].obfuscate = $true }; says = 'schemas.contacts.fields', 'obfuscate', "'obfuscated'" }
        @{ what = 'property of a filter'; edit = { param($json) ($json.schemas | Where-Object id -EQ contacts).filters = @(@{ field_id = 'id'; funktion = 'IsNotNull' }) }; says = "'schemas.contacts.filters.funktion'", "'function'" }
        @{ what = 'mode'; edit = { param($json) $json.mode = 'replicated' }; says = "'mode'", "'replicated'", "'replicate'" }
        @{ what = 'mode in the wrong case'; edit = { param($json) $json.mode = 'Replicate' }; says = "'mode'", "'Replicate'", "'replicate'" }
        @{ what = 'frequency'; edit = { param($json) $json.default_schedule.frequency = 'hourley' }; says = "'default_schedule.frequency'", "'hourley'", "'hourly'" }
        @{ what = 'frequency that bulk syncs do not support'; edit = { param($json) $json.additional_schedules = @(@{ frequency = 'runafter'; run_after = @{ sync_ids = @('x') } }) }; says = "'additional_schedules.frequency'", "'runafter'" }
        @{ what = 'day'; edit = { param($json) $json.additional_schedules = @(@{ frequency = 'weekly'; day_of_week = 'mondy'; hour = '1'; minute = '2' }) }; says = "'additional_schedules.day_of_week'", "'mondy'", "'monday'" }
        @{ what = 'selective mode'; edit = { param($json) $json.additional_schedules = @(@{ frequency = 'manual'; selective_mode = 'incrementalfields' }) }; says = "'additional_schedules.selective_mode'", "'incrementalfields'", "'incrementalFields'" }
        @{ what = 'resync mode'; edit = { param($json) $json.additional_schedules = @(@{ frequency = 'manual'; resync_mode = 'x' }) }; says = "'additional_schedules.resync_mode'", "'x'", 'normal', 'refetch', 'resync', 'rebuild' }
        @{ what = 'value of automatically_add_new_objects'; edit = { param($json) $json.automatically_add_new_objects = 'al' }; says = "'automatically_add_new_objects'", "'al'", "'all'" }
        @{ what = 'value of normalize_names'; edit = { param($json) $json.normalize_names = 'enable' }; says = "'normalize_names'", "'enable'", "'enabled'" }
        @{ what = 'filter function'; edit = { param($json) ($json.schemas | Where-Object id -EQ contacts).filters = @(@{ field_id = 'id'; function = 'IsNotNul' }) }; says = "'schemas.contacts.filters.function'", "'IsNotNul'", "'IsNotNull'" }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Edit-File "$folder/HubSpot to Snowflake.json" $edit
        Set-PolytomicBulkSync $salesforce -Mode snapshot -WarningAction SilentlyContinue
        Get-Write { Import-PolytomicBulkSync "$folder/HubSpot*" -Verbose -ErrorVariable script:failure -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0] | Assert-Failure PolytomicRefused
        "$failure" | Assert-Fact (@('HubSpot to Snowflake.json', '-SkipValidation') + $says)
        Compare-PolytomicBulkSync "$folder/HubSpot*" | Should -Not -BeNullOrEmpty -Because 'Compare-PolytomicBulkSync still works'

        Import-PolytomicBulkSync $folder -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        (Get-PolytomicBulkSync -Id $salesforce).Mode | Should -Be replicate -Because 'the other files are imported'
        $active = (Get-PolytomicBulkSync 'HubSpot*').Active
        $writes = Get-Write { Import-PolytomicBulkSync "$folder/HubSpot*" -SkipValidation -Verbose -WarningVariable script:warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue }
        $writes | Should -Not -BeNullOrEmpty
        "$($warnings[0])" | Assert-Fact $says
        (Get-PolytomicBulkSync 'HubSpot*').Active | Should -Be $active
    }

    It 'shows the path, the line and the property of what it refuses' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        $edits = [ordered]@{
            'HubSpot to Snowflake' = '"replicate"', '"mirror"', 'mode', 'PolytomicRefused'
            'Salesforce to Snowflake' = '"Contact"', '"Contct"', 'schemas.Contct.id', 'PolytomicRefused'
            'Stripe to BigQuery' = '(?<="source_connection": \{\s*"id": ")[^"]*(",\s*"name": ")', '00000000-0000-4000-8000-000000000001$1no ', 'source_connection', 'PolytomicNotFound'
        }
        foreach ($name in $edits.Keys) {
            $old, $new, $property, $id = $edits[$name]
            $file = Join-Path (Convert-Path $folder) "$name.json"
            $text = Get-Content $file -Raw
            Set-Content $file ($text -replace $old, $new)
            $line = ($text.Substring(0, [regex]::Match($text, $old).Index) -split "`n").Count
            # The identifier of a connection is on the line after its property.
            if ($id -eq 'PolytomicNotFound') { $line-- }
            $plan = Import-PolytomicBulkSync $file -WhatIf -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure | Assert-Failure $id "$name.json", "line $line"
            $failure[0].TargetObject.Path, $failure[0].TargetObject.Line, $failure[0].TargetObject.Property | Should -Be $file, $line, $property
            $plan.Action, $plan.Property | Should -Be 'Refuse', $property
            if ($id -eq 'PolytomicRefused') { "$failure" | Assert-Fact 'for this file' }
        }
    }

    It 'does not delete a bulk sync with -Prune -SkipValidation if a new file may belong to it' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        $old = (Get-PolytomicBulkSync 'HubSpot to Snowflake').Id
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.name = 'Hub2' }
        Import-PolytomicBulkSync $folder -Prune -Force -SkipValidation -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicRefused 'HubSpot to Snowflake', "Remove-PolytomicBulkSync -Id $old"
        Get-PolytomicBulkSync 'HubSpot to Snowflake', 'Hub2' | Should -HaveCount 2
    }

    It 'creates a bulk sync once if two files are the same' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        Copy-Item "$folder/HubSpot to Snowflake.json" "$folder/copy.json"
        Remove-PolytomicBulkSync 'HubSpot to Snowflake' -Force
        Import-PolytomicBulkSync $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicRefused 'copy.json', '-SkipValidation'
        Get-PolytomicBulkSync 'HubSpot to Snowflake' | Should -HaveCount 1
    }

    It 'refuses a mistyped file for a new bulk sync, also with -WhatIf, and accepts it with -SkipValidation' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder -Name 'HubSpot*'
        Remove-PolytomicBulkSync 'HubSpot to Snowflake' -Force
        Edit-File "$folder/HubSpot to Snowflake.json" { param($json) $json.normalise_names = $json.normalize_names; $json.Remove('active') }
        Import-PolytomicBulkSync $folder -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicRefused "'normalise_names'", "'normalize_names'", '-SkipValidation'
        (Import-PolytomicBulkSync $folder -SkipValidation -PassThru -WarningAction SilentlyContinue -ErrorAction Stop).Active | Should -BeFalse
    }

    It 'keeps a bulk sync <state> if its file does not specify whether it is active' -ForEach @(@{ state = 'active'; name = 'HubSpot to Snowflake' }, @{ state = 'paused'; name = 'Zendesk to Snowflake' }) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        (Get-Content "$folder/$name.json" -Raw | ConvertFrom-Json).active | Should -Be ($state -eq 'active')
        Edit-File "$folder/$name.json" { param($json) $json.Remove('active') }
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty
        Get-Write { Import-PolytomicBulkSync $folder -Verbose } | Should -BeNullOrEmpty
        Set-PolytomicBulkSync $name -Mode snapshot -WarningAction SilentlyContinue
        Import-PolytomicBulkSync $folder -WarningAction SilentlyContinue
        $sync = Get-PolytomicBulkSync $name
        $sync.Mode, $sync.Active | Should -Be 'replicate', ($state -eq 'active')
        Remove-PolytomicBulkSync $name -Force
        (Import-PolytomicBulkSync $folder -PassThru).Active | Should -BeFalse
    }

    It 'does not accept text as a flag: <place>' -ForEach @(
        @{ place = 'active'; edit = { param($json) $json.active = 'true' } }
        @{ place = 'schemas.contacts.enabled'; edit = { param($json) ($json.schemas | Where-Object id -EQ contacts).enabled = 'true' } }
    ) {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Edit-File "$folder/HubSpot to Snowflake.json" $edit
        Import-PolytomicBulkSync $folder -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure | Assert-Failure PolytomicInvalidFile "'$place'", 'true', 'false'
    }

    It 'does not change free settings, filter values and patterns in schedules' {
        $null = New-Sandbox
        Export-PolytomicBulkSync $folder
        Edit-File "$folder/HubSpot to Snowflake.json" {
            param($json)
            ($json.schemas | Where-Object id -EQ contacts).filters = @(@{ field_id = 'id'; function = 'Equality'; value = @{ frequency = 'x' } })
            $json.additional_schedules = @(@{ frequency = 'custom'; day_of_week = '1-5'; hour = '*'; minute = '0' })
        }
        Import-PolytomicBulkSync $folder -ErrorAction Stop -WarningAction SilentlyContinue
        Compare-PolytomicBulkSync $folder | Should -BeNullOrEmpty
    }

    It 'reports what was created if a creation is interrupted' {
        $sandbox = New-Sandbox
        Export-PolytomicBulkSync $folder
        $null = $sandbox = New-Sandbox @{ WithoutSyncs = $true }
        $sandbox.Fault.FailAt('PATCH', 1)
        Import-PolytomicBulkSync "$folder/Salesforce to Snowflake.json" -ErrorVariable failure -ErrorAction SilentlyContinue
        $made = Get-PolytomicBulkSync
        $made.Active | Should -BeFalse
        "$failure" | Assert-Fact 'Salesforce to Snowflake', "$($made.Id)", 'paused', 'Schemas.Contact'
        Import-PolytomicBulkSync "$folder/Salesforce to Snowflake.json" -WarningAction SilentlyContinue -ErrorAction Stop
        Compare-PolytomicBulkSync $folder | Where-Object Sync -EQ 'Salesforce to Snowflake' | Should -BeNullOrEmpty
    }
}

Describe -Tag PowerShell7 'Copy-PolytomicBulkSync' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'copies settings, schedules and selection under another name, paused' {
        $null = New-Sandbox
        $copy = Copy-PolytomicBulkSync -Id $salesforce -NewName Trial -DestinationConfiguration @{ schema = 'trial' } -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        $copy.Name, $copy.Active, $copy.DestinationConfiguration.schema, $copy.DestinationConfiguration.advanced.hard_deletes | Should -Be 'Trial', $false, 'trial', $true
        $original = Get-PolytomicBulkSync -Id $salesforce
        "$($copy.DefaultSchedule) $($copy.AdditionalSchedules)" | Should -Be "$($original.DefaultSchedule) $($original.AdditionalSchedules)"
        $one, $two = foreach ($sync in $original, $copy) {
            $schemas = Get-PolytomicBulkSyncSchema $sync.Id -Id *
            $fields = $schemas | Select-Object * -ExcludeProperty SyncId, SyncName, Filters | ConvertTo-Json -Depth 9
            # The order of filters and of a filter's values does not matter.
            "$fields$($schemas | ForEach-Object { "$($_.Id): $(@($_.Filters | ForEach-Object { "$($_.FieldId) $($_.Function) $(@($_.Value) | Sort-Object)" } | Sort-Object) -join ' and ')" })"
        }

        $two | Should -BeExactly $one
    }

    It 'creates a name from each object, and refuses the name of the original' {
        $null = New-Sandbox
        (Get-PolytomicBulkSync '*Snowflake' | Copy-PolytomicBulkSync -NewName { "$($_.Name) (copy)" }).Name | Sort-Object | Should -Be 'HubSpot to Snowflake (copy)', 'Salesforce to Snowflake (copy)', 'Zendesk to Snowflake (copy)'
        Get-PolytomicBulkSync -Id $salesforce | Copy-PolytomicBulkSync -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Assert-Failure PolytomicInvalidArgument 'Salesforce to Snowflake', '-NewName'
        Copy-PolytomicBulkSync $salesforce -NewName Again -WhatIf
        Get-PolytomicBulkSync | Should -HaveCount 10
    }
}
