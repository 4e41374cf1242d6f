<#
.SYNOPSIS
Lists what users and scripts can see of the built module. Each line is one fact. The list is sorted, and the same on every computer.

.DESCRIPTION
The list contains the cmdlets with their parameters, the types that they return or throw, the error ids, and the columns of views. It is checked in as
tests/surface.txt, so that a review shows each change. ./build.ps1 Test -UpdateSurface writes it.

.PARAMETER ModulePath
Specifies the folder of the built module.

.PARAMETER Path
Specifies the file to write. If you omit this parameter, the script returns the lines.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [string] $Path
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$module = Import-Module $ModulePath -PassThru
$commands = @($module.ExportedCmdlets.Values)
$assembly = $commands[0].ImplementingType.Assembly

# Omits common namespaces. The result is the same in every version of PowerShell.
function Get-TypeName([type] $Type) {
    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { return "$(Get-TypeName $inner)?" }
    if ($Type.IsArray) { return "$(Get-TypeName $Type.GetElementType())[]" }
    $name = if ($Type.Namespace -in 'System', 'System.Management.Automation', 'PolytomicBulk') { $Type.Name } else { "$($Type.Namespace).$($Type.Name)" }
    if (-not $Type.IsGenericType) { return $name }
    "$($name -replace '`\d+')<$(@($Type.GetGenericArguments() | ForEach-Object { Get-TypeName $_ }) -join ', ')>"
}

# Returns the types of the module in a type, such as its type arguments.
function Get-OwnType([type] $Type) {
    if ($Type.HasElementType) { return Get-OwnType $Type.GetElementType() }
    if ($Type.IsGenericType) { foreach ($argument in $Type.GetGenericArguments()) { Get-OwnType $argument } }
    elseif ($Type.Assembly.GetName().Name -like 'PolytomicBulk*') { $Type }
}

function Get-CommandFact($Command) {
    $name = "cmdlet $($Command.Name)"
    $attribute = [Reflection.CustomAttributeExtensions]::GetCustomAttribute($Command.ImplementingType, [Management.Automation.CmdletAttribute])
    $default = if (@($Command.ParameterSets).Count -gt 1) { $Command.DefaultParameterSet } else { 'none' }
    "${name}: default set $default, $(if ($attribute.SupportsShouldProcess) { "asks, impact $($attribute.ConfirmImpact)" } else { 'does not ask' })"
    foreach ($output in $Command.OutputType) { "${name}: emits $(if ($output.Type) { Get-TypeName $output.Type } else { $output.Name })" }
    $common = @([Management.Automation.PSCmdlet]::CommonParameters) + @([Management.Automation.PSCmdlet]::OptionalCommonParameters)
    foreach ($parameter in $Command.Parameters.Values) {
        if ($parameter.Name -in $common) { continue }
        $named = "$name -$($parameter.Name)"
        "${named}: type $(Get-TypeName $parameter.ParameterType)"
        foreach ($alias in $parameter.Aliases) { "${named}: alias $alias" }
        foreach ($attribute in $parameter.Attributes) {
            if ($attribute -is [SupportsWildcards]) { "${named}: takes wildcards" }
            if ($attribute -is [ValidateSet]) { "${named}: one of $($attribute.ValidValues -join ', ')" }
            if ($attribute -is [ValidateRange]) { "${named}: $($attribute.MinRange) to $($attribute.MaxRange)" }
            if ($attribute.GetType().Name -eq 'ValidateApiRangeAttribute') { "${named}: $($attribute.Property.Least) to $($attribute.Property.Most)" }
        }
        foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
            $facts = @(
                if ($set.Value.IsMandatory) { 'mandatory' } else { 'optional' }
                if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
                if ($set.Value.ValueFromPipeline) { 'pipeline by value' }
                if ($set.Value.ValueFromPipelineByPropertyName) { 'pipeline by property name' }
                if ($set.Value.ValueFromRemainingArguments) { 'remaining arguments' }
            )
            "${named}: in $(if ($set.Key -eq '__AllParameterSets') { 'every set' } else { "set $($set.Key)" }), $($facts -join ', ')"
        }
        if ($parameter.Attributes.Where({ $_ -is [Parameter] -and $_.DontShow })) { "${named}: hidden" }
    }
}

# Returns the types that cmdlets return, accept and throw, and the types of their properties.
function Get-SurfaceType {
    $found = [Collections.Generic.HashSet[type]]::new()
    $queue = [Collections.Generic.Queue[type]]::new()
    $queue.Enqueue($assembly.GetType('PolytomicBulk.PolytomicApiException', $true))
    foreach ($output in $commands.OutputType) { if ($output.Type) { Get-OwnType $output.Type | ForEach-Object { $queue.Enqueue($_) } } }
    foreach ($parameter in $commands.Parameters.Values) { Get-OwnType $parameter.ParameterType | ForEach-Object { $queue.Enqueue($_) } }
    while ($queue.Count) {
        $type = $queue.Dequeue()
        if (-not $found.Add($type)) { continue }
        foreach ($property in $type.GetProperties()) { Get-OwnType $property.PropertyType | ForEach-Object { $queue.Enqueue($_) } }
    }
    $found
}

function Get-TypeFact([type] $Type) {
    $name = "type $(Get-TypeName $Type)"
    if ($Type.IsEnum) {
        foreach ($value in [Enum]::GetNames($Type)) { "${name}: value $value" }
        return
    }
    foreach ($property in $Type.GetProperties()) {
        # Members of .NET exceptions and lists are not part of the surface.
        if ($property.GetIndexParameters() -or $property.DeclaringType.Assembly.GetName().Name -notlike 'PolytomicBulk*') { continue }
        $writes = $property.SetMethod -and $property.SetMethod.IsPublic
        "${name}.$($property.Name): $(Get-TypeName $property.PropertyType)$(if (-not $writes) { ', read only' })"
    }
}

function Get-ErrorFact {
    foreach ($field in $assembly.GetType('PolytomicBulk.ErrorKind', $true).GetFields('Static, Public')) {
        $kind = $field.GetValue($null)
        "error $($kind.Id): $($kind.Category)"
    }
}

# Each column shows the column before it, so that a new column changes only two lines.
function Get-ViewFact {
    foreach ($format in Get-FormatData -TypeName PolytomicBulk.*) {
        foreach ($view in $format.FormatViewDefinition) {
            $kind, $labels = switch ($view.Control) {
                { $_ -is [Management.Automation.TableControl] } { 'table', $_.Headers.Label }
                { $_ -is [Management.Automation.ListControl] } { 'list', $_.Entries.Items.Label }
                default { throw "The view $($view.Name) is neither a table nor a list." }
            }
            $name = "view $($format.TypeName -replace '^PolytomicBulk\.'), $kind$(if ($view.Name -ne $format.TypeName) { " $($view.Name)" })"
            if ($view.Control.GroupBy) { "${name}: grouped by $($view.Control.GroupBy.Label)" }
            $before = $null
            foreach ($label in $labels) {
                "${name}: $label, $(if ($before) { "after $before" } else { 'first' })"
                $before = $label
            }
        }
    }
}

$lines = [string[]]@(
    foreach ($command in $commands) { Get-CommandFact $command }
    foreach ($type in Get-SurfaceType) { Get-TypeFact $type }
    Get-ErrorFact
    Get-ViewFact
)
[Array]::Sort($lines, [StringComparer]::Ordinal)
if ($Path) { [IO.File]::WriteAllText($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), ($lines -join "`n") + "`n") }
else { $lines }
