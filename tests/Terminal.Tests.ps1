# Text from the service is shown as text, even if it contains control characters for a terminal.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    # Clears the screen, and has a hyperlink, a bell, a C1 sequence, right-to-left text, a carriage return and a line separator.
    $hostile = "A$([char]27)[2J$([char]27)]8;;https://evil.example$([char]27)\B$([char]7)C$([char]0x9b)31mD$([char]0x202e)E$([char]0x2066)F`rG$([char]0x2028)H"
    $obeyed = '[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]'
    $module = Get-Module PolytomicBulk
    # Characters that JSON does not escape.
    $hostileJson = "`"$([char]0x9b)31m$([char]0x202e)$([char]0x7f)`""
}

BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $views = Get-ChildItem $modulePath -Filter *.ps1xml | ForEach-Object { ([xml](Get-Content $_.FullName -Raw)).SelectNodes('//View') }
    $types = $views | Group-Object { @($_.ViewSelectedBy.TypeName)[0] } | ForEach-Object { @{ type = $_.Name; lists = [bool]($_.Group | Where-Object ListControl) } }
}

Describe -Tag PowerShell7 'The views of <type>' -ForEach $types {
    It 'show no control characters' {
        if (([type]$type).GetConstructor(@())) {
            $object = New-Filled $type $hostile $hostileJson
            $table = $object | Format-Table | Out-String -Width 2000
            $list = if ($lists) { $object | Format-List | Out-String -Width 2000 }
            $table | Should -Not -Match $obeyed
            $list | Should -Not -Match $obeyed
            # The object itself keeps the exact text.
            $texts = $object.PSObject.Properties | Where-Object { $_.Value -is [string] -and $_.IsSettable }
            foreach ($text in $texts) { $text.Value | Should -BeExactly $hostile }
            if ($texts) { "$table$list" | Should -Match 'A \[2J' }
        }
        else { "$type" | Should -BeIn 'PolytomicBulk.BulkSyncDrift', 'PolytomicBulk.BulkSyncPlan', 'PolytomicBulk.PolytomicSession', 'PolytomicBulk.BulkSyncExecutionMeasure', 'PolytomicBulk.BulkSyncDueTime', 'PolytomicBulk.BulkSyncReport', 'PolytomicBulk.BulkSyncReportSync', 'PolytomicBulk.BulkSyncReportSchema' }
    }
}

Describe -Tag PowerShell7 'Messages' {
    It 'contain no control characters in questions and refusals' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName $hostile -PassThru -WarningAction SilentlyContinue
        $copies = 1..2 | ForEach-Object { $sync | Copy-PolytomicBulkSync -NewName "two $hostile" }
        $folder = Join-Path $TestDrive hostile
        Export-PolytomicBulkSync $folder -Id $copies[0].Id
        $copies | Set-PolytomicBulkSync -Mode snapshot
        $shown = Join-Path $TestDrive shown.txt
        $null = Start-Transcript $shown
        try {
            $sync | Set-PolytomicBulkSync -NewName "more $hostile" -WhatIf
            Disable-PolytomicBulkSync -Name ([WildcardPattern]::Escape($hostile)) -WhatIf
            $sync | Copy-PolytomicBulkSync -NewName "copy $hostile" -WhatIf
        }
        finally { $null = Stop-Transcript }
        $asked = (Get-Content $shown -Raw) -replace "`r`n", "`n"
        $asked | Should -Match 'more A \[2J'
        $asked | Should -Not -Match $obeyed
        $null = $sync | Copy-PolytomicBulkSync -NewName $hostile -ErrorAction SilentlyContinue -ErrorVariable same
        $null = Compare-PolytomicBulkSync $folder -ErrorAction SilentlyContinue -ErrorVariable ambiguous
        $same[0].FullyQualifiedErrorId, $ambiguous[0].FullyQualifiedErrorId | Should -BeLike 'Polytomic*'
        "$same $ambiguous" | Should -Match 'A \[2J'
        "$same $ambiguous" | Should -Not -Match $obeyed
    }

    It 'do not break a line at a line break in a name' {
        Connect-Polytomic -Sandbox
        $broken = "Orders`nWhat if: all is well$hostile"
        $sync = Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName $broken -PassThru -WarningAction SilentlyContinue
        $folder = Join-Path $TestDrive whatif
        $null = New-Item $folder -ItemType Directory
        $asking = @(
            { $sync | Remove-PolytomicBulkSync -WhatIf }, { $sync | Disable-PolytomicBulkSync -WhatIf }, { $sync | Enable-PolytomicBulkSync -WhatIf }
            { $sync | Start-PolytomicBulkSync -WhatIf }, { $null = $sync | Start-PolytomicBulkSync; $sync | Stop-PolytomicBulkSync -WhatIf }, { $sync | Set-PolytomicBulkSync -Mode snapshot -WhatIf }
            { $sync | New-PolytomicBulkSyncSchedule -Frequency hourly -Minute 5 -WhatIf }, { Get-PolytomicBulkSyncSchema $sync | Set-PolytomicBulkSyncSchema -Disabled -WhatIf }
            { $sync | Export-PolytomicBulkSync $folder -WhatIf }, { $sync | Copy-PolytomicBulkSync -NewName "$broken again" -WhatIf }
        )
        $shown = Join-Path $TestDrive lines.txt
        foreach ($ask in $asking) {
            $null = Start-Transcript $shown -UseMinimalHeader
            try { & $ask } finally { $null = Stop-Transcript }
            $text = (Get-Content $shown -Raw) -replace "`r`n", "`n"
            $text | Should -Match '(?m)^What if: ' -Because "$ask"
            $text | Should -Not -Match $obeyed -Because "$ask"
            $text | Should -Not -Match '(?m)^What if: all is well' -Because "$ask"
        }
    }

    It 'contain no control characters if Export fails' {
        Connect-Polytomic -Sandbox
        $sync = Get-PolytomicBulkSync 'Stripe*' | Set-PolytomicBulkSync -NewName "Pay`nall$hostile" -PassThru -WarningAction SilentlyContinue
        $folder = Join-Path $TestDrive "exp$hostile"
        $null = $sync | Export-PolytomicBulkSync $folder -ErrorAction SilentlyContinue -ErrorVariable first
        $file = Get-ChildItem -LiteralPath $folder -Filter *.json | Select-Object -First 1
        'mine' | Set-Content -LiteralPath $file.FullName
        $null = $sync | Export-PolytomicBulkSync $folder -ErrorAction SilentlyContinue -ErrorVariable taken -WarningVariable warned -WarningAction SilentlyContinue
        Remove-Item -LiteralPath $file.FullName
        $null = New-Item -ItemType Directory -Path $file.FullName
        $null = $sync | Export-PolytomicBulkSync $folder -Force -ErrorAction SilentlyContinue -ErrorVariable blocked
        $plain = Join-Path $TestDrive "plain$($hostile -replace '[/\\]')"
        'mine' | Set-Content -LiteralPath $plain
        $null = $sync | Export-PolytomicBulkSync (Join-Path $plain sub) -ErrorAction SilentlyContinue -ErrorVariable under
        $first | Should -BeNullOrEmpty
        foreach ($failures in $taken, $blocked, $under) {
            $failures | Should -Not -BeNullOrEmpty
            foreach ($failure in $failures) { "$failure" | Should -Not -Match "$obeyed|\n" }
        }
        "$warned" | Should -Not -Match $obeyed
    }

    It 'contain no control characters in the text of a schedule' {
        foreach ($type in 'ScheduleSettings', 'BulkSyncSchedule') {
            foreach ($frequency in $hostile, 'hourly', 'daily', 'weekly', 'custom', 'builder') {
                $schedule = [Activator]::CreateInstance([type]"PolytomicBulk.$type")
                $schedule.Frequency = $frequency
                foreach ($part in 'Minute', 'Hour', 'DayOfWeek', 'DayOfMonth', 'Month') { $schedule.$part = "$hostile`n$part" }
                "$schedule" | Should -Not -BeNullOrEmpty
                "$schedule" | Should -Not -Match $obeyed
                "$schedule" | Should -Not -Match '\n'
            }
        }
    }

    It 'contain no control characters in errors of the service, Metadata and warnings' {
        $scripted = New-ScriptedSession
        $words = "$hostile`nnext" | ConvertTo-Json
        $null = $scripted.Handler.Otherwise(400, "{`"status`":400,`"message`":$words,`"key`":$words,`"metadata`":{$($words):$words,`"list`":[$words,{`"in`":$words}]}}")
        $null = Get-PolytomicBulkSync -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0] | Assert-Failure PolytomicInvalidRequest
        "$($failures[0])" | Should -Not -Match "$obeyed|\n"
        $metadata = $failures[0].Exception.Metadata
        foreach ($text in ($metadata | Out-String -Width 200), ($metadata | Format-List | Out-String), "$metadata", "$($metadata.list)", $failures[0].Exception.Key) { $text | Should -Not -Match $obeyed }
        "$metadata" | Should -Match 'next'
    }

    It 'contain no control characters in -Verbose, warnings, progress and errors' {
        $scripted = New-ScriptedSession
        $json = ($hostile | ConvertTo-Json)
        $execution = "{`"id`":`"00000009-0000-4000-8000-000000000000`",`"status`":`"failed`",`"status_message`":$json}"
        $null = $scripted.Handler.Answer(200, "{`"data`":[{`"sync_id`":`"0000000a-0000-4000-8000-000000000000`",`"status`":`"failed`"}]}").Answer(200, "{`"data`":$execution}")
        $said = Wait-PolytomicBulkSync -Id 0000000a-0000-4000-8000-000000000000 -ExecutionId 00000009-0000-4000-8000-000000000000 -Session $scripted.Session -Verbose -ErrorAction Continue -ErrorVariable failures *>&1
        $failures[0] | Assert-Failure PolytomicExecutionFailed
        "$($failures[0])" | Should -BeLike '*A *B*'
        ($said | ForEach-Object { "$_" }) -join "`n" | Should -Not -Match $obeyed
        $handler = [TestSupport.ScriptedHandler]::new().Answer(200, "{`"data`":{`"id`":`"u`",`"email`":$json,`"organization_name`":$json}}")
        $said = Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $handler } -Verbose 4>&1
        "$said" | Assert-Fact 'app.polytomic.com'
        "$said" | Should -Not -Match $obeyed
    }
}
