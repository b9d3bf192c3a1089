#!/usr/bin/env python3
"""核对院务公开网站的离线副本：python3 verify_site.py 目录 [--head 链尾校验码] [--manifest 清单校验码]；只需要 Python 3.8。"""

import argparse
import hashlib
import html
import json
import re
import sys
import unicodedata
from pathlib import Path

HASHED = ("sequence", "content_hash", "previous_hash", "published_at")
READ = ("title", "name", "content", "body", "question", "answer", "department", "limit", "fee_basis", "bases", "materials")
CHAIN, MANIFEST, HEX = "open/chain.json", "manifest.json", re.compile("[0-9a-f]{64}")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def canonical(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def words(text):
    return set(re.findall(r"\w{2,}", unicodedata.normalize("NFKC", text)))


def of_files(found, data, manifest):
    body = {key: value for key, value in manifest.items() if key != "sha256"}
    if data != canonical(manifest) + b"\n" or manifest.get("sha256") != sha256(canonical(body)):
        yield MANIFEST, "清单被改动过"
    for name, kept in sorted(manifest["files"].items()):
        if name not in found:
            yield name, "不见了：清单里有，目录里没有"
        elif sha256(found[name].read_bytes()) != kept["sha256"]:
            yield name, "被改动过：与清单所记的校验码不符"
    for name in sorted(set(found) - set(manifest["files"]) - {MANIFEST}):
        yield name, "多出来的：目录里有，清单里没有"


def of_chain(chain, head):
    links, previous = chain["links"], ""
    for number, link in enumerate(links, 1):
        place = f"{CHAIN} 第 {link['sequence']} 号"
        if link["sequence"] != number:
            yield place, f"序号应当是 {number}：中间有增减"
        if link["previous_hash"] != previous:
            yield place, "没有接在前一号之后"
        if sha256(canonical({name: link[name] for name in HASHED})) != link["hash"]:
            yield place, "被改动过：重新计算的校验码不符"
        if "content" in link and sha256(canonical(link["content"])) != link["content_hash"]:
            yield place, "内容被改动过"
        previous = link["hash"]
    told = {link["content"]["of"]: link for link in links if link["kind"] == "withdrawal"}
    for link in links:
        place, tombstone = f"{CHAIN} 第 {link['sequence']} 号", told.get(link["sequence"])
        later = [each for each in links[link["sequence"] :] if each["kind"] == link["kind"] and each["thing"] == link["thing"]]
        if (link["state"] == "withdrawn") != bool(tombstone):
            yield place, "状态与公开链不符：撤下的必须有一号登记撤下，没有撤下的不能有"
        elif tombstone and (tombstone["content"]["of_hash"] != link["hash"] or tombstone["sequence"] <= link["sequence"]):
            yield place, "登记撤下的那一号所记的校验码不是它的"
        if (link["state"] == "replaced" and not later) or (link["state"] == "published" and later):
            yield place, "状态与公开链不符：已更新的必须有新的一版，公开中的不能有"
    last = (chain["head"] or {"hash": ""})["hash"]
    if last != previous or (head and head.replace(" ", "").lower() != last[: len(head.replace(" ", ""))]):
        yield CHAIN, f"链尾不符：这里最后一号的校验码是 {previous or '（空）'}"


def of_content(found, chain):
    known, contents = set(), {}
    for link in chain["links"]:
        name = f"open/chain/{link['sequence']}.json"
        if "content" in link or link["state"] == "published":
            data = found[name].read_bytes() if name in found else b""
            if sha256(data) != link["content_hash"]:
                yield name, "原文数据不见了或被改动过：与公开链不符"
                continue
            content = contents[link["content_hash"]] = json.loads(data)
            known |= {file["sha256"] for key in ("files", "sheets") for file in content.get(key, [])}
    hashes = {link["content_hash"] for link in chain["links"]}
    for name, path in sorted(found.items()):
        if name.startswith("open/files/") and (sha256(path.read_bytes()) not in known or path.stem not in known):
            yield name, "不是公开链登记过的文件，或被改动过"
        for stamp in re.findall('<meta name="content-hash" content="(.*?)"', path.read_text()) if path.suffix == ".html" else ():
            text = unicodedata.normalize("NFKC", html.unescape(re.sub("<[^>]*>", "", path.read_text())))
            read = words(json.dumps([contents.get(stamp, {}).get(key, "") for key in READ], ensure_ascii=False).replace("\\n", " "))
            if stamp not in hashes or ("/chain/" not in name and any(word not in text for word in read)):
                yield name, "页面与公开链上的内容不符"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("site", "--head", "--manifest"):
        parser.add_argument(name)
    asked = parser.parse_args()
    site, faults = Path(asked.site), []
    try:
        data = (site / MANIFEST).read_bytes()
        chain, found = json.loads((site / CHAIN).read_bytes()), {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}
        if asked.manifest and sha256(data) != asked.manifest.strip().lower():
            faults.append((MANIFEST, "不是所给校验码的那份清单"))
        for part in (of_files(found, data, json.loads(data)), of_chain(chain, asked.head), of_content(found, chain)):
            faults += part
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.append((str(site), f"核对中断，清单或公开链读不到或读不懂：{error!r}"))
    for name, text in faults:
        sys.stdout.write(f"[有误] {name}：{text}\n")
    sys.stdout.write(f"核对有误：{len(faults)} 处。\n" if faults else f"核对无误：{len(found)} 个文件，公开链 {len(chain['links'])} 号，链尾 {(chain['head'] or {}).get('hash', '')}。\n")
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
