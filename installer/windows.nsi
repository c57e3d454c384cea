; The Windows set-up program: for one user, without administrator rights. Compiled by build.py:
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DROOT=... -DFOLDER=...\dist\hoaian-desktop -DOUTPUT=...\setup.exe windows.nsi
; It writes below %LOCALAPPDATA%\Programs and to HKCU only. Books are never touched, neither by set-up nor by removal.

Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"

!define NAME "Sổ chuyển đổi số"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\hoaian-desktop"

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\hoaian-desktop"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ROOT}/resources/icons/app.ico"
!define MUI_UNICON "${ROOT}/resources/icons/app.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\hoaian-desktop.exe"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; A running program keeps its own file open: opening it for writing tells, without asking for a list of processes.
!macro STOP_IF_RUNNING UN
Function ${UN}StopIfRunning
  again:
    IfFileExists "$INSTDIR\hoaian-desktop.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\hoaian-desktop.exe" a
    IfErrors 0 close
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "${NAME} đang mở. Hãy đóng chương trình rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
    Abort
  close:
    FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro STOP_IF_RUNNING ""
!insertmacro STOP_IF_RUNNING "un."

Section
  Call StopIfRunning
  ; What an older version had and this one has not must not stay to be loaded.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  File "/oname=LICENSE.txt" "${ROOT}/LICENSE"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\hoaian-desktop.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\hoaian-desktop.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.StopIfRunning
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\hoaian-desktop.exe"
  Delete "$INSTDIR\hoaian-cli.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
