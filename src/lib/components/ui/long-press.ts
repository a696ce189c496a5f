import type { Attachment } from 'svelte/attachments';

/** How long a finger rests before it asks for the menu, in ms: what both phone systems wait. */
const LONG_PRESS_MS = 500;

/** A finger that has moved further than this scrolls, in pixels. */
const STILL_PX = 10;

/**
 * Calls `ask` where a menu is asked for: by the right button, by the keyboard's menu key, by a finger that rests. Safari on a
 * phone tells nobody of the last.
 */
export function menuAsked(
	ask: (target: Element, place: { x: number; y: number } | undefined) => boolean
): Attachment<HTMLElement> {
	return (element) => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		let start = { x: 0, y: 0 };
		const forget = () => clearTimeout(timer);
		const down = (event: PointerEvent) => {
			forget();
			const { target } = event;
			if (event.pointerType !== 'touch' || !event.isPrimary || !(target instanceof Element)) return;
			start = { x: event.clientX, y: event.clientY };
			timer = setTimeout(() => {
				if (ask(target, start)) swallowClick();
			}, LONG_PRESS_MS);
		};
		const move = ({ clientX, clientY }: PointerEvent) => {
			if (Math.hypot(clientX - start.x, clientY - start.y) > STILL_PX) forget();
		};
		const menu = (event: PointerEvent | MouseEvent) => {
			forget();
			if (!(event.target instanceof Element)) return;
			// The keyboard's menu key has no place of its own. Safari says nothing of what has pressed.
			const pointed = 'pointerType' in event ? event.pointerType !== '' : event.button === 2;
			if (!ask(event.target, pointed ? { x: event.clientX, y: event.clientY } : undefined)) return;
			event.preventDefault();
			if ('pointerType' in event && event.pointerType === 'touch') swallowClick();
		};
		element.addEventListener('pointerdown', down);
		element.addEventListener('pointermove', move);
		for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, forget);
		element.addEventListener('contextmenu', menu);
		return () => {
			forget();
			element.removeEventListener('pointerdown', down);
			element.removeEventListener('pointermove', move);
			for (const end of ['pointerup', 'pointercancel'] as const) element.removeEventListener(end, forget);
			element.removeEventListener('contextmenu', menu);
		};
	};
}

/** The finger that opened the menu is lifted over what it rested on: that is no tap. */
function swallowClick(): void {
	const swallow = (event: Event) => {
		event.preventDefault();
		event.stopPropagation();
	};
	addEventListener('click', swallow, { capture: true, once: true });
	// Where no click follows, the next one is meant.
	const over = () => setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
	addEventListener('pointerup', over, { capture: true, once: true });
	addEventListener('pointercancel', over, { capture: true, once: true });
}
