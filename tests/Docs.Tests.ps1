# Checks that everything on the pages exists: the files in links, the commands and parameters in code, and the errors.

BeforeDiscovery {
    . "$PSScriptRoot/Shared.ps1"
    $root = Split-Path $PSScriptRoot
    $pages = @(Get-ChildItem $root -Filter *.md -File) + @(Get-ChildItem (Join-Path $root 'docs') -Filter *.md -Recurse -File) |
        ForEach-Object { @{ Name = [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/'); Path = $_.FullName } }
    $written = @($pages | Where-Object Name -NotLike 'docs/cmdlets/*')
}

BeforeAll {
    . "$PSScriptRoot/Shared.ps1"

    # The anchors that GitHub and docfx create for the headings of a page.
    function Get-Anchor([string] $Path) {
        $isCode = $false
        foreach ($line in Get-Content $Path) {
            if ($line.StartsWith('```')) { $isCode = -not $isCode }
            elseif (-not $isCode -and $line -match '^#+ (.*)$') { ($Matches[1].ToLowerInvariant() -replace '[^\w\- ]').Replace(' ', '-') }
        }
    }
}

Describe 'The page <Name>' -ForEach $pages {
    It 'links only to files that exist' {
        $text = (Get-Content $Path -Raw) -replace '(?ms)^```.*?^```'
        $broken = foreach ($match in [regex]::Matches($text, '\]\(([^)\s]+)\)')) {
            $link = $match.Groups[1].Value
            if ($link -match '^[a-z]+:') { continue }
            $file, $anchor = $link -split '#', 2
            $target = if ($file) { Join-Path (Split-Path $Path) $file } else { $Path }
            if (-not (Test-Path $target)) { $link }
            elseif ($anchor -and $anchor -cnotin (Get-Anchor $target)) { $link }
        }
        $broken | Should -BeNullOrEmpty
    }
}

Describe 'The code on <Name>' -ForEach $written {
    It 'uses commands and parameters that exist' {
        $faults = foreach ($block in [regex]::Matches((Get-Content $Path -Raw), '(?ms)^```powershell\r?\n(.*?)^```')) {
            $errors = $null
            $code = [Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref]$null, [ref]$errors)
            $errors | ForEach-Object Message
            foreach ($command in $code.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $name = $command.GetCommandName()
                if ($name -notlike '*-Polytomic*') { continue }
                $known = Get-Command $name -ErrorAction Ignore
                if (-not $known) { "There is no command $name"; continue }
                foreach ($parameter in $command.CommandElements.Where{ $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    $names = @($known.Parameters.Keys) + @($known.Parameters.Values.Aliases)
                    if (@($names -like "$($parameter.ParameterName)*").Count -eq 0) { "$name has no -$($parameter.ParameterName)" }
                }
            }
        }
        $faults | Should -BeNullOrEmpty
    }
}

Describe 'The page of errors' {
    It 'explains each error, and no other' {
        $ids = (Get-ErrorKind).Id | Sort-Object
        $ids.Count | Should -BeGreaterThan 15
        $headings = Get-Content (Join-Path $root 'docs/errors.md') | Where-Object { $_ -match '^## (.*)' } | ForEach-Object { $Matches[1] }
        $headings | Should -Be $ids
    }

    It 'is what each error links to' {
        $null = New-FakeSession
        Get-PolytomicBulkSync -Id (New-Guid) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].Exception.HelpLink | Should -Be 'https://github.com/polytomicbulk/PolytomicBulk/blob/main/docs/errors.md#polytomicnotfound'
    }
}

Describe 'Get-Help -Online' {
    It 'opens a page of <_>' -ForEach (Get-Command -Module PolytomicBulk -CommandType Cmdlet).Name {
        (Get-Command $_).HelpUri | Should -Be "https://github.com/polytomicbulk/PolytomicBulk/blob/main/docs/cmdlets/$_.md"
        Join-Path $root "docs/cmdlets/$_.md" | Should -Exist
    }
}

Describe 'The site''s contents' {
    It 'list each page' {
        $listed = Get-Content (Join-Path $root 'docs/toc.yml') | Where-Object { $_ -match 'href: (.*\.md)' } | ForEach-Object { $Matches[1] } | Sort-Object
        $there = Get-ChildItem (Join-Path $root 'docs') -Filter *.md | ForEach-Object Name
        $there += Get-ChildItem (Join-Path $root 'docs/tasks') | ForEach-Object { "tasks/$($_.Name)" }
        $listed | Should -Be (@($there) + 'cmdlets/README.md' | Sort-Object)
    }
}
