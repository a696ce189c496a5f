import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../protocol/ids.ts';
import { readDraft, writeDraft } from './drafts.ts';

const [room, phone, laptop] = [newId(), newId(), newId()];

/** Writes as a composer does that shows the stored draft, or that has not looked at it since `shown`. */
function write(doc: Y.Doc, device: string, body: string, now: number, shown = readDraft(doc, room)): void {
	writeDraft(doc, room, device, { body, shown }, now);
}

function exchange(a: Y.Doc, b: Y.Doc): void {
	Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
	Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

it('follows a person to another device, which takes it over', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	write(onPhone, phone, 'see you at', 1);
	exchange(onPhone, onLaptop);
	expect(readDraft(onLaptop, room)).toBe('see you at');
	write(onLaptop, laptop, 'see you at six', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('see you at six');
});

it('keeps both texts when two devices write at once', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	write(onPhone, phone, 'from the phone', 1);
	write(onLaptop, laptop, 'from the laptop', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('from the phone\n\nfrom the laptop');
	expect(readDraft(onLaptop, room)).toBe(readDraft(onPhone, room));
});

it('keeps what one device writes on while the other takes the draft over', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	write(onPhone, phone, 'one', 1);
	exchange(onPhone, onLaptop);
	write(onPhone, phone, 'one two', 2);
	write(onLaptop, laptop, 'one three', 3);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('one two\n\none three');
});

it('keeps what another device has written and this one has not shown', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	write(onLaptop, laptop, 'from the laptop', 1);
	write(onPhone, phone, 'from the phone', 2);
	exchange(onPhone, onLaptop);
	write(onLaptop, laptop, 'from the laptop, longer', 3, 'from the laptop');
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('from the phone\n\nfrom the laptop, longer');
	write(onLaptop, laptop, '', 4, 'from the laptop, longer');
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('from the phone');
});

it('is gone everywhere once it has been sent', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	write(onPhone, phone, 'hello', 1);
	exchange(onPhone, onLaptop);
	write(onLaptop, laptop, '', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('');
	expect([...onPhone.getMap('drafts').keys()]).toEqual([]);
});

it('belongs to its room alone', () => {
	const doc = new Y.Doc();
	write(doc, phone, 'here', 1);
	expect(readDraft(doc, newId())).toBe('');
});
