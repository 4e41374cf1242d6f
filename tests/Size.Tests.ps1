BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
}

Describe -Tag PowerShell7 'The largest bulk sync' {
    It 'can be changed with 500 MiB: 1,500 schemas of 300 fields' {
        $large = [TestSupport.LargeService]::new(1500, 300)
        $server = [TestSupport.FaultServer]::new()
        try {
            $server.Behind = $large
            $measured = Measure-Memory $server.BaseUri "Set-PolytomicBulkSync -Id $([TestSupport.LargeService]::SyncId) -NewName 'Larger' -Confirm:`$false -PassThru | ForEach-Object Name"
            $measured.Output | Should -Be 'Larger'
            $large.Name | Should -Be 'Larger'
            $large.Written.Item1, $large.Written.Item2 | Should -Be 1500, 450000
            Write-Host ('    peak: {0:0} MiB, of which the request is {1:0}' -f $measured.Peak, ($large.WrittenBytes / 1MB))
            $measured.Peak | Should -BeLessOrEqual 500
        }
        finally { $server.Dispose() }
    }
}

Describe -Tag PowerShell7 'An endless answer' {
    It 'causes one error, and uses at most 700 MiB: <_>' -ForEach 'endless list', 'endless text' {
        $server = [TestSupport.FaultServer]::new()
        try {
            $server.Behind = [TestSupport.LargeService]::new(1, 1)
            $server.Next('none', $_)
            $measured = Measure-Memory $server.BaseUri 'try { Get-PolytomicBulkSync } catch { "$($_.FullyQualifiedErrorId)" }'
            $measured.Output | Should -BeLike 'PolytomicBadResponse,*'
            Write-Host ('    peak: {0:0} MiB, when {1:0} MiB had been sent' -f $measured.Peak, ($server.EndlessBytes / 1MB))
            $measured.Peak | Should -BeLessOrEqual 700
        }
        finally { $server.Dispose() }
    }
}
