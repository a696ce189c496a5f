import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { AccountLimits } from '../access/account-limits.ts';
import { Conversation, type ConversationDeps } from './conversation.ts';
import { makePeer } from './test-peer.ts';

const roomId = newId();
const document = segmentName(roomId, 0);

/** What a device whose copy is of generation 0 hears first, where the server has come to generation 1. */
async function answerTo(device: { lost: boolean }): Promise<unknown> {
	const { peer, line } = makePeer();
	peer.grants.join(roomId);
	const [copy, rebased] = [new Y.Doc(), new Y.Doc()];
	for (const doc of [copy, rebased]) doc.getMap('messages').set('id', 'hello');
	const [update, stateVector] = [Y.encodeStateAsUpdate(rebased), Y.encodeStateVector(rebased)];
	const deps = {
		documents: { sync: () => Promise.resolve({ update, stateVector, version: 5, generation: 1 }) },
		limits: new AccountLimits(() => 0)
	} as unknown as ConversationDeps;
	const step1 = { kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(copy), generation: 0 } as const;
	new Conversation(peer, device.lost, deps).receive(step1);
	await vi.waitUntil(async () => (await turn(), line.frames.length > 0));
	return line.frames[0];
}

it('has a copy of an earlier generation renewed (C6)', async () => {
	expect(await answerTo({ lost: false })).toEqual({ kind: 'closed', document, reason: 'renew' });
});

it('lets a copy of an earlier generation be where it may hold what the restored store has lost (H3)', async () => {
	expect(await answerTo({ lost: true })).toEqual({ kind: 'closed', document, reason: 'ahead' });
});
