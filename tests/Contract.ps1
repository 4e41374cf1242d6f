# Holds answers to the contract. For tests of the sandbox: . "$PSScriptRoot/Contract.ps1" after Shared.ps1.

$openApi = Get-Content (Join-Path $contract 'polytomic-bulk.openapi.json') -Raw | ConvertFrom-Json -AsHashtable

# What is wrong with a value, as paths in words; nothing where it is as its schema says. What the schema does not know is wrong.
function Get-ContractFault($Schema, $Value, [string] $Path = '$') {
    if ($Schema -is [string]) { $Schema = $openApi.components.schemas[$Schema] }
    if ($Schema.'$ref') { $Schema = $openApi.components.schemas[($Schema.'$ref' -split '/')[-1]] }
    if ($Schema.enum -and $Value -cnotin $Schema.enum) { "$Path is '$Value'" }
    if ($null -eq $Value) {
        if ($Schema.type -and 'null' -notin $Schema.type) { "$Path is null" }
        return
    }
    switch ($Schema.type | Where-Object { $_ -ne 'null' }) {
        'object' {
            if ($Value -isnot [Collections.IDictionary]) { "$Path is no object"; break }
            foreach ($name in $Schema.required) { if (-not $Value.Contains($name)) { "$Path lacks $name" } }
            if (-not $Schema.properties) { break }
            foreach ($name in $Value.Keys) {
                if ($Schema.properties.Contains($name)) { Get-ContractFault $Schema.properties[$name] $Value[$name] "$Path.$name" }
                else { "$Path.$name is unknown" }
            }
        }
        'array' {
            if ($Value -isnot [Collections.IList]) { "$Path is no array"; break }
            for ($i = 0; $i -lt $Value.Count; $i++) { Get-ContractFault $Schema.items $Value[$i] "$Path[$i]" }
        }
        'boolean' { if ($Value -isnot [bool]) { "$Path is no boolean" } }
        'integer' { if ($Value -isnot [long]) { "$Path is no integer" } }
        'string' {
            # PowerShell reads what looks like a time as one.
            if ($Value -isnot [string] -and -not ($Schema.format -eq 'date-time' -and $Value -is [datetime])) { "$Path is no string" }
            elseif ($Schema.format -eq 'uuid' -and $Value -notmatch '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') { "$Path is no UUID" }
            elseif ($Schema.format -eq 'date-time' -and $Value -isnot [datetime]) { "$Path is no time" }
        }
    }
}

# A sandbox that can be asked over HTTP, and through a session that sends the same requests.
function New-Sandbox([hashtable] $With = @{}) {
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
