import { randomBytes } from 'node:crypto';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_BYTES, UPDATE_MAX_STRUCTS } from '../../src/lib/protocol/limits.ts';
import { forgedBy, type Attack } from '../support/attack.ts';

const now = Date.now();

/** Everything a member may not do with an update. */
export const ATTACKS: Attack[] = [
	{
		name: 'speak under a forged author',
		code: 'wrong-author',
		update: ({ doc, annaId }) =>
			forgedBy(doc, () => doc.getMap('messages').set(newId(), { author: annaId, body: 'I quit', createdAt: now }))
	},
	{
		name: "take another's client id",
		code: 'client-id-taken',
		update: ({ doc, borisId, annaClient }) =>
			forgedBy(
				doc,
				() => doc.getMap('messages').set(newId(), { author: borisId, body: 'x', createdAt: now }),
				annaClient
			)
	},
	{
		name: "take the server's client id",
		code: 'client-id-taken',
		update: ({ doc, borisId, serverClient }) =>
			forgedBy(
				doc,
				() => doc.getMap('messages').set(newId(), { author: borisId, body: 'x', createdAt: now }),
				serverClient
			)
	},
	{
		name: "overwrite another's message in their name",
		code: 'not-yours',
		update: ({ doc, annaId, hers }) =>
			forgedBy(doc, () =>
				doc.getMap('messages').set(hers, { author: annaId, body: 'goodbye', createdAt: now, editedAt: now })
			)
	},
	{
		name: "overwrite another's message in their own name",
		code: 'not-yours',
		update: ({ doc, borisId, hers }) =>
			forgedBy(doc, () => doc.getMap('messages').set(hers, { author: borisId, body: 'mine', createdAt: now }))
	},
	{
		name: "delete another's message",
		code: 'not-yours',
		update: ({ doc, hers }) => forgedBy(doc, () => doc.getMap('messages').delete(hers))
	},
	{
		name: 'delete every message at once',
		code: 'not-yours',
		update: ({ doc }) => forgedBy(doc, () => doc.getMap('messages').clear())
	},
	{
		name: 'write the timeline',
		code: 'server-only',
		update: ({ doc, hers }) =>
			forgedBy(doc, () => doc.getArray('timeline').insert(doc.getArray('timeline').length, [{ id: hers, at: now }]))
	},
	{
		name: 'put something before what is in the timeline',
		code: 'invalid-content',
		update: ({ doc, hers }) => forgedBy(doc, () => doc.getArray('timeline').insert(0, [{ id: hers, at: now }]))
	},
	{
		name: 'store a message whose fields are in its prototype',
		code: 'invalid-content',
		update: ({ doc, borisId }) => {
			const fields = JSON.stringify({ author: borisId, body: 'ghost', createdAt: now });
			return forgedBy(doc, () => doc.getMap('messages').set(newId(), JSON.parse(`{"__proto__": ${fields}}`) as object));
		}
	},
	{
		name: 'stop the server with a chain of values that it has to walk',
		code: 'too-large',
		update: ({ doc, borisId }) =>
			forgedBy(doc, () => {
				for (let i = 0; i <= UPDATE_MAX_STRUCTS; i++) {
					doc.getMap('messages').set(newId(), { author: borisId, body: 'x', createdAt: now });
				}
			})
	},
	{
		name: 'delete from the timeline',
		code: 'server-only',
		update: ({ doc }) => forgedBy(doc, () => doc.getArray('timeline').delete(0, 1))
	},
	{
		name: 'make themselves the owner in the head',
		code: 'server-only',
		at: 'head',
		update: ({ borisId }) =>
			forgedBy(new Y.Doc(), (doc) => doc.getMap('members').set(borisId, { name: 'Boss', role: 'owner' }))
	},
	{
		name: 'write to an unknown root',
		code: 'unknown-root',
		update: ({ doc }) => forgedBy(doc, () => doc.getMap('backdoor').set('open', true))
	},
	{
		name: 'store a nested type',
		code: 'invalid-content',
		update: ({ doc }) => forgedBy(doc, () => doc.getMap('messages').set(newId(), new Y.Map([['body', 'x']])))
	},
	{
		name: 'store a subdocument',
		code: 'invalid-content',
		update: ({ doc }) => forgedBy(doc, () => doc.getMap('messages').set(newId(), new Y.Doc()))
	},
	{
		name: 'store a message with a key of their own',
		code: 'invalid-content',
		update: ({ doc, borisId }) =>
			forgedBy(doc, () =>
				doc.getMap('messages').set(newId(), { author: borisId, body: 'x', createdAt: now, admin: true })
			)
	},
	{
		name: 'smuggle a forged message in beside an honest one',
		code: 'wrong-author',
		update: ({ doc, annaId, borisId }) =>
			forgedBy(doc, () => {
				doc.getMap('messages').set(newId(), { author: borisId, body: 'honest', createdAt: now });
				doc.getMap('messages').set(newId(), { author: annaId, body: 'forged', createdAt: now });
			})
	},
	{
		name: 'send 1 MB of random bytes',
		code: 'malformed',
		update: () => Uint8Array.from(randomBytes(UPDATE_MAX_BYTES)).fill(255, 0, 1)
	},
	{
		name: 'send more than the limit',
		code: 'too-large',
		update: () => new Uint8Array(UPDATE_MAX_BYTES + 1)
	},
	{
		name: 'make the server allocate by claiming millions of structs',
		code: 'malformed',
		update: () => Uint8Array.of(1, 255, 255, 255, 15, 1, 0)
	}
];

/** Refused as well, but an honest client could come to it, so it is told to resync. */
export const MISSING_DEPENDENCIES: Attack = {
	name: 'send an update whose predecessors are missing',
	code: 'missing-dependencies',
	update: ({ doc, borisId }) => {
		const message = { author: borisId, body: 'x', createdAt: now };
		forgedBy(doc, () => doc.getMap('messages').set(newId(), message));
		return forgedBy(doc, () => doc.getMap('messages').set(newId(), message));
	}
};
