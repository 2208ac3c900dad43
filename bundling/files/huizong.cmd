@echo off
rem The command line, e.g. huizong.cmd status
setlocal
chcp 65001 >nul
call "%~dp0environment.cmd"
if errorlevel 1 exit /b 3
pushd "%HUIZONG_HOME%"
"%~dp0.venv\Scripts\huizong.exe" %*
exit /b %ERRORLEVEL%
