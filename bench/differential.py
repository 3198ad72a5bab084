"""Reads messages (a line of base64 each) with Python's email for bench/differential.mjs; writes what it shows, a line of JSON each."""
import base64
import json
import sys
from email import message_from_bytes, policy


def reading(octets):
    message = message_from_bytes(octets, policy=policy.default)
    people = lambda name: [one.addr_spec for field in message.get_all(name, []) for one in field.addresses]
    texts, files = {"text/plain": [], "text/html": []}, []
    work = [message]
    while work:
        part = work.pop(0)
        kind = part.get_content_type()
        if kind.startswith("message/"):
            continue
        if part.is_multipart():
            work[:0] = part.get_payload()
        elif kind in texts and part.get_content_disposition() != "attachment" and part.get_filename() is None:
            texts[kind].append(part.get_content())
        else:
            content = part.get_payload(decode=True) or b""
            files.append({"name": part.get_filename(), "type": kind, "content": base64.b64encode(content).decode()})
    date = message["date"]
    return {
        "subject": str(message["subject"] or ""),
        "from": people("from"),
        "to": people("to"),
        "date": None if date is None or date.datetime is None else date.datetime.isoformat() + ("" if date.datetime.tzinfo else "Z"),
        "message-id": str(message["message-id"] or ""),
        "references": str(message["references"] or ""),
        "text": "\n".join(texts["text/plain"]),
        "html": "\n".join(texts["text/html"]),
        "files": files,
    }


for line in sys.stdin:
    try:
        print(json.dumps(reading(base64.b64decode(line))))
    except Exception:
        print("{}")
