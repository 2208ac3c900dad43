@echo off
rem Prefect's own commands, for production, e.g. prefect.cmd server start
setlocal
chcp 65001 >nul
call "%~dp0environment.cmd"
if errorlevel 1 exit /b 3
if not defined PREFECT_HOME set "PREFECT_HOME=%HUIZONG_HOME%\prefect"
pushd "%HUIZONG_HOME%"
"%~dp0.venv\Scripts\prefect.exe" %*
exit /b %ERRORLEVEL%
