# Sixteen runspaces share one session, and some answers fail. ./build.ps1 Bench runs the same test with 10,000 calls.
BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $load = & "$PSScriptRoot/bench/Invoke-Load.ps1" -Configuration $configuration -Calls 400 -FaultsPerThousand 50
}

Describe 'A session under load' {
    It 'returns the right answer to every call once' {
        $load.Right | Should -Be 400
        $load.Wrong + $load.Lost | Should -Be 0
    }

    It 'sends as many requests as there are calls and failures' {
        $load.Faults | Should -BeGreaterThan 5
        $load.Requests | Should -Be (400 + $load.Faults)
    }

    It 'has no more connections than its throttle limit' {
        $load.PeakConnections | Should -BeGreaterThan 1
        $load.PeakConnections | Should -BeLessOrEqual $load.ThrottleLimit
    }
}
