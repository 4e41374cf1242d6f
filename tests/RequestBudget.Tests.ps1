# Compares the requests of each command with tests/Requests.ps1.
BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Requests.ps1"

    $budget = Get-RequestBudget
    foreach ($row in $budget) {
        $parts = @(if ($row.Base) { $row.Base }; if ($row.Each -eq 1) { 'N' } elseif ($row.Each) { "$($row.Each) N" }; if ($row.Looks) { 'the status checks' })
        $row.Cost = if ($parts) { $parts -join ' + ' } else { '0' }
    }

    $commands = @(Get-Command -Module PolytomicBulk | ForEach-Object { @{ Name = $_.Name; Rows = @($budget | Where-Object Command -EQ $_.Name) } })
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    . "$PSScriptRoot/Requests.ps1"
    $sandboxKey = ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force
    $ConfirmPreference = 'None'
    $WarningPreference = 'SilentlyContinue'

    # Returns the requests of a call for N items. Each call has its own session and sandbox.
    function Get-RowRequest($Row, [int] $n) {
        $sandbox = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }
        $options = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
        $options.Clock = [TestSupport.TestClock]::new()
        $options.UpdateIgnoresSchemas = [bool]$Row.UpdateIgnoresSchemas
        $options.WithoutSyncs = [bool]$Row.Syncs
        $options.GeneratedSyncs = if ($Row.Syncs -eq '50 N') { 50 * $n } else { $n }
        $service = [Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
        $counting = [TestSupport.CountingHandler]::new([Activator]::CreateInstance($sandbox.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service))
        $target = @{ Transport = @{ Handler = $counting; Clock = $options.Clock } }
        Connect-Polytomic -ApiKey $sandboxKey @target

        $ErrorActionPreference = 'Stop'
        $command = $Row.Command
        . Set-RequestItem $n
        foreach ($step in $Row.Before) { $given = @(& $step) }
        $before = $counting.Sent.Count
        $null = & $Row.Call
        @($counting.Sent) | Select-Object -Skip $before
    }

    Connect-Polytomic -Sandbox
    $allConnections = Get-PolytomicConnection
    $allPolicies = Get-PolytomicPolicy
}

AfterAll { Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic }

Describe 'Requests' {
    It '<Command>, <How>: <Cost>' -ForEach $budget {
        foreach ($n in 1, 3) {
            $sent = @(Get-RowRequest $_ $n)
            $counted = @($sent | Where-Object { -not $Looks -or -not $_.Contains($Looks) })
            $counted.Count | Should -Be ($Base + $Each * $n) -Because "the budget for N = $n allows only this number. The requests:`n$($sent -join "`n")`n"
            if ($Looks) { $sent.Count | Should -BeGreaterThan $counted.Count -Because 'it checks the status at least once' }
        }
    }
}

Describe 'The budget of <Name>' -ForEach $commands {
    It 'is in the table' { $Rows | Should -Not -BeNullOrEmpty }

    It 'is in its help' { (Get-Help $Name).alertSet.alert.Text -join "`n" | Should -Match '\brequests?\b' }
}
