# Compares answers with the contract. Tests of the sandbox run . "$PSScriptRoot/Contract.ps1" after Shared.ps1.

$text = Get-Content (Join-Path $contract 'polytomic-bulk.openapi.json') -Raw
$openApi = $text | ConvertFrom-Json -AsHashtable
$apiContract = [TestSupport.ApiContract]::new($text)

# Returns the faults of a value with their paths, or nothing if it matches its schema. Unknown properties are faults.
function Get-ContractFault([string] $Schema, $Value) { $apiContract.FaultsOf($Schema, (ConvertTo-Json $Value -Depth 50), '$') }

# Creates a sandbox for HTTP requests, and a session for it.
function New-Sandbox([hashtable] $With = @{}) {
    # All services use the same ids, so each needs its own folder for unfinished updates.
    Set-JournalFolder
    Connect-Polytomic -Sandbox
    $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PolytomicBulk.Sandbox' }
    $clock = [TestSupport.TestClock]::new()
    $options = [Activator]::CreateInstance($assembly.GetType('PolytomicBulk.Sandbox.SandboxOptions'))
    $options.Clock = $clock
    foreach ($name in $With.Keys) { $options.$name = $With[$name] }
    $service = [Activator]::CreateInstance($assembly.GetType('PolytomicBulk.Sandbox.SandboxService'), $options)
    $handler = [Activator]::CreateInstance($assembly.GetType('PolytomicBulk.Sandbox.SandboxHandler'), $service)
    $http = [Net.Http.HttpClient]::new($handler)
    $http.DefaultRequestHeaders.Authorization = 'Bearer sandbox-api-key'
    Connect-Polytomic -ApiKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -Transport @{ Handler = ($fault = [TestSupport.FaultyHandler]::new($handler)); Clock = $clock }
    [pscustomobject]@{ Http = $http; Clock = $clock; Fault = $fault }
}

# Sends a request to a sandbox. Returns Status, Text, and Body as hashtables.
function Send-Raw($Sandbox, [string] $Method, [string] $Path, $Body) {
    $request = [Net.Http.HttpRequestMessage]::new($Method, "http://localhost/api/bulk/syncs/$Path")
    if ($null -ne $Body) { $request.Content = [Net.Http.StringContent]::new($(if ($Body -is [string]) { $Body } else { ConvertTo-Json $Body -Depth 9 -Compress })) }
    if ($Method -eq 'POST') { $request.Headers.Add('Idempotency-Key', [guid]::NewGuid().ToString('N')) }
    $answer = $Sandbox.Http.SendAsync($request).GetAwaiter().GetResult()
    $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    [pscustomobject]@{ Status = [int]$answer.StatusCode; Text = $text; Body = ConvertFrom-Json $text -AsHashtable }
}
