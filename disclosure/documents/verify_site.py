#!/usr/bin/env python3
"""核对院务公开网站的离线副本：python3 verify_site.py 目录 [--head 曾经告知的链尾校验码] [--manifest 清单校验码]；只需要 Python。"""

import argparse
import hashlib
import html
import json
import re
import sys
import unicodedata
from pathlib import Path

HASHED = ("sequence", "previous_hash", "published_at")
READ = ("title", "name", "content", "body", "question", "answer", "department", "limit", "fee_basis", "bases")
CHAIN, MANIFEST, STAMP = "open/chain.json", "manifest.json", re.compile('<meta name="content-hash" content="(.*?)"')


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def canonical(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def of_files(found, manifest):
    if found[MANIFEST] != canonical({**manifest, "sha256": sha256(canonical({**manifest, "sha256": ""}))}) + b"\n":
        yield MANIFEST, "清单被改动过"
    for name in sorted((manifest["files"].keys() ^ found.keys()) - {MANIFEST}):
        yield name, "多出来的：目录里有，清单里没有" if name in found else "不见了：清单里有，目录里没有"
    for name in sorted(found.keys() & manifest["files"].keys()):
        if sha256(found[name]) != manifest["files"][name]["sha256"]:
            yield name, "被改动过：与清单所记的校验码不符"


def of_chain(chain, head):
    links, previous = chain["links"], ""
    told = {(link["content"]["of"], link["content"]["of_hash"]) for link in links if link["kind"] == "withdrawal"}
    for number, link in enumerate(links, 1):
        place, before, previous = f"{CHAIN} 第 {link['sequence']} 号", previous, link["hash"]
        if link["sequence"] != number or link["previous_hash"] != before:
            yield place, f"没有接在前一号之后，或序号不是 {number}：中间有增减"
        content_hash = sha256(canonical(link["content"])) if "content" in link else link["content_hash"]
        if sha256(canonical({**{name: link[name] for name in HASHED}, "content_hash": content_hash})) != link["hash"]:
            yield place, "被改动过：重新计算的校验码不符"
        later = [each for each in links[number:] if (each["kind"], each["thing"]) == (link["kind"], link["thing"])]
        fit = "withdrawn" if (number, previous) in told else "replaced" if later else "published"
        if link["state"] != fit:
            yield place, f"状态是 {link['state']}，按后面各号登记的应为 {fit}"
    if (chain["head"] or {"hash": ""})["hash"] != previous:
        yield CHAIN, f"链尾不符：这里最后一号的校验码是 {previous or '（空）'}"
    if head and (len(head) < 8 or not any(link["hash"].startswith(head) for link in links)):
        yield CHAIN, f"没有哪一号的校验码以 {head} 开头（至少要 8 位）：尾部被截去，或被改动过"


def of_content(found, chain):
    known, contents, ended = set(), {}, {each for link in chain["links"] for each in link.get("files", [])}
    for link in chain["links"]:
        name = f"open/chain/{link['sequence']}.json"
        if "content" in link or link["state"] == "published":
            if sha256(found.get(name, b"")) != link["content_hash"]:
                yield name, "原文数据不见了或被改动过：与公开链不符"
                continue
            content = contents[link["content_hash"]] = json.loads(found[name])
            known |= {file["sha256"] for key in ("files", "sheets") for file in content.get(key, [])}
    for name, data in sorted(found.items()):
        if name.startswith("open/files/") and (sha256(data) not in known or Path(name).stem != sha256(data)):
            yield name, "已撤下或更新，不应还在" if sha256(data) in ended else "不是公开链登记过的文件，或被改动过"
        text = data.decode(errors="replace") if name.endswith(".html") and "/chain/" not in name else ""
        page = text + html.unescape(text)
        for content in (contents.get(stamp) for stamp in STAMP.findall(text)):
            read = json.dumps([(content or {}).get(key, "") for key in READ], ensure_ascii=False)
            words = re.findall(r"[^\W_]{2,}", re.sub(r"\\.|\]\([^)]*\)", " ", read))
            if content is None or any(word not in page for word in words):
                yield name, "页面上的文字与公开链登记的内容不符"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("site", "--head", "--manifest"):
        parser.add_argument(name)
    asked, faults = parser.parse_args(), []
    try:
        paths = [path for path in Path(asked.site).rglob("*") if path.is_file()]
        found = {path.relative_to(asked.site).as_posix(): path.read_bytes() for path in paths}
        if asked.manifest and sha256(found[MANIFEST]) != asked.manifest.strip().lower():
            faults.append((MANIFEST, "不是所给校验码的那份清单"))
        faults += of_files(found, json.loads(found[MANIFEST]))
        chain = json.loads(found[CHAIN])
        faults += [*of_chain(chain, "".join((asked.head or "").split()).lower()), *of_content(found, chain)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        faults.append((asked.site, f"核对中断：这里不是导出的网站，或清单、公开链读不懂（{error!r}）"))
    sys.stdout.writelines(f"[有误] {name}：{text}\n" for name, text in faults)
    sys.stdout.write(f"核对有误：{len(faults)} 处。\n" if faults else f"核对无误：{len(found)} 个文件。\n")
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
