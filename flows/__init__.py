"""What needs Prefect: flows, tasks, deployments, the server. The only package that imports prefect."""

from pipeline.run.fault_kinds import Fault, recognise


@recognise
def _of_prefect(error: BaseException) -> Fault | None:
    """What a fault of Prefect's server is called; loaded when there is one to be told."""
    from flows.prefect_faults import fault_of_prefect

    return fault_of_prefect(error)
