"""Sphinx: the pages of this folder as a site; built by script/docs."""
import logging
import os
import pathlib
import re
import sys

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

root = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(root / "cmake"))
import man_page

project = "siegert"
author = copyright = "the authors of siegert"
release = re.search(r"VERSION (\d+\.\d+\.\d+)", (root / "CMakeLists.txt").read_text()).group(1)

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "breathe", "nbsphinx"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

nbsphinx_execute = "always"  # notebooks hold no outputs; a test runs them, too
nbsphinx_execute_arguments = [f"--IPKernelApp.exec_lines=import os; os.chdir({str(root)!r})"]

html_theme = "furo"
html_title = f"siegert {release}"
html_static_path = []
highlight_language = "text"
smartquotes = False  # options begin with two hyphens, and what is quoted is to be copied

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
breathe_projects = {"siegert": os.environ.get("SIEGERT_DOXYGEN_XML", "")}
breathe_default_project = "siegert"
breathe_default_members = ("members",)

class Headers(SphinxDirective):
    """`.. headers:: theory`: everything that the public headers of a folder declare."""

    required_arguments = 1

    def run(self):
        folder = root / "include/siegert" / self.arguments[0]
        lines = []
        for header in sorted(folder.glob("*.hpp")):
            path = f"siegert/{folder.name}/{header.name}"
            lines += [f".. rubric:: <{path}>", "", f".. doxygenfile:: {path}", "   :no-link:",
                      "   :sections: briefdescription detaileddescription innernamespace innerclass enum func "
                      "typedef var public-attrib public-func", ""]
        content = nodes.section()
        content.document = self.state.document
        self.state.nested_parse(StringList(lines, "headers"), 0, content)
        return content.children

def listed(body):
    """The options or arguments of a command, with what each does."""
    items = nodes.definition_list()
    for name, explanation in man_page.entries(body):
        term = nodes.term("", "", nodes.literal("", name.replace(" :", " ")))
        items += nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", explanation)))
    return items

class Commands(SphinxDirective):
    """`.. commands::`: what every command says of itself by --help."""

    def run(self):
        program = os.environ["SIEGERT_COMMAND"]
        _, parts = man_page.sections(man_page.said(program, "--help"))
        return [self.section(name, *man_page.sections(man_page.said(program, name, "--help")))
                for name, _ in man_page.entries(parts["Subcommands"])]

    def section(self, name, summary, parts):
        title = f"siegert {name}"
        content = nodes.section("", nodes.title("", title), nodes.paragraph("", summary + "."), ids=[f"siegert-{name}"],
                                names=[nodes.fully_normalize_name(title)])
        for part in ("Positionals", "Options"):
            if part in parts:
                content += [nodes.rubric("", "Arguments" if part == "Positionals" else part), listed(parts[part])]
        example = "\n".join(line.removeprefix("  ") for line in parts["Example"])
        content += [nodes.rubric("", "Example"), nodes.literal_block(example, example, language="text")]
        self.state.document.note_implicit_target(content, content)
        return content

def as_plain_text(app, what, name, obj, options, lines):
    """Docstrings are plain text with formulas indented: nothing in them is marked up."""
    text = []
    formula = False
    for line in lines:
        if line.startswith(" ") and not formula:
            text += ["", "::", ""]
        elif line and not line.startswith(" ") and formula:
            text.append("")
        formula = line.startswith(" ") or (formula and not line)
        text.append("   " + line if formula and line else re.sub(r"([\\*`|_])", r"\\\1", line))
    lines[:] = text

def setup(app):
    app.connect("autodoc-process-docstring", as_plain_text)
    # Every header opens the namespace again, which Breathe declares each time.
    logging.getLogger("sphinx.sphinx.domains.cpp").addFilter(
        lambda record: "Duplicate C++ declaration" not in str(record.msg))
    app.add_directive("headers", Headers)
    app.add_directive("commands", Commands)
