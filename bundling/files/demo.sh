#!/bin/sh
# 用样例区演示。数据写在本文件夹的 demo 中，与正式数据无关。
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
mkdir -p "$here/demo" || exit 3
unset HUIZONG_WAREHOUSE_URL HUIZONG_KEY_FILE HUIZONG_PAGES_URL PREFECT_API_URL
HUIZONG_HOME=$here/demo
HUIZONG_DATA_DIR=data
export HUIZONG_HOME HUIZONG_DATA_DIR
exec sh "$here/huizong.sh" demo "$@"
