#!/usr/bin/env pwsh

<#
.SYNOPSIS
Builds, shows, tests, measures and packages PolytomicBulk.

.DESCRIPTION
You need the .NET 10 SDK. If PowerShell is not installed, run it as:

    dotnet tool exec PowerShell@7.6.9 -y -- ./build.ps1 Demo

Tasks:

    Build     Builds the module into out/PolytomicBulk. This is the default.
    Demo      Builds, runs the main commands in the sandbox, and writes the report out/report.html.
    Picture   Builds, and creates docs/report.png from a report. Needs Node.js and Chromium.
    Test      Builds, and runs all tests. The last line is: N passed, N failed[, N skipped]
    Mutate    Changes the code of the client in many small ways, and lists the changes that no test notices.
    Sandbox   Builds, and serves the sandbox on this computer until Ctrl+C, for curl and other clients.
              It prints a line for each request: time, method, path, status and milliseconds.
    Bench     Builds, and measures start, speed and memory in comparison with other clients.
    Docs      Builds, creates the documentation site in out/site, and checks its links.
    PublicApi Records the public API of the client in PublicAPI.Unshipped.txt. Run it after a change of the API.
    Audit     Fails if a package has a known vulnerability or a license that is not allowed.
    Notes     Writes the section of this version in the changelog to out/release-notes.md.
    Sbom      Writes the components of the module to out/sbom.json (CycloneDX).
    Checksums Writes the SHA-256 of each file of the module to out/SHA256SUMS. With -Verify, compares them.
    Sign      Signs the module in out/PolytomicBulk with the certificate in SIGNING_CERTIFICATE. Windows only.
    Package   Builds, and creates out/PolytomicBulk.<version>.nupkg.
    Publish   Publishes the package. -WhatIf shows the repository.
    Clean     Removes all files that a build created.

.PARAMETER Task
Specifies the task.

.PARAMETER Port
Specifies the port of the sandbox. 0 uses a free one.

.PARAMETER Scenario
With Sandbox: specifies failures: Outage, RateLimit, Slow, Flaky, Failing, Expired, Stale, or several of them.
Get-Help about_PolytomicBulk_Sandbox describes them.

.PARAMETER Seed
With Sandbox: specifies the seed of random values, to repeat the same failures.

.PARAMETER UpdateReadme
With Demo: writes the output to the console blocks of the README instead of showing it.

.PARAMETER UpdateSurface
With Test: updates tests/surface.txt, which lists what users and scripts can see of the module, before the tests run.

.PARAMETER Coverage
With Test: counts the lines that the tests run, shows the numbers by folder, and writes out/coverage/cobertura.xml.

.PARAMETER WindowsPowerShell
With Test on Windows: runs the tests of the module in Windows PowerShell 5.1, except those with the tag PowerShell7.

.PARAMETER Path
With Mutate: specifies the folders and files of src/PolytomicBulk.Client to change. It takes some minutes to start, and
seconds for each change. The complete report is in out/mutation.

.PARAMETER Tag
With Notes: specifies the tag of the release: v and the version in the manifest, such as v1.0.0.

.PARAMETER Verify
With Checksums: compares the files with out/SHA256SUMS, and fails if a file differs.

.PARAMETER NoBuild
With Package: packs the module in out/PolytomicBulk without building it. Use it after Sign.

.PARAMETER Repository
With Publish: specifies the name of a repository that Get-PSResourceRepository lists.

.PARAMETER Configuration
Specifies the build configuration: Release, or Debug to step through the code.

.EXAMPLE
./build.ps1

.EXAMPLE
./build.ps1 Test

.EXAMPLE
./build.ps1 Sandbox -Port 8080 -Scenario Outage, Flaky -Seed 7

.EXAMPLE
./build.ps1 Mutate -Path src/PolytomicBulk.Client/Http, src/PolytomicBulk.Client/Updates/Selection.cs
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)]
    [ArgumentCompleter({ 'Build', 'Demo', 'Picture', 'Test', 'Mutate', 'Sandbox', 'Bench', 'Docs', 'PublicApi', 'Audit', 'Notes', 'Sbom', 'Checksums', 'Sign', 'Package', 'Publish', 'Clean' -like "$($args[2])*" })]
    [string] $Task = 'Build',

    [ValidateRange(0, 65535)]
    [int] $Port = 8080,

    [string[]] $Scenario,

    [Nullable[int]] $Seed,

    [switch] $UpdateReadme,

    [switch] $UpdateSurface,

    [switch] $Coverage,

    [switch] $WindowsPowerShell,

    [string[]] $Path,

    [string] $Tag,

    [switch] $Verify,

    [switch] $NoBuild,

    [string] $Repository = 'PSGallery',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$out = Join-Path $root 'out'
$module = Join-Path $out 'PolytomicBulk'
# Each build is in a folder with the name of its edition, so that the manifest needs no condition, which would take time.
$frameworks = [ordered]@{ Core = 'net8.0'; Desktop = 'netstandard2.0' }

# Runs dotnet, and shows its output only if it fails.
function Invoke-Dotnet {
    $output = & dotnet @args 2>&1
    if ($LASTEXITCODE -eq 0) { return }
    $output | ForEach-Object { [Console]::Error.WriteLine($_) }
    throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
}

# Returns the command that runs a script in a new PowerShell process, so that no assembly stays loaded in this one. PowerShell may be a dotnet tool.
function Get-PwshCommand([string] $Script, [object[]] $Arguments) {
    $name = if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' }
    $executable = Join-Path $PSHOME $name
    if ([Environment]::ProcessPath -eq $executable) { $executable } else { 'dotnet', (Join-Path $PSHOME 'pwsh.dll') }
    '-NoProfile', '-NonInteractive', '-File', $Script
    $Arguments
}

function Start-Command([string[]] $Command) { & $Command[0] @($Command | Select-Object -Skip 1) }

function Invoke-Pwsh([string] $Script) { Start-Command (Get-PwshCommand $Script $args) }

# Returns the wrap format of a table cell: the width of its column, and the position where the column begins. Without a width, the column takes the
# remaining space.
function Get-WrapFormat($Item) {
    $headers = @($Item.SelectNodes('ancestor::TableControl/TableHeaders/TableColumnHeader'))
    $place = @($Item.ParentNode.SelectNodes('TableColumnItem')).IndexOf($Item)
    $header = $headers[$place]
    if ($header.SelectSingleNode('Alignment')) { return '' }
    $before = ($headers | Select-Object -First $place | ForEach-Object { 1 + $_.Width } | Measure-Object -Sum).Sum
    ":w$(if ($header.SelectSingleNode('Width')) { $header.Width })+$([int]$before)"
}

# Copies the views of all files into one file, which loads faster. Each cell of a copy reads its property through ViewValues, which removes escape
# sequences from text of the service, and works in constrained language mode. The copied views also apply to deserialized objects.
function Copy-View([IO.FileInfo[]] $File, [string] $Destination) {
    $views = [xml]'<Configuration><ViewDefinitions/></Configuration>'
    foreach ($view in Select-Xml -Path $File.FullName -XPath '//ViewDefinitions/View') {
        $null = $views.DocumentElement.FirstChild.AppendChild($views.ImportNode($view.Node, $true))
    }
    if ($views.SelectSingleNode('//ScriptBlock')) { throw 'A view contains a script. Use the name of a property, and define computed values as a CodeProperty in PolytomicBulk.Types.ps1xml.' }
    foreach ($type in @($views.SelectNodes('//ViewSelectedBy/TypeName'))) {
        $copy = $type.ParentNode.AppendChild($views.CreateElement('TypeName'))
        $copy.InnerText = "Deserialized.$($type.InnerText)"
    }
    foreach ($cell in @($views.SelectNodes('//TableColumnItem/PropertyName | //ListItem/PropertyName'))) {
        $item = $cell.ParentNode
        $isLine = $item.LocalName -eq 'ListItem'
        $key = $cell.InnerText
        if (-not $isLine -and -not $key.Contains(':')) { $key += Get-WrapFormat $item }
        $read = $views.CreateElement('ScriptBlock')
        $read.InnerText = "`$_.$(if ($isLine) { 'Shown' } else { 'Cells' }).'$key'"
        # Without a label, the line has the name of the property.
        if ($isLine -and -not $item.SelectSingleNode('Label')) {
            $label = $item.PrependChild($views.CreateElement('Label'))
            $label.InnerText = $cell.InnerText
        }
        $null = $item.ReplaceChild($read, $cell)
    }
    $views.Save($Destination)
}

# Copies the types with their hidden properties. The two properties that all views read are on the base class, because properties on each type would
# take a tenth of the import time. The default display properties of a type are the columns of its table. PowerShell shows them if one line returns
# objects of several types.
function Copy-Type([string] $Path, [string] $Destination, [string[]] $Viewed, [hashtable] $Columns, [string] $Client) {
    $types = [xml](Get-Content $Path -Raw)
    # Loaded from bytes, so that this process does not lock the file.
    $assembly = [Reflection.Assembly]::Load([IO.File]::ReadAllBytes($Client))
    $base = $assembly.GetType('PolytomicBulk.ApiObject', $true)
    $strange = $Viewed | Where-Object { -not $assembly.GetType($_, $true).IsSubclassOf($base) }
    $inheriting = $assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf($base) -and -not $_.IsAbstract } | ForEach-Object FullName

    foreach ($name in @($base.FullName) + @($inheriting) + @($strange)) {
        $type = $types.SelectSingleNode("//Type[Name='$name']")
        if (-not $type) {
            $type = $types.DocumentElement.AppendChild($types.CreateElement('Type'))
            $type.InnerXml = "<Name>$name</Name><Members></Members>"
        }
        $own = $type.SelectSingleNode("Members/MemberSet[Name='PSStandardMembers']")
        $kept = if ($own) { $own.ParentNode.RemoveChild($own).SelectSingleNode('Members').InnerXml }
        foreach ($property in $(if ($name -notin $inheriting) { 'Cells', 'Shown' })) {
            $member = $type.SelectSingleNode('Members').AppendChild($types.CreateElement('CodeProperty'))
            $member.SetAttribute('IsHidden', 'true')
            $member.InnerXml = "<Name>$property</Name><GetCodeReference><TypeName>PolytomicBulk.Formatting.ViewProperties</TypeName><MethodName>$property</MethodName></GetCodeReference>"
        }
        $shown = if ($Columns[$name]) {
            "<PropertySet><Name>DefaultDisplayPropertySet</Name><ReferencedProperties>$(-join $Columns[$name].ForEach{ "<Name>$_</Name>" })</ReferencedProperties></PropertySet>"
        }
        if ($shown -or $type.SelectSingleNode('Members').HasChildNodes) {
            $copy = $types.DocumentElement.AppendChild($type.CloneNode($true))
            $copy.SelectSingleNode('Name').InnerText = "Deserialized.$name"
            if ($shown) {
                $standard = $copy.SelectSingleNode('Members').AppendChild($types.CreateElement('MemberSet'))
                $standard.InnerXml = "<Name>PSStandardMembers</Name><Members>$shown</Members>"
            }
        }
        if ($name -eq $base.FullName) { continue }
        # Otherwise, serialized objects would contain the hidden properties.
        $properties = $assembly.GetType($name, $true).GetProperties() | ForEach-Object { "<Name>$($_.Name)</Name>" }
        $standard = $type.SelectSingleNode('Members').AppendChild($types.CreateElement('MemberSet'))
        $standard.InnerXml = '<Name>PSStandardMembers</Name><Members><NoteProperty><Name>SerializationMethod</Name><Value>SpecificProperties</Value></NoteProperty>' +
            "<PropertySet><Name>PropertySerializationSet</Name><ReferencedProperties>$(-join $properties)</ReferencedProperties></PropertySet>$shown$kept</Members>"
    }
    $types.Save($Destination)
}

# Builds the tests only on request, so that the first build downloads few packages.
function Build([string] $Project = 'src/PolytomicBulk/PolytomicBulk.csproj') {
    Invoke-Dotnet build (Join-Path $root $Project) --configuration $Configuration --nologo --verbosity quiet
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $null = New-Item $module -ItemType Directory
    Copy-Item (Join-Path $root 'PolytomicBulk.psd1'), (Join-Path $root 'LICENSE'), (Join-Path $root 'THIRD-PARTY-NOTICES.md') $module
    $formatting = Join-Path $root 'src/PolytomicBulk/Formatting'
    Copy-View (Get-ChildItem $formatting -Filter *.Format.ps1xml) (Join-Path $module PolytomicBulk.Format.ps1xml)
    $viewed = Select-Xml -Path (Join-Path $formatting '*.Format.ps1xml') -XPath '//ViewSelectedBy/TypeName' | ForEach-Object { $_.Node.InnerText } | Select-Object -Unique
    $columns = @{}
    foreach ($table in Select-Xml -Path (Join-Path $formatting '*.Format.ps1xml') -XPath '//View[TableControl]') {
        $columns[$table.Node.SelectSingleNode('ViewSelectedBy/TypeName').InnerText] = @(if ($table.Node.SelectSingleNode('GroupBy')) { 'SyncName' }) + $table.Node.SelectNodes('.//TableColumnItem/PropertyName').ForEach{ $_.InnerText.Split(':')[0] }
    }
    Copy-Type (Join-Path $formatting PolytomicBulk.Types.ps1xml) (Join-Path $module PolytomicBulk.Types.ps1xml) $viewed $columns (Join-Path $root "src/PolytomicBulk.Client/bin/$Configuration/net8.0/PolytomicBulk.Client.dll")

    foreach ($edition in $frameworks.Keys) {
        $built = Join-Path $root "src/PolytomicBulk/bin/$Configuration/$($frameworks[$edition])"
        $assemblies = New-Item (Join-Path $module $edition) -ItemType Directory
        Get-ChildItem $built -File | Where-Object Extension -In '.dll', '.pdb' | Copy-Item -Destination $assemblies
    }

    $help = Join-Path $module 'en-US'
    $null = New-Item $help -ItemType Directory
    Copy-Item (Join-Path $root 'src/PolytomicBulk/Help/*.help.txt') $help
    # A new process, because importing the module here would lock its files.
    Invoke-Pwsh (Join-Path $root 'src/PolytomicBulk/Help/ConvertTo-Help.ps1') -ModulePath $module -DocumentationPath (Join-Path $root "src/PolytomicBulk/bin/$Configuration/net8.0") -MamlPath $help -MarkdownPath (Join-Path $root 'docs/cmdlets')
    if ($LASTEXITCODE -ne 0) { throw 'The help could not be created.' }
}

function Demo {
    Build
    if (-not $UpdateReadme) { Invoke-Pwsh (Join-Path $root 'docs/demo.ps1') }
    else { $printed = Invoke-Pwsh (Join-Path $root 'docs/demo.ps1') }
    if ($LASTEXITCODE -ne 0) { throw 'The demo failed.' }
    if ($UpdateReadme) { & (Join-Path $root 'docs/Update-Readme.ps1') -Printed $printed }
    Invoke-Pwsh (Join-Path $root 'docs/report.ps1')
    if ($LASTEXITCODE -ne 0) { throw 'The report could not be written.' }
}

# Creates the picture of a report for the README: the top of the page.
function Picture {
    Build
    Invoke-Pwsh (Join-Path $root 'docs/report.ps1')
    $packages = & (Join-Path $root 'tests/outside/Install-Package.ps1')
    $browser = Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if (-not $packages.Folder) { throw $packages.Reason }
    if (-not $browser) { throw 'Chromium was not found. Install Chromium, and try again.' }
    & node (Join-Path $root 'docs/picture.js') $packages.Folder $browser.Source (Join-Path $out 'report.html') (Join-Path $root 'docs/report.png')
    if ($LASTEXITCODE -ne 0) { throw 'The picture could not be created.' }
    "The picture is docs/report.png, $((Get-Item (Join-Path $root 'docs/report.png')).Length) bytes."
}

# Runs a command and counts the lines that run in the assemblies in the folder of -Assembly and in -Beside. Adds the counts of -MergeWith.
function Measure-Coverage([string[]] $Command, [string] $Assembly, [string] $Beside, [string] $Result, [string] $Format, [string] $MergeWith) {
    $project = Join-Path $root 'tests/Coverage/Coverage.csproj'
    Invoke-Dotnet restore $project --verbosity quiet
    # An environment variable, because quotes and semicolons cannot be passed on the command line of MSBuild.
    $env:TestCommand = ($Command | ForEach-Object { "`"$_`"" }) -join ' '
    $values = @{ Assembly = $Assembly; Beside = $Beside; Result = $Result; Format = $Format; MergeWith = $MergeWith }
    $properties = $values.GetEnumerator() | ForEach-Object { "-property:$($_.Key)=$($_.Value)" }
    & dotnet msbuild $project -nologo -verbosity:minimal -target:Measure @properties | Out-Host
    $env:TestCommand = $null
    if ($LASTEXITCODE -ne 0) { throw 'The coverage could not be measured.' }
}

# Shows how many lines of each folder the tests run.
function Show-Coverage([string] $Path) {
    $report = [xml](Get-Content $Path -Raw)
    $base = @($report.SelectNodes('//sources/source').InnerText)[0]
    $lines = foreach ($class in $report.SelectNodes('//class')) {
        $file = Join-Path $base $class.filename
        $folder = [IO.Path]::GetRelativePath($root, (Split-Path $file))
        foreach ($line in $class.SelectNodes('lines/line')) {
            [pscustomobject]@{ Line = "$($file):$($line.number)"; Folder = $folder; IsRun = [int]$line.hits -gt 0 }
        }
    }

    # Two classes can share a line, such as a method and its iterator.
    $distinct = foreach ($same in $lines | Group-Object Line) { [pscustomobject]@{ Folder = $same.Group[0].Folder; IsRun = $same.Group.IsRun -contains $true } }
    $groups = @($distinct | Group-Object Folder | Sort-Object Name) + @([pscustomobject]@{ Name = 'all'; Group = @($distinct) })
    $groups | ForEach-Object {
        $run = @($_.Group | Where-Object IsRun).Count
        [pscustomobject]@{ Coverage = '{0:0.0} %' -f (100 * $run / $_.Group.Count); Lines = $_.Group.Count; Run = $run; Folder = $_.Name }
    } | Format-Table -AutoSize | Out-Host
}

# Starts the client's tests on .NET Framework, or on Mono if it is installed. Only the result file counts, because Mono can crash when it exits.
function Start-FrameworkTest([string] $Results, [string] $Log) {
    $mono = if (-not $IsWindows) { Get-Command mono -CommandType Application -ErrorAction Ignore | Select-Object -First 1 }
    if (-not ($IsWindows -or $mono)) { return }
    $executable = Join-Path $root "tests/Client.Tests.Framework/bin/$Configuration/net472/Client.Tests.Framework.exe"
    $command = @(if ($mono) { $mono.Source }) + $executable + '-noLogo', '-noColor', '-result-xml', $Results
    $arguments = $command | Select-Object -Skip 1 | ForEach-Object { "`"$_`"" }
    Start-Process $command[0] $arguments -PassThru -NoNewWindow -RedirectStandardOutput $Log -RedirectStandardError "$Log.errors"
}

function Test {
    Build PolytomicBulk.sln
    if ($UpdateSurface) {
        Invoke-Pwsh (Join-Path $root 'tests/Get-Surface.ps1') -ModulePath $module -Path (Join-Path $root 'tests/surface.txt')
        if ($LASTEXITCODE -ne 0) { throw 'The surface could not be written.' }
    }

    $results = Join-Path $out 'test-results'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory

    $clientResults = Join-Path $results 'client.xml'
    $moduleResults = Join-Path $results 'module.xml'
    $frameworkResults = Join-Path $results 'framework.xml'
    $frameworkLog = Join-Path $results 'framework.log'
    $clientFolder = Join-Path $root "tests/Client.Tests/bin/$Configuration/net10.0"
    $testClient = 'dotnet', (Join-Path $clientFolder 'Client.Tests.dll'), '-noLogo', '-noColor', '-result-xml', $clientResults
    $testModule = @(Get-PwshCommand (Join-Path $root 'tests/Invoke-Tests.ps1') '-Configuration', $Configuration, '-ResultPath', $moduleResults)
    if ($WindowsPowerShell) { $testModule = @('powershell.exe', '-ExecutionPolicy', 'Bypass') + $testModule[[array]::IndexOf($testModule, '-NoProfile')..($testModule.Count - 1)] }
    if ($Coverage) {
        $coverageFolder = Join-Path $out 'coverage'
        if (Test-Path $coverageFolder) { Remove-Item $coverageFolder -Recurse -Force }
        $ofClient = Join-Path $coverageFolder 'client.json'
        $ofBoth = Join-Path $coverageFolder 'cobertura.xml'
        Measure-Coverage $testClient -Assembly (Join-Path $clientFolder 'PolytomicBulk.Client.dll') -Result $ofClient -Format json
        $net = Join-Path $module 'Core'
        $dependencies = Join-Path $net 'dependencies'
        Measure-Coverage $testModule -Assembly (Join-Path $net 'PolytomicBulk.dll') -Beside $dependencies -Result $ofBoth -Format cobertura -MergeWith $ofClient
        Show-Coverage $ofBoth
        $framework = Start-FrameworkTest $frameworkResults $frameworkLog
    }
    else {
        Start-Command $testClient | Out-Host
        # At the same time as the tests of the module, which use one core.
        $framework = Start-FrameworkTest $frameworkResults $frameworkLog
        Start-Command $testModule | Out-Host
    }

    $passed = $failed = 0
    $skipped = @()
    # Failed tests with their messages are repeated at the end, because the output is long.
    $failures = @()
    if ($framework) {
        $framework.WaitForExit()
        Get-Content $frameworkLog | Out-Host
    }
    else { $skipped += 'Client.Tests on .NET Framework 4.7.2: Mono is not installed. On Debian and Ubuntu: apt-get install mono-complete' }

    foreach ($file in @($clientResults) + @(if ($framework) { $frameworkResults })) {
        if (-not (Test-Path $file)) { $failed++; continue }
        $client = ([xml](Get-Content $file -Raw)).assemblies.assembly
        $passed += [int]$client.passed
        $failed += [int]$client.failed + [int]$client.errors + [int]$client.'not-run'
        $skipped += $client.SelectNodes('.//test[@result="Skip"]') | ForEach-Object { "$($_.name): $($_.SelectSingleNode('reason').InnerText)" }
        $failures += $client.SelectNodes('.//test[@result="Fail"]') | ForEach-Object { "$($_.name): $($_.SelectSingleNode('failure/message')?.InnerText)" }
    }

    if (Test-Path $moduleResults) {
        $suite = ([xml](Get-Content $moduleResults -Raw)).testsuites
        $failed += [int]$suite.failures + [int]$suite.errors
        $passed += $suite.SelectNodes('.//testcase[@status="Passed"]').Count
        $skipped += $suite.SelectNodes('.//testcase[skipped]') |
            ForEach-Object { "$($_.name): $($_.SelectSingleNode('skipped/@message').Value -replace '^.*?, because ')" }
        $failures += $suite.SelectNodes('.//testcase[failure or error]') |
            ForEach-Object { "$($_.classname) $($_.name): $($_.SelectSingleNode('failure/@message | error/@message')?.Value)" }
    }
    else { $failed++ }

    $skipped | ForEach-Object { "Skipped: $_" }
    $failures | ForEach-Object { "Failed: $_" }
    "$passed passed, $failed failed$(if ($skipped) { ", $($skipped.Count) skipped" })"
    if ($failed -or -not $passed) { exit 1 }
}

function Mutate {
    $client = Join-Path $root 'src/PolytomicBulk.Client'
    # Other shells pass a list as one string.
    $patterns = foreach ($place in $Path -split ',') {
        $item = Get-Item $place
        $name = [IO.Path]::GetRelativePath($client, $item.FullName).Replace('\', '/')
        if ($name.StartsWith('.')) { throw "'$place' is not a folder or file below src/PolytomicBulk.Client." }
        '--mutate', $(if ($item.PSIsContainer) { "**/$name/**/*.cs" } else { "**/$name" })
    }
    if (-not $patterns) { throw 'Specify -Path with folders or files of src/PolytomicBulk.Client.' }

    $report = Join-Path $out 'mutation'
    if (Test-Path $report) { Remove-Item $report -Recurse -Force }
    $before = $env:POLYTOMICBULK_TESTS_CASES
    if (-not $before) { $env:POLYTOMICBULK_TESTS_CASES = '20' }
    Push-Location (Join-Path $root 'tests/Client.Tests')
    try {
        Invoke-Dotnet tool restore
        # Stryker changes bin/Debug. The other tasks use bin/Release.
        & dotnet stryker --config-file stryker-config.yaml --skip-version-check --configuration Debug --output $report @patterns | Out-Host
        if ($LASTEXITCODE -ne 0) { throw "Stryker failed with exit code $LASTEXITCODE." }
    }
    finally {
        Pop-Location
        $env:POLYTOMICBULK_TESTS_CASES = $before
    }
    Show-Mutants (Join-Path $report 'reports/mutation-report.json')
}

# Lists the changes that no test noticed, and shows the score of each file.
function Show-Mutants([string] $Path) {
    $report = Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable
    $client = Join-Path $root 'src/PolytomicBulk.Client'
    $mutants = foreach ($file in $report.files.GetEnumerator()) {
        $lines = $file.Value.source -split "`n"
        foreach ($mutant in $file.Value.mutants | Where-Object status -In 'Killed', 'Timeout', 'Survived', 'NoCoverage') {
            # ConfigureAwait makes no difference in tests. If Stryker ignored the method, it would also ignore the awaited expression.
            $column = $mutant.location.start.column - 1
            if ($lines[$mutant.location.start.line - 1].Substring(0, $column).EndsWith('.ConfigureAwait(')) { continue }
            [pscustomobject]@{
                File     = [IO.Path]::GetRelativePath($client, $file.Key)
                Line     = $mutant.location.start.line
                Status   = $mutant.status
                Mutation = $mutant.mutatorName
                Code     = $lines[$mutant.location.start.line - 1].Trim()
                Becomes  = ($mutant.replacement -replace '\s+', ' ').Trim()
            }
        }
    }

    foreach ($mutant in $mutants | Where-Object Status -In 'Survived', 'NoCoverage' | Sort-Object File, Line) {
        "$($mutant.File):$($mutant.Line) $($mutant.Status): $($mutant.Mutation)"
        "    $($mutant.Code)"
        "    -> $($mutant.Becomes)"
    }

    $groups = @($mutants | Group-Object File | Sort-Object Name) + @([pscustomobject]@{ Name = 'all'; Group = @($mutants) })
    $groups | ForEach-Object {
        $noticed = @($_.Group | Where-Object Status -In 'Killed', 'Timeout').Count
        $unreached = @($_.Group | Where-Object Status -EQ 'NoCoverage').Count
        $score = '{0:0.0} %' -f (100 * $noticed / $_.Group.Count)
        [pscustomobject]@{ Score = $score; Mutants = $_.Group.Count; Noticed = $noticed; Unreached = $unreached; File = $_.Name }
    } | Format-Table -AutoSize | Out-Host
}

# Runs until Ctrl+C or the end of standard input.
function Sandbox {
    Invoke-Dotnet build (Join-Path $root 'tests/SandboxHost/SandboxHost.csproj') --configuration $Configuration --nologo --verbosity quiet
    'The keys are sandbox-api-key (Bearer), and sandbox-partner-key and sandbox-deployment-key (Basic, with the organization). For example:'
    "    curl -H 'Authorization: Bearer sandbox-api-key' http://127.0.0.1:$(if ($Port) { $Port } else { 'PORT' })/api/bulk/syncs"
    'The sandbox listens at this address until Ctrl+C:'
    $options = @('--port', $Port, '--log', 'true')
    if ($Scenario) { $options += '--scenario', ($Scenario -join ',') }
    if ($null -ne $Seed) { $options += '--seed', $Seed }
    & dotnet (Join-Path $root "tests/SandboxHost/bin/$Configuration/net10.0/SandboxHost.dll") @options
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Bench {
    Build PolytomicBulk.sln
    # Not in the solution, because BenchmarkDotNet needs more packages than all other projects together.
    Invoke-Dotnet build (Join-Path $root 'tests/bench/Models/Models.csproj') --configuration $Configuration --nologo --verbosity quiet
    Invoke-Pwsh (Join-Path $root 'tests/bench/Invoke-Bench.ps1') -Configuration $Configuration
    if ($LASTEXITCODE -ne 0) { throw 'The bench failed.' }
    'A large organization: 100 bulk syncs of 40 tables of 60 fields, 20 ms an answer, 16 requests at once:'
    Invoke-Pwsh (Join-Path $root 'tests/bench/Invoke-Scale.ps1') -Configuration $Configuration | Out-String -Width 200 | ForEach-Object Trim
    if ($LASTEXITCODE -ne 0) { throw 'The bench failed.' }
    'Calls of one session in 16 runspaces, while 1 % of the answers fail:'
    Invoke-Pwsh (Join-Path $root 'tests/bench/Invoke-Load.ps1') -Configuration $Configuration
    if ($LASTEXITCODE -ne 0) { throw 'The load failed.' }
}

# Records the current public API of the client. PublicAPI.Shipped.txt contains the API of the last release.
function PublicApi {
    $client = Join-Path $root 'src/PolytomicBulk.Client'
    $unshipped = Join-Path $client 'PublicAPI.Unshipped.txt'
    [IO.File]::WriteAllText($unshipped, "#nullable enable`n")
    $log = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).sarif"
    try {
        # Both targets have the same API. Only the log contains the full names of the API; the messages have short names.
        $arguments = '--configuration', $Configuration, '--framework', $frameworks.Core, '--no-incremental', '--nologo', '--verbosity', 'quiet'
        Invoke-Dotnet build (Join-Path $client 'PolytomicBulk.Client.csproj') @arguments '-p:TreatWarningsAsErrors=false' "-p:ErrorLog=$log%2Cversion=2.1"
        $results = (Get-Content $log -Raw | ConvertFrom-Json -AsHashtable).runs[0].results
    }
    finally { Remove-Item $log -ErrorAction Ignore }

    $lines = foreach ($result in $results) {
        if ($result.ruleId -eq 'RS0016') { $result.properties.customProperties.APIName }
        elseif ($result.ruleId -eq 'RS0017') { '*REMOVED*' + $result.properties.customProperties.APIName }
    }
    $sorted = [string[]]@($lines | Select-Object -Unique)
    [Array]::Sort($sorted, [StringComparer]::Ordinal)
    [IO.File]::WriteAllText($unshipped, (@('#nullable enable') + $sorted -join "`n") + "`n")
    "PublicAPI.Unshipped.txt has $($sorted.Count) changes since the last release."
}

# Creates the documentation site in out/site. It works from any address.
function Docs {
    Build
    $site = Join-Path $out 'site'
    if (Test-Path $site) { Remove-Item $site -Recurse -Force }
    Invoke-Dotnet tool restore
    Invoke-Dotnet docfx (Join-Path $root 'docs/docfx.json') --warningsAsErrors
    & (Join-Path $root 'docs/Test-Site.ps1') $site
}

. (Join-Path $root '.github/Release.ps1')

function Clean {
    Get-ChildItem $root -Directory -Recurse -Include bin, obj | Where-Object { Get-ChildItem $_.Parent -Filter *.csproj } | Remove-Item -Recurse -Force
    if (Test-Path $out) { Remove-Item $out -Recurse -Force }
}

switch ($Task) {
    'Build' { Build; "The module is in $module. Import it with: Import-Module $module" }
    'Demo' { Demo }
    'Picture' { Picture }
    'Test' { Test }
    'Mutate' { Mutate }
    'Sandbox' { Sandbox }
    'Bench' { Bench }
    'Docs' { Docs }
    'PublicApi' { PublicApi }
    'Audit' { Audit }
    'Notes' { Notes }
    'Sbom' { Sbom }
    'Checksums' { Checksums }
    'Sign' { Sign }
    'Package' { Package }
    'Publish' { Publish }
    'Clean' { Clean }
    default {
        [Console]::Error.WriteLine("There is no task '$Task'. ./build.ps1 -? lists the tasks.")
        exit 2
    }
}
