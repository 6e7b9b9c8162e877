"""Every link from a page, a notebook or README.md to another file of the repository leads somewhere, to its heading too.

    check_links.py REPOSITORY
"""
import json
import pathlib
import re
import sys

LINK = re.compile(r"(?<!\!)\[[^\]\[]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(page):
    if page.suffix == ".ipynb":
        cells = json.loads(page.read_text())["cells"]
        return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return FENCE.sub("", page.read_text())


def anchors(page):
    """Of the headings, as GitHub and MyST make them."""
    found = set()
    for heading in re.findall(r"^#+ +(.*)$", text_of(page), re.MULTILINE):
        plain = re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def broken(page, repository):
    for match in LINK.finditer(text_of(page)):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists():
            yield f"{page.relative_to(repository)}: no {target}"
        elif anchor and place.suffix == ".md" and anchor not in anchors(place):
            yield f"{page.relative_to(repository)}: no heading {target}"


def main():
    repository = pathlib.Path(sys.argv[1]).resolve()
    pages = [repository / "README.md", repository / "CONTRIBUTING.md", repository / "validation/README.md",
             *sorted((repository / "docs").rglob("*.md")), *sorted((repository / "docs").rglob("*.ipynb"))]
    complaints = [complaint for page in pages for complaint in broken(page, repository)]
    print("\n".join([*complaints, f"{len(pages)} pages, {len(complaints)} broken links"]))
    return 1 if complaints or len(pages) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
