"""Signs and verifies with dkimpy: the first line of input has the TXT records, each further one a task; a line of JSON for each answer."""
import base64
import json
import sys

import dkim


def main():
    records = json.loads(sys.stdin.readline())

    def txt(name, timeout=5):
        name = (name.decode() if isinstance(name, bytes) else name).rstrip(".").lower()
        return records.get(name, "").encode() or None

    for line in sys.stdin:
        task = json.loads(line)
        message = base64.b64decode(task["message"])
        try:
            if task["do"] == "sign":
                c = tuple(one.encode() for one in task["canonicalization"].split("/"))
                answer = base64.b64encode(dkim.sign(
                    message,
                    task["selector"].encode(),
                    task["domain"].encode(),
                    task["key"].encode(),
                    canonicalize=c,
                    signature_algorithm=task["algorithm"].encode(),
                    length=task.get("length", False),
                )).decode()
            elif task["do"] == "arc":
                cv, _, _ = dkim.ARC(message).verify(dnsfunc=txt)
                answer = None if cv is None else cv.decode()
            else:
                answer = bool(dkim.DKIM(message).verify(dnsfunc=txt))
        except Exception as error:
            answer = {"error": type(error).__name__ + ": " + str(error)}
        print(json.dumps(answer))


main()
