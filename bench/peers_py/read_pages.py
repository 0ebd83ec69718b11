"""One Python extractor as a peer of depesche: paths on standard input, one JSON object a page on
standard output, in order. bench/peers starts it in whichever Python has the extractor.

    python3 read_pages.py --which     the extractors this Python can import, as JSON
    python3 read_pages.py NAME        reads pages

Each adapter below calls its extractor as its own documentation does, with metadata where it has any
and without network; nothing of an extractor is done again here.
"""
import json
import logging
import os
import re
import subprocess
import sys

ADAPTERS = {}


def adapter(name, module):
    """Registers a function that returns (version, read), where read turns a path into fields."""
    def register(load):
        ADAPTERS[name] = (module, load)
        return load
    return register


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def text_in(raw):
    """For extractors that want characters: UTF-8, else the charset the page names, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        named = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", raw[:4096])
        try:
            return raw.decode(named[1].decode("ascii") if named else "cp1252", "replace")
        except LookupError:
            return raw.decode("cp1252", "replace")


def version_of(distribution):
    from importlib import metadata
    try:
        return f"{distribution} {metadata.version(distribution)}"
    except metadata.PackageNotFoundError:
        return distribution


def stamp(moment):
    return moment.isoformat() if hasattr(moment, "isoformat") else moment or None


@adapter("readability-lxml", "readability")
def readability_lxml():
    import lxml.html
    from readability import Document
    blocks = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "br", "blockquote", "pre")

    def read(path):
        document = Document(bytes_of(path))
        tree = lxml.html.fromstring(document.summary(html_partial=True))
        for element in tree.iter(*blocks):  # text_content() would glue the words of two blocks
            element.tail = "\n" + (element.tail or "")
        return {"title": document.short_title(), "text": tree.text_content()}
    return version_of("readability-lxml"), read


@adapter("trafilatura", "trafilatura")
def trafilatura():
    import trafilatura as module
    # Since 2.0 with_metadata asks for metadata; before, it refused pages that lack some.
    modern = int(getattr(module, "__version__", "2").split(".")[0]) >= 2
    options = {"with_metadata": True} if modern else {}

    def read(path):
        found = module.extract(bytes_of(path), output_format="json", include_comments=False, **options)
        fields = json.loads(found) if found else {}
        authors = [name.strip() for name in (fields.get("author") or "").split(";")]
        return {"title": fields.get("title"), "authors": [name for name in authors if name],
                "published": fields.get("date"), "text": fields.get("text")}
    return version_of("trafilatura"), read


@adapter("newspaper", "newspaper")
def newspaper():
    import newspaper as module

    def read(path):
        article = module.Article("http://localhost/page", fetch_images=False)
        article.download(input_html=text_in(bytes_of(path)))
        article.parse()
        return {"title": article.title, "authors": list(article.authors),
                "published": stamp(article.publish_date), "text": article.text}
    newer = version_of("newspaper4k")
    return newer if " " in newer else version_of("newspaper3k"), read


@adapter("goose3", "goose3")
def goose3():
    from goose3 import Goose
    goose = Goose({"enable_image_fetching": False})

    def read(path):
        article = goose.extract(raw_html=text_in(bytes_of(path)))
        return {"title": article.title, "authors": list(article.authors or []),
                "published": stamp(article.publish_date), "text": article.cleaned_text}
    return version_of("goose3"), read


@adapter("justext", "justext")
def justext():
    import justext as module
    names = {"de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian",
             "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "ru": "Russian", "sv": "Swedish",
             "da": "Danish", "no": "Norwegian_Bokmal", "cs": "Czech", "hu": "Hungarian"}
    lists = {}

    def read(path):
        raw = bytes_of(path)
        named = re.search(rb"<html[^>]*\blang\s*=\s*[\"']?([a-zA-Z]{2})", raw[:8192])
        language = names.get(named[1].decode().lower() if named else "en", "English")
        words = lists.get(language) or lists.setdefault(language, module.get_stoplist(language))
        kept = [part.text for part in module.justext(raw, words) if not part.is_boilerplate]
        return {"text": "\n".join(kept)}
    return version_of("justext"), read


@adapter("boilerpy3", "boilerpy3")
def boilerpy3():
    from boilerpy3 import extractors
    extractor = extractors.ArticleExtractor()

    def read(path):
        document = extractor.get_doc(text_in(bytes_of(path)))
        return {"title": document.title, "text": document.content}
    return version_of("boilerpy3"), read


@adapter("resiliparse", "resiliparse.extract.html2text")
def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(path):
        raw = bytes_of(path)
        tree = HTMLTree.parse_from_bytes(raw, detect_encoding(raw))
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
        return {"title": tree.title, "text": text}
    return version_of("resiliparse"), read


@adapter("go-trafilatura", None)
def go_trafilatura():
    """A program without a mode that stays running: each page is a process, its start included."""
    import resource

    def read(path):
        command = ["go-trafilatura", "--format", "json", "--no-comments", path]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        fields = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
        known = fields.get("metadata") or {}
        day = known.get("date") or ""
        return {"title": known.get("title"), "text": fields.get("contentText"),
                "authors": [part.strip() for part in (known.get("author") or "").split(";") if part],
                "published": None if day.startswith("0001") else day or None,
                "peak_kb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}
    return "go-trafilatura, a process a page", read


def which():
    found = {}
    for name, (module, _) in ADAPTERS.items():
        if module is None:
            continue
        try:
            __import__(module)
            found[name] = True
        except ImportError as missing:
            # Absent is one thing, there but broken another that deserves its reason.
            if getattr(missing, "name", None) != module.split(".")[0]:
                found[name] = str(missing)
        except Exception as broken:  # an extractor may fail in any way at import
            found[name] = f"{type(broken).__name__}: {broken}"
    return found


def main():
    # Standard output carries answers only; whatever an extractor prints goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    if sys.argv[1:] == ["--which"]:
        print(json.dumps(which()), file=answers)
        return
    version, read = ADAPTERS[sys.argv[1]][1]()
    print(json.dumps({"version": version}), file=answers, flush=True)
    for line in sys.stdin:
        try:
            answer = read(line.rstrip("\n"))
            if not (answer.get("text") or "").strip():
                answer["error"] = {"code": "no_article", "message": "no text found"}
        except Exception as failure:  # a page an extractor fails on is a page it got wrong
            answer = {"error": {"code": "failed", "message": f"{type(failure).__name__}: {failure}"[:200]}}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
