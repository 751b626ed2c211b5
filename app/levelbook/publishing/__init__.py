"""What a session publishes: guide, record and charts, editions, and the words about what changed.

basis.py      as of which day and compared with which edition things are written
publisher.py  lets `guide/` make the documents, and writes them
settling.py   what people edited in the guide, block by block
comparing.py  what changed between editions
sealing.py    an edition, and its commit
"""

from levelbook.publishing.basis import Basis
from levelbook.publishing.publisher import Publisher, Written, located

__all__ = ["Basis", "Publisher", "Written", "located"]
