"""What happens in the register that other rooms act on, within the same transaction.

`assessed` carries `found`: a list of `Assessed`, the systems with their new stored assessment. `changed` carries
`kind` (the kind of the journal entry), `subject` and `body`.
"""

from django.dispatch import Signal

assessed = Signal()
changed = Signal()
