# build.ps1 [-Python C:\...\python.exe]: the same folder and .zip as build.sh makes, on a Windows PC.
# What is needed: Windows 10 or 11, 64 bits, and Python 3.11 from python.org (64 bits). Nothing is installed,
# all is made below build\windows and dist\windows. The two programs are compiled by the C# compiler of Windows itself.
param([string]$Python = "")
$ErrorActionPreference = "Stop"
$env:PYTHONUTF8 = "1"
$Windows = $PSScriptRoot
$Project = (Resolve-Path "$Windows\..\..").Path
$Work = "$Project\build\windows"
$Name = "标杆报盘"

function Invoke-Checked([string]$Program) {
    & $Program @args
    if ($LASTEXITCODE -ne 0) { throw "$Program $args ended with $LASTEXITCODE" }
}

if (-not $Python) { $Python = (& py -3.11 -c "import sys; print(sys.executable)") }
$Base = (& $Python -c "import sys; print(sys.base_prefix)")
$Told = (& $Python -c "import sys; print(sys.version_info[:2] == (3, 11) and sys.maxsize > 2**32)")
if ($Told -ne "True") { throw "$Python is not Python 3.11 for 64-bit Windows" }

Write-Host "the tools"
$Own = "$Work\venv\Scripts\python.exe"
if (-not (Test-Path $Own)) { Invoke-Checked $Python -m venv "$Work\venv" }
Invoke-Checked $Own -m pip install -q --no-deps --require-hashes -r "$Project\requirements.lock"

Write-Host "the interpreter"
$Made = "$Work\python"
if (Test-Path $Made) { Remove-Item -Recurse -Force $Made }
New-Item -ItemType Directory -Force "$Made\DLLs", "$Made\Lib", "$Made\licences" | Out-Null
Copy-Item "$Base\python.exe", "$Base\pythonw.exe", "$Base\python3*.dll", "$Base\vcruntime140*.dll" $Made
Copy-Item "$Base\LICENSE.txt" "$Made\Lib"
Get-ChildItem "$Base\DLLs" -Exclude "_test*", "_tkinter*", "tcl*", "tk*", "*.ico", "*.cat" | Copy-Item -Destination "$Made\DLLs"
$Unused = "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "pydoc_data", "site-packages", "__pycache__"
Get-ChildItem "$Base\Lib" -Exclude $Unused | Copy-Item -Recurse -Destination "$Made\Lib"

Write-Host "the locked packages"
Invoke-Checked $Own "$Windows\site_packages.py" "$Work\packages"

Write-Host "the two programs"
New-Item -ItemType Directory -Force "$Work\programs" | Out-Null
$env:QT_QPA_PLATFORM = "offscreen"
Invoke-Checked $Own "$Project\packaging\icon.py" "$Work\baopan.ico"
$env:QT_QPA_PLATFORM = ""
$Version = (Select-String -Path "$Project\app\__init__.py" -Pattern '__version__ = "(.*)"').Matches[0].Groups[1].Value
Set-Content -Encoding UTF8 "$Work\told.cs" "[assembly: System.Reflection.AssemblyTitle(`"$Name`")] [assembly: System.Reflection.AssemblyProduct(`"$Name`")] [assembly: System.Reflection.AssemblyFileVersion(`"$Version.0`")] [assembly: System.Reflection.AssemblyInformationalVersion(`"$Version`")]"
$Compiler = "$env:WINDIR\Microsoft.NET\Framework64\v4.0.30319\csc.exe"
$Both = "-nologo", "-codepage:65001", "-platform:x64", "-optimize", "-win32icon:$Work\baopan.ico", "-win32manifest:$Windows\launcher.manifest", "$Windows\launcher.cs", "$Work\told.cs"
Invoke-Checked $Compiler -target:winexe -define:WINDOW -reference:System.Windows.Forms.dll "-out:$Work\programs\$Name.exe" @Both
Invoke-Checked $Compiler -target:exe "-out:$Work\programs\baopan.exe" @Both

Write-Host "the folder"
$env:PYTHONPATH = "$Project;$Project\packaging"
Invoke-Checked $Own -m windows.folder $Made "$Work\packages" "$Work\programs" "$Project\dist\windows"
Invoke-Checked "$Project\dist\windows\$Name\baopan.exe" selfcheck
