#requires -Version 7.4
# Two builds of the same source in different folders are identical.

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    function Get-Content256([string] $Folder) {
        Get-ChildItem $Folder -File -Recurse | Sort-Object FullName |
            ForEach-Object { "$([IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/')) $((Get-FileHash $_.FullName -Algorithm SHA256).Hash)" }
    }
}

Describe 'A build' {
    It 'gives the same bytes in another folder' {
        $copy = Join-Path $TestDrive 'another/folder'
        $null = New-Item (Join-Path $copy 'docs') -ItemType Directory
        Get-ChildItem $root -File | Copy-Item -Destination $copy
        '.github', 'src', 'tests/contract' | ForEach-Object { Get-ChildItem (Join-Path $root $_) -File -Recurse } | Where-Object FullName -NotMatch '[/\\](bin|obj)[/\\]' | ForEach-Object {
            $target = Join-Path $copy ([IO.Path]::GetRelativePath($root, $_.FullName))
            $null = New-Item (Split-Path $target) -ItemType Directory -Force
            Copy-Item $_.FullName $target
        }

        # The version of the assemblies contains the commit. The copy has no repository to read it from.
        $version = [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $modulePath 'Core/PolytomicBulk.dll')).ProductVersion
        # MSBuild reads these properties from the environment. Analyzers do not change the output.
        $given = @{ SourceRevisionId = ($version -split '\+')[1]; RunAnalyzers = 'false' }
        $given.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
        try { $printed = Invoke-PowerShell (Join-Path $copy 'build.ps1') 2>&1 }
        finally { $given.Keys | ForEach-Object { Remove-Item "env:$_" } }

        $LASTEXITCODE | Should -Be 0 -Because (($printed -join "`n") -replace '\e\[[0-9;]*m')
        $expected = @(Get-Content256 $modulePath)
        $expected.Count | Should -BeGreaterThan 20
        Get-Content256 (Join-Path $copy 'out/PolytomicBulk') | Should -Be $expected
    }
}
