#!/bin/sh
# 汇总的命令行，例如：./huizong.sh status
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
. "$here/environment.sh"
exec "$here/.venv/bin/huizong" "$@"
