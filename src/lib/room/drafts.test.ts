import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../protocol/ids.ts';
import { readDraft, writeDraft } from './drafts.ts';

const [room, phone, laptop] = [newId(), newId(), newId()];

function exchange(a: Y.Doc, b: Y.Doc): void {
	Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
	Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

it('follows a person to another device, which takes it over', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	writeDraft(onPhone, room, phone, 'see you at', 1);
	exchange(onPhone, onLaptop);
	expect(readDraft(onLaptop, room)).toBe('see you at');
	writeDraft(onLaptop, room, laptop, 'see you at six', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('see you at six');
});

it('keeps both texts when two devices write at once', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	writeDraft(onPhone, room, phone, 'from the phone', 1);
	writeDraft(onLaptop, room, laptop, 'from the laptop', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('from the phone\n\nfrom the laptop');
	expect(readDraft(onLaptop, room)).toBe(readDraft(onPhone, room));
});

it('keeps what one device writes on while the other takes the draft over', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	writeDraft(onPhone, room, phone, 'one', 1);
	exchange(onPhone, onLaptop);
	writeDraft(onPhone, room, phone, 'one two', 2);
	writeDraft(onLaptop, room, laptop, 'one three', 3);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('one two\n\none three');
});

it('is gone everywhere once it has been sent', () => {
	const [onPhone, onLaptop] = [new Y.Doc(), new Y.Doc()];
	writeDraft(onPhone, room, phone, 'hello', 1);
	exchange(onPhone, onLaptop);
	writeDraft(onLaptop, room, laptop, '', 2);
	exchange(onPhone, onLaptop);
	expect(readDraft(onPhone, room)).toBe('');
	expect([...onPhone.getMap('drafts').keys()]).toEqual([]);
});

it('belongs to its room alone', () => {
	const doc = new Y.Doc();
	writeDraft(doc, room, phone, 'here', 1);
	expect(readDraft(doc, newId())).toBe('');
});
