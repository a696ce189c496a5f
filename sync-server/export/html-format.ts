import type { HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';
import type { ExportedRoom, ExportFormat } from './export-format.ts';
import { beginsDay, cameLate, dayAndMinute, dayOf, minuteOf } from './export-times.ts';
import { nameOf } from './person-name.ts';

/**
 * Of the page itself, because a file on a disk has no server to send one: nothing but the page's own style, so that what was
 * overlooked when escaping would still not run, nor load anything from anywhere.
 */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --quiet: #5c6470; --line: #d9dde3; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a3abb8; --line: #3a414c; } }
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 1px solid var(--line); }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: .875rem; font-weight: 600; color: var(--quiet); margin: 2rem 0 0; }
header p, time, .fact { font-size: .875rem; color: var(--quiet); }
article { margin: 1rem 0 0; content-visibility: auto; contain-intrinsic-size: auto 4rem; }
article p { margin: 0; white-space: pre-wrap; }
.gone { color: var(--quiet); font-style: italic; }
`;

/** One page without a script, for reading and printing. */
export const htmlFormat: ExportFormat = {
	mediaType: 'text/html; charset=utf-8',
	extension: '.html',
	head(room) {
		const { title, topic, words, exportedBy, exportedAt } = room;
		const exported = words.exported(nameOf(room, exportedBy), dayAndMinute(exportedAt));
		return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1 dir="auto">${escape(title)}</h1>
${topic === '' ? '' : `<p dir="auto">${escape(topic)}</p>\n`}<p>${escape(exported)}</p>
</header>
<main>
`;
	},
	message(room, message, before) {
		const day = dayOf(message.receivedAt);
		const heading = beginsDay(message, before) ? `<h2><time datetime="${day}">${day}</time></h2>\n` : '';
		return `${heading}<article id="m${message.seq}">
<strong dir="auto">${escape(nameOf(room, message.author))}</strong> ${facts(room, message)}
${words(room, message)}
</article>
`;
	},
	foot: () => '</main>\n</body>\n</html>\n'
};

function facts({ words }: ExportedRoom, message: HistoryMessage): string {
	const { receivedAt, createdAt, editedAt } = message;
	const received = `<time datetime="${new Date(receivedAt).toISOString()}">${minuteOf(receivedAt)}</time>`;
	const more = [
		...(cameLate(message) ? [words.written(dayAndMinute(createdAt))] : []),
		...(editedAt === null ? [] : [words.edited])
	];
	return [received, ...more.map((fact) => `<span class="fact">${escape(fact)}</span>`)].join(' · ');
}

function words(room: ExportedRoom, { body, deleted }: HistoryMessage): string {
	if (deleted !== null) return `<p class="gone">${escape(room.words.deleted(nameOf(room, deleted.by)))}</p>`;
	return `<p dir="auto">${escape(body)}</p>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
