@echo off
rem The sample district, in the folder demo beside this script: never among real data.
setlocal
if not exist "%~dp0demo\" mkdir "%~dp0demo"
set "HUIZONG_WAREHOUSE_URL="
set "HUIZONG_KEY_FILE="
set "HUIZONG_PAGES_URL="
set "PREFECT_API_URL="
set "HUIZONG_HOME=%~dp0demo"
set "HUIZONG_DATA_DIR=data"
call "%~dp0huizong.cmd" demo %*
set "CODE=%ERRORLEVEL%"
if not defined HUIZONG_QUIET pause
exit /b %CODE%
