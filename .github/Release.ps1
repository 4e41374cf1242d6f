# The tasks of build.ps1 that a release takes, in their order. Each can be tried on any machine, but for Sign.

$package = { Get-ChildItem $out -Filter *.nupkg }
$checksums = Join-Path $out 'SHA256SUMS'

# The manifest says something else to each edition, so it cannot be read as data.
function Get-ModuleVersion { (Test-ModuleManifest (Join-Path $module 'PolytomicBulk.psd1') -ErrorAction Stop).Version.ToString() }

# Writes what the changelog says of this version, for the release page.
function Notes {
    $version = Get-ModuleVersion
    if ($Tag -and $Tag -ne "v$version") { throw "The tag is $Tag, and the manifest has version $version. Tag v$version, or change the manifest." }
    $changelog = Get-Content (Join-Path $root 'CHANGELOG.md') -Raw
    $section = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($version))\][^\n]*\n(.*?)(?=^## |^\[[^\]]+\]: |\z)").Groups[1].Value.Trim()
    if (-not $section) { throw "CHANGELOG.md has no section for version $version. Name the section of what is released [$version]." }
    $null = New-Item $out -ItemType Directory -Force
    $section | Set-Content (Join-Path $out 'release-notes.md') -Encoding utf8NoBOM
    (Join-Path $out 'release-notes.md')
}

# Fails where a package has a known vulnerability, or a licence that is not one of these.
function Audit {
    $allowed = 'MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause'
    # Packages that name a page instead of a licence. Each page was read.
    $pages = @{
        'https://github.com/PowerShell/PowerShell/blob/master/LICENSE.txt' = 'MIT'
        'https://github.com/dotnet/standard/blob/master/LICENSE.TXT' = 'MIT'
    }
    # NETStandard.Library brings it under Microsoft's own terms. It has no code, only names of platforms, and is not shipped.
    $exempt = 'Microsoft.NETCore.Platforms'
    $solution = Join-Path $root 'PolytomicBulk.sln'
    Invoke-Dotnet restore $solution --verbosity quiet
    $report = & dotnet list $solution package --vulnerable --include-transitive --format json | ConvertFrom-Json -AsHashtable
    if ($LASTEXITCODE -ne 0 -or -not $report.projects) { throw 'The list of vulnerable packages could not be read.' }
    $faults = @(foreach ($project in $report.projects) {
        foreach ($framework in $project['frameworks']) {
            foreach ($one in @($framework['topLevelPackages']) + @($framework['transitivePackages'])) {
                foreach ($known in $one.vulnerabilities) { "$($one.id) $($one.resolvedVersion): $($known.severity), $($known.advisoryurl)" }
            }
        }
    })

    $packages = foreach ($assets in Get-ChildItem $root -Filter project.assets.json -Recurse) {
        $json = Get-Content $assets -Raw | ConvertFrom-Json -AsHashtable
        $folder = @($json.packageFolders.Keys)[0]
        foreach ($library in $json.libraries.GetEnumerator() | Where-Object { $_.Value.type -eq 'package' }) { Join-Path $folder $library.Value.path }
    }
    $packages = @($packages | Sort-Object -Unique)
    foreach ($path in $packages) {
        $metadata = ([xml](Get-Content (Get-Item (Join-Path $path '*.nuspec')) -Raw)).package.metadata
        if ($metadata.id -in $exempt) { continue }
        $licence = $metadata.SelectSingleNode('*[local-name()="license"][@type="expression"]')?.InnerText ?? $pages[[string]$metadata.licenseUrl]
        if (-not $licence -or @($licence -split ' (?:AND|OR) ' | Where-Object { $_ -notin $allowed })) {
            $faults += "$($metadata.id) $($metadata.version): the licence '$($licence ?? $metadata.licenseUrl)' is not one of $($allowed -join ', ')"
        }
    }
    if ($faults) { throw ($faults | Sort-Object -Unique | Join-String -Separator "`n") }
    "$($packages.Count) packages: no known vulnerability, and each but $exempt under $($allowed -join ', ')."
}

# Writes what the module is made of, in the CycloneDX format.
function Sbom {
    Invoke-Dotnet tool restore
    $null = New-Item $out -ItemType Directory -Force
    Invoke-Dotnet CycloneDX (Join-Path $root 'src/PolytomicBulk/PolytomicBulk.csproj') --output $out --filename sbom.json --output-format Json --exclude-dev --recursive --set-name PolytomicBulk --set-version (Get-ModuleVersion) --set-type Library
    (Join-Path $out 'sbom.json')
}

# Writes the SHA-256 of every file of the module, in the form that sha256sum reads; with -Verify, compares them.
function Checksums {
    $lines = @(Get-ChildItem $module -File -Recurse | Sort-Object FullName | ForEach-Object {
        "$((Get-FileHash $_.FullName -Algorithm SHA256).Hash.ToLowerInvariant())  $([IO.Path]::GetRelativePath($out, $_.FullName).Replace('\', '/'))"
    })
    if (-not $lines) { throw "There is no module in $module. Run: ./build.ps1" }
    if ($Verify) {
        $different = Compare-Object @(Get-Content $checksums) $lines -CaseSensitive
        if ($different) { throw "These files are not those that the checksums were made of:`n$($different.InputObject | ForEach-Object { $_.Substring(66) } | Sort-Object -Unique | Join-String -Separator "`n")" }
        return "$($lines.Count) files are as they were built."
    }
    # The same bytes on every system.
    [IO.File]::WriteAllText($checksums, ($lines -join "`n") + "`n")
    $checksums
}

# Signs what runs: the module's own assemblies, the manifest, types and views. On Windows only, where signatures can be made.
function Sign {
    if (-not $IsWindows) { throw 'Signatures can be made on Windows only.' }
    if (-not $env:SIGNING_CERTIFICATE) { throw 'Put the certificate (a PFX file, in Base64) into SIGNING_CERTIFICATE, and its password into SIGNING_PASSWORD.' }
    $certificate = [Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12([Convert]::FromBase64String($env:SIGNING_CERTIFICATE), $env:SIGNING_PASSWORD)
    $files = Get-ChildItem $module -File -Recurse | Where-Object { $_.Extension -in '.psd1', '.ps1xml' -or $_.Name -like 'PolytomicBulk*.dll' }
    foreach ($file in $files) {
        $signature = Set-AuthenticodeSignature $file.FullName -Certificate $certificate -HashAlgorithm SHA256 -TimestampServer http://timestamp.digicert.com -IncludeChain NotRoot
        if ($signature.Status -ne 'Valid') { throw "$($file.Name) could not be signed: $($signature.StatusMessage)" }
    }
    "$(@($files).Count) files are signed."
}

function Package {
    if (-not $NoBuild) { Build }
    & $package | Remove-Item
    Compress-PSResource -Path $module -DestinationPath $out
    (& $package).FullName
}

# Publishes the package to a repository: the PowerShell Gallery, with the key in PSGALLERY_KEY, or one that is registered.
function Publish {
    $file = & $package
    if (-not $file) { throw 'There is no package. Run: ./build.ps1 Package' }
    $key = if ($env:PSGALLERY_KEY) { @{ ApiKey = $env:PSGALLERY_KEY } } else { @{} }
    if ($PSCmdlet.ShouldProcess("$($file.Name) to $Repository", 'Publish')) { Publish-PSResource -NupkgPath $file.FullName -Repository $Repository @key }
}
