BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    $manifest = Test-ModuleManifest (Join-Path $modulePath 'PolytomicBulk.psd1')
    $version = "$($manifest.Version)"
    $gallery = $manifest.PrivateData.PSData

    # Runs a script in its own process, with the user's data, settings and modules in a folder of the test.
    function Invoke-Installed([string] $Script) {
        $file = Join-Path $TestDrive 'installed.ps1'
        Set-Content $file $Script
        $environment = @{ HOME = $env:HOME; XDG_DATA_HOME = $env:XDG_DATA_HOME; XDG_CONFIG_HOME = $env:XDG_CONFIG_HOME; PSModulePath = $env:PSModulePath }
        $env:HOME = Join-Path $TestDrive 'data'
        $env:XDG_DATA_HOME = $env:XDG_CONFIG_HOME = $env:PSModulePath = ''
        # If the folders for data and settings do not exist, .NET does not return them, and PSResourceGet and NuGet write to the current folder.
        foreach ($folder in '.local/share', '.config') { $null = New-Item (Join-Path $env:HOME $folder) -ItemType Directory -Force }
        Push-Location (New-Item (Join-Path $TestDrive 'current') -ItemType Directory -Force)
        try { Invoke-PowerShell $file 2>&1 }
        finally {
            Pop-Location
            foreach ($name in $environment.Keys) { Set-Item "env:$name" $environment[$name] }
        }
    }
}

Describe -Tag PowerShell7 'An installation' {
    BeforeAll {
        # A later version to update to.
        $later = Join-Path $TestDrive 'later/PolytomicBulk'
        $null = New-Item (Split-Path $later) -ItemType Directory
        Copy-Item $modulePath $later -Recurse
        $text = Get-Content "$later/PolytomicBulk.psd1" -Raw
        Set-Content "$later/PolytomicBulk.psd1" ($text -replace "(?m)^(\s*ModuleVersion\s*=\s*)'[^']+'", "`$1'99.0.0'")

        # On Windows, no variable can move the user's modules, so the script specifies a folder.
        $install = if ($IsWindows) { "Save-PSResource -Path '$TestDrive/data/modules'" } else { 'Install-PSResource -Scope CurrentUser' }
        $update = if ($IsWindows) { $install } else { 'Update-PSResource -Scope CurrentUser' }
        $path = if ($IsWindows) { "`$env:PSModulePath = '$TestDrive/data/modules' + [IO.Path]::PathSeparator + `$env:PSModulePath" }
        $repository = "PolytomicBulkTest$PID"
        $printed = Invoke-Installed @"
            `$ErrorActionPreference = 'Stop'
            `$ProgressPreference = 'SilentlyContinue'
            $path
            `$feed = New-Item '$TestDrive/feed' -ItemType Directory
            Register-PSResourceRepository -Name $repository -Uri `$feed.FullName -Trusted
            try {
                Publish-PSResource -Path '$modulePath' -Repository $repository
                Publish-PSResource -Path '$later' -Repository $repository
                `$found = Find-PSResource PolytomicBulk -Repository $repository -Version '*'
                "found: `$(`$found.Version)"
                "shown: `$(`$found[-1].Author) | `$(`$found[-1].Description) | `$(`$found[-1].ProjectUri) | `$(`$found[-1].LicenseUri)"
                $install -Name PolytomicBulk -Version $version -Repository $repository
                Import-Module PolytomicBulk
                Connect-Polytomic -Sandbox
                "old: `$((Get-Module PolytomicBulk).Version), `$(@(Get-PolytomicBulkSync).Count) syncs"
                $update -Name PolytomicBulk -Repository $repository
                "still: `$((Get-Module PolytomicBulk).Version), `$(@(Get-PolytomicConnection).Count) connections"
                "help: `$((Get-Help Get-PolytomicBulkSync).Synopsis)"
                "beside: `$((Get-Module PolytomicBulk -ListAvailable).Version | Sort-Object)"
            }
            catch { "failed: `$_" }
            finally { Unregister-PSResourceRepository -Name $repository }
"@
    }

    It 'is found in a repository by the data in its manifest' {
        $printed | Should -Contain "found: 99.0.0 $version"
        $printed | Should -Contain "shown: $($manifest.Author) | $($manifest.Description) | $($gallery.ProjectUri) | $($gallery.LicenseUri)"
    }

    It 'is imported by its name, and works' {
        $printed | Should -Contain "old: $version, 7 syncs"
        $help = @($printed) -like 'help: ?*'
        $help | Should -HaveCount 1
        $help | Should -Not -BeLike '*Get-PolytomicBulkSync*' -Because 'without a help file, the help is the syntax'
    }

    It 'continues to work while a later version is installed' {
        $printed | Where-Object { $_ -like 'failed:*' } | Should -BeNullOrEmpty
        $printed | Where-Object { $_ -like 'still:*' } | Should -BeLike "still: $version, * connections"
        $printed | Should -Contain "beside: $version 99.0.0"
    }

    It 'loads the later version in the next process' {
        Invoke-Installed "$path`nConnect-Polytomic -Sandbox; (Get-Module PolytomicBulk).Version.ToString()" | Should -Be '99.0.0'
    }

    It 'leaves no files in the current folder' {
        Get-ChildItem (Join-Path $TestDrive 'current') -Recurse -Force | Should -BeNullOrEmpty
    }
}

Describe -Tag PowerShell7 'The manifest' {
    It 'has the data that the Gallery shows' {
        $manifest.Description.Length | Should -BeGreaterThan 50
        $manifest.Author | Should -Be 'PolytomicBulk contributors'
        $manifest.Copyright | Should -BeLike '(c) PolytomicBulk contributors*MIT*'
        $manifest.CompatiblePSEditions | Should -Be 'Core', 'Desktop'
        $gallery.Tags | Should -Contain 'Polytomic'
        foreach ($tag in $gallery.Tags) { $tag | Should -Match '^\w+$' -Because 'the Gallery splits tags at spaces' }
        foreach ($tag in 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS') { $gallery.Tags | Should -Contain $tag }
        $gallery.RequireLicenseAcceptance | Should -BeFalse
        foreach ($uri in 'ProjectUri', 'LicenseUri', 'IconUri', 'ReleaseNotes') { ([uri]$gallery[$uri]).Scheme | Should -Be 'https' -Because $uri }
    }

    It 'links to files that are in the repository' {
        foreach ($uri in 'LicenseUri', 'IconUri', 'ReleaseNotes') {
            $gallery[$uri] -replace '^https://raw\.githubusercontent\.com', 'https://github.com' -replace '/main/', '/blob/main/' -replace '/blob/blob/', '/blob/' | Should -BeLike "$($gallery.ProjectUri)/blob/main/*"
            Join-Path $root ($gallery[$uri] -replace '^.*/main/') | Should -Exist
        }
    }

    It 'has the version that all other files use' {
        $places = Get-ChildItem $root -Recurse -File -Include *.props, *.targets, *.csproj, *.ps1 | Where-Object FullName -NotMatch '[\\/](out|bin|obj)[\\/]'
        $places.Count | Should -BeGreaterThan 5
        $places | Select-String "(<Version>\d|ModuleVersion\s*=\s*'\d)" | Where-Object Path -NotLike '*EmptyModule*' | Should -BeNullOrEmpty
        (Get-Module PolytomicBulk).Version | Should -Be $version
    }
}

Describe -Tag PowerShell7 'The package' {
    It 'contains the module, and no other files' {
        Compress-PSResource -Path $modulePath -DestinationPath (New-Item "$TestDrive/package" -ItemType Directory)
        $package = [IO.Compression.ZipFile]::OpenRead("$TestDrive/package/PolytomicBulk.$version.nupkg")
        try { $packed = $package.Entries.FullName | Where-Object { $_ -notmatch '^(_rels|package)/|\[Content_Types\]|\.nuspec$' } }
        finally { $package.Dispose() }
        $files = Get-ChildItem $modulePath -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($modulePath, $_.FullName) -replace '\\', '/' }
        $packed | ForEach-Object { [uri]::UnescapeDataString($_) } | Sort-Object | Should -Be ($files | Sort-Object)
    }
}
