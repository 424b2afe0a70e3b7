"""What happens to accounts that other rooms act on, within the same transaction.

`closed` carries `person`, `by` and `now`: whatever lets somebody in without signing in, such as an API token or the
address of a calendar, ends then for good. Opening the account again brings none of it back.
"""

from django.dispatch import Signal

closed = Signal()
