"""Which code a run of `huizong serve` carries out: ours, whatever the server says of it.

Prefect keeps with each deployment where its code comes from and which steps fetch it, and would carry
out what stands there. Under `huizong serve` all code is on this machine, so nothing of it is asked.
Under workers Prefect offers no such choice: there the login is the wall (docs/security.md).
"""

import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import prefect.runner.runner
from prefect import Flow
from prefect.client.schemas.objects import FlowRun

from flows.deployments import DEPLOYMENTS

# Read by the process that Prefect's runner starts for a run; then it asks the server for no code.
_ENTRYPOINT = "PREFECT__FLOW_ENTRYPOINT"
_DEPLOYMENT = "PREFECT__DEPLOYMENT_NAME"  # as the runner registered it


def __getattr__(name: str) -> Any:
    """`flow`: the flow of the run that this process is for, by the name of its deployment."""
    if name == "flow":
        return _flow_named(os.environ[_DEPLOYMENT])
    raise AttributeError(name)


def trust_only_ours(names: Mapping[UUID, str]) -> None:
    """Make the runner of this process, and what it starts, take flows from here.

    `names`: of the deployments, by the ids under which they are registered.
    """

    async def ours(flow_run: FlowRun, **_: Any) -> Flow[..., Any]:
        if flow_run.deployment_id is None:
            raise LookupError("a run without a deployment is none of ours")
        return _flow_named(names[flow_run.deployment_id])

    os.environ[_ENTRYPOINT] = f"{__name__}.flow"
    # For the hooks of a run that crashed or was cancelled, which run in the runner itself. Prefect
    # keeps this name there as the place to put another function.
    prefect.runner.runner.load_flow_from_flow_run = ours  # type: ignore[assignment,attr-defined]


def _flow_named(deployment: str) -> Flow[..., Any]:
    flows: dict[str, Flow[..., Any]] = {one.name: one.flow for one in DEPLOYMENTS}
    return flows[deployment]
