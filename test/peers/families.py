"""Reads messages (a line of base64 each) with both policies of Python's email; writes names, types and addresses, a line of JSON each."""
import base64
import json
import sys
from email import message_from_bytes, policy
from email.utils import getaddresses


def reading(octets, rules):
    message = message_from_bytes(octets, policy=rules)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    if rules is policy.compat32:
        authors = [address for _, address in getaddresses([str(one) for one in message.get_all("from", [])])]
    else:
        authors = [one.addr_spec for one in message["from"].addresses]
    return {
        "types": [part.get_content_type() for part in message.walk()],
        "name": leaves[0].get_filename(),
        "content": base64.b64encode(leaves[0].get_payload(decode=True) or b"").decode(),
        "from": authors,
        "boundary": message.get_boundary(),
    }


for line in sys.stdin:
    octets = base64.b64decode(line)
    print(json.dumps({name: reading(octets, rules) for name, rules in (("compat32", policy.compat32), ("default", policy.default))}))
