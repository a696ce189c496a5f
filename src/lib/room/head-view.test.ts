import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { HEAD_ROOTS, type Member } from '../protocol/head.ts';
import { otherOf, readHead, type HeadView } from './head-view.ts';
import { roomTitle } from './room-title.ts';
import { writeBarOf } from './write-bar.ts';

const member = (name: string, more: Partial<Member> = {}): Member => {
	return { name, username: name.toLowerCase(), role: 'member', joinedAt: 1, ...more };
};

function head(meta: Partial<HeadView>, members: Record<string, Member>): HeadView {
	const common = { title: '', kind: 'group' as const, createdBy: 'anna', createdAt: 1, segment: 0, reads: new Map() };
	return { ...common, ...meta, members: new Map(Object.entries(members)) };
}

const names = (id: string) => (id === 'boris' ? 'Борис' : undefined);
const all = {
	anna: member('Anna'),
	boris: member('Boris'),
	iryna: member('Iryna'),
	left: member('Left', { leftAt: 2 })
};

it('is read from its document, once there is something in it', () => {
	const doc = new Y.Doc();
	expect(readHead(doc)).toBeUndefined();
	doc.getMap(HEAD_ROOTS.meta).set('title', 'General');
	doc.getMap(HEAD_ROOTS.members).set('anna', member('Anna'));
	doc.getMap(HEAD_ROOTS.reads).set('anna', 7);
	const view = readHead(doc);
	expect(view).toMatchObject({ title: 'General', kind: 'private', segment: 0 });
	expect([view?.members.get('anna')?.name, view?.reads.get('anna')]).toEqual(['Anna', 7]);
});

it('names a room after its title, the other one, or those who are in it', () => {
	expect(roomTitle(head({ title: 'Plans' }, all), 'anna', names)).toBe('Plans');
	expect(roomTitle(head({}, all), 'anna', names)).toBe('Iryna, Борис');
	expect(roomTitle(head({}, { anna: member('Anna') }), 'anna', names)).toBe('Anna');
	const direct = head({ kind: 'direct' }, { anna: member('Anna'), boris: member('Boris') });
	expect(roomTitle(direct, 'anna', names)).toBe('Борис');
	expect([otherOf(direct, 'anna'), otherOf(head({}, all), 'anna')]).toEqual(['boris', undefined]);
});

it.each([
	['nothing', {}, {}, {}, undefined],
	['the role', {}, { role: 'read-only' }, {}, { kind: 'read-only' }],
	['announcements', { announcements: true }, {}, {}, { kind: 'announcements' }],
	['nothing of announcements, as a moderator', { announcements: true }, { role: 'moderator' }, {}, undefined],
	['the archive', { archivedAt: 5 }, { role: 'owner' }, {}, { kind: 'archived' }],
	['a mute', {}, { mutedUntil: 200 }, {}, { kind: 'muted', until: 200 }],
	['no mute that is over', {}, { mutedUntil: 100 }, {}, undefined],
	['a block', {}, {}, { blocked: true }, { kind: 'blocked' }]
] as const)('is barred to a writer by %s', (_why, meta, own, at, bar) => {
	const view = head(meta, { anna: member('Anna', own) });
	expect(writeBarOf(view, 'anna', { now: 100, blocked: false, ...at })).toEqual(bar);
});
