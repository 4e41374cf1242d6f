BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    function Get-Surface { & "$PSScriptRoot/Get-Surface.ps1" -ModulePath $modulePath }
}

Describe 'The surface' {
    It 'matches tests/surface.txt' {
        $expected = [string[]](Get-Content "$PSScriptRoot/surface.txt")
        $actual = [string[]](Get-Surface)
        $differences = @(
            $expected | Where-Object { -not [Linq.Enumerable]::Contains($actual, $_) } | ForEach-Object { "- $_" }
            $actual | Where-Object { -not [Linq.Enumerable]::Contains($expected, $_) } | ForEach-Object { "+ $_" }
        )
        if ($differences) {
            throw "The module is not what tests/surface.txt says. If that is meant, run ./build.ps1 Test -UpdateSurface, and commit the file." +
            "`n$($differences -join "`n")"
        }

        $actual | Should -BeExactly $expected -Because 'the file contains each line once, in sorted order'
    }

    It 'is the same in every culture' {
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'tr-TR'
        try { $turkish = Get-Surface }
        finally { [cultureinfo]::CurrentCulture = $culture }
        $turkish | Should -BeExactly (Get-Surface)
    }

    It 'has every error id that the module can write' {
        # Only ErrorKind creates ErrorRecord objects. 0x73 is the instruction that creates an object, and 0x0A is the table of members in other assemblies.
        $assembly = (Get-Command Get-PolytomicSession).ImplementingType.Assembly
        $own = [Reflection.BindingFlags]'Instance, Static, Public, NonPublic, DeclaredOnly'
        $makers = foreach ($type in $assembly.GetTypes()) {
            foreach ($method in $type.GetMethods($own) + $type.GetConstructors($own)) {
                $body = $method.GetMethodBody()
                if (-not $body) { continue }
                foreach ($match in [regex]::Matches([Text.Encoding]::Latin1.GetString($body.GetILAsByteArray()), '(?s)\x73(?=(..\0\x0A))')) {
                    $token = [BitConverter]::ToInt32([Text.Encoding]::Latin1.GetBytes($match.Groups[1].Value), 0)
                    $ofType = if ($type.IsGenericType) { $type.GetGenericArguments() }
                    $ofMethod = if ($method.IsGenericMethod) { $method.GetGenericArguments() }
                    try { $made = $assembly.ManifestModule.ResolveMethod($token, $ofType, $ofMethod) }
                    catch { continue } # Bytes that only look like the instruction.
                    if ($made.DeclaringType -eq [Management.Automation.ErrorRecord]) { "$($type.Name).$($method.Name)" }
                }
            }
        }
        $makers | Should -Be 'ErrorKind.Record'
        $ids = (Get-ErrorKind).Id
        @($ids | Select-Object -Unique).Count | Should -Be $ids.Count -Because 'an id has one category'
    }
}
