BeforeAll {
    . "$PSScriptRoot/Shared.ps1"
    # Imports the module and connects it to a service in memory.
    $connect = @"
        Import-Module '$modulePath'
        Add-Type -Path '$support/TestSupport.dll'
        `$handler = [TestSupport.ScriptedHandler]::new().Otherwise(200, '{"data":{"id":"11111111-2222-3333-4444-555555555555"}}')
        Connect-Polytomic -ApiKey (ConvertTo-SecureString x -AsPlainText -Force) -Transport @{ Handler = `$handler }
"@
    # Runs a script in its own process, and returns its output.
    function Invoke-Fresh([string] $Script) {
        $file = Join-Path $TestDrive 'fresh.ps1'
        Set-Content $file $Script
        Invoke-PowerShell $file
    }
}

Describe -Tag PowerShell7 'The module' {
    It 'loads neither the client nor the sandbox when it is imported' {
        $printed = Invoke-Fresh "Import-Module '$modulePath'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'Polytomic'"
        $printed | Should -Be 'PolytomicBulk'
    }

    It 'does not load the sandbox for a session with the service' {
        $printed = Invoke-Fresh @"
            $connect
            "`$((Get-PolytomicBulkSync -Id 11111111-2222-3333-4444-555555555555).Id)"
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'Polytomic'
"@
        $printed | Should -Be '11111111-2222-3333-4444-555555555555', 'PolytomicBulk', 'PolytomicBulk.Client'
    }

    It 'compiles the reading of bulk syncs while a session connects, without a request' {
        $printed = Invoke-Fresh @"
            $connect
            `$begin = [PolytomicBulk.PolytomicSession].Assembly.GetType('PolytomicBulk.Preparation').GetMethod('Begin')
            `$run = `$begin.Invoke(`$null, `$null)
            `$run.Wait()
            "`$(`$run.Status)"
            `$handler.Requests.PathAndQuery
"@
        $printed | Should -Be 'RanToCompletion', '/api/me'
    }

    It 'lets scripts name its types' {
        [PolytomicBulk.BulkSync].Assembly.GetName().Name | Should -Be 'PolytomicBulk.Client'
        { [polytomicbulk.polytomicapiexception] } | Should -Not -Throw
    }

    It 'forwards every public type of the client' {
        $public = [PolytomicBulk.BulkSync].Assembly.GetExportedTypes().FullName | Sort-Object
        $public.Count | Should -BeGreaterThan 50
        [PolytomicBulk.PolytomicSession].Assembly.GetForwardedTypes().FullName | Sort-Object | Should -Be $public
    }

    It 'knows the client''s types, and shows copies of its objects, before a command has loaded the client' {
        $file = Join-Path $TestDrive 'syncs.clixml'
        $printed = Invoke-Fresh @"
            Import-Module '$modulePath'
            Connect-Polytomic -Sandbox
            Get-PolytomicBulkSync 'Salesforce to Snowflake' | Export-Clixml '$file'
"@
        $printed | Should -BeNullOrEmpty
        (Invoke-Fresh "Import-Module '$modulePath'; [PolytomicBulk.BulkSync].FullName") | Should -Be 'PolytomicBulk.BulkSync'
        $printed = Invoke-Fresh "Import-Module '$modulePath'; `$Error.Clear(); Import-Clixml '$file' | Out-String -Width 200; `$Error.Count"
        $printed -join "`n" | Should -BeLike '*Salesforce to Snowflake*'
        $printed[-1] | Should -Be '0'
    }

    It 'ships only its own assemblies for PowerShell 7' {
        Get-ChildItem (Join-Path $modulePath 'Core') -Recurse | Where-Object Extension -NE '.pdb' | ForEach-Object Name |
            Should -Be 'PolytomicBulk.Client.dll', 'PolytomicBulk.dll', 'PolytomicBulk.Sandbox.dll'
    }

    It 'ships what .NET Framework lacks for Windows PowerShell, and nothing else' {
        $names = (Get-ChildItem (Join-Path $modulePath 'Desktop') -Recurse -Filter *.dll).BaseName
        $names | Should -Contain 'System.Text.Json'
        $names | Where-Object { $_ -notmatch '^(PolytomicBulk|System\.(?!Management)|Microsoft\.Bcl\.)' } | Should -BeNullOrEmpty
    }

    It 'finds what .NET Framework lacks for its own assemblies, and for no others' {
        $printed = Invoke-Fresh @"
            Import-Module '$modulePath/Desktop/PolytomicBulk.dll'
            `$initializer = (Get-Command Get-PolytomicSession).ImplementingType.Assembly.GetType('PolytomicBulk.ModuleInitializer')
            `$resolve = `$initializer.GetMethod('Resolve', [Reflection.BindingFlags]'NonPublic, Static')
            `$present = [Reflection.AssemblyName]::GetAssemblyName('$modulePath/Desktop/Microsoft.Bcl.TimeProvider.dll')
            `$key = -join (`$present.GetPublicKeyToken() | ForEach-Object { `$_.ToString('x2') })
            `$own, `$other = `$initializer.Assembly, [powershell].Assembly
            foreach (`$ask in @(
                @(`$own, 'Microsoft.Bcl.TimeProvider'), @(`$own, 'Microsoft.Bcl.TimeProvider, Version=8.0.0.0'), @(`$own, `$present.FullName),
                @(`$own, 'Microsoft.Bcl.TimeProvider, Version=99.0.0.0'), @(`$own, `$present.FullName.Replace(`$key, 'b77a5c561934e089')),
                @(`$own, 'System.Nowhere'), @(`$other, `$present.FullName), @(`$null, `$present.FullName), @(`$other, 'PolytomicBulk.Client'), @(`$null, 'PolytomicBulk.Sandbox'))) {
                `$found = `$resolve.Invoke(`$null, @(`$null, [ResolveEventArgs]::new(`$ask[1], `$ask[0])))
                if (`$found) { `$found.GetName().Name } else { 'nothing' }
            }
"@
        $provider = 'Microsoft.Bcl.TimeProvider'
        # Its own assemblies find any version up to the present one with the same key. Others find only the assemblies of the module.
        $printed | Should -Be $provider, $provider, $provider, 'nothing', 'nothing', 'nothing', 'nothing', 'nothing', 'PolytomicBulk.Client', 'PolytomicBulk.Sandbox'
    }

    It 'works in its netstandard2.0 build too' {
        $printed = Invoke-Fresh @"
            Import-Module '$modulePath/Desktop/PolytomicBulk.dll'
            Connect-Polytomic -Sandbox
            `$syncs = Get-PolytomicBulkSync
            `$syncs.Count
            (Get-PolytomicBulkSync -Id `$syncs[0].Id).DestinationConfiguration.schema
            [AppDomain]::CurrentDomain.GetAssemblies().Location -like '*Polytomic*.dll' | ForEach-Object { Split-Path (Split-Path `$_ -Parent) -Leaf } | Sort-Object -Unique
"@
        $printed | Should -Be '7', 'salesforce', 'Desktop'
    }

    It 'forgets the session when it is removed' {
        $printed = Invoke-Fresh "Import-Module '$modulePath'; Connect-Polytomic -Sandbox; Remove-Module PolytomicBulk; Import-Module '$modulePath'; try { Get-PolytomicBulkSync } catch { `$_.FullyQualifiedErrorId }"
        $printed | Should -BeLike 'PolytomicNotConnected,*'
    }

    It 'works with a prefix, completion included' {
        $printed = Invoke-Fresh @"
            Set-StrictMode -Version Latest
            Import-Module '$modulePath' -Prefix My
            Connect-MyPolytomic -Sandbox
            (Get-MyPolytomicBulkSync 'Stripe*').Name
            foreach (`$line in 'Get-MyPolytomicBulkSync -Name Str', 'Get-MyPolytomicBulkSyncExecution -SyncName Str', 'Get-MyPolytomicBulkSync Str') {
                (TabExpansion2 `$line `$line.Length).CompletionMatches.CompletionText
            }
            Get-MyPolytomicBulkSync 'Stripe*' | Get-MyPolytomicBulkSyncExecution -First 1 | ForEach-Object SyncName
            @(Get-MyPolytomicBulkSync | Format-Table | Out-String -Width 120) -match 'Stripe to BigQuery' | Measure-Object | ForEach-Object Count
            `$Error.Count
"@
        $printed | Should -Be 'Stripe to BigQuery', "'Stripe to BigQuery'", "'Stripe to BigQuery'", "'Stripe to BigQuery'", 'Stripe to BigQuery', '1', '0'
    }

    It 'works again after <how>' -ForEach @(
        @{ how = 'Import-Module -Force'; again = "Import-Module '{0}' -Force" }
        @{ how = 'Remove-Module and import'; again = "Remove-Module PolytomicBulk; Import-Module '{0}'" }
    ) {
        $again = $again -f $modulePath
        $printed = Invoke-Fresh @"
            Set-StrictMode -Version Latest
            Import-Module '$modulePath'
            Connect-Polytomic -Sandbox
            `$before = Get-PolytomicBulkSync 'Stripe*'
            $again
            $again
            Connect-Polytomic -Sandbox
            (Get-PolytomicBulkSync 'Stripe*').Name
            (`$before | Get-PolytomicBulkSyncExecution -First 1).SyncName
            (`$before | Format-Table | Out-String -Width 120) -match 'Stripe to BigQuery'
            (TabExpansion2 'Get-PolytomicBulkSync Str' 25).CompletionMatches.CompletionText
            @(Get-PolytomicBulkSync | Where-Object UpdatedBy -EQ 'Ana Lima').Count
            `$Error.Count
"@
        $printed | Should -Be 'Stripe to BigQuery', 'Stripe to BigQuery', 'True', "'Stripe to BigQuery'", '1', '0'
    }

    It 'works in any culture and time zone' {
        $env:TZ = 'Asia/Kathmandu'
        try {
            $printed = Invoke-Fresh @"
                [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = 'ar-SA'
                Import-Module '$modulePath'
                Connect-Polytomic -Sandbox
                `$sync = Get-PolytomicBulkSync 'Salesforce to Snowflake'
                `$sync.UpdatedAt.ToUniversalTime().ToString('o', [cultureinfo]::InvariantCulture)
                "`$(`$sync.DefaultSchedule)"
"@
        }
        finally { $env:TZ = $null }
        $printed | Should -Be '2026-11-20T16:41:07.0000000Z', 'daily 12:30 UTC'
    }
}

Describe -Tag PowerShell7 'Over a real socket' {
    BeforeAll { $sandboxHost = Start-SandboxHost '--syncs', '120' }
    AfterAll {
        Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
        Stop-SandboxHost $sandboxHost
    }

    It 'connects, lists and reads with the sandbox''s keys' {
        $apiKey = ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force
        Connect-Polytomic -ApiKey $apiKey -BaseUri $sandboxHost.BaseUri
        $syncs = Get-PolytomicBulkSync
        $syncs.Count | Should -Be 127
        ($syncs.Id | Select-Object -Unique).Count | Should -Be 127
        (Get-PolytomicBulkSync -Id $syncs[100].Id).Name | Should -Be $syncs[100].Name
    }

    It 'distinguishes the kinds of keys' {
        $organization = (Get-PolytomicSession).OrganizationId
        $partnerKey = ConvertTo-SecureString 'sandbox-partner-key' -AsPlainText -Force
        (Connect-Polytomic -OrganizationId $organization -PartnerKey $partnerKey -BaseUri $sandboxHost.BaseUri -PassThru).OrganizationId | Should -Be $organization
        @(Get-PolytomicBulkSync).Count | Should -Be 127
        { Connect-Polytomic -ApiKey $partnerKey -BaseUri $sandboxHost.BaseUri } | Should -Throw -PassThru | Assert-Failure PolytomicInvalidArgument '-PartnerKey', '-OrganizationId'
        { Connect-Polytomic -ApiKey $secureKey -BaseUri $sandboxHost.BaseUri } | Should -Throw -PassThru | Assert-Failure PolytomicUnauthorized
    }

    It 'says which address it could not reach' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        { Connect-Polytomic -ApiKey $secureKey -BaseUri "http://127.0.0.1:$port" -MaxRetry 0 } | Should -Throw -PassThru | Assert-Failure PolytomicConnectionFailed "127.0.0.1:$port"
    }
}

Describe -Tag PowerShell7 'The sandbox host' {
    It 'logs each request in a line, without a credential, and plays scenarios' {
        $logging = Start-SandboxHost '--log', 'true', '--scenario', 'RateLimit,Stale', '--seed', '3'
        try {
            $lines = $logging.Process.StandardOutput
            $lines.ReadLine() | Assert-Fact 'RateLimit', 'Stale', 'seed 3'
            Connect-Polytomic -ApiKey (ConvertTo-SecureString 'sandbox-api-key' -AsPlainText -Force) -BaseUri $logging.BaseUri
            { Get-PolytomicBulkSync -Id (New-Guid) -ErrorAction Stop } | Should -Throw -ErrorId 'PolytomicNotFound,*'
            $time = '\d\d:\d\d:\d\d\.\d{3}'
            $lines.ReadLine() | Should -Match "^$time GET /api/me 200 \d+ ms$"
            $lines.ReadLine() | Should -Match "^$time GET /api/bulk/syncs/[0-9a-f-]{36} 404 \d+ ms$"
            $null = 3..12 | ForEach-Object { Invoke-WebRequest "$($logging.BaseUri)api/me?key=secret" -Headers @{ Authorization = 'Bearer sandbox-api-key' } -SkipHttpErrorCheck }
            $logged = 3..12 | ForEach-Object { $lines.ReadLine() }
            $logged | Should -Match "^$time GET /api/me (200|422|400|429) \d+ ms$"
            @($logged) -match ' 429 ' | Should -Not -BeNullOrEmpty
        }
        finally {
            Get-PolytomicSession -ErrorAction Ignore | Disconnect-Polytomic
            Stop-SandboxHost $logging
        }
    }

    It 'refuses an unknown scenario' {
        $printed = & dotnet (Join-Path $PSScriptRoot "SandboxHost/bin/$configuration/net10.0/SandboxHost.dll") --scenario Flakey 2>&1
        $LASTEXITCODE | Should -Be 2
        "$printed" | Assert-Fact "'Flakey'", 'Flaky', 'Stale'
    }
}

Describe -Tag PowerShell7 'build.ps1' {
    It 'lists its tasks' {
        $help = Get-Help (Join-Path $root 'build.ps1') -Full | Out-String
        foreach ($task in 'Build', 'Demo', 'Test', 'Mutate', 'Sandbox', 'Bench', 'Package', 'Clean') { $help | Should -BeLike "*$task *" }
    }

    It 'reports an unknown task' {
        $printed = Invoke-Fresh "& '$root/build.ps1' Bild 2>&1; `"exit `$LASTEXITCODE`"" 2>&1
        "$printed" | Assert-Fact "'Bild'", './build.ps1 -?', 'exit 2'
    }
}

Describe -Tag PowerShell7 'The demo' {
    BeforeAll {
        $env:TZ = 'UTC'
        $printed = (Invoke-Fresh "& '$root/docs/demo.ps1'") -join "`n"
        $env:TZ = $null
    }

    It 'shows the main commands at work' {
        foreach ($part in 'PS> Connect-Polytomic -Sandbox', 'PS> Get-PolytomicBulkSync', 'daily 12:30 UTC', 'weekly sunday 03:00 UTC', 'Export-Csv') { $printed | Should -BeLike "*$part*" }
    }

    It 'writes the README''s console blocks by itself' {
        $readme = Get-Content (Join-Path $root 'README.md') -Raw
        $stale = [regex]::Replace($readme, '(?m)(?<=^PS> .*\n)(?!PS> |```).+$', 'an output of long ago')
        $stale | Should -Not -BeExactly $readme
        Set-Content "$TestDrive/README.md" $stale -NoNewline
        & (Join-Path $root 'docs/Update-Readme.ps1') -Printed ($printed -split '\n') -Path "$TestDrive/README.md"
        Get-Content "$TestDrive/README.md" -Raw | Should -BeExactly $readme

        Set-Content "$TestDrive/README.md" "``````console`nPS> Get-Something`n``````" -NoNewline
        { & (Join-Path $root 'docs/Update-Readme.ps1') -Printed ($printed -split '\n') -Path "$TestDrive/README.md" } | Should -Throw '*Get-Something*'
    }

    It 'prints what the README shows' {
        $blocks = [regex]::Matches((Get-Content (Join-Path $root 'README.md') -Raw), '(?s)```console\r?\n(PS> .*?)```')
        $blocks.Count | Should -BeGreaterThan 2
        $clean = { param($text) ($text -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }) -join "`n" }
        $blocks | Should -Not -BeNullOrEmpty
        foreach ($block in $blocks) { (& $clean $printed).Contains((& $clean $block.Groups[1].Value)) | Should -BeTrue -Because $block.Groups[1].Value }
    }
}
