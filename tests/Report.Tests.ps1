BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $clock = [TestSupport.TestClock]::new()
    Connect-Polytomic -Sandbox -Transport @{ Clock = $clock }
    Export-PolytomicBulkSync "$TestDrive/old"
    $null = Get-PolytomicBulkSync 'HubSpot to Snowflake' | Set-PolytomicBulkSync -Mode snapshot
    Enable-PolytomicBulkSync 'Zendesk to Snowflake'
    $since = [datetime]::new(2026, 5, 25, 12, 0, 0, [DateTimeKind]::Utc)
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'Export-PolytomicBulkSyncReport' {
    BeforeAll { $target = @{ Path = "$TestDrive/a/report.html"; Since = $since; TimeZone = 'UTC' } }

    It 'writes a page, and returns its numbers only with -PassThru' {
        Export-PolytomicBulkSyncReport @target | Should -BeNullOrEmpty
        $html = Get-Content $target.Path -Raw
        $html | Should -BeLike '<!DOCTYPE html>*</html>*'
        $report = Export-PolytomicBulkSyncReport @target -PassThru
        $report | Should -BeOfType PolytomicBulk.BulkSyncReport
        $report.Path | Should -Be (Get-Item $target.Path).FullName
        $report.Organization, $report.SyncCount, $report.TimeZone | Should -Be 'Acme', 7, 'UTC'
        $html | Should -BeLike "*$($report.Verdict)*"
        # The numbers are those of Measure-PolytomicBulkSyncExecution.
        $total = Get-PolytomicBulkSyncExecution -Since ([datetime]::new(2026, 5, 25, 0, 0, 0, [DateTimeKind]::Utc)) | Measure-PolytomicBulkSyncExecution -Total | Where-Object IsTotal
        $report.Succeeded, $report.Failed, $report.Canceled | Should -Be $total.Succeeded, $total.Failed, $total.Canceled
        $total.Succeeded | Should -BeGreaterThan 100
        ($report.Syncs | Where-Object NeedsAttention).SyncName | Should -Contain 'Zendesk to Snowflake'
    }

    It 'writes Markdown <how>' -ForEach @(@{ how = 'to a .md file'; file = 'r.md'; with = @{} }, @{ how = 'with -As Markdown'; file = 'r.html'; with = @{ As = 'markdown' } }) {
        Export-PolytomicBulkSyncReport "$TestDrive/$file" -Since $since @with
        Get-Content "$TestDrive/$file" -Raw | Should -BeLike '# Bulk syncs of Acme*'
    }

    It 'writes a page to .md with -As' {
        Export-PolytomicBulkSyncReport "$TestDrive/r.md" -Since $since -As Html
        Get-Content "$TestDrive/r.md" -Raw | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'contains only the specified bulk syncs' {
        (Export-PolytomicBulkSyncReport @target -Name 'Stripe*', 'HubSpot to Snowflake' -PassThru).Syncs.SyncName | Should -Be 'HubSpot to Snowflake', 'Stripe to BigQuery'
        $report = Export-PolytomicBulkSyncReport @target -Name 'Strip', 'Stripe*' -PassThru -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught[0] | Assert-Failure PolytomicNotFound 'Strip'
        $report.SyncCount | Should -Be 1
    }

    It 'contains the bulk syncs from the pipeline, each once' {
        $syncs = Get-PolytomicBulkSync 'Stripe*', 'HubSpot to Snowflake'
        $pipelines = @{
            'bulk syncs' = { $syncs | Export-PolytomicBulkSyncReport @target -PassThru }
            ids = { $syncs.Id + $syncs[0].Id | Export-PolytomicBulkSyncReport @target -PassThru }
            names = { 'stripe to bigquery', 'HubSpot to Snow*' | Export-PolytomicBulkSyncReport @target -PassThru }
            executions = { $syncs | Get-PolytomicBulkSyncExecution -First 2 | Export-PolytomicBulkSyncReport @target -PassThru }
        }
        foreach ($kind in $pipelines.Keys) { (& $pipelines[$kind]).Syncs.SyncName | Should -Be 'HubSpot to Snowflake', 'Stripe to BigQuery' -Because $kind }
        $changes = ($syncs | Export-PolytomicBulkSyncReport @target -ChangesSince "$TestDrive/old" -PassThru).Changes
        $changes.SyncName | Should -Be 'HubSpot to Snowflake'
        $lost = New-Guid
        $report = $syncs[0], $lost | Export-PolytomicBulkSyncReport @target -PassThru -ErrorVariable caught -ErrorAction SilentlyContinue
        $caught | Assert-Failure PolytomicNotFound $lost
        $report.SyncCount | Should -Be 1
    }

    It 'writes nothing if the pipeline is empty' {
        @() | Export-PolytomicBulkSyncReport "$TestDrive/empty.html" -Since $since -PassThru | Should -BeNullOrEmpty
        "$TestDrive/empty.html" | Should -Not -Exist
    }

    It 'says what has changed since an export' {
        $changes = (Export-PolytomicBulkSyncReport @target -ChangesSince "$TestDrive/old" -PassThru).Changes
        $changes | ForEach-Object { "$($_.SyncName) $($_.Property)" } | Should -Be 'HubSpot to Snowflake Mode', 'Zendesk to Snowflake Active'
        (Export-PolytomicBulkSyncReport @target -ChangesSince "$TestDrive/old" -Name Hub* -PassThru).Changes | Should -HaveCount 1
        (Export-PolytomicBulkSyncReport @target -PassThru).Changes | Should -BeNullOrEmpty
    }

    It 'writes no file and sends no requests with -WhatIf' {
        $scripted = New-ScriptedSession
        try {
            Export-PolytomicBulkSyncReport "$TestDrive/none.html" -WhatIf
            Get-SentRequest $scripted | Should -BeNullOrEmpty
            Test-Path "$TestDrive/none.html" | Should -BeFalse
        }
        finally { Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } }
    }

    It 'refuses <what> before any request' -ForEach @(
        @{ what = 'a time in the future'; with = @{ Since = '2100-01-01' }; says = '-Since' }
        @{ what = 'a folder that does not exist'; with = @{ ChangesSince = 'nowhere' }; says = 'nowhere', 'Export-PolytomicBulkSync' }
        @{ what = 'a path outside the file system'; with = @{ Path = 'Env:/x' }; says = '-Path' }
    ) {
        $scripted = New-ScriptedSession
        try {
            $given = @{ Path = "$TestDrive/none.html" } + @{}
            foreach ($name in $with.Keys) { $given[$name] = $with[$name] }
            { Export-PolytomicBulkSyncReport @given -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument $says
            Get-SentRequest $scripted | Should -BeNullOrEmpty
        }
        finally { Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } }
    }

    It 'contains the other bulk syncs if one cannot be read' {
        $one, $two = [guid]'22222222-0000-4000-8000-00000000000a', [guid]'22222222-0000-4000-8000-00000000000b'
        $scripted = New-ScriptedSession
        try {
            $null = $scripted.Handler.AnswerAt('/api/me', 200, '{"data":{"organization_name":"Acme"}}').AnswerAt('/api/connections', 200, '{"data":[]}').AnswerAt('/api/bulk/syncs/status?all=true', 200, '{"data":[]}')
            $null = $scripted.Handler.AnswerAt('/api/bulk/syncs?limit=50', 200, "{`"data`":[{`"id`":`"$one`",`"name`":`"One`",`"active`":true},{`"id`":`"$two`",`"name`":`"Two`",`"active`":true}]}")
            $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$one/schemas", 403, '{"message":"no"}')
            $null = $scripted.Handler.AnswerAt("/api/bulk/syncs/$two/schemas", 200, '{"data":[]}').AnswerAt("/api/bulk/syncs/$two/executions?limit=100", 200, '{"data":[]}')
            $report = Export-PolytomicBulkSyncReport "$TestDrive/part.html" -PassThru -ErrorVariable caught -ErrorAction SilentlyContinue
            $caught | Should -HaveCount 1
            $caught[0].TargetObject | Should -Be $one
            $report.SyncCount | Should -Be 2
            ($report.Syncs | Where-Object SyncName -EQ One).Failure | Should -Not -BeNullOrEmpty
            Get-Content "$TestDrive/part.html" -Raw | Should -BeLike '*could not be read*'
        }
        finally { Connect-Polytomic -Sandbox -Transport @{ Clock = $clock } }
    }

    It 'writes one error if the file cannot be written' {
        $null = New-Item "$TestDrive/taken.html" -ItemType Directory
        { Export-PolytomicBulkSyncReport "$TestDrive/taken.html" -Since $since -ErrorAction Stop } | Should -Throw -PassThru | Assert-Failure PolytomicFileFailed 'taken.html'
    }
}

Describe 'The report in a browser' {
    BeforeAll {
        $packages = & "$PSScriptRoot/outside/Install-Package.ps1"
        $browser = Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        $reason = if ($packages.Reason) { $packages.Reason } elseif (-not $browser) { 'There is no Chromium on this machine.' }
        if (-not $reason) {
            $pictures = New-Item "$TestDrive/pictures" -ItemType Directory
            Export-PolytomicBulkSyncReport "$TestDrive/page.html" -Since $since -ChangesSince "$TestDrive/old" -TimeZone Europe/Berlin
            $said = & node "$PSScriptRoot/outside/report.js" $packages.Folder $browser.Source "$TestDrive/page.html" $pictures.FullName 2>&1
            $saw = $said | Select-Object -Last 1 | ConvertFrom-Json
        }
    }

    It 'writes nothing to the console, and loads nothing' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $saw | Should -Not -BeNullOrEmpty -Because "$said"
        $saw.messages | Should -BeNullOrEmpty
        $saw.requests | Should -BeNullOrEmpty
    }

    It 'is accessible, light and dark' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $saw.violations | Should -BeNullOrEmpty
        $saw.rules | Should -BeGreaterThan 20
    }

    It 'has nothing that overlaps or overflows at 400, 1000 and 1600 pixels' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $saw.overflow | Should -BeNullOrEmpty
        (Get-ChildItem $pictures -Filter 'report-*.png').Count | Should -BeGreaterOrEqual 6
    }

    It 'prints on A4' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $saw.print | Should -BeNullOrEmpty
        (Get-Item "$pictures/report.pdf").Length | Should -BeGreaterThan 10000
    }

    It 'sorts and filters, and is complete without scripts' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        [double[]]$up = $saw.sorted.up
        $up | Should -Be ($up | Sort-Object)
        [double[]]$saw.sorted.down | Should -Be ($up | Sort-Object -Descending)
        ($up | Select-Object -Unique).Count | Should -BeGreaterThan 2
        $saw.sorted.names | Should -Be ($saw.sorted.names | Sort-Object)
        $saw.sorted.state | Should -Be 'ascending'
        $saw.filtered | Should -Be 'Stripe to BigQuery'
        $saw.withoutScript | Should -Be 7
    }
}
