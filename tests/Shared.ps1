# Functions that all tests use. Each file begins with: BeforeAll { . "$PSScriptRoot/Shared.ps1" }

$configuration = if ($env:POLYTOMICBULK_TESTS_CONFIGURATION) { $env:POLYTOMICBULK_TESTS_CONFIGURATION } else { 'Release' }
$root = Split-Path $PSScriptRoot
$modulePath = Join-Path $root 'out/PolytomicBulk'
$contract = Join-Path $PSScriptRoot 'contract'
$support = Join-Path $PSScriptRoot "TestSupport/bin/$configuration/$(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })"

Add-Type -Path (Join-Path $support 'TestSupport.dll')
Import-Module $modulePath

# No test may use a real account from the environment variables.
Get-ChildItem env:POLYTOMIC_* | Remove-Item

# No test may find or leave the record of an unfinished update.
function Set-JournalFolder { $env:POLYTOMICBULK_JOURNAL_FOLDER = Join-Path ([IO.Path]::GetTempPath()) "PolytomicBulk-$(New-Guid)" }
Set-JournalFolder

$me = '{"data":{"id":"u1","email":"ana@acme.example","role":"admin","organization_id":"11111111-2222-3333-4444-555555555555","organization_name":"Acme","is_user":true}}'
$key = 'key-that-nobody-may-see-7f3a'
$secureKey = ConvertTo-SecureString $key -AsPlainText -Force

# A session over a scripted handler and a test clock: $scripted.Handler, $scripted.Clock, $scripted.Session.
function New-ScriptedSession {
    param([hashtable] $With = @{}, [switch] $RemembersSchemas)
    Set-JournalFolder
    $handler = [TestSupport.ScriptedHandler]::new().Answer(200, $me)
    $handler.RemembersSchemas = $RemembersSchemas
    $clock = [TestSupport.TestClock]::new()
    $session = Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $handler; Clock = $clock } -PassThru @With
    [pscustomobject]@{ Handler = $handler; Clock = $clock; Session = $session }
}

# A session over the stateful fake service and a test clock: $fake.Service, $fake.Clock, $fake.Session. Hooks run on other threads, so use the hooks of the
# service (SyncEdit, SchemaEdit, Touch) instead of script blocks.
function New-FakeSession {
    param([hashtable] $With = @{})
    $clock = [TestSupport.TestClock]::new()
    Set-JournalFolder
    $service = [TestSupport.Fake.FakeService]::new($clock)
    $session = Connect-Polytomic -ApiKey $secureKey -Transport @{ Handler = $service; Clock = $clock } -PassThru @With
    [pscustomobject]@{ Service = $service; Clock = $clock; Session = $session }
}

# A host that answers questions as $promptHost.Prompts says. See PromptHost.cs.
function New-PromptHost([string] $Name = 'Prompts') {
    if (-not ('PromptHost' -as [type])) { Add-Type -IgnoreWarnings -WarningAction Ignore -Path (Join-Path $PSScriptRoot 'PromptHost.cs') }
    [PromptHost]::new($Name)
}

# Runs a script in another runspace with this host: .Output and .Errors.
function Invoke-AtHost($PromptHost, [string] $Script, [hashtable] $Variables = @{}) {
    $runspace = [runspacefactory]::CreateRunspace($PromptHost, [initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        foreach ($name in $Variables.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
        $output = $shell.AddScript("Import-Module '$modulePath'; $Script").Invoke()
        [pscustomobject]@{ Output = $output; Errors = @($shell.Streams.Error) }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
    }
}

# The requests after the one that Connect-Polytomic makes.
function Get-SentRequest($Scripted) {
    @($Scripted.Handler.Requests) | Select-Object -Skip 1
}

# Every error id that the module writes, with its category.
function Get-ErrorKind {
    $kind = (Get-Command Get-PolytomicSession).ImplementingType.Assembly.GetType('PolytomicBulk.ErrorKind', $true)
    $kind.GetFields('Static, Public') | ForEach-Object { $_.GetValue($null) }
}

# Starts the sandbox on a loopback socket. Stop it with Stop-SandboxHost.
function Start-SandboxHost([string[]] $Arguments = @()) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    # One string, because Windows PowerShell has no argument list.
    $start.Arguments = @(Join-Path $PSScriptRoot "SandboxHost/bin/$configuration/net10.0/SandboxHost.dll") + $Arguments -replace '^.*$', '"$0"' -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; BaseUri = [uri]$process.StandardOutput.ReadLine() }
}

function Stop-SandboxHost($SandboxHost) {
    $SandboxHost.Process.StandardInput.Close()
    if (-not $SandboxHost.Process.WaitForExit(10000)) { $SandboxHost.Process.Kill() }
}

# Returns the command that runs a script in a new PowerShell process. PowerShell may be a dotnet tool.
function Get-PowerShell {
    $pwsh = Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })
    if ([Environment]::ProcessPath -eq $pwsh) { $pwsh } else { 'dotnet', (Join-Path $PSHOME 'pwsh.dll') }
    '-NoProfile', '-NonInteractive', '-File'
}

function Invoke-PowerShell([string] $Path) {
    $command, $arguments = Get-PowerShell
    & $command @arguments $Path
}

# Runs a script in a new PowerShell process with a session to a server. Returns its output and its peak memory in MiB.
function Measure-Memory([uri] $BaseUri, [string] $Script, [hashtable] $Environment = @{}) {
    $file = Join-Path $TestDrive 'measured.ps1'
    @"
`$ErrorActionPreference = 'Stop'
Import-Module '$modulePath'
Connect-Polytomic -ApiKey (ConvertTo-SecureString '$key' -AsPlainText -Force) -BaseUri '$BaseUri'
$Script
[Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
"@ | Set-Content $file
    $start = [Diagnostics.ProcessStartInfo]::new((Get-PowerShell)[0])
    Get-PowerShell | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.ArgumentList.Add($file)
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $output = @($process.StandardOutput.ReadToEnd() -split '\r?\n' | Where-Object Length)
    $process.WaitForExit()
    $process.ExitCode | Should -Be 0 -Because "$output"
    [pscustomobject]@{ Output = @($output | Select-Object -SkipLast 1); Peak = [double]$output[-1] }
}

# Creates an object of a type with a value in every property: text in text properties, and JSON in properties that keep the service's JSON.
function New-Filled([type] $Type, [string] $Text, [string] $Json, [int] $Depth = 3) {
    $object = [Activator]::CreateInstance($Type)
    foreach ($property in $Type.GetProperties('Instance, Public, NonPublic') | Where-Object { $_.SetMethod -and -not $_.GetIndexParameters() }) {
        $value = New-FilledValue $property.PropertyType $Text $Json $Depth
        if ($null -ne $value) { $property.SetValue($object, $value) }
    }
    $object
}

function New-FilledValue([type] $Type, [string] $Text, [string] $Json, [int] $Depth) {
    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { $Type = $inner }
    if ($Type -eq [string] -or $Type -eq [object]) { return $Text }
    if ($Type -eq [guid]) { return [guid]::NewGuid() }
    if ($Type -eq [bool]) { return $true }
    if ($Type -eq [datetime]) { return [datetime]::new(2026, 6, 1, 12, 0, 0) }
    if ($Type.IsPrimitive) { return 5 -as $Type }
    if ($Type -eq [Text.Json.JsonElement]) { return [Text.Json.JsonDocument]::Parse($Json).RootElement }
    if ($Type.Name -eq 'JsonMap') { return [Text.Json.JsonSerializer]::Deserialize("{`"a`":$Json}", $Type, [Text.Json.JsonSerializerOptions]::new()) }
    if ($Type -eq [Collections.Generic.Dictionary[string, Text.Json.JsonElement]]) {
        $properties = [Activator]::CreateInstance($Type)
        $properties.Add('later', [Text.Json.JsonDocument]::Parse($Json).RootElement)
        return , $properties
    }
    if ($Depth -eq 0) { return }
    if ($Type.GetInterface('IList`1')) {
        $list = [Activator]::CreateInstance($Type)
        $item = New-FilledValue $Type.GetInterface('IList`1').GetGenericArguments()[0] $Text $Json ($Depth - 1)
        if ($null -ne $item) { $null = $list.Add($item); $null = $list.Add($item) }
        return , $list
    }
    if ($Type.Assembly -eq [PolytomicBulk.BulkSync].Assembly -and -not $Type.IsAbstract -and $Type.GetConstructor(@())) { return New-Filled $Type $Text $Json ($Depth - 1) }
}

# The category that each error id has. See "Errors" in docs/architecture.md.
$categories = @{
    PolytomicUnauthorized = 'AuthenticationError'; PolytomicForbidden = 'PermissionDenied'; PolytomicNotFound = 'ObjectNotFound'; PolytomicInvalidRequest = 'InvalidData'
    PolytomicConflict = 'ResourceBusy'; PolytomicRateLimited = 'LimitsExceeded'; PolytomicTimeout = 'OperationTimeout'; PolytomicServerError = 'ResourceUnavailable'
    PolytomicConnectionFailed = 'ConnectionError'; PolytomicBadResponse = 'InvalidResult'; PolytomicNotConnected = 'ConnectionError'; PolytomicInvalidArgument = 'InvalidArgument'
    PolytomicAmbiguousName = 'InvalidArgument'; PolytomicRefused = 'InvalidOperation'; PolytomicExecutionFailed = 'InvalidResult'; PolytomicInvalidFile = 'InvalidData'
    PolytomicFileExists = 'ResourceExists'; PolytomicFileFailed = 'WriteError'; PolytomicFileNotFound = 'ObjectNotFound'
    ParameterArgumentTransformationError = 'InvalidData'; ParameterArgumentValidationError = 'InvalidData'
}

# Checks that a text contains facts (ids, names, values, counts, parameters, commands) as whole words, in any order. The sentences can change.
function Assert-Fact {
    param([Parameter(Mandatory, Position = 0)] [string[]] $Fact, [Parameter(ValueFromPipeline)] [string] $Text)
    begin { $texts = [Collections.Generic.List[string]]::new() }
    process { $texts.Add($Text) }
    end {
        $texts.Count | Should -BeGreaterThan 0 -Because "a text must contain $Fact"
        foreach ($one in $texts) {
            foreach ($said in $Fact) {
                $said | Should -Not -BeNullOrEmpty -Because 'a fact must not be empty'
                $word = [regex]::Escape($said)
                # The fact can begin a sentence.
                if ($said -cmatch '^[a-z]') { $word = "(?:$word|(?:^|(?<=[.:]\s|`"))$($said.Substring(0, 1).ToUpperInvariant())$([regex]::Escape($said.Substring(1))))" }
                if ($said -match '^\w') { $word = "(?<!\w)$word" }
                if ($said -match '\w$') { $word += '(?!\w)' }
                $one | Should -MatchExactly $word
            }
        }
    }
}

# The possible TargetObject of each error id: the id of the object, its name if it has no id, or the path of a file. If a
# configuration file is refused, it has the path, the line and the property. For PolytomicInvalidArgument, it is the wrong value.
$targets = @{
    PolytomicAmbiguousName = 'String'; PolytomicExecutionFailed = 'BulkSyncExecution'; PolytomicInvalidFile = 'ConfigurationFault'; PolytomicNotConnected = @()
    PolytomicFileExists = 'String', 'String[]'; PolytomicFileFailed = 'String'; PolytomicFileNotFound = 'String'; PolytomicRefused = 'Guid', 'String', 'ConfigurationFault'
}
# For Connect-Polytomic, it is the address.
'Unauthorized', 'Forbidden', 'NotFound', 'InvalidRequest', 'Conflict', 'RateLimited', 'Timeout', 'ServerError', 'ConnectionFailed', 'BadResponse' |
    ForEach-Object { $targets["Polytomic$_"] = 'Guid', 'String', 'Uri', 'ConfigurationFault' }

# Checks the id, the category, the kind of TargetObject and the facts in the messages of errors.
function Assert-Failure {
    param([Parameter(Mandatory, Position = 0)] [string] $Id, [Parameter(Position = 1)] [string[]] $Fact, [Parameter(ValueFromPipeline)] $Failure)
    begin { $failures = [Collections.Generic.List[object]]::new() }
    process { $failures.Add($Failure) }
    end {
        $failures.Count | Should -BeGreaterThan 0 -Because "there must be an error $Id"
        $categories.Keys | Should -Contain $Id
        foreach ($one in $failures) {
            $one | Should -BeOfType ([Management.Automation.ErrorRecord])
            $one.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $one.CategoryInfo.Category | Should -Be $categories[$Id] -Because $Id
            if ($targets.ContainsKey($Id) -and $null -ne $one.TargetObject) { $one.TargetObject.GetType().Name | Should -BeIn $targets[$Id] -Because "$one" }
            if ($Fact) { "$one" | Assert-Fact $Fact }
        }
    }
}
