"""畳み込み: a template is kept once for each language, with what it always says already said.

Most of a page is fixed words. Django looks each of them up at every drawing; here they are looked
up when a template is first read in a language, and stand in it as text from then on. What a page
says is the same (a test draws both); drawing one takes a fifth less. See docs/decisions/0015.
"""

from collections.abc import Iterator
from contextlib import suppress

from django.template import Context, Origin, Template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    Variable,
)
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loaders import base, cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class _Folding(base.Loader):
    """Reads a template and folds it, before anybody else has it."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Template = super().get_template(template_name, skip)
        _fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folding):
    """読み込み: Django's kept templates, one for each language in which it was asked for."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


def _fold(nodes: NodeList) -> None:
    """In place: fixed nodes become text, and text beside text one piece."""
    folded: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            _fold(inner)
        said = _said(node)
        if said is None or isinstance(said, _Named):
            folded.append(said or node)
        elif folded and isinstance(folded[-1], TextNode):
            folded[-1] = TextNode(folded[-1].s + said)
        elif said:
            folded.append(TextNode(said))
    nodes[:] = folded


def _inside(node: Node) -> Iterator[NodeList]:
    """The lists of nodes within a node, for the languages of now: not those within
    ``{% language %}``, which are drawn in another one."""
    if isinstance(node, LanguageNode):
        return
    if isinstance(node, IfNode):
        yield from (nodes for _, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _said(node: Node) -> "str | _Named | None":
    """What the node says whoever looks, or what it calls by a name; None: that depends."""
    match node:
        case TextNode():
            return str(node.s)
        case LoadNode() | CommentNode():
            return ""
        case TranslateNode() if _is_literal(node.filter_expression) and not node.message_context:
            return _drawn(node, node.asvar)
        case StaticNode() if _is_literal(node.path):
            return _drawn(node, node.varname)
        case URLNode() if _is_literal(node.view_name) and not (node.args or node.kwargs):
            with suppress(NoReverseMatch):  # it will say so where it is drawn, if it is drawn
                return _drawn(node, node.asvar)
    return None


def _drawn(node: Node, name: str | None) -> "str | _Named | None":
    context = Context()
    text = str(node.render(context))
    if name is None:
        return text
    # A name without an address has none here: the staff side is there for some callers alone.
    return _Named(name, context[name]) if context[name] else None


class _Named(Node):
    """``{% url 'x' as y %}``: only the name is given anew at each drawing."""

    child_nodelists = ()

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value

    def render(self, context: Context) -> SafeString:
        context[self.name] = self.value
        return SafeString()


def _is_literal(words: FilterExpression) -> bool:
    literal = words.var.literal if isinstance(words.var, Variable) else words.var
    return literal is not None and not words.filters
