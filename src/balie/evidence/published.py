"""What a log shows of its tree: tiles (C2SP tlog-tiles) and proofs that an entry is in it (C2SP tlog-proof)."""

from balie.evidence.core import WIDTH, Proof, ReadTile, Tile, inclusion_proof, root_of, split
from balie.evidence.core.tree import HASH_BYTES
from balie.evidence.models import Checkpoint, Entry, Log
from balie.evidence.models import Tile as KeptTile


def tile_bytes(log: Log, tile: Tile, *, size: int) -> bytes | None:
    """Return the hashes of a tile of the tree of `size` entries; None when that tree has no such tile."""
    if tile.level is None or tile.index * WIDTH + tile.width > size >> 8 * tile.level:
        return None
    return _hashes(log.pk, tile.level, tile.index)[: tile.width * HASH_BYTES]


def reader_of(log: Log) -> ReadTile:
    """Read the tiles of a log, full ones as they are kept and partial ones as they are now."""

    def read(level: int, index: int) -> bytes:
        return _hashes(log.pk, level, index)

    return read


def proof_of(log: Log, sequence: int, checkpoint: Checkpoint) -> Proof:
    """Prove that an entry stands in the log that a checkpoint signed. The checkpoint must be over that entry."""
    return Proof(sequence, tuple(inclusion_proof(sequence, checkpoint.size, reader_of(log))), checkpoint.note)


def _hashes(log: int, level: int, index: int) -> bytes:
    kept = KeptTile.objects.filter(log=log, level=level, number=index).values_list("hashes", flat=True).first()
    if kept is not None:
        return bytes(kept)
    first = index * WIDTH
    if level == 0:
        leaves = Entry.objects.filter(log=log, sequence__gte=first, sequence__lt=first + WIDTH)
        return b"".join(bytes(one) for one in leaves.order_by("sequence").values_list("leaf_hash", flat=True))
    below = KeptTile.objects.filter(log=log, level=level - 1, number__gte=first, number__lt=first + WIDTH)
    return b"".join(root_of(split(bytes(one))) for one in below.order_by("number").values_list("hashes", flat=True))
