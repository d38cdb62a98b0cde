"""Routes of the API of this stage."""

from ninja import Router

router = Router()
