#!/bin/sh
# Prefect 的命令，正式部署用，例如：./prefect.sh server start
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
. "$here/environment.sh"
PREFECT_HOME=${PREFECT_HOME:-$HUIZONG_HOME/prefect}
export PREFECT_HOME
exec "$here/.venv/bin/prefect" "$@"
