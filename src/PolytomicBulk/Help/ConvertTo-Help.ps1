<#
.SYNOPSIS
Makes the help for Get-Help (MAML) and docs/cmdlets (Markdown) from the doc comments and the metadata of the cmdlets.

.DESCRIPTION
Called by ./build.ps1 Build. What a doc comment becomes:

    <summary> of the class       the synopsis
    <remarks><para>              the description
    <notes><para>                the notes: rare cases, and last the cost in requests
    <example><para> and <code>   an example; its first sentence is the title
    <seealso cref>               a link to another cmdlet
    <summary> of a property      the parameter's text, wherever in the class's line the property is
    <value> of a property        the parameter's default

The rest is what Get-Command says of the imported module. What is missing fails the build.

.PARAMETER ModulePath
The built module.

.PARAMETER DocumentationPath
The folder with the doc comments that the compiler wrote out.

.PARAMETER MamlPath
The folder for the help that Get-Help reads.

.PARAMETER MarkdownPath
The folder for the Markdown. Pages of cmdlets that are no more are removed from it.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $DocumentationPath,
    [Parameter(Mandatory)] [string] $MamlPath,
    [Parameter(Mandatory)] [string] $MarkdownPath
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

# Every parameter that PowerShell itself adds; what only some cmdlets have is described as the rest is.
$commonParameters = [Management.Automation.PSCmdlet]::CommonParameters
$confirmationTexts = @{
    WhatIf  = 'Shows what the command would do, without doing it.'
    Confirm = 'Asks for confirmation before the command changes anything.'
}

$problems = [Collections.Generic.List[string]]::new()
$members = [Collections.Generic.Dictionary[string, Xml.XmlElement]]::new([StringComparer]::Ordinal)
foreach ($file in Get-ChildItem $DocumentationPath -Filter 'PolytomicBulk*.xml') {
    $document = [xml]::new()
    $document.PreserveWhitespace = $true
    $document.Load($file.FullName)
    foreach ($member in $document.SelectNodes('/doc/members/member')) { $members[$member.GetAttribute('name')] = $member }
}

$module = Import-Module $ModulePath -PassThru
$commands = @($module.ExportedCmdlets.Values | Sort-Object Noun, Name -Culture '')
$commandNames = @{}
foreach ($command in $commands) { $commandNames["T:$($command.ImplementingType.FullName)"] = $command.Name }

# Reading the doc comments

# A text in both forms: Plain for the console, Markdown for the docs.
function New-Text([string] $Plain, [string] $Markdown) {
    [pscustomobject]@{ Plain = $Plain; Markdown = if ($Markdown) { $Markdown } else { $Plain -replace '([\\`*<\[])', '\$1' } }
}

function Get-InlineText($Node, $Where) {
    if ($Node -isnot [Xml.XmlElement]) { return New-Text ($Node.Value -replace '\s+', ' ') }
    $target = $Node.GetAttribute('cref')
    switch ($Node.LocalName) {
        'c' { return New-Text $Node.InnerText "``$($Node.InnerText)``" }
        'paramref' { return New-Text $Node.GetAttribute('name') }
        'see' {
            $name = $commandNames[$target]
            if ($name) { return New-Text $name "[$name]($name.md)" }
            return New-Text $(if ($target) { ($target -split '[.:]')[-1] } else { $Node.GetAttribute('langword') })
        }
    }
    $problems.Add("$Where has a <$($Node.LocalName)>, which help cannot show.")
    New-Text ''
}

function Get-Paragraph($Element, $Where) {
    if (-not $Element) { return }
    $paragraphs = @($Element.SelectNodes('para'))
    foreach ($paragraph in $(if ($paragraphs) { $paragraphs } else { $Element })) {
        $parts = @(foreach ($node in $paragraph.ChildNodes) { Get-InlineText $node $Where })
        $text = New-Text (-join $parts.Plain).Trim() (-join $parts.Markdown).Trim()
        if ($text.Plain) { $text }
    }
}

# The lines of a <code>, without the margin that they share.
function Get-Code($Element) {
    $lines = $Element.InnerText.Trim("`r", "`n").TrimEnd() -split '\r?\n'
    $margin = ($lines | Where-Object { $_.Trim() } | ForEach-Object { $_.Length - $_.TrimStart().Length } | Measure-Object -Minimum).Minimum
    ($lines | ForEach-Object { if ($_.Trim()) { $_.Substring($margin) } else { '' } }) -join "`n"
}

# A property's doc comment, which is in the class that declares the property, or in a base that the property overrides.
function Find-PropertyComment([type] $Type, [string] $Name) {
    for ($class = $Type; $class; $class = $class.BaseType) {
        $definition = if ($class.IsGenericType) { $class.GetGenericTypeDefinition() } else { $class }
        $comment = $members["P:$($definition.FullName).$Name"]
        if ($comment -and -not $comment.SelectSingleNode('inheritdoc')) { return $comment }
    }
}

# Reading the metadata

function Get-TypeName([type] $Type) {
    $type = if ([Nullable]::GetUnderlyingType($Type)) { [Nullable]::GetUnderlyingType($Type) } else { $Type }
    [Microsoft.PowerShell.ToStringCodeMethods]::Type([psobject]::AsPSObject($type)) -replace '\b\w+\.'
}

# The values that a parameter is known to take: an enumeration's, a ValidateSet's, or those that its completer offers.
function Get-KnownValue($Command, $Parameter) {
    $type = if ($Parameter.ParameterType.IsArray) { $Parameter.ParameterType.GetElementType() } else { $Parameter.ParameterType }
    if ([Nullable]::GetUnderlyingType($type)) { $type = [Nullable]::GetUnderlyingType($type) }
    if ($type.IsEnum) { return [Enum]::GetNames($type) }
    foreach ($attribute in $Parameter.Attributes) { if ($attribute -is [ValidateSet]) { $attribute.ValidValues } }

    $property = $Command.ImplementingType.GetProperty($Parameter.Name)
    if (-not $property) { return }
    foreach ($attribute in $property.GetCustomAttributes($true)) {
        if ($attribute.GetType().Name -eq 'KnownValuesAttribute') { $attribute.Values.Text }
    }
}

function Get-CommandParameter($Command) {
    foreach ($parameter in $Command.Parameters.Values) {
        $isHidden = $parameter.Attributes.Where({ $_ -is [Parameter] -and $_.DontShow }).Count -gt 0
        if ($isHidden -or $commonParameters.Contains($parameter.Name)) { continue }
        $name = $parameter.Name
        $where = "$($Command.Name): -$name"
        if ($confirmationTexts[$name]) { $text = @(New-Text $confirmationTexts[$name]); $default = $null }
        else {
            $comment = Find-PropertyComment $Command.ImplementingType $name
            $text = @(if ($comment) { Get-Paragraph $comment.SelectSingleNode('summary') $where })
            $default = if ($comment) { Get-Paragraph $comment.SelectSingleNode('value') $where }
            if (-not $text) { $problems.Add("$where has no <summary>.") }
        }

        $uses = @(foreach ($set in $Command.ParameterSets) {
                foreach ($use in $set.Parameters) { if ($use.Name -eq $name) { @{ SetName = $set.Name; Parameter = $use } } }
            })
        [pscustomobject]@{
            Name           = $name
            Type           = $parameter.ParameterType
            TypeName       = Get-TypeName $parameter.ParameterType
            IsSwitch       = $parameter.ParameterType -eq [switch]
            Text           = $text
            Default        = if ($default) { @($default)[0] } elseif ($parameter.ParameterType -eq [switch]) { New-Text 'False' } else { New-Text 'None' }
            Aliases        = @($parameter.Aliases)
            KnownValues    = @(Get-KnownValue $Command $parameter)
            Wildcards      = $parameter.Attributes.Where({ $_ -is [SupportsWildcards] }).Count -gt 0
            Position       = @($uses.Parameter.Position.Where({ $_ -ge 0 }) + 'named')[0]
            MandatoryIn    = @($uses.Where({ $_.Parameter.IsMandatory }).ForEach({ $_.SetName }))
            In             = @($uses.SetName)
            ByValue        = $uses.Parameter.ValueFromPipeline -contains $true
            ByPropertyName = $uses.Parameter.ValueFromPipelineByPropertyName -contains $true
        }
    }
}

# The parameter sets, each with its parameters in the order in which Get-Command -Syntax gives them.
function Get-CommandSyntax($Command, $Parameters) {
    $shown = @{}
    foreach ($parameter in $Parameters) { $shown[$parameter.Name] = $parameter }
    foreach ($set in $Command.ParameterSets) {
        $uses = @(foreach ($use in $set.Parameters) {
                if (-not $shown[$use.Name]) { continue }
                [pscustomobject]@{
                    About       = $shown[$use.Name]
                    IsMandatory = $use.IsMandatory
                    Position    = if ($use.Position -ge 0) { $use.Position } else { 'named' }
                    Order       = if ($use.Position -ge 0) { $use.Position } elseif ($use.IsMandatory) { 1000 } elseif ($confirmationTexts[$use.Name]) { 3000 } else { 2000 }
                }
            })
        [pscustomobject]@{ Name = $set.Name; IsDefault = $set.IsDefault; Parameters = @($uses | Sort-Object Order -Stable) }
    }
}

function Get-CommandInput($Parameters) {
    foreach ($parameter in $Parameters | Where-Object ByValue) {
        $type = if ($parameter.Type.IsArray) { $parameter.Type.GetElementType() } else { $parameter.Type }
        [pscustomobject]@{ TypeName = $type.FullName; Text = New-Text "You can pipe objects to -$($parameter.Name)." }
    }

    $byProperty = @($Parameters | Where-Object ByPropertyName)
    if (-not $byProperty) { return }
    $names = @(foreach ($parameter in $byProperty) { (@($parameter.Name) + $parameter.Aliases) -join ' or ' })
    $text = if ($byProperty.Count -eq 1) { "You can pipe objects with the property $names to -$($byProperty[0].Name)." } else { "You can pipe objects with these properties to the parameters of the same names: $($names -join ', ')." }
    [pscustomobject]@{ TypeName = [psobject].FullName; Text = New-Text $text }
}

function Get-CommandOutput($Command, $Parameters) {
    foreach ($output in $Command.OutputType) {
        $comment = if ($output.Type) { $members["T:$($output.Type.FullName)"] }
        $text = if ($comment) { Get-Paragraph $comment.SelectSingleNode('summary') "$($Command.Name): the output type" } else { New-Text '' }
        if ($Parameters | Where-Object Name -EQ 'PassThru') { $text = New-Text "Only with -PassThru. $($text.Plain)".Trim() "Only with -PassThru. $($text.Markdown)".Trim() }
        [pscustomobject]@{ TypeName = $output.Name; Text = $text }
    }
}

function Get-CommandExample($Command, $Comment) {
    $number = 0
    foreach ($example in $Comment.SelectNodes('example')) {
        $number++
        $where = "$($Command.Name): example $number"
        $texts = @($example.SelectNodes('para') | ForEach-Object { Get-Paragraph $_ $where })
        $code = $example.SelectSingleNode('code')
        if (-not $texts) { $problems.Add("$where has no <para>."); continue }
        if (-not $code -or -not $code.InnerText.Trim()) { $problems.Add("$where has no <code>."); continue }

        $afterSentence = '(?<=[.:])\s+(?=\p{Lu})'
        $plain = @($texts[0].Plain -csplit $afterSentence, 2)
        $markdown = @($texts[0].Markdown -csplit $afterSentence, 2)
        [pscustomobject]@{
            Title   = New-Text "Example ${number}: $($plain[0].TrimEnd('.', ':'))" "Example ${number}: $($markdown[0].TrimEnd('.', ':'))"
            Code    = Get-Code $code
            Remarks = @(if ($plain.Count -gt 1) { New-Text $plain[1] $markdown[1] }) + @($texts | Select-Object -Skip 1)
        }
    }
}

function Get-CommandHelp($Command) {
    $name = $Command.Name
    $comment = $members["T:$($Command.ImplementingType.FullName)"]
    $synopsis = @(Get-Paragraph $comment.SelectSingleNode('summary') $name)
    $description = @(Get-Paragraph $comment.SelectSingleNode('remarks') $name)
    $notes = @(Get-Paragraph $comment.SelectSingleNode('notes') $name)
    $examples = @(Get-CommandExample $Command $comment)
    if (-not $synopsis) { $problems.Add("$name has no <summary>.") }
    if (-not $description) { $problems.Add("$name has no <remarks>.") }
    if (-not $notes) { $problems.Add("$name has no <notes>.") }
    if ($examples.Count -lt 2) { $problems.Add("$name has fewer than two examples.") }

    $links = foreach ($link in $comment.SelectNodes('seealso')) {
        $target = $link.GetAttribute('cref')
        if ($commandNames[$target]) { $commandNames[$target] } else { $problems.Add("${name}: <seealso> names '$target', which is not a cmdlet of the module.") }
    }

    $parameters = @(Get-CommandParameter $Command)
    [pscustomobject]@{
        Command     = $Command
        Name        = $name
        Synopsis    = $synopsis | Select-Object -First 1
        Description = $description
        Notes       = $notes
        Parameters  = $parameters
        Syntax      = @(Get-CommandSyntax $Command $parameters)
        Inputs      = @(Get-CommandInput $parameters)
        Outputs     = @(Get-CommandOutput $Command $parameters)
        Examples    = $examples
        Links       = @($links)
    }
}

# Writing MAML

function Format-Xml([string] $Text) { [Security.SecurityElement]::Escape($Text) }

function Format-MamlParagraph($Texts) { -join @(foreach ($text in $Texts) { "<maml:para>$(Format-Xml $text.Plain)</maml:para>" }) }

function Format-MamlParameter($About, [bool] $IsMandatory, $Position) {
    $pipeline = @(if ($About.ByValue) { 'ByValue' }; if ($About.ByPropertyName) { 'ByPropertyName' }) -join ', '
    $pipeline = if ($pipeline) { "True ($pipeline)" } else { 'False' }
    $aliases = if ($About.Aliases) { $About.Aliases -join ', ' } else { 'none' }
    $texts = @($About.Text) + @(if ($About.KnownValues) { New-Text "Values: $($About.KnownValues -join ', ')." })
    $value = if (-not $About.IsSwitch) { "<command:parameterValue required=`"true`" variableLength=`"$("$($About.Type.IsArray)".ToLowerInvariant())`">$(Format-Xml $About.TypeName)</command:parameterValue>" }
    @"
<command:parameter required="$("$IsMandatory".ToLowerInvariant())" variableLength="true" globbing="$("$($About.Wildcards)".ToLowerInvariant())" pipelineInput="$pipeline" position="$Position" aliases="$aliases"><maml:name>$($About.Name)</maml:name><maml:description>$(Format-MamlParagraph $texts)</maml:description>$value<dev:type><maml:name>$(Format-Xml $About.TypeName)</maml:name><maml:uri /></dev:type><dev:defaultValue>$(Format-Xml $About.Default.Plain)</dev:defaultValue></command:parameter>
"@
}

function Format-MamlType($Element, $TypeName, $Text) {
    "<command:$Element><dev:type><maml:name>$(Format-Xml $TypeName)</maml:name></dev:type><maml:description>$(Format-MamlParagraph $Text)</maml:description></command:$Element>"
}

function Format-MamlCommand($Help) {
    $lines = [Collections.Generic.List[string]]::new()
    $lines.Add('<command:command xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">')
    $lines.Add("<command:details><command:name>$($Help.Name)</command:name><command:verb>$($Help.Command.Verb)</command:verb><command:noun>$($Help.Command.Noun)</command:noun><maml:description>$(Format-MamlParagraph $Help.Synopsis)</maml:description></command:details>")
    $lines.Add("<maml:description>$(Format-MamlParagraph $Help.Description)</maml:description>")

    $lines.Add('<command:syntax>')
    foreach ($set in $Help.Syntax) {
        $lines.Add("<command:syntaxItem><maml:name>$($Help.Name)</maml:name>")
        foreach ($parameter in $set.Parameters) { $lines.Add((Format-MamlParameter $parameter.About $parameter.IsMandatory $parameter.Position)) }
        $lines.Add('</command:syntaxItem>')
    }
    $lines.Add('</command:syntax>')

    $lines.Add('<command:parameters>')
    foreach ($parameter in $Help.Parameters) { $lines.Add((Format-MamlParameter $parameter ($parameter.MandatoryIn.Count -eq $parameter.In.Count) $parameter.Position)) }
    $lines.Add('</command:parameters>')

    $lines.Add('<command:inputTypes>')
    foreach ($type in $Help.Inputs) { $lines.Add((Format-MamlType inputType $type.TypeName $type.Text)) }
    if (-not $Help.Inputs) { $lines.Add((Format-MamlType inputType 'None' (New-Text 'You cannot pipe input to this command.'))) }
    $lines.Add('</command:inputTypes>')
    $lines.Add('<command:returnValues>')
    foreach ($type in $Help.Outputs) { $lines.Add((Format-MamlType returnValue $type.TypeName $type.Text)) }
    if (-not $Help.Outputs) { $lines.Add((Format-MamlType returnValue 'None' (New-Text 'This command returns nothing.'))) }
    $lines.Add('</command:returnValues>')

    $lines.Add("<maml:alertSet><maml:alert>$(Format-MamlParagraph $Help.Notes)</maml:alert></maml:alertSet>")

    $lines.Add('<command:examples>')
    foreach ($example in $Help.Examples) {
        $lines.Add("<command:example><maml:title>--- $(Format-Xml $example.Title.Plain) ---</maml:title><dev:code>$(Format-Xml $example.Code)</dev:code><dev:remarks>$(Format-MamlParagraph $example.Remarks)</dev:remarks></command:example>")
    }
    $lines.Add('</command:examples>')

    $lines.Add('<command:relatedLinks>')
    foreach ($link in $Help.Links) { $lines.Add("<maml:navigationLink><maml:linkText>$link</maml:linkText><maml:uri /></maml:navigationLink>") }
    $lines.Add('</command:relatedLinks>')
    $lines.Add('</command:command>')
    $lines -join "`n"
}

# Writing Markdown

function Format-MarkdownSyntax($Help, $Set) {
    $parts = @($Help.Name) + @(foreach ($parameter in $Set.Parameters) {
            $name = "-$($parameter.About.Name)"
            if ($parameter.Position -ne 'named') { $name = "[$name]" }
            if (-not $parameter.About.IsSwitch) { $name += " <$($parameter.About.TypeName)>" }
            if ($parameter.IsMandatory) { $name } else { "[$name]" }
        }) + '[<CommonParameters>]'

    # Broken where a terminal of 100 columns would, but never inside a parameter.
    $lines = @()
    $line = $parts[0]
    foreach ($part in $parts | Select-Object -Skip 1) {
        if ($line.Length + 1 + $part.Length -le 100) { $line += " $part" }
        else { $lines += $line; $line = "    $part" }
    }
    ($lines + $line) -join "`n"
}

function Format-MarkdownParameter($Help, $About) {
    $sets = @($Help.Syntax.Name)
    $required = if (-not $About.MandatoryIn) { 'no' } elseif ($About.MandatoryIn.Count -eq $About.In.Count) { 'yes' } else { "in $($About.MandatoryIn -join ', ')" }
    $pipeline = @(if ($About.ByValue) { 'by value' }; if ($About.ByPropertyName) { 'by property name' }) -join ', '
    $facts = [ordered]@{
        Type             = "``$($About.TypeName)``"
        Aliases          = ($About.Aliases | ForEach-Object { "``$_``" }) -join ', '
        Values           = ($About.KnownValues | ForEach-Object { "``$_``" }) -join ', '
        'Parameter sets' = if ($About.In.Count -lt $sets.Count) { $About.In -join ', ' }
        Required         = $required
        Position         = "$($About.Position)"
        Default          = if ($About.Default.Plain -ne 'None') { $About.Default.Markdown }
        Pipeline         = $pipeline
        Wildcards        = if ($About.Wildcards) { 'yes' }
    }
    "### -$($About.Name)"
    foreach ($text in $About.Text) { ''; $text.Markdown }
    ''
    '| | |'
    '| --- | --- |'
    foreach ($fact in $facts.GetEnumerator()) { if ($fact.Value) { "| $($fact.Key) | $($fact.Value.Replace('|', '\|')) |" } }
    ''
}

function Format-Markdown($Help) {
    "# $($Help.Name)", '', $Help.Synopsis.Markdown, '', '## Syntax', ''
    foreach ($set in $Help.Syntax) {
        if ($Help.Syntax.Count -gt 1) { "### $($set.Name)$(if ($set.IsDefault) { ' (default)' })", '' }
        '```', (Format-MarkdownSyntax $Help $set), '```', ''
    }

    '## Description', ''
    foreach ($text in $Help.Description) { $text.Markdown, '' }

    '## Examples', ''
    foreach ($example in $Help.Examples) {
        "### $($example.Title.Markdown)", ''
        foreach ($text in $example.Remarks) { $text.Markdown, '' }
        '```powershell', $example.Code, '```', ''
    }

    '## Parameters', ''
    foreach ($parameter in $Help.Parameters) { Format-MarkdownParameter $Help $parameter }
    '### CommonParameters', '', 'This command supports the common parameters, such as -Verbose and -ErrorAction. See `Get-Help about_CommonParameters`.', ''

    '## Inputs', ''
    foreach ($type in $Help.Inputs) { "``$($type.TypeName)``", '', $type.Text.Markdown, '' }
    if (-not $Help.Inputs) { 'You cannot pipe input to this command.', '' }

    '## Outputs', ''
    foreach ($type in $Help.Outputs) { "``$($type.TypeName)``", ''; if ($type.Text.Plain) { $type.Text.Markdown, '' } }
    if (-not $Help.Outputs) { 'This command returns nothing.', '' }

    '## Notes', ''
    foreach ($text in $Help.Notes) { $text.Markdown, '' }

    if ($Help.Links) {
        '## Related links', ''
        foreach ($link in $Help.Links) { "- [$link]($link.md)" }
    }
}

function Format-MarkdownIndex($Helps) {
    '# Cmdlets', '', 'The build generates these pages, and the help that `Get-Help` shows, from the doc comments in `src/PolytomicBulk/Commands`.', '', '| Cmdlet | Description |', '| --- | --- |'
    foreach ($help in $Helps) { "| [$($help.Name)]($($help.Name).md) | $($help.Synopsis.Markdown.Replace('|', '\|')) |" }
}

function Save-Text($Folder, $Name, [string[]] $Lines) {
    $null = New-Item $Folder -ItemType Directory -Force
    [IO.File]::WriteAllText((Join-Path (Resolve-Path $Folder).ProviderPath $Name), (($Lines -join "`n") -replace "`r").TrimEnd() + "`n")
}

$helps = @($commands | ForEach-Object { Get-CommandHelp $_ })
if ($problems) {
    [Console]::Error.WriteLine("The help is not complete:`n$(($problems | ForEach-Object { "  $_" }) -join "`n")")
    exit 1
}

Save-Text $MamlPath 'PolytomicBulk.dll-Help.xml' (@('<?xml version="1.0" encoding="utf-8"?>', '<helpItems xmlns="http://msh" schema="maml">') + @($helps | ForEach-Object { Format-MamlCommand $_ }) + '</helpItems>')
if (Test-Path $MarkdownPath) { Get-ChildItem $MarkdownPath -Filter *.md | Where-Object BaseName -NotIn (@($helps.Name) + 'README') | Remove-Item }
foreach ($help in $helps) { Save-Text $MarkdownPath "$($help.Name).md" (Format-Markdown $help) }
Save-Text $MarkdownPath 'README.md' (Format-MarkdownIndex $helps)
