#!/bin/sh
# 试点：一个进程里运行 Prefect 服务、网页和定时计划。按 Ctrl+C 停止。
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
exec sh "$here/huizong.sh" serve "$@"
