# What the tests share. Each file begins with: BeforeAll { . "$PSScriptRoot/Shared.ps1" }

$configuration = if ($env:POLYTOMICBULK_TESTS_CONFIGURATION) { $env:POLYTOMICBULK_TESTS_CONFIGURATION } else { 'Release' }
$root = Split-Path $PSScriptRoot
$modulePath = Join-Path $root 'out/PolytomicBulk'
$contract = Join-Path $PSScriptRoot 'contract'
$support = Join-Path $PSScriptRoot "TestSupport/bin/$configuration/net8.0"

Add-Type -Path (Join-Path $support 'TestSupport.dll')
Import-Module $modulePath

# No test may reach a real account by way of the environment.
Get-ChildItem env:POLYTOMIC_* | Remove-Item

$me = '{"data":{"id":"u1","email":"ana@acme.example","role":"admin","organization_id":"11111111-2222-3333-4444-555555555555","organization_name":"Acme","is_user":true}}'
$key = 'key-that-nobody-may-see-7f3a'
$secureKey = ConvertTo-SecureString $key -AsPlainText -Force

# A session over a scripted handler and a test clock: $scripted.Handler, $scripted.Clock, $scripted.Session.
function New-ScriptedSession {
    param([hashtable] $With = @{})
    $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
    $clock = [TestSupport.TestClock]::new()
    $session = Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $handler; Clock = $clock } -PassThru @With
    [pscustomobject]@{ Handler = $handler; Clock = $clock; Session = $session }
}

# The requests after the one that Connect-Polytomic makes.
function Get-SentRequest($Scripted) {
    @($Scripted.Handler.Requests) | Select-Object -Skip 1
}

# Starts the sandbox on a loopback socket. Stop it with Stop-SandboxHost.
function Start-SandboxHost([string[]] $Arguments = @()) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add((Join-Path $PSScriptRoot "SandboxHost/bin/$configuration/net10.0/SandboxHost.dll"))
    $Arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; BaseUri = [uri]$process.StandardOutput.ReadLine() }
}

function Stop-SandboxHost($SandboxHost) {
    $SandboxHost.Process.StandardInput.Close()
    if (-not $SandboxHost.Process.WaitForExit(10000)) { $SandboxHost.Process.Kill() }
}
