# The number of requests of each command for one item and for N items. If you add a request, change the row here, and the help. RequestBudget.Tests.ps1
# checks the numbers, and Outside.Tests.ps1 runs each command.
function Get-RequestBudget {
    $makesNone = 'Disconnect-Polytomic', 'Get-PolytomicSession'

    # The number is Base + Each * N, without the status checks of a command that waits. The steps of Before run first in the same session and are not
    # counted. $given is the output of the last step. $ids and $names belong to N bulk syncs, each with 10 schemas, 2 schedules and 30 executions. An
    # update makes the service select 2 of the schemas again. $sources and $destinations are ids of N connections, and $policies of N policies.
    $syncs = { Get-PolytomicBulkSync -Name $names }
    $started = { Start-PolytomicBulkSync -Id $ids }
    $runs = { Get-PolytomicBulkSyncExecution -SyncId $ids[0] -First $n }
    $schemas = { Get-PolytomicBulkSyncSchema -SyncId $ids[0] | Select-Object -First $n }
    $runningSchemas = $started, $schemas
    $defaults = { Get-PolytomicBulkSync -Name $names | Get-PolytomicBulkSyncSchedule | Where-Object IsDefault }
    $extras = { Get-PolytomicBulkSync -Name $names | Get-PolytomicBulkSyncSchedule | Where-Object IsDefault -EQ $false }
    $connections = { Get-PolytomicConnection -Id $sources }
    $tables = { (Get-PolytomicBulkSource -ConnectionId $sources[0]).Schemas | Select-Object -First $n }
    $files = { Export-PolytomicBulkSync $folder -Name $names }
    $looks = '/syncs/status?'
    $asPartner = { Connect-Polytomic -PartnerKey (ConvertTo-SecureString 'sandbox-partner-key' -AsPlainText -Force) @target }
    $unused = { 1..$n | ForEach-Object { New-PolytomicConnection $(if ($_ -eq 1) { 'unused' } else { "unused $_" }) -Type webhook -Configuration @{ url = 'https://hook.example' } } }

    @(
        @{ Command = 'Compare-PolytomicBulkSync'; How = 'N files'; Base = 1; Each = 11
            Before = $files; Call = { Compare-PolytomicBulkSync $folder } }
        @{ Command = 'Compare-PolytomicBulkSync'; How = 'N files, with -ConnectionMap'; Base = 2; Each = 11
            Before = $files; Call = { Compare-PolytomicBulkSync $folder -ConnectionMap @{ $sources[0] = $sources[0] } } }
        @{ Command = 'Connect-Polytomic'; How = 'with a key'; Base = 1; Each = 0
            Call = { Connect-Polytomic -ApiKey $sandboxKey @target } }
        @{ Command = 'Copy-PolytomicBulkSync'; How = 'by name'; Base = 32; Each = 0; Call = { Copy-PolytomicBulkSync -Name $names[0] -NewName copy } }
        @{ Command = 'Copy-PolytomicBulkSync'; How = 'by id'; Base = 31; Each = 0; Call = { Copy-PolytomicBulkSync -Id $ids[0] -NewName copy } }
        @{ Command = 'Copy-PolytomicBulkSync'; How = 'from the pipeline'; Base = 1; Each = 30
            Before = $syncs; Call = { $given | Copy-PolytomicBulkSync -NewName { "copy of $($_.Name)" } } }
        @{ Command = 'Disable-PolytomicBulkSync'; How = 'by name'; Base = 1; Each = 2; Call = { Disable-PolytomicBulkSync -Name $names } }
        @{ Command = 'Disable-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 2; Call = { Disable-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Disable-PolytomicBulkSync'; How = 'by id, with -Force'; Base = 0; Each = 1; Call = { Disable-PolytomicBulkSync -Id $ids -Force } }
        @{ Command = 'Disable-PolytomicBulkSync'; How = 'from the pipeline'; Base = 0; Each = 2
            Before = $syncs; Call = { $given | Disable-PolytomicBulkSync } }
        @{ Command = 'Disable-PolytomicBulkSync'; How = 'by id, with -PassThru'; Base = 0; Each = 3; Call = { Disable-PolytomicBulkSync -Id $ids -PassThru } }
        @{ Command = 'Enable-PolytomicBulkSync'; How = 'by name'; Base = 1; Each = 1; Call = { Enable-PolytomicBulkSync -Name $names } }
        @{ Command = 'Enable-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 1; Call = { Enable-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Enable-PolytomicBulkSync'; How = 'from the pipeline'; Base = 0; Each = 1; Before = $syncs; Call = { $given | Enable-PolytomicBulkSync } }
        @{ Command = 'Enable-PolytomicBulkSync'; How = 'by id, with -PassThru'; Base = 0; Each = 2; Call = { Enable-PolytomicBulkSync -Id $ids -PassThru } }
        @{ Command = 'Compare-PolytomicBulkSync'; How = 'N files, with -ReferencePath'; Base = 0; Each = 0
            Before = $files; Call = { Compare-PolytomicBulkSync $folder -ReferencePath $folder } }
        @{ Command = 'Export-PolytomicBulkSyncReport'; How = 'N syncs in all'; Base = 4; Each = 2; Syncs = 'N'
            Call = { Export-PolytomicBulkSyncReport "$folder.html" } }
        @{ Command = 'Export-PolytomicBulkSyncReport'; How = 'by name'; Base = 4; Each = 2; Call = { Export-PolytomicBulkSyncReport "$folder.html" -Name $names } }
        @{ Command = 'Export-PolytomicBulkSyncReport'; How = 'from the pipeline'; Base = 3; Each = 3
            Before = $syncs; Call = { $given | Export-PolytomicBulkSyncReport "$folder.html" } }
        @{ Command = 'Export-PolytomicBulkSyncReport'; How = 'N syncs in all, with -ChangesSince'; Base = 5; Each = 13; Syncs = 'N'
            Before = { Export-PolytomicBulkSync $folder }; Call = { Export-PolytomicBulkSyncReport "$folder.html" -ChangesSince $folder } }
        @{ Command = 'Export-PolytomicBulkSync'; How = 'N syncs in all'; Base = 3; Each = 11; Syncs = 'N'
            Call = { Export-PolytomicBulkSync $folder } }
        @{ Command = 'Export-PolytomicBulkSync'; How = 'by name'; Base = 3; Each = 11; Call = { Export-PolytomicBulkSync $folder -Name $names } }
        @{ Command = 'Export-PolytomicBulkSync'; How = 'by id'; Base = 2; Each = 12; Call = { Export-PolytomicBulkSync $folder -Id $ids } }
        @{ Command = 'Export-PolytomicBulkSync'; How = 'from the pipeline'; Base = 2; Each = 12
            Before = $syncs; Call = { $given | Export-PolytomicBulkSync $folder } }
        @{ Command = 'Find-PolytomicObject'; How = 'N bulk syncs from the pipeline'; Base = 0; Each = 2; Call = { $ids | Find-PolytomicObject } }
        @{ Command = 'Find-PolytomicObject'; How = 'a connection, as a partner'; Base = 2; Each = 0
            Before = $asPartner; Call = { Find-PolytomicObject $sources[0] } }
        @{ Command = 'Get-PolytomicBulkDestination'; How = 'by id from the pipeline'; Base = 0; Each = 1
            Call = { $destinations | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } } | Get-PolytomicBulkDestination } }
        @{ Command = 'Get-PolytomicBulkDestination'; How = 'by name'; Base = 2; Each = 0; Call = { Get-PolytomicBulkDestination Snowflake } }
        @{ Command = 'Get-PolytomicBulkSource'; How = 'by name'; Base = 2; Each = 0; Call = { Get-PolytomicBulkSource Salesforce } }
        @{ Command = 'Get-PolytomicBulkSource'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $connections; Call = { $given | Get-PolytomicBulkSource } }
        @{ Command = 'Get-PolytomicBulkSource'; How = 'by id from the pipeline, with -NoFields'; Base = 0; Each = 1
            Call = { $sources | ForEach-Object { [pscustomobject]@{ ConnectionId = $_ } } | Get-PolytomicBulkSource -NoFields } }
        @{ Command = 'Get-PolytomicBulkSync'; How = '50 N syncs in all'; Base = 1; Each = 1; Syncs = '50 N'; Call = { Get-PolytomicBulkSync } }
        @{ Command = 'Get-PolytomicBulkSync'; How = '50 N syncs in all, once more'; Base = 0; Each = 1; Syncs = '50 N'
            Before = @(, { Get-PolytomicBulkSync }); Call = { Get-PolytomicBulkSync } }
        @{ Command = 'Get-PolytomicBulkSync'; How = 'by name'; Base = 2; Each = 0; Call = { Get-PolytomicBulkSync -Name $names } }
        @{ Command = 'Get-PolytomicBulkSync'; How = 'by the name of a connection'; Base = 2; Each = 0; Call = { Get-PolytomicBulkSync -Source $sources } }
        @{ Command = 'Get-PolytomicBulkSync'; How = 'of N connections from the pipeline'; Base = 2; Each = 0
            Before = $connections; Call = { $given | Get-PolytomicBulkSync } }
        @{ Command = 'Get-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 1; Call = { Get-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Get-PolytomicBulkSync'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Get-PolytomicBulkSync } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'the list of one sync, by name'; Base = 2; Each = 0
            Call = { Get-PolytomicBulkSyncExecution $names[0] } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'the lists of N syncs from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncExecution } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'the lists of N syncs in all'; Base = 1; Each = 1; Syncs = 'N'
            Call = { Get-PolytomicBulkSyncExecution -Failed } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'by name and id'; Base = 1; Each = 1
            Before = $runs; Call = { Get-PolytomicBulkSyncExecution $names[0] -Id $given.Id } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'by id'; Base = 0; Each = 1
            Before = $runs; Call = { Get-PolytomicBulkSyncExecution -SyncId $ids[0] -Id $given.Id } }
        @{ Command = 'Get-PolytomicBulkSyncExecution'; How = 'N executions from the pipeline'; Base = 0; Each = 1
            Before = $runs; Call = { $given | Get-PolytomicBulkSyncExecution } }
        @{ Command = 'Get-PolytomicBulkSyncLog'; How = 'of the last execution, by name'; Base = 3; Each = 0
            Call = { Get-PolytomicBulkSyncLog $names[0] } }
        @{ Command = 'Get-PolytomicBulkSyncLog'; How = 'of the last executions of N syncs from the pipeline'; Base = 0; Each = 2
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncLog } }
        @{ Command = 'Get-PolytomicBulkSyncLog'; How = 'of N executions from the pipeline'; Base = 0; Each = 1
            Before = $runs; Call = { $given | Get-PolytomicBulkSyncLog } }
        @{ Command = 'Get-PolytomicBulkSyncLog'; How = 'of one schema of N executions from the pipeline'; Base = 0; Each = 1
            Before = $runs; Call = { $given | Get-PolytomicBulkSyncLog -Schema Account } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'the list of one sync, by name'; Base = 3; Each = 0
            Call = { Get-PolytomicBulkSyncSchedule $names[0] } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'the lists of N syncs from the pipeline'; Base = 0; Each = 2
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncSchedule } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'the lists of N syncs in all'; Base = 1; Each = 1; Syncs = 'N'
            Call = { Get-PolytomicBulkSyncSchedule } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'the calendar of N syncs in all'; Base = 1; Each = 1; Syncs = 'N'
            Call = { Get-PolytomicBulkSyncSchedule -Next 24h } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'the calendar of N syncs from the pipeline'; Base = 0; Each = 2
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncSchedule -Next 24h } }
        @{ Command = 'Get-PolytomicBulkSyncSchedule'; How = 'N schedules from the pipeline'; Base = 0; Each = 1
            Before = $defaults; Call = { $given | Get-PolytomicBulkSyncSchedule } }
        @{ Command = 'Get-PolytomicBulkSyncSchema'; How = 'the list of one sync, by name'; Base = 2; Each = 0
            Call = { Get-PolytomicBulkSyncSchema $names[0] } }
        @{ Command = 'Get-PolytomicBulkSyncSchema'; How = 'the lists of N syncs from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncSchema } }
        @{ Command = 'Get-PolytomicBulkSyncSchema'; How = 'by id'; Base = 0; Each = 1
            Before = $schemas; Call = { Get-PolytomicBulkSyncSchema -SyncId $ids[0] -Id $given.Id } }
        @{ Command = 'Get-PolytomicBulkSyncSchema'; How = 'schemas from the pipeline'; Base = 0; Each = 1
            Before = $schemas; Call = { $given | Get-PolytomicBulkSyncSchema } }
        @{ Command = 'Get-PolytomicBulkSyncSchema'; How = 'all 10 of N syncs in full'; Base = 0; Each = 11
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncSchema -Id * } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'of N syncs in all'; Base = 1; Each = 1; Syncs = 'N'; Call = { Get-PolytomicBulkSyncStatus } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'in short, of all'; Base = 1; Each = 0; Call = { Get-PolytomicBulkSyncStatus -Summary } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'in short, of the active'; Base = 1; Each = 0; Call = { Get-PolytomicBulkSyncStatus -Summary -Active } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'by name'; Base = 1; Each = 1; Call = { Get-PolytomicBulkSyncStatus -Name $names } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'by id'; Base = 0; Each = 1; Call = { Get-PolytomicBulkSyncStatus -Id $ids } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Get-PolytomicBulkSyncStatus } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'in short, by name'; Base = 2; Each = 0
            Call = { Get-PolytomicBulkSyncStatus -Summary -Name $names } }
        @{ Command = 'Get-PolytomicBulkSyncStatus'; How = 'in short, by id'; Base = 1; Each = 0
            Call = { Get-PolytomicBulkSyncStatus -Summary -Id $ids } }
        @{ Command = 'Get-PolytomicConnection'; How = 'all'; Base = 1; Each = 0; Call = { Get-PolytomicConnection } }
        @{ Command = 'Get-PolytomicConnection'; How = 'by name'; Base = 1; Each = 0; Call = { Get-PolytomicConnection Salesforce, Stripe } }
        @{ Command = 'Get-PolytomicConnection'; How = 'by id'; Base = 0; Each = 1; Call = { Get-PolytomicConnection -Id $sources } }
        @{ Command = 'Get-PolytomicConnectionRecord'; How = 'of N schemas from the pipeline'; Base = 0; Each = 1
            Before = $tables; Call = { $given | Get-PolytomicConnectionRecord } }
        @{ Command = 'Get-PolytomicConnectionSchema'; How = 'the state of N connections from the pipeline'; Base = 0; Each = 1
            Before = $connections; Call = { $given | Get-PolytomicConnectionSchema } }
        @{ Command = 'Get-PolytomicConnectionSchema'; How = 'by id'; Base = 0; Each = 1
            Before = $tables; Call = { Get-PolytomicConnectionSchema $sources[0] $given.Id } }
        @{ Command = 'Get-PolytomicConnectionSetting'; How = 'of a type'; Base = 2; Each = 0
            Call = { Get-PolytomicConnectionSetting -Type postgresql } }
        @{ Command = 'Get-PolytomicConnectionSetting'; How = 'of types from the pipeline'; Base = 1; Each = 1
            Before = { Get-PolytomicConnectionType | Select-Object -First $n }; Call = { $given | Get-PolytomicConnectionSetting } }
        @{ Command = 'Get-PolytomicConnectionSetting'; How = 'values of a type'; Base = 3; Each = 0
            Call = { Get-PolytomicConnectionSetting -Type bigquery -Setting location -Configuration @{ project_id = 'p' } } }
        @{ Command = 'Get-PolytomicConnectionSetting'; How = 'values of a connection, by name'; Base = 2; Each = 0
            Call = { Get-PolytomicConnectionSetting Snowflake } }
        @{ Command = 'Get-PolytomicConnectionSetting'; How = 'values from the pipeline'; Base = 0; Each = 1
            Before = $connections; Call = { $given | Get-PolytomicConnectionSetting } }
        @{ Command = 'Get-PolytomicConnectionType'; How = 'all'; Base = 1; Each = 0; Call = { Get-PolytomicConnectionType } }
        @{ Command = 'Get-PolytomicConnectionType'; How = 'by name'; Base = 1; Each = 0; Call = { Get-PolytomicConnectionType S* } }
        @{ Command = 'Get-PolytomicErrorSubscriber'; How = 'without a parameter'; Base = 1; Each = 0; Call = { Get-PolytomicErrorSubscriber } }
        @{ Command = 'Get-PolytomicEvent'; How = 'the newest'; Base = 1; Each = 0; Call = { Get-PolytomicEvent -First 5 } }
        @{ Command = 'Get-PolytomicEvent'; How = 'of one type'; Base = 2; Each = 0
            Call = { Get-PolytomicEvent -Type bulk_sync.failed -Since 1h -Until (Get-Date) } }
        @{ Command = 'Get-PolytomicIdentity'; How = 'without a parameter'; Base = 1; Each = 0; Call = { Get-PolytomicIdentity } }
        @{ Command = 'Get-PolytomicOrganization'; How = 'of the session'; Base = 1; Each = 0; Call = { Get-PolytomicOrganization } }
        @{ Command = 'Get-PolytomicOrganization'; How = 'all, as a partner'; Base = 1; Each = 0
            Before = $asPartner; Call = { Get-PolytomicOrganization } }
        @{ Command = 'Get-PolytomicOrganization'; How = 'by id, as a partner'; Base = 1; Each = 0
            Before = $asPartner; Call = { Get-PolytomicOrganization -Id $organizations[0] } }
        @{ Command = 'Get-PolytomicPolicy'; How = 'all'; Base = 1; Each = 0; Call = { Get-PolytomicPolicy } }
        @{ Command = 'Get-PolytomicPolicy'; How = 'by name'; Base = 1; Each = 0; Call = { Get-PolytomicPolicy 'Revenue data', E* } }
        @{ Command = 'Get-PolytomicPolicy'; How = 'by id'; Base = 0; Each = 1; Call = { Get-PolytomicPolicy -Id $policies } }
        @{ Command = 'Get-PolytomicSharedConnection'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $connections; Call = { $given | Get-PolytomicSharedConnection } }
        @{ Command = 'Get-PolytomicSharedConnection'; How = 'as a partner'; Base = 2; Each = 0
            Before = $asPartner; Call = { Get-PolytomicSharedConnection -ConnectionId $sources[0] } }
        @{ Command = 'Import-PolytomicBulkSync'; How = 'N files, nothing differs'; Base = 2; Each = 11
            Before = $files; Call = { Import-PolytomicBulkSync $folder } }
        @{ Command = 'Import-PolytomicBulkSync'; How = 'N files, N syncs differ, with -WhatIf'; Base = 3; Each = 11
            Before = $files, { Set-PolytomicBulkSync -Id $ids -Mode snapshot }; Call = { Import-PolytomicBulkSync $folder -WhatIf } }
        @{ Command = 'Import-PolytomicBulkSync'; How = 'N files, N syncs differ'; Base = 3; Each = 45
            Before = $files, { Set-PolytomicBulkSync -Id $ids -Mode snapshot }; Call = { Import-PolytomicBulkSync $folder } }
        @{ Command = 'Import-PolytomicBulkSync'; How = 'N files, a schema of N syncs differs'; Base = 3; Each = 42
            Before = $files, { foreach ($id in $ids) { Set-PolytomicBulkSyncSchema -SyncId $id -Id Lead -UserOutputName leads } }
            Call = { Import-PolytomicBulkSync $folder } }
        @{ Command = 'Import-PolytomicBulkSync'; How = 'N files, N syncs are created'; Base = 5; Each = 19; Syncs = 'N'
            Before = $files, { Remove-PolytomicBulkSync -Id $ids }, {
                # Two files for the same place would be refused.
                foreach ($file in Get-ChildItem "$folder/*.json" -Exclude index.json) {
                    $json = Get-Content $file -Raw | ConvertFrom-Json
                    $json.destination_configuration.schema = $file.BaseName
                    $json | ConvertTo-Json -Depth 20 | Set-Content $file
                }
            }
            Call = { Import-PolytomicBulkSync $folder } }
        @{ Command = 'Measure-PolytomicBulkSyncExecution'; How = 'N executions from the pipeline'; Base = 0; Each = 0
            Before = $runs; Call = { $given | Measure-PolytomicBulkSyncExecution } }
        @{ Command = 'Measure-PolytomicBulkSyncExecution'; How = 'N executions from the pipeline, by table'; Base = 1; Each = 0
            Before = $runs; Call = { $given | Measure-PolytomicBulkSyncExecution -By Schema } }
        @{ Command = 'New-PolytomicBulkSync'; How = 'by parameters'; Base = 2; Each = 0
            Before = $syncs
            Call = { New-PolytomicBulkSync new -SourceConnectionId $sources[0] -DestinationConnectionId $destinations[0] `
                    -DestinationConfiguration $given[0].DestinationConfiguration -Mode replicate -Frequency manual } }
        @{ Command = 'New-PolytomicBulkSync'; How = 'N rows from the pipeline, one destination'; Base = 1; Each = 1
            Before = $syncs
            Call = {
                $given | ForEach-Object {
                    [pscustomobject]@{ Name = $_.Name; SourceConnectionId = $_.SourceConnectionId; DestinationConnectionId = $_.DestinationConnectionId
                        DestinationConfiguration = $_.DestinationConfiguration; Mode = $_.Mode; DefaultSchedule = $_.DefaultSchedule }
                } | New-PolytomicBulkSync
            } }
        @{ Command = 'New-PolytomicBulkSyncSchedule'; How = 'by name'; Base = 3; Each = 0
            Call = { New-PolytomicBulkSyncSchedule $names[0] -Frequency daily -Hour 3 -Minute 4 } }
        @{ Command = 'New-PolytomicBulkSyncSchedule'; How = 'by id'; Base = 2; Each = 0
            Call = { New-PolytomicBulkSyncSchedule -SyncId $ids[0] -Frequency daily -Hour 3 -Minute 4 } }
        @{ Command = 'New-PolytomicBulkSyncSchedule'; How = 'of N syncs from the pipeline'; Base = 0; Each = 2
            Before = $syncs; Call = { $given | New-PolytomicBulkSyncSchedule -Frequency daily -Hour 3 -Minute 4 } }
        @{ Command = 'New-PolytomicConnection'; How = 'by parameters'; Base = 4; Each = 0
            Call = { New-PolytomicConnection new -Type webhook -Configuration @{ url = 'https://hook.example' } } }
        @{ Command = 'New-PolytomicConnection'; How = 'with the name of a policy and -SkipTest'; Base = 4; Each = 0
            Call = { New-PolytomicConnection new -Type webhook -Configuration @{ url = 'https://hook.example' } -Policy Everyone -SkipTest } }
        @{ Command = 'New-PolytomicSharedConnection'; How = 'as a partner'; Base = 2; Each = 0
            Before = $asPartner; Call = { New-PolytomicSharedConnection -ConnectionId $sources[0] -OrganizationId $organizations[1] } }
        @{ Command = 'Remove-PolytomicBulkSync'; How = 'by name'; Base = 1; Each = 1; Call = { Remove-PolytomicBulkSync -Name $names } }
        @{ Command = 'Remove-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 1; Call = { Remove-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Remove-PolytomicBulkSync'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Remove-PolytomicBulkSync } }
        @{ Command = 'Remove-PolytomicBulkSyncSchedule'; How = 'by name and id'; Base = 2; Each = 0
            Before = $extras; Call = { Remove-PolytomicBulkSyncSchedule $names[0] -Id $given[0].Id } }
        @{ Command = 'Remove-PolytomicBulkSyncSchedule'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $extras; Call = { $given | Remove-PolytomicBulkSyncSchedule } }
        @{ Command = 'Remove-PolytomicConnection'; How = 'by name, no sync uses it'; Base = 4; Each = 0
            Before = $unused; Call = { Remove-PolytomicConnection unused -Force } }
        @{ Command = 'Remove-PolytomicConnection'; How = 'by id, with the N syncs that there are'; Base = 3; Each = 1; Syncs = 'N'
            Before = $syncs; Call = { Remove-PolytomicConnection -Id $given[0].DestinationConnectionId -IncludeSyncs -Force } }
        @{ Command = 'Remove-PolytomicSchemaField'; How = 'of N schemas from the pipeline'; Base = 0; Each = 1
            Before = $tables, { $given | Set-PolytomicSchemaField -Field new -Label New -Type string; $given }
            Call = { $given | Remove-PolytomicSchemaField -Field new } }
        @{ Command = 'Reset-PolytomicPrimaryKey'; How = 'of N schemas from the pipeline'; Base = 0; Each = 1
            Before = $tables; Call = { $given | Reset-PolytomicPrimaryKey } }
        @{ Command = 'Reset-PolytomicPrimaryKey'; How = 'of N schemas from the pipeline, with -PassThru'; Base = 0; Each = 2
            Before = $tables; Call = { $given | Reset-PolytomicPrimaryKey -PassThru } }
        @{ Command = 'Save-PolytomicBulkSyncLog'; How = 'of the last execution, by name, 8 files'; Base = 11; Each = 0
            Call = { Save-PolytomicBulkSyncLog $names[0] -Path $folder } }
        @{ Command = 'Save-PolytomicBulkSyncLog'; How = 'of the last executions of N syncs from the pipeline, 8 files each'; Base = 0; Each = 10
            Before = $syncs; Call = { $given | Save-PolytomicBulkSyncLog -Path { "$folder/$($_.Id)" } } }
        @{ Command = 'Save-PolytomicBulkSyncLog'; How = 'of N executions from the pipeline, as archives'; Base = 0; Each = 2; Looks = '/jobs/exportlogs/'
            Before = $runs; Call = { $given | Save-PolytomicBulkSyncLog -Path { "$folder/$($_.Id)" } -Archive } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by name'; Base = 6; Each = 34; Call = { Set-PolytomicBulkSync -Name $names -Mode snapshot } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by id, one destination'; Base = 5; Each = 34; Call = { Set-PolytomicBulkSync -Id $ids -Mode snapshot } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'from the pipeline'; Base = 5; Each = 34
            Before = $syncs; Call = { $given | Set-PolytomicBulkSync -Mode snapshot } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'from the pipeline, with -PassThru'; Base = 5; Each = 34
            Before = $syncs; Call = { $given | Set-PolytomicBulkSync -Mode snapshot -PassThru } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by id, where the service chooses nothing anew'; Base = 5; Each = 27; UpdateIgnoresSchemas = $true
            Call = { Set-PolytomicBulkSync -Id $ids -Mode snapshot } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by id, with -SkipSelectionCheck'; Base = 1; Each = 2
            Call = { Set-PolytomicBulkSync -Id $ids -Mode snapshot -SkipSelectionCheck } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by id, nothing differs'; Base = 0; Each = 1
            Before = $syncs; Call = { Set-PolytomicBulkSync -Id $ids -Mode $given[0].Mode } }
        @{ Command = 'Set-PolytomicBulkSync'; How = 'by id, with -WhatIf'; Base = 1; Each = 1
            Call = { Set-PolytomicBulkSync -Id $ids -Mode snapshot -WhatIf } }
        @{ Command = 'Set-PolytomicBulkSyncSchedule'; How = 'by name and id'; Base = 5; Each = 0
            Before = $defaults; Call = { Set-PolytomicBulkSyncSchedule $names[0] $given[0].Id -Minute 13 } }
        @{ Command = 'Set-PolytomicBulkSyncSchedule'; How = 'from the pipeline'; Base = 0; Each = 4
            Before = $defaults; Call = { $given | Set-PolytomicBulkSyncSchedule -Minute 13 } }
        @{ Command = 'Set-PolytomicBulkSyncSchedule'; How = 'from the pipeline, nothing differs'; Base = 0; Each = 1
            Before = $defaults; Call = { $given | Set-PolytomicBulkSyncSchedule -Minute $given[0].Minute } }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; How = 'by name and id'; Base = 2; Each = 3
            Before = $schemas; Call = { Set-PolytomicBulkSyncSchema $names[0] $given.Id -PartitionKey SystemModstamp } }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; How = 'by id'; Base = 1; Each = 3
            Before = $schemas; Call = { Set-PolytomicBulkSyncSchema -SyncId $ids[0] -Id $given.Id -PartitionKey SystemModstamp } }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; How = 'from the pipeline'; Base = 1; Each = 3
            Before = $schemas; Call = { $given | Set-PolytomicBulkSyncSchema -UserOutputName { "x_$($_.Id)" } } }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; How = 'from the pipeline, with -Replace'; Base = 0; Each = 4
            Before = $schemas; Call = { $given | Set-PolytomicBulkSyncSchema -Replace -UserOutputName { "x_$($_.Id)" } } }
        @{ Command = 'Set-PolytomicBulkSyncSchema'; How = 'from the pipeline, with -Restore, nothing differs'; Base = 0; Each = 1
            Before = $schemas, { Get-PolytomicBulkSyncSchema -SyncId $ids[0] -Id $given.Id }; Call = { $given | Set-PolytomicBulkSyncSchema -Restore } }
        @{ Command = 'Set-PolytomicConnection'; How = 'by name'; Base = 5; Each = 0
            Call = { Set-PolytomicConnection 'Orders database' -Configuration @{ port = 5433 } -Secret @{ password = $sandboxKey } } }
        @{ Command = 'Set-PolytomicConnection'; How = 'from the pipeline, with -SkipTest'; Base = 0; Each = 3
            Before = $unused; Call = { $given | Set-PolytomicConnection -NewName used -SkipTest -Secret @{ secret = $sandboxKey } } }
        @{ Command = 'Set-PolytomicErrorSubscriber'; How = 'one more'; Base = 3; Each = 0
            Call = { Set-PolytomicErrorSubscriber -Add "$(New-Guid)@acme.example" } }
        @{ Command = 'Set-PolytomicErrorSubscriber'; How = 'nothing differs'; Base = 1; Each = 0
            Call = { Set-PolytomicErrorSubscriber -Remove nobody@acme.example } }
        @{ Command = 'Set-PolytomicPrimaryKey'; How = 'of N schemas from the pipeline'; Base = 0; Each = 2
            Before = $tables; Call = { $given | Set-PolytomicPrimaryKey -Field SystemModstamp } }
        @{ Command = 'Set-PolytomicPrimaryKey'; How = 'of N schemas from the pipeline, with -PassThru'; Base = 0; Each = 3
            Before = $tables; Call = { $given | Set-PolytomicPrimaryKey -Field SystemModstamp -PassThru } }
        @{ Command = 'Set-PolytomicSchemaField'; How = 'a new field of N schemas from the pipeline'; Base = 0; Each = 2
            Before = $tables; Call = { $given | Set-PolytomicSchemaField -Field new -Label New -Type string } }
        @{ Command = 'Set-PolytomicSchemaField'; How = 'a new field of N schemas from the pipeline, with -PassThru'; Base = 0; Each = 3
            Before = $tables; Call = { $given | Set-PolytomicSchemaField -Field new -Label New -Type string -PassThru } }
        @{ Command = 'Set-PolytomicSchemaField'; How = 'the label of a field of N schemas from the pipeline, with -PassThru'; Base = 0; Each = 2
            Before = $tables; Call = { $given | Set-PolytomicSchemaField -Field SystemModstamp -Label New -PassThru } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'by name'; Base = 1; Each = 1; Call = { Start-PolytomicBulkSync -Name $names } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 1; Call = { Start-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'by id, with -WhatIf'; Base = 0; Each = 2; Call = { Start-PolytomicBulkSync -Id $ids -WhatIf } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'by id, with -ResyncMode and -WhatIf'; Base = 0; Each = 4
            Call = { Start-PolytomicBulkSync -Id $ids -ResyncMode rebuild -WhatIf } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $syncs; Call = { $given | Start-PolytomicBulkSync } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'from the pipeline, with -Wait'; Base = 0; Each = 2; Looks = $looks
            Before = $syncs; Call = { $given | Start-PolytomicBulkSync -Wait } }
        @{ Command = 'Start-PolytomicBulkSync'; How = 'by id, N are running already'; Base = 0; Each = 2
            Before = $started; Call = { Start-PolytomicBulkSync -Id $ids -ErrorAction Ignore } }
        @{ Command = 'Stop-PolytomicBulkSync'; How = 'by name'; Base = 1; Each = 1
            Before = $started; Call = { Stop-PolytomicBulkSync -Name $names } }
        @{ Command = 'Stop-PolytomicBulkSync'; How = 'by id'; Base = 0; Each = 1; Before = $started; Call = { Stop-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Stop-PolytomicBulkSync'; How = 'from the pipeline, with -Wait'; Base = 0; Each = 2; Looks = $looks
            Before = $started, $syncs; Call = { $given | Stop-PolytomicBulkSync -Wait } }
        @{ Command = 'Stop-PolytomicBulkSyncExecution'; How = 'by name and id'; Base = 2; Each = 0
            Before = $started; Call = { Stop-PolytomicBulkSyncExecution -SyncName $names[0] -Id $given[0].Id } }
        @{ Command = 'Stop-PolytomicBulkSyncExecution'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $started; Call = { $given | Stop-PolytomicBulkSyncExecution } }
        @{ Command = 'Stop-PolytomicBulkSyncExecution'; How = 'from the pipeline, with -Wait'; Base = 0; Each = 2; Looks = $looks
            Before = $started; Call = { $given | Stop-PolytomicBulkSyncExecution -Wait } }
        @{ Command = 'Stop-PolytomicBulkSyncSchema'; How = 'by name and id'; Base = 1; Each = 1
            Before = $runningSchemas; Call = { Stop-PolytomicBulkSyncSchema $names[0] $given.Id } }
        @{ Command = 'Stop-PolytomicBulkSyncSchema'; How = 'by id'; Base = 0; Each = 1
            Before = $runningSchemas; Call = { Stop-PolytomicBulkSyncSchema -SyncId $ids[0] -Id $given.Id } }
        @{ Command = 'Stop-PolytomicBulkSyncSchema'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $runningSchemas; Call = { $given | Stop-PolytomicBulkSyncSchema } }
        @{ Command = 'Test-PolytomicConnection'; How = 'from the pipeline'; Base = 0; Each = 3
            Before = $connections; Call = { $given | Test-PolytomicConnection } }
        @{ Command = 'Test-PolytomicConnection'; How = 'by name'; Base = 4; Each = 0; Call = { Test-PolytomicConnection Snowflake -Quiet } }
        @{ Command = 'Test-PolytomicConnection'; How = 'settings of a type'; Base = 3; Each = 0
            Call = { Test-PolytomicConnection -Type webhook -Configuration @{ url = 'https://hook.example' } } }
        @{ Command = 'Update-PolytomicConnectionSchema'; How = 'from the pipeline'; Base = 0; Each = 1
            Before = $connections; Call = { $given | Update-PolytomicConnectionSchema } }
        @{ Command = 'Update-PolytomicConnectionSchema'; How = 'from the pipeline, with -Wait'; Base = 0; Each = 1; Looks = '/schemas/status'
            Before = $connections; Call = { $given | Update-PolytomicConnectionSchema -Wait } }
        @{ Command = 'Wait-PolytomicBulkSync'; How = 'by name, nothing runs'; Base = 1; Each = 1; Looks = $looks
            Call = { Wait-PolytomicBulkSync -Name $names -ErrorAction Ignore } }
        @{ Command = 'Wait-PolytomicBulkSync'; How = 'by id, nothing runs'; Base = 0; Each = 1; Looks = $looks
            Call = { Wait-PolytomicBulkSync -Id $ids -ErrorAction Ignore } }
        @{ Command = 'Wait-PolytomicBulkSync'; How = 'by id, N are running'; Base = 0; Each = 1; Looks = $looks
            Before = $started; Call = { Wait-PolytomicBulkSync -Id $ids } }
        @{ Command = 'Wait-PolytomicBulkSync'; How = 'N executions from the pipeline'; Base = 0; Each = 1; Looks = $looks
            Before = $started; Call = { $given | Wait-PolytomicBulkSync } }
        foreach ($command in $makesNone) { @{ Command = $command; How = 'without a parameter'; Base = 0; Each = 0; Call = { & $command } } }
    )
}

# Sets the variables of the rows in the scope of the caller. The N bulk syncs begin with the generated one that has the number First.
function Set-RequestItem([int] $Number, [int] $First = 1) {
    $n = $Number
    $ids = [guid[]]($First..($First + $n - 1) | ForEach-Object { "00000000-0000-4000-8000-{0:000000000000}" -f $_ })
    $names = @($First..($First + $n - 1) | ForEach-Object { 'Generated sync {0:00000}' -f $_ })
    $sources = @($allConnections | Where-Object Name -In 'HubSpot', 'Stripe', 'Salesforce' | Select-Object -First $n).Id
    $destinations = @($allConnections | Where-Object Name -In 'Snowflake', 'BigQuery', 'Archive bucket' | Select-Object -First $n).Id
    $organizations = [guid]'a5de0575-7578-5fed-b873-180f3fbbc2b2', [guid]'5b0d9a3e-6f41-5c7a-9b52-3f6d1c0e8a74'
    $policies = @($allPolicies | Select-Object -First $n).Id
    $folder = Join-Path $TestDrive (New-Guid)
}
