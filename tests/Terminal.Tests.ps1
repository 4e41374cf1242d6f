# What the service sends is shown as text, whatever a terminal would make of it.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    # Clear screen, a hyperlink, a bell, a C1 sequence, writing backwards, and back to the line's begin.
    $hostile = "A$([char]27)[2J$([char]27)]8;;https://evil.example$([char]27)\B$([char]7)C$([char]0x9b)31mD$([char]0x202e)E$([char]0x2066)F`rG$([char]0x2028)H"
    $obeyed = '[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]'
    $module = Get-Module PolytomicBulk
    # What JSON itself does not spell in another way.
    $hostileJson = "`"$([char]0x9b)31m$([char]0x202e)$([char]0x7f)`""
}

BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $views = Get-ChildItem $modulePath -Filter *.ps1xml | ForEach-Object { ([xml](Get-Content $_.FullName -Raw)).SelectNodes('//View') }
    $types = $views | Group-Object { @($_.ViewSelectedBy.TypeName)[0] } | ForEach-Object { @{ type = $_.Name; lists = [bool]($_.Group | Where-Object ListControl) } }
}

Describe -Tag PowerShell7 'The views of <type>' -ForEach $types {
    It 'show nothing that a terminal obeys' {
        if (([type]$type).GetConstructor(@())) {
            $object = New-Filled $type $hostile $hostileJson
            $table = $object | Format-Table | Out-String -Width 2000
            $list = if ($lists) { $object | Format-List | Out-String -Width 2000 }
            $table | Should -Not -Match $obeyed
            $list | Should -Not -Match $obeyed
            # The object itself keeps the text to the letter.
            $texts = $object.PSObject.Properties | Where-Object { $_.Value -is [string] -and $_.IsSettable }
            foreach ($text in $texts) { $text.Value | Should -BeExactly $hostile }
            if ($texts) { "$table$list" | Should -Match 'A \[2J' }
        }
        else { "$type" | Should -BeIn 'PolytomicBulk.BulkSyncDrift', 'PolytomicBulk.BulkSyncPlan', 'PolytomicBulk.PolytomicSession', 'PolytomicBulk.BulkSyncExecutionMeasure', 'PolytomicBulk.BulkSyncDueTime', 'PolytomicBulk.BulkSyncReport', 'PolytomicBulk.BulkSyncReportSync', 'PolytomicBulk.BulkSyncReportTable' }
    }
}

Describe -Tag PowerShell7 'Messages' {
    It 'hold nothing that a terminal obeys where they ask, or refuse what was asked' {
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

    It 'hold nothing that a terminal obeys, in -Verbose, warnings, progress and errors' {
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
