# The tasks of build.ps1 for a release, in their order. All except Sign run on every system.

$package = { Get-ChildItem $out -Filter *.nupkg }
$checksums = Join-Path $out 'SHA256SUMS'

# The manifest depends on the edition of PowerShell, so it cannot be read as data.
function Get-ModuleVersion { (Test-ModuleManifest (Join-Path $module 'PolytomicBulk.psd1') -ErrorAction Stop).Version.ToString() }

# Writes the section of this version in the changelog, for the release page.
function Notes {
    $version = Get-ModuleVersion
    if ($Tag -and $Tag -ne "v$version") { throw "The tag is $Tag, and the manifest has version $version. Tag v$version, or change the manifest." }
    $changelog = Get-Content (Join-Path $root 'CHANGELOG.md') -Raw
    $section = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($version))\][^\n]*\n(.*?)(?=^## |^\[[^\]]+\]: |\z)").Groups[1].Value.Trim()
    if (-not $section) { throw "CHANGELOG.md has no section for version $version. Rename the section of the release to [$version]." }
    $null = New-Item $out -ItemType Directory -Force
    $section | Set-Content (Join-Path $out 'release-notes.md') -Encoding utf8NoBOM
    (Join-Path $out 'release-notes.md')
}

# Fails if a package has a known vulnerability, or a license that is not in this list.
function Audit {
    $allowed = 'MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause'
    # Packages that specify a page instead of a license. Somebody read each page.
    $pages = @{
        'https://github.com/PowerShell/PowerShell/blob/master/LICENSE.txt' = 'MIT'
        'https://github.com/dotnet/standard/blob/master/LICENSE.TXT' = 'MIT'
    }
    # A dependency of NETStandard.Library with Microsoft's own license. It contains no code, and is not shipped.
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
        $license = $metadata.SelectSingleNode('*[local-name()="license"][@type="expression"]')?.InnerText ?? $pages[[string]$metadata.licenseUrl]
        if (-not $license -or @($license -split ' (?:AND|OR) ' | Where-Object { $_ -notin $allowed })) {
            $faults += "$($metadata.id) $($metadata.version): the license '$($license ?? $metadata.licenseUrl)' is not one of $($allowed -join ', ')"
        }
    }
    if ($faults) { throw ($faults | Sort-Object -Unique | Join-String -Separator "`n") }
    "$($packages.Count) packages: no known vulnerability, and each but $exempt under $($allowed -join ', ')."
}

# Writes the components of the module in the CycloneDX format.
function Sbom {
    Invoke-Dotnet tool restore
    $null = New-Item $out -ItemType Directory -Force
    Invoke-Dotnet CycloneDX (Join-Path $root 'src/PolytomicBulk/PolytomicBulk.csproj') --output $out --filename sbom.json --output-format Json --exclude-dev --recursive --set-name PolytomicBulk --set-version (Get-ModuleVersion) --set-type Library
    (Join-Path $out 'sbom.json')
}

# Writes the SHA-256 of each file of the module in the format of sha256sum. With -Verify, compares them.
function Checksums {
    $lines = @(Get-ChildItem $module -File -Recurse | Sort-Object FullName | ForEach-Object {
        "$((Get-FileHash $_.FullName -Algorithm SHA256).Hash.ToLowerInvariant())  $([IO.Path]::GetRelativePath($out, $_.FullName).Replace('\', '/'))"
    })
    if (-not $lines) { throw "There is no module in $module. Run: ./build.ps1" }
    if ($Verify) {
        $different = Compare-Object @(Get-Content $checksums) $lines -CaseSensitive
        if ($different) { throw "These files differ from out/SHA256SUMS:`n$($different.InputObject | ForEach-Object { $_.Substring(66) } | Sort-Object -Unique | Join-String -Separator "`n")" }
        return "$($lines.Count) files are as they were built."
    }
    # LF on every system, so that the file is always the same.
    [IO.File]::WriteAllText($checksums, ($lines -join "`n") + "`n")
    $checksums
}

# Signs the assemblies of the module, the manifest, types and views. Only Windows can create signatures.
function Sign {
    if (-not $IsWindows) { throw 'Only Windows can create signatures. Run this task on Windows.' }
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

# Publishes the package to the PowerShell Gallery with the key in PSGALLERY_KEY, or to another registered repository.
function Publish {
    $file = & $package
    if (-not $file) { throw 'There is no package. Run: ./build.ps1 Package' }
    $key = if ($env:PSGALLERY_KEY) { @{ ApiKey = $env:PSGALLERY_KEY } } else { @{} }
    if ($PSCmdlet.ShouldProcess("$($file.Name) to $Repository", 'Publish')) { Publish-PSResource -NupkgPath $file.FullName -Repository $Repository @key }
}
