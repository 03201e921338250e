"""The readable reference of the API at ``/docs/api``, drawn from its OpenAPI document."""
