# A key appears nowhere, even when the service sends it back.
BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $commands = Get-Command -Module PolytomicBulk | ForEach-Object { @{ command = $_.Name } }
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $organization = '11111111-2222-3333-4444-555555555555'
    # One whose URL-encoded form differs.
    $secret = 'key/with+odd=letters&7f3a9c'
    $secureSecret = ConvertTo-SecureString $secret -AsPlainText -Force
    $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${organization}:$secret"))
    $forms = $secret, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret)), [uri]::EscapeDataString($secret), $basic

    # A service that repeats in every error what it was sent.
    $echo = @{ key = "bad $secret"; message = "no: $($forms -join ', ')"; status = 400; metadata = @{ sent = "Bearer $secret"; headers = @{ Authorization = "Basic $basic" } } } | ConvertTo-Json

    # A value of the right type for each parameter that a command cannot do without.
    function Get-Argument([Management.Automation.CommandParameterSetInfo] $Set) {
        $arguments = @{}
        foreach ($parameter in $Set.Parameters | Where-Object IsMandatory) {
            $arguments[$parameter.Name] = switch ($parameter.ParameterType) {
                ([guid]) { [guid]$organization }
                ([guid[]]) { [guid]$organization }
                ([securestring]) { $secureSecret }
                ([pscredential]) { [pscredential]::new($organization, $secureSecret) }
                ([switch]) { $true }
                ([hashtable]) { @{ a = 1 } }
                ([int]) { 1 }
                ([datetime]) { [datetime]::Now }
                default {
                    $attribute = $parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | Select-Object -First 1
                    if ($attribute) { $attribute.ValidValues[0] }
                    elseif ($parameter.Name -match 'Path') { Join-Path $TestDrive 'x' }
                    else { 'x' }
                }
            }
        }
        $arguments
    }
}

Describe 'A key' {
    It 'appears in no stream and no error of <command>' -ForEach $commands {
        foreach ($set in (Get-Command $command).ParameterSets) {
            $Error.Clear()
            $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me).Otherwise(400, $echo)
            $session = Connect-Polytomic -OrganizationId $organization -PartnerKey $secureSecret -MaxRetry 0 -Transport @{ Handler = $handler } -PassThru
            $arguments = Get-Argument $set
            if ($command -eq 'Connect-Polytomic') { $arguments.Transport = @{ Handler = $handler }; $arguments.ApiVersion = '2025-09-18' }
            if ((Get-Command $command).Parameters.ContainsKey('Confirm')) { $arguments.Confirm = $false }
            $output = try { & $command @arguments -Verbose -Debug *>&1 } catch { $_ }
            $shown = @(
                $output | Out-String -Width 500
                $output | Format-List * -Force | Out-String -Width 500
                $Error | Format-List * -Force | Out-String -Width 500
                $Error | ForEach-Object { $_.Exception; $_.Exception.InnerException; $_.Exception.Data } | Format-List * -Force | Out-String -Width 500
                $Error | ForEach-Object { "$_ $($_.Exception)" }
                $Error.Exception.Metadata | ConvertTo-Json -Depth 5
                [Management.Automation.PSSerializer]::Serialize(@($output), 4)
                $session | ConvertTo-Json -Depth 6
            ) -join "`n"
            $shown.Length | Should -BeGreaterThan 100
            # A session without an organization cannot know how its key would look together with one.
            $known = if ($command -ne 'Connect-Polytomic' -or $arguments.ContainsKey('OrganizationId')) { $forms } else { $forms -ne $basic }
            foreach ($form in $known) { $shown.Contains($form) | Should -BeFalse -Because "$command, set $($set.Name)" }
        }
    }

    It 'is taken as a SecureString alone' {
        foreach ($name in 'ApiKey', 'PartnerKey', 'DeploymentKey') { (Get-Command Connect-Polytomic).Parameters[$name].ParameterType | Should -Be ([securestring]) }
    }
}
