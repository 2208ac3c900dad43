"""What a call of Prefect's API raises when the server is away, refuses, or has no such thing."""

import httpx
from prefect.exceptions import PrefectException

API_ERRORS = (PrefectException, httpx.HTTPError, OSError)
