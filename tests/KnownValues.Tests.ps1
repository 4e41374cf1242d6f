# Compares all enumeration values that the module or the client knows with the contract.

BeforeDiscovery {
    $goesOn = 'created scheduled running exporting processing canceling'

    # Each list has the values of enumerations in the contract (Is), without some values (But) and with others (And), and the reasons.
    $lists = @(
        @{ List = 'Modes'; Is = 'BulkSyncTargetMode' }
        @{ List = 'Discovery'; Is = 'BulkDiscover' }
        @{ List = 'NameNormalizations'; Is = 'BulkNormalizeNames' }
        @{ List = 'Frequencies'; Is = 'ScheduleFrequency'; But = @{ 'runafter dbtcloud' = 'a bulk sync has no property for what they need'; multi = 'deprecated' } }
        @{ List = 'Days'; And = @{ 'monday tuesday wednesday thursday friday saturday sunday' = 'the contract has plain text' } }
        @{ List = 'FetchModes'; Is = 'BulkFetchMode' }
        @{ List = 'ResyncModes'; Is = 'BulkResyncMode' }
        @{ List = 'ScheduleResyncModes'; Is = 'BulkScheduleSyncMode' }
        @{ List = 'SelectiveModes'; Is = 'BulkSelectiveMode' }
        @{ List = 'FieldTypes'; Is = 'PatchSchemaFieldRequest.type' }
        @{ List = 'FilterFunctions'; Is = 'FilterFunction' }
        @{ List = 'ExecutionStatuses'; Is = 'BulkExecutionStatus', 'BulkSchemaExecutionStatus' }
        @{ List = 'Ends'; Is = 'BulkExecutionStatus', 'BulkSchemaExecutionStatus'; But = @{ $goesOn = 'something follows' } }
        @{ List = 'Beginnings'; And = @{ $goesOn = 'something follows' } }
        @{ List = 'Failures'; Is = 'BulkExecutionStatus', 'BulkSchemaExecutionStatus'; But = @{ $goesOn = 'something follows'; completed = 'all was done'; canceled = 'somebody wanted it' } }
        @{
            List = 'Colors'; Is = 'BulkExecutionStatus', 'BulkSchemaExecutionStatus'
            And  = @{
                'healthy unhealthy'  = 'of a connection; the contract has plain text'
                'fresh refreshing'   = 'of a cached schema; the contract has plain text'
                'warn warning error' = 'of a log entry; the contract has plain text'
            }
        }
    )

    # Enumerations in the contract for which the module needs no list.
    $unlisted = @{
        UtilFieldType         = 'shown as it comes; what a user may set is PatchSchemaFieldRequest.type'
        BulkOutputDisposition = 'shown as it comes'
        IngestionStatusLevel  = 'shown as it comes'
        WorkTaskStatus        = 'not shown; an export waits for done and failed, which the tests of logs hold'
    }

    # The parameters that complete values, with their list.
    $offers = @{
        Mode = 'Modes'; AutomaticallyAddNewObjects = 'Discovery'; AutomaticallyAddNewFields = 'Discovery'; NormalizeNames = 'NameNormalizations'; Frequency = 'Frequencies'
        DayOfWeek = 'Days'; SelectiveMode = 'SelectiveModes'; FetchMode = 'FetchModes'; ResyncMode = 'ResyncModes'; Type = 'FieldTypes'; Status = 'ExecutionStatuses'
    }

    # Parameters whose values are names of other parameters, or defined by the module.
    $named = @('ClearSetting', 'By', 'As')
}

Describe -Tag PowerShell7 'A known value' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
        . "$PSScriptRoot/Contract.ps1"
        $module = (Get-Command Connect-Polytomic).ImplementingType.Assembly
        $client = [PolytomicBulk.BulkSync].Assembly
        $static = [Reflection.BindingFlags]'Static, Public, NonPublic'

        $known = @{}
        # The only line that depends on the location of the lists for input.
        $client.GetType('PolytomicBulk.Vocabulary.KnownValues').GetFields($static) | ForEach-Object { $known[$_.Name] = $_.GetValue($null).Text }
        foreach ($name in 'Ends', 'Failures', 'Beginnings') { $known[$name] = $client.GetType('PolytomicBulk.ExecutionStates').GetField($name, $static).GetValue($null) }
        $known.Colors = $module.GetType('PolytomicBulk.Formatting.StateColor').GetField('Colors', $static).GetValue($null).Keys

        # The enumerations in the contract, by the name of their schema or of the property.
        $enumerations = @{}
        foreach ($schema in $openApi.components.schemas.GetEnumerator()) {
            if ($schema.Value.enum) { $enumerations[$schema.Key] = $schema.Value.enum }
            if (-not $schema.Value.properties) { continue }
            foreach ($property in $schema.Value.properties.GetEnumerator()) {
                if ($property.Value.enum) { $enumerations["$($schema.Key).$($property.Key)"] = @($property.Value.enum) -ne $null }
            }
        }

        function Get-Excepted([hashtable] $Reasons) { if ($Reasons) { $Reasons.Keys -split ' ' } }
        function Get-Expected([hashtable] $Row) {
            $values = @(foreach ($name in $Row.Is) { $enumerations[$name] }) | Where-Object { $_ -cnotin (Get-Excepted $Row.But) }
            @($values) + @(Get-Excepted $Row.And) | Sort-Object -Unique -CaseSensitive
        }
    }

    It 'is in the contract, and every value of the contract is known: <_.List>' -ForEach $lists {
        ($known[$_.List] | Sort-Object -CaseSensitive) -join ' ' | Should -BeExactly ((Get-Expected $_) -join ' ')
        foreach ($value in Get-Excepted $_.But) { $value | Should -BeIn @(foreach ($name in $_.Is) { $enumerations[$name] }) -Because 'an exception must be in the contract' }
    }

    It 'is in a list that is compared with the contract' -ForEach @{ lists = $lists } {
        $known.Keys | Sort-Object | Should -Be ($lists.List | Sort-Object)
    }

    It 'is compared with each enumeration of the contract, unless there is a reason' -ForEach @{ lists = $lists; unlisted = $unlisted } {
        @($lists.Is) + @($unlisted.Keys) -ne $null | Sort-Object -Unique | Should -Be ($enumerations.Keys | Sort-Object)
    }

    It 'is completed for each parameter that accepts it, with its meaning' -ForEach @{ lists = $lists; offers = $offers; named = $named } {
        $found = foreach ($command in Get-Command -Module PolytomicBulk) {
            foreach ($property in $command.ImplementingType.GetProperties() | Where-Object { $_.CustomAttributes.AttributeType -contains [Parameter] }) {
                $isKnown = $property.CustomAttributes.AttributeType.Name -contains 'KnownValuesAttribute'
                if (-not $isKnown -and -not $property.PropertyType.IsEnum -and $property.CustomAttributes.AttributeType -notcontains [ValidateSet]) { continue }
                if ($property.Name -in $named) { continue }
                $property.Name
                $line = "$($command.Name) -$($property.Name) "
                $offers.Keys | Should -Contain $property.Name -Because "$line accepts values, and the table must contain their list"
                $row = $lists | Where-Object List -EQ $offers[$property.Name]
                $matched = @((TabExpansion2 $line $line.Length).CompletionMatches)
                ($matched.CompletionText | Sort-Object -CaseSensitive) -join ' ' | Should -BeExactly ((Get-Expected $row) -join ' ') -Because $line
                $matched | Where-Object { $_.ToolTip -ceq $_.CompletionText } | ForEach-Object CompletionText | Should -BeNullOrEmpty -Because "$line has a tooltip for each value"
            }
        }
        $found | Sort-Object -Unique | Should -Be ($offers.Keys | Sort-Object)
    }
}

Describe -Tag PowerShell7 'A fault that the contract finds' {
    BeforeAll {
        . "$PSScriptRoot/Shared.ps1"
        . "$PSScriptRoot/Contract.ps1"
    }

    It 'is <fault>, in <json>' -ForEach @(
        @{ json = '{"data":{"name":"A","concurrency_limit":null}}'; fault = $null }
        @{ json = '{"data":{"name":null}}'; fault = '$.data.name is null' }
        @{ json = '{"data":{"concurrency_limit":"3"}}'; fault = '$.data.concurrency_limit is no integer' }
        @{ json = '{"data":{"mode":"mirror"}}'; fault = '$.data.mode is ''mirror''' }
        @{ json = '{"data":{"nmae":"A"}}'; fault = '$.data.nmae is unknown' }
        @{ json = '{"data":{"default_schedule":{}}}'; fault = '$.data.default_schedule lacks frequency' }
    ) {
        Get-ContractFault BulkSyncResponseEnvelope ($json | ConvertFrom-Json -AsHashtable) | Should -Be $fault
    }
}
