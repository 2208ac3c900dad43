#!/bin/sh
# 安装：sh install.sh。可以重复运行。指定解释器：PYTHON=/usr/bin/python3.12 sh install.sh
cd -- "$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)" || exit 3
for candidate in "$PYTHON" python3.13 python3.12 python3.11 python3; do
  # The whole path: started without a PATH, Python does not know where it lies.
  place=$(command -v "${candidate:-none}") || continue
  if "$place" install.py --suits >/dev/null 2>&1; then
    exec "$place" install.py
  fi
done
echo "没有合适的 Python。需要 64 位的 Python 3.11、3.12 或 3.13。" >&2
for candidate in "$PYTHON" python3; do
  [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
    echo "本机的 $candidate 是 $("$candidate" --version 2>&1)。" >&2
done
echo "请用系统光盘或软件仓库安装，例如 python3.11 和 python3.11-venv；" >&2
echo "装在别处的，用 PYTHON=路径 sh install.sh 指明。" >&2
exit 3
