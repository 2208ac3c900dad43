# Sourced by the other scripts, which set `here`: the working folder and what Python needs.
if [ ! -x "$here/.venv/bin/huizong" ]; then
  echo "还没有安装。请先运行：sh install.sh" >&2
  exit 3
fi
HUIZONG_HOME=${HUIZONG_HOME:-$(dirname -- "$here")/huizong-home}
# 本机地址不走上网代理
NO_PROXY=${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost,::1
no_proxy=$NO_PROXY
PYTHONUTF8=1
DO_NOT_TRACK=1
PREFECT_SERVER_ANALYTICS_ENABLED=false
export NO_PROXY no_proxy HUIZONG_HOME PYTHONUTF8 DO_NOT_TRACK PREFECT_SERVER_ANALYTICS_ENABLED
if ! cd -- "$HUIZONG_HOME"; then
  echo "工作文件夹打不开：$HUIZONG_HOME。请重新运行 sh install.sh，或检查 HUIZONG_HOME" >&2
  exit 3
fi
