@echo off
rem A pilot in one process: server, pages, schedule. Ctrl+C stops it.
setlocal
call "%~dp0huizong.cmd" serve %*
set "CODE=%ERRORLEVEL%"
if not defined HUIZONG_QUIET pause
exit /b %CODE%
