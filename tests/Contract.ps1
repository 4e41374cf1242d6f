# Holds answers to the contract. For tests of the sandbox: . "$PSScriptRoot/Contract.ps1" after Shared.ps1.

$text = Get-Content (Join-Path $contract 'polytomic-bulk.openapi.json') -Raw
$openApi = $text | ConvertFrom-Json -AsHashtable
$apiContract = [TestSupport.ApiContract]::new($text)

# What is wrong with a value, as paths in words; nothing where it is as its schema says. What the schema does not know is wrong.
function Get-ContractFault([string] $Schema, $Value) { $apiContract.FaultsOf($Schema, (ConvertTo-Json $Value -Depth 50), '$') }

# A sandbox that can be asked over HTTP, and through a session that sends the same requests.
function New-Sandbox([hashtable] $With = @{}) {
    # Each service has syncs of the same ids, and is owed nothing.
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

# Asks a sandbox: the answer's Status, Text, and Body as hashtables.
function Send-Raw($Sandbox, [string] $Method, [string] $Path, $Body) {
    $request = [Net.Http.HttpRequestMessage]::new($Method, "http://localhost/api/bulk/syncs/$Path")
    if ($null -ne $Body) { $request.Content = [Net.Http.StringContent]::new($(if ($Body -is [string]) { $Body } else { ConvertTo-Json $Body -Depth 9 -Compress })) }
    if ($Method -eq 'POST') { $request.Headers.Add('Idempotency-Key', [guid]::NewGuid().ToString('N')) }
    $answer = $Sandbox.Http.SendAsync($request).GetAwaiter().GetResult()
    $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    [pscustomobject]@{ Status = [int]$answer.StatusCode; Text = $text; Body = ConvertFrom-Json $text -AsHashtable }
}
