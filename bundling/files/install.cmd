@echo off
rem Finds a Python and hands over to install.py. May be run again.
rem ASCII until the last lines: cmd seeks labels by bytes and loses its place among others.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"
set "FOUND="
if defined PYTHON call :try "%PYTHON%"
if not defined FOUND call :try py -3.13
if not defined FOUND call :try py -3.12
if not defined FOUND call :try py -3.11
if not defined FOUND call :try python
if not defined FOUND goto :missing
%FOUND% install.py
set "CODE=%ERRORLEVEL%"
popd
if not defined HUIZONG_QUIET pause
exit /b %CODE%

:try
%* install.py --suits >nul 2>nul
if not errorlevel 1 set FOUND=%*
exit /b 0

:missing
popd
echo 没有合适的 Python。需要 64 位的 Python 3.11、3.12 或 3.13。
echo 请用离线安装程序安装 Python，勾选 py launcher，然后再运行 install.cmd。
echo 装在别处的，先用 set PYTHON=路径 指明。
if not defined HUIZONG_QUIET pause
exit /b 3
