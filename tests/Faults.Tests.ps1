# What the wire can do, and what comes of it: the right error or a recovered result, over a real socket.
BeforeDiscovery {
    $faults = @(
        @{ fault = 'reset';              errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'close';              errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'reset in headers';   errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'reset in body';      errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'close in body';      errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'not http';           errorId = 'PolytomicConnectionFailed'; passes = $true }
        @{ fault = 'drip';               errorId = 'PolytomicTimeout';          passes = $true }
        @{ fault = 'silence';            errorId = 'PolytomicTimeout';          passes = $true }
        @{ fault = 'html 502';           errorId = 'PolytomicServerError';      passes = $true }
        @{ fault = '500';                errorId = 'PolytomicServerError';      passes = $true }
        @{ fault = '503';                errorId = 'PolytomicServerError';      passes = $true }
        @{ fault = '504';                errorId = 'PolytomicServerError';      passes = $true }
        @{ fault = '408';                errorId = 'PolytomicTimeout';          passes = $true }
        @{ fault = '429';                errorId = 'PolytomicRateLimited';      passes = $true }
        @{ fault = '501';                errorId = 'PolytomicServerError';      passes = $false }
        @{ fault = '403';                errorId = 'PolytomicForbidden';        passes = $false }
        @{ fault = 'truncated json';     errorId = 'PolytomicBadResponse';      passes = $false }
        @{ fault = 'wrong content type'; errorId = 'PolytomicBadResponse';      passes = $false }
        @{ fault = 'empty 200';          errorId = 'PolytomicBadResponse';      passes = $false }
        @{ fault = 'nesting';            errorId = 'PolytomicBadResponse';      passes = $false }
        @{ fault = 'wrong gzip';         errorId = 'PolytomicBadResponse';      passes = $false }
        @{ fault = 'redirect';           errorId = 'PolytomicBadResponse';      passes = $false }
    )
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $clock = [TestSupport.TestClock]::new()
    $server = [TestSupport.FaultServer]::new($clock)
    $id = '0000000a-0000-4000-8000-000000000001'
    $server.Body['/api/me'] = $me
    $server.Body["/api/bulk/syncs/$id"] = "{`"data`":{`"id`":`"$id`",`"name`":`"The right one`"}}"
    $server.Body['/api/bulk/syncs?limit=50'] = '{"data":[{"name":"1"},{"name":"2"}],"pagination":{"next_page_token":"2nd"}}'
    $server.Body['/api/bulk/syncs?limit=50&page_token=2nd'] = '{"data":[{"name":"3"},{"name":"4"}]}'
    function Connect-Here([int] $MaxRetry = 2) { Connect-Polytomic -ApiKey $secureKey -BaseUri $server.BaseUri -MaxRetry $MaxRetry -Transport @{ Clock = $clock } }
    function Get-RequestCount([scriptblock] $Do) {
        $before = $server.Requests.Count
        & $Do
        $server.Requests.Count - $before
    }
}

AfterAll {
    Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
    $server.Dispose()
}

Describe 'The wire: <fault>' -ForEach $faults {
    BeforeEach {
        $server.Next()
        Connect-Here
    }

    It 'is one clear error when it lasts' {
        $server.Next([string[]] (@($fault) * 99))
        $count = Get-RequestCount {
            $script:failure = { Get-PolytomicBulkSync -Id $id -ErrorAction Stop } | Should -Throw -ErrorId "$errorId,*" -PassThru
        }
        $failure.Exception | Should -BeOfType PolytomicBulk.PolytomicApiException
        "$failure" | Should -BeLike "Could not read bulk sync $id.*"
        "$failure" | Should -Not -Match '[\x00-\x1f]'
        "$failure" | Should -Not -BeLike "*$key*"
        $failure.Exception.Attempts | Should -Be $(if ($passes) { 3 } else { 1 })
        # The platform itself may connect again before it gives a request up.
        $count | Should -BeGreaterOrEqual $failure.Exception.Attempts
    }

    It 'is recovered from when it passes, if it can' {
        $server.Next($fault, 'none')
        if ($passes) { (Get-PolytomicBulkSync -Id $id -ErrorAction Stop).Name | Should -Be 'The right one' }
        else { { Get-PolytomicBulkSync -Id $id -ErrorAction Stop } | Should -Throw }
    }

    It 'loses and doubles nothing of a list' {
        $server.Next('none', $fault, 'none')
        $names = (Get-PolytomicBulkSync -ErrorVariable failures -ErrorAction SilentlyContinue).Name
        $names | Should -Be $(if ($passes) { '1', '2', '3', '4' } else { '1', '2' })
        $failures.Count | Should -Be $(if ($passes) { 0 } else { 1 })
    }

    It 'fails to connect with the same error' {
        $server.Next([string[]] (@($fault) * 99))
        { Connect-Here -MaxRetry 0 } | Should -Throw -ErrorId "$errorId,*"
    }
}

Describe 'The wire' {
    BeforeEach {
        $server.Next()
        Connect-Here
    }

    It 'waits as long as Retry-After says' {
        $server.Next('429', 'none')
        $clock.Delays.Clear()
        $null = Get-PolytomicBulkSync -Id $id -ErrorAction Stop
        $clock.Delays | Should -Be ([timespan]::FromSeconds(7))
    }

    It 'does not follow a redirect to another host' {
        $server.Next('redirect')
        { Get-PolytomicBulkSync -Id $id -ErrorAction Stop } | Should -Throw '*redirects to elsewhere.example*'
    }

    It 'reads <_>' -ForEach 'gzip', 'brotli' {
        $server.Next($_)
        (Get-PolytomicBulkSync -Id $id -ErrorAction Stop).Name | Should -Be 'The right one'
    }

    It 'refuses a certificate that has expired' {
        $expired = [TestSupport.FaultServer]::new($clock, $true)
        try {
            $failure = { Connect-Polytomic -ApiKey $secureKey -BaseUri $expired.BaseUri -MaxRetry 0 } | Should -Throw -ErrorId 'PolytomicConnectionFailed,*' -PassThru
            "$failure" | Should -BeLike '*certificate*'
            $expired.Requests.Count | Should -Be 0
        }
        finally { $expired.Dispose() }
    }
}
