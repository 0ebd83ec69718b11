// Element names we know, as small numbers, and what the tree builder must know about each.
//
// Names come from the HTML standard §4 and the obsolete ones of §16. Everything else, also every
// element inside <svg> and <math>, is Tag::Other and keeps its name as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace depesche::html {

// What an element does to the tree (§13.2.4.2 and §13.2.6); combined by `|`.
using TagTraits = std::uint16_t;
inline constexpr TagTraits kPlain = 0;
inline constexpr TagTraits kVoid = 1;        // has no content and no end tag
inline constexpr TagTraits kSpecial = 2;     // an end tag of a phrase does not reach through it
inline constexpr TagTraits kClosesP = 4;     // its start tag ends an open paragraph
inline constexpr TagTraits kFormatting = 8;  // misnested, its end tag works as soon as it can
inline constexpr TagTraits kRawText = 16;    // content is not markup
inline constexpr TagTraits kRcdata = 32;     // content is text with references
inline constexpr TagTraits kHead = 64;       // belongs in the head before the body begins
inline constexpr TagTraits kScope = 128;     // end tags inside do not close elements outside
inline constexpr TagTraits kLoose = 256;     // special, yet `<li>` and `<dd>` look through it

// clang-format off
#define DEPESCHE_HTML_TAGS(X) \
  X(Html, "html", kSpecial | kScope) X(Head, "head", kSpecial) X(Body, "body", kSpecial) \
  X(Base, "base", kSpecial | kVoid | kHead) X(Link, "link", kSpecial | kVoid | kHead) \
  X(Meta, "meta", kSpecial | kVoid | kHead) X(Title, "title", kSpecial | kRcdata | kHead) \
  X(Style, "style", kSpecial | kRawText | kHead) X(Script, "script", kSpecial | kRawText | kHead) \
  X(Noscript, "noscript", kSpecial | kHead) \
  X(Template, "template", kSpecial | kScope | kHead) \
  X(Bgsound, "bgsound", kSpecial | kVoid | kHead) X(Basefont, "basefont", kSpecial | kVoid | kHead) \
  X(Noframes, "noframes", kSpecial | kRawText | kHead) \
  X(Address, "address", kSpecial | kClosesP | kLoose) X(Article, "article", kSpecial | kClosesP) \
  X(Aside, "aside", kSpecial | kClosesP) X(Blockquote, "blockquote", kSpecial | kClosesP) \
  X(Center, "center", kSpecial | kClosesP) X(Details, "details", kSpecial | kClosesP) \
  X(Dialog, "dialog", kClosesP) X(Dir, "dir", kSpecial | kClosesP) \
  X(Div, "div", kSpecial | kClosesP | kLoose) X(Dl, "dl", kSpecial | kClosesP) \
  X(Fieldset, "fieldset", kSpecial | kClosesP) X(Figcaption, "figcaption", kSpecial | kClosesP) \
  X(Figure, "figure", kSpecial | kClosesP) X(Footer, "footer", kSpecial | kClosesP) \
  X(Header, "header", kSpecial | kClosesP) X(Hgroup, "hgroup", kSpecial | kClosesP) \
  X(Main, "main", kSpecial | kClosesP) X(Menu, "menu", kSpecial | kClosesP) \
  X(Nav, "nav", kSpecial | kClosesP) X(Ol, "ol", kSpecial | kClosesP) \
  X(P, "p", kSpecial | kClosesP | kLoose) X(Search, "search", kSpecial | kClosesP) \
  X(Section, "section", kSpecial | kClosesP) X(Summary, "summary", kSpecial | kClosesP) \
  X(Ul, "ul", kSpecial | kClosesP) X(H1, "h1", kSpecial | kClosesP) \
  X(H2, "h2", kSpecial | kClosesP) X(H3, "h3", kSpecial | kClosesP) \
  X(H4, "h4", kSpecial | kClosesP) X(H5, "h5", kSpecial | kClosesP) \
  X(H6, "h6", kSpecial | kClosesP) X(Pre, "pre", kSpecial | kClosesP) \
  X(Listing, "listing", kSpecial | kClosesP) X(Form, "form", kSpecial | kClosesP) \
  X(Li, "li", kSpecial | kClosesP | kLoose) X(Dd, "dd", kSpecial | kClosesP | kLoose) \
  X(Dt, "dt", kSpecial | kClosesP | kLoose) X(Plaintext, "plaintext", kSpecial | kClosesP) \
  X(Hr, "hr", kSpecial | kVoid | kClosesP) X(Xmp, "xmp", kSpecial | kRawText | kClosesP) \
  X(Table, "table", kSpecial | kScope | kClosesP) X(Caption, "caption", kSpecial | kScope) \
  X(Colgroup, "colgroup", kSpecial) X(Col, "col", kSpecial | kVoid) X(Tbody, "tbody", kSpecial) \
  X(Thead, "thead", kSpecial) X(Tfoot, "tfoot", kSpecial) X(Tr, "tr", kSpecial) \
  X(Td, "td", kSpecial | kScope) X(Th, "th", kSpecial | kScope) \
  X(Applet, "applet", kSpecial | kScope) X(Object, "object", kSpecial | kScope) \
  X(Marquee, "marquee", kSpecial | kScope) X(Area, "area", kSpecial | kVoid) \
  X(Br, "br", kSpecial | kVoid) X(Embed, "embed", kSpecial | kVoid) \
  X(Img, "img", kSpecial | kVoid) X(Input, "input", kSpecial | kVoid) \
  X(Keygen, "keygen", kSpecial | kVoid) X(Param, "param", kSpecial | kVoid) \
  X(Source, "source", kSpecial | kVoid) X(Track, "track", kSpecial | kVoid) \
  X(Wbr, "wbr", kSpecial | kVoid) X(Frame, "frame", kSpecial | kVoid) \
  X(Frameset, "frameset", kSpecial) X(Iframe, "iframe", kSpecial | kRawText) \
  X(Noembed, "noembed", kSpecial | kRawText) X(Textarea, "textarea", kSpecial | kRcdata) \
  X(Button, "button", kSpecial) X(Select, "select", kSpecial) \
  X(A, "a", kFormatting) X(B, "b", kFormatting) X(Big, "big", kFormatting) \
  X(Code, "code", kFormatting) X(Em, "em", kFormatting) X(Font, "font", kFormatting) \
  X(I, "i", kFormatting) X(Nobr, "nobr", kFormatting) X(S, "s", kFormatting) \
  X(Small, "small", kFormatting) X(Strike, "strike", kFormatting) \
  X(Strong, "strong", kFormatting) X(Tt, "tt", kFormatting) X(U, "u", kFormatting) \
  X(Abbr, "abbr", kPlain) X(Acronym, "acronym", kPlain) X(Audio, "audio", kPlain) \
  X(Bdi, "bdi", kPlain) X(Bdo, "bdo", kPlain) X(Canvas, "canvas", kPlain) \
  X(Cite, "cite", kPlain) X(Data, "data", kPlain) X(Datalist, "datalist", kPlain) \
  X(Del, "del", kPlain) X(Dfn, "dfn", kPlain) X(Ins, "ins", kPlain) X(Kbd, "kbd", kPlain) \
  X(Label, "label", kPlain) X(Legend, "legend", kPlain) X(Map, "map", kPlain) \
  X(Mark, "mark", kPlain) X(Meter, "meter", kPlain) X(Optgroup, "optgroup", kPlain) \
  X(Option, "option", kPlain) X(Output, "output", kPlain) X(Picture, "picture", kPlain) \
  X(Progress, "progress", kPlain) X(Q, "q", kPlain) X(Rb, "rb", kPlain) X(Rp, "rp", kPlain) \
  X(Rt, "rt", kPlain) X(Rtc, "rtc", kPlain) X(Ruby, "ruby", kPlain) X(Samp, "samp", kPlain) \
  X(Slot, "slot", kPlain) X(Span, "span", kPlain) X(Sub, "sub", kPlain) X(Sup, "sup", kPlain) \
  X(Time, "time", kPlain) X(Var, "var", kPlain) X(Video, "video", kPlain) \
  X(Svg, "svg", kPlain) X(Math, "math", kPlain) X(ForeignObject, "foreignobject", kScope)
// clang-format on

enum class Tag : std::uint8_t {
  Other,
#define DEPESCHE_HTML_ENUMERATOR(id, name, traits) id,
  DEPESCHE_HTML_TAGS(DEPESCHE_HTML_ENUMERATOR)
#undef DEPESCHE_HTML_ENUMERATOR
      Count
};

/// The number of a lower-case name; Tag::Other when it is unknown.
Tag tag_of(std::string_view name);

/// Empty for Tag::Other.
std::string_view name(Tag tag);

inline constexpr TagTraits kTraits[] = {kPlain,
#define DEPESCHE_HTML_TRAITS(id, name, traits) traits,
                                        DEPESCHE_HTML_TAGS(DEPESCHE_HTML_TRAITS)
#undef DEPESCHE_HTML_TRAITS
};
constexpr TagTraits traits(Tag tag) { return kTraits[static_cast<std::size_t>(tag)]; }
inline bool has_trait(Tag tag, TagTraits trait) { return (traits(tag) & trait) != 0; }

inline bool is_heading(Tag tag) { return tag >= Tag::H1 && tag <= Tag::H6; }

}  // namespace depesche::html
