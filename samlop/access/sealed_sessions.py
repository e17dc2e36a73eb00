"""Sessions are sealed in their table: whoever reads it learns neither who is signed in nor what was last told them."""

import json
from typing import Any

from samlop.kernel.sealing import seal, unseal

ROW = "session"


class SealedSerializer:
    """What a session holds, messages not yet shown included, as unreadable bytes; another key signs everybody out."""

    def dumps(self, held: Any) -> bytes:
        """The session as it is stored."""
        return seal(json.dumps(held, separators=(",", ":")), row=ROW)

    def loads(self, sealed: bytes) -> Any:
        """The session again."""
        return json.loads(unseal(sealed, row=ROW))
