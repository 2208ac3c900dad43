@rem Called by the other scripts: the working folder and what Python needs.
@if not exist "%~dp0.venv\Scripts\huizong.exe" echo 还没有安装。请先运行 install.cmd。& exit /b 3
@if not defined HUIZONG_HOME set "HUIZONG_HOME=%~dp0..\huizong-home"
@rem 本机地址不走上网代理
@if defined NO_PROXY set "NO_PROXY=%NO_PROXY%,127.0.0.1,localhost,::1"
@if not defined NO_PROXY set "NO_PROXY=127.0.0.1,localhost,::1"
@set "PYTHONUTF8=1"
@set "DO_NOT_TRACK=1"
@set "PREFECT_SERVER_ANALYTICS_ENABLED=false"
@if not exist "%HUIZONG_HOME%\" echo 工作文件夹打不开：%HUIZONG_HOME%，请重新运行 install.cmd。& exit /b 3
@exit /b 0
