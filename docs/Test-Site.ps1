<#
.SYNOPSIS
Fails if a page of the documentation site has a broken link. Called by: ./build.ps1 Docs
#>
param([Parameter(Mandatory)] [string] $Path)

$ErrorActionPreference = 'Stop'
$site = (Get-Item $Path).FullName
$pages = @{}
Get-ChildItem $site -Filter *.html -Recurse | ForEach-Object { $pages[$_.FullName] = Get-Content $_.FullName -Raw }
if ($pages.Count -lt 10) { throw "The site in $site has only $($pages.Count) pages." }

$links = 0
$broken = foreach ($page in $pages.GetEnumerator()) {
    foreach ($match in [regex]::Matches($page.Value, '(?:href|src)="([^"]*)"')) {
        $link = [Net.WebUtility]::HtmlDecode($match.Groups[1].Value)
        if ($link -match '^[a-z]+:' -or -not $link) { continue }
        $links++
        $name = [IO.Path]::GetRelativePath($site, $page.Key)
        # A site must work wherever it is put, so no link begins at the host.
        if ($link.StartsWith('/')) { "$($name): $link begins at the host"; continue }
        $file, $anchor = [uri]::UnescapeDataString($link) -split '#', 2
        $target = if ($file) { [IO.Path]::GetFullPath((Join-Path (Split-Path $page.Key) ($file -replace '\?.*$'))) } else { $page.Key }
        if (-not (Test-Path -LiteralPath $target)) { "$($name): there is no $link" }
        elseif ($anchor -and $pages[$target] -and $pages[$target] -notmatch "(?:id|name)=`"$([regex]::Escape($anchor))`"") { "$($name): there is no heading for $link" }
    }
}
if ($broken) { throw ($broken | Sort-Object -Unique | Join-String -Separator "`n") }
"$($pages.Count) pages with $links links within the site, all of which lead somewhere."
