"""The hidden key by which a form that is sent twice is told from two forms."""

from uuid import uuid4

from django import forms


class OnceKey(forms.UUIDField):
    """A random id made with the form; the action writes once for it (`samlop.kernel.once`)."""

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4, widget=forms.HiddenInput)
