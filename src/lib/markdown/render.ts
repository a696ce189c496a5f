import { linkAttributes } from './links.ts';
import { sanitizeMessage } from './sanitize.ts';
import { toHtml } from './to-html.ts';

/** Renderings that are kept for each room: what is on screen and a few screens around it. */
const KEPT_MAX = 300;

/** What a rendering depends on besides the text: all the messages of a room have it in common. */
export interface Surroundings {
	/** User ids of those who may be named, by username. */
	members: ReadonlyMap<string, string>;
	/** Where somebody's card is, but for their id. */
	cards: string;
}

/** By the surroundings, so that it goes with the room; then by the text, the oldest first. */
const kept = new WeakMap<Surroundings, Map<string, DocumentFragment>>();

/** A message's Markdown as nodes, for the caller to put into the page. `me`: who is named where their name is marked. */
export function render(body: string, surroundings: Surroundings, me: string | undefined): Node {
	const rendering = keptRendering(body, surroundings).cloneNode(true) as DocumentFragment;
	for (const link of rendering.querySelectorAll<HTMLElement>('a[data-person]')) {
		if (link.dataset['person'] !== me) continue;
		const mark = document.createElement('mark');
		mark.append(...link.childNodes);
		link.append(mark);
	}
	return rendering;
}

function keptRendering(body: string, surroundings: Surroundings): DocumentFragment {
	const ofRoom = kept.get(surroundings) ?? new Map<string, DocumentFragment>();
	kept.set(surroundings, ofRoom);
	const rendering = ofRoom.get(body) ?? rendered(body, surroundings);
	ofRoom.delete(body);
	ofRoom.set(body, rendering);
	for (const oldest of ofRoom.keys()) {
		if (ofRoom.size <= KEPT_MAX) break;
		ofRoom.delete(oldest);
	}
	return rendering;
}

function rendered(body: string, { members, cards }: Surroundings): DocumentFragment {
	const fragment = sanitizeMessage(toHtml(body, members));
	for (const link of fragment.querySelectorAll('a')) {
		const person = link.dataset['person'];
		if (person === undefined) leadOut(link);
		else link.setAttribute('href', `${cards}${person}`);
	}
	for (const code of fragment.querySelectorAll('pre')) {
		const frame = document.createElement('div');
		frame.className = 'code';
		code.replaceWith(frame);
		frame.append(code);
	}
	return fragment;
}

function leadOut(link: HTMLAnchorElement): void {
	const address = link.getAttribute('href') ?? '';
	const attributes = linkAttributes(address, location.origin);
	if (attributes === undefined) return link.replaceWith(...link.childNodes);
	for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, String(value));
	// Words that hide where they lead to, or lie about it.
	if (link.textContent !== address) link.title = attributes.href;
}
