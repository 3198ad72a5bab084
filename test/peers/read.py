"""Reads messages (a line of base64 each) with the email package of Python; writes what it read, a line of JSON each."""
import base64
import json
import sys
from email import policy
from email.parser import BytesParser


def people(message, name):
    return [
        {"name": one.display_name, "address": one.addr_spec}
        for field in message.get_all(name, [])
        for one in field.addresses
    ]


def reading(octets):
    message = BytesParser(policy=policy.default).parsebytes(octets)
    texts, files = {}, []
    # Encapsulated messages are files, not opened.
    work = [message]
    while work:
        part = work.pop(0)
        kind = part.get_content_type()
        if part.is_multipart() and not kind.startswith("message/"):
            work[:0] = part.iter_parts()
            continue
        attached = part.get_content_disposition() is not None
        if not attached and kind in ("text/plain", "text/html") and kind not in texts:
            texts[kind] = part.get_content()
        elif attached:
            held = part.get_payload(0).as_bytes(policy=policy.SMTP) if kind.startswith("message/") else part.get_payload(decode=True)
            cid = part["content-id"]
            files.append({
                "name": part.get_filename(),
                "cid": None if cid is None else str(cid).strip().strip("<>"),
                "type": kind,
                "content": base64.b64encode(held).decode(),
            })
    defects = [type(one).__name__ for part in message.walk() for one in part.defects]
    date = message["date"].datetime
    return {
        "subject": message["subject"],
        "from": people(message, "from"),
        "to": people(message, "to"),
        "cc": people(message, "cc"),
        "text": texts.get("text/plain"),
        "html": texts.get("text/html"),
        "files": files,
        "date": int(date.timestamp() * 1000),
        "messageId": str(message["message-id"]).strip(),
        "defects": defects,
    }


for line in sys.stdin:
    print(json.dumps(reading(base64.b64decode(line))))
