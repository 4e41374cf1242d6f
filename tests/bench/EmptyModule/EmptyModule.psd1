@{
    RootModule           = 'EmptyModule.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '2d1a8a3d-52a1-4e0e-8a2c-1e9f0b7d6a34'
    Author               = 'PolytomicBulk contributors'
    Description          = 'The least that a binary module can be, for the bench to compare with.'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @('Get-Nothing')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}
