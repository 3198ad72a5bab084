"""Python's email package (policy.default) on one input; same protocol as worker.mjs: INPUT_FILE BUDGET_MS, JSON out."""

import email
import email.policy
import gc
import hashlib
import json
import resource
import sys
import time

NAMES = ("subjects", "froms", "texts", "htmls", "contents", "to", "words")


class Facts:
    def __init__(self):
        self.counts = {"messages": 0, "attachments": 0, "attachmentBytes": 0, "addresses": 0}
        self.hashes = {name: hashlib.sha256() for name in NAMES}

    def line(self, name, value, end="\n"):
        self.hashes[name].update((value + end).encode("utf-8", "replace"))

    def add(self, view):
        subject, sender, to, text, html, contents, words = view
        self.counts["messages"] += 1
        self.line("subjects", subject)
        self.line("froms", sender)
        self.line("texts", re.sub("\n+", "\n", plain(text)).strip(), "\0")
        self.line("htmls", plain(html), "\0")
        for content in contents:
            self.counts["attachments"] += 1
            self.counts["attachmentBytes"] += len(content)
            self.line("contents", hashlib.sha256(content).hexdigest(), "")
        for name, address in to:
            self.counts["addresses"] += 1
            self.line("to", f"{name} <{address}>")
        for word in words:
            self.line("words", word)

    def end(self):
        return {**self.counts, **{name: h.hexdigest()[:16] for name, h in self.hashes.items()}}


def plain(text):
    return (text or "").replace("\r\n", "\n").rstrip("\n")


def peak(settle=False):
    """The high-water mark of resident memory in KiB, first brought down to what is resident now if `settle`."""
    try:
        if settle:
            with open("/proc/self/clear_refs", "w", encoding="ascii") as refs:
                refs.write("5")
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    fields = [(name, str(value)) for name, value in message.items()]
    text, html, contents = None, None, []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            contents.append(part.get_payload(decode=True))
        elif kind == "text/plain":
            text = part.get_content() if text is None else text + "\n" + part.get_content()
        else:
            html = part.get_content()
    sender = message["From"].addresses[0].addr_spec
    to = [(a.display_name, a.addr_spec) for a in message["To"].addresses]
    words = [value for name, value in fields if name.startswith("X-Word-")]
    return str(message["Subject"]), sender, to, text, html, contents, words


def split(data):
    pieces, line = [], 0
    while line < len(data):
        start = data.index(b"\n", line) + 1
        following = data.find(b"\n\nFrom ", start)
        pieces.append(data[start : len(data) if following < 0 else following + 1])
        line = len(data) if following < 0 else following + 2
    return pieces


def main():
    file, budget = sys.argv[1], float(sys.argv[2]) / 1000
    plan = json.load(open(file + ".json", encoding="utf-8"))
    data = open(file, "rb").read()
    messages, at = [], 0
    for size in plan["sizes"]:
        messages.append(data[at : at + size])
        at += size
    pieces = (lambda: split(messages[0])) if plan["mbox"] else (lambda: messages)
    gc.collect()
    before = peak(settle=True)
    for piece in pieces():
        read(piece)
    growth = peak() - before
    figures, started, facts = [], time.monotonic(), None
    while not figures or (len(figures) < 5 and time.monotonic() - started < budget):
        cpu = time.process_time()
        views = [read(piece) for piece in pieces()] if facts is None else [read(piece) for piece in pieces()][-1:]
        figures.append((time.process_time() - cpu) * 1000)
        if facts is None:
            facts = Facts()
            for view in views:
                facts.add(view)
    found = facts.end()
    wrong = [key for key in plan["check"] if plan["expect"][key] != found[key]]
    ms = sorted(figures)[len(figures) // 2]
    print(json.dumps({"mbPerSecond": len(data) / 1000 / ms, "ms": ms, "runs": len(figures), "growthMB": growth / 1024, "wrong": wrong, "bytes": len(data)}))


main()
