@{
    RootModule             = "$PSEdition/PolytomicBulk.dll"
    ModuleVersion          = '1.0.0'
    GUID                   = '7f0c2f0e-6d3b-4a53-9d0a-6c9e6d3f6c51'
    Author                 = 'PolytomicBulk contributors'
    CompanyName            = 'PolytomicBulk contributors'
    Copyright              = '(c) PolytomicBulk contributors. MIT License.'
    Description            = 'Run, monitor and report on Polytomic bulk syncs, and keep their configuration in files. Includes an offline sandbox, so you can try every command without an account.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')

    TypesToProcess         = @('PolytomicBulk.Types.ps1xml')
    FormatsToProcess       = @('PolytomicBulk.Format.ps1xml')

    CmdletsToExport        = @(
        'Compare-PolytomicBulkSync',
        'Connect-Polytomic',
        'Copy-PolytomicBulkSync',
        'Disable-PolytomicBulkSync',
        'Disconnect-Polytomic',
        'Enable-PolytomicBulkSync',
        'Export-PolytomicBulkSync',
        'Export-PolytomicBulkSyncReport',
        'Find-PolytomicObject',
        'Get-PolytomicBulkDestination',
        'Get-PolytomicBulkSource',
        'Get-PolytomicBulkSync',
        'Get-PolytomicBulkSyncExecution',
        'Get-PolytomicBulkSyncLog',
        'Get-PolytomicBulkSyncSchedule',
        'Get-PolytomicBulkSyncSchema',
        'Get-PolytomicBulkSyncStatus',
        'Get-PolytomicConnection',
        'Get-PolytomicConnectionRecord',
        'Get-PolytomicConnectionSchema',
        'Get-PolytomicConnectionSetting',
        'Get-PolytomicConnectionType',
        'Get-PolytomicErrorSubscriber',
        'Get-PolytomicEvent',
        'Get-PolytomicIdentity',
        'Get-PolytomicOrganization',
        'Get-PolytomicPolicy',
        'Get-PolytomicSession',
        'Get-PolytomicSharedConnection',
        'Import-PolytomicBulkSync',
        'Measure-PolytomicBulkSyncExecution',
        'New-PolytomicBulkSync',
        'New-PolytomicBulkSyncSchedule',
        'New-PolytomicConnection',
        'New-PolytomicSharedConnection',
        'Remove-PolytomicBulkSync',
        'Remove-PolytomicBulkSyncSchedule',
        'Remove-PolytomicConnection',
        'Remove-PolytomicSchemaField',
        'Reset-PolytomicPrimaryKey',
        'Save-PolytomicBulkSyncLog',
        'Set-PolytomicBulkSync',
        'Set-PolytomicBulkSyncSchedule',
        'Set-PolytomicBulkSyncSchema',
        'Set-PolytomicConnection',
        'Set-PolytomicErrorSubscriber',
        'Set-PolytomicPrimaryKey',
        'Set-PolytomicSchemaField',
        'Start-PolytomicBulkSync',
        'Stop-PolytomicBulkSync',
        'Stop-PolytomicBulkSyncExecution',
        'Stop-PolytomicBulkSyncSchema',
        'Test-PolytomicConnection',
        'Update-PolytomicConnectionSchema',
        'Wait-PolytomicBulkSync'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        PSData = @{
            Tags                     = @('Polytomic', 'ELT', 'ETL', 'BulkSync', 'DataPipeline', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri               = 'https://github.com/polytomicbulk/PolytomicBulk'
            LicenseUri               = 'https://github.com/polytomicbulk/PolytomicBulk/blob/main/LICENSE'
            IconUri                  = 'https://raw.githubusercontent.com/polytomicbulk/PolytomicBulk/main/docs/icon.png'
            ReleaseNotes             = 'https://github.com/polytomicbulk/PolytomicBulk/blob/main/CHANGELOG.md'
            RequireLicenseAcceptance = $false
        }
    }
}
