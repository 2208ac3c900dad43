"""Prefect flows, their deployments and the command line. The only package that imports prefect."""

from flows.owner_only import keep_to_owner

keep_to_owner()
