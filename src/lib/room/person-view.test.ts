import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { WORKSPACE_ROOTS, type Person } from '../protocol/workspace.ts';
import { knownPeople } from './person-view.ts';

const anna = { id: 'anna', email: 'anna@example.org', username: 'anna', displayName: 'Anna', role: 'member' } as const;

it('has words for those whose account was deleted, who have no name any more', () => {
	const listed = new Y.Doc().getMap<Person>(WORKSPACE_ROOTS.people);
	listed.set('boris', { name: '', username: '', role: 'member', deleted: true });
	const people = knownPeople({ listed, heads: [undefined], account: anna, commands: [] });
	expect(people.get('boris')).toMatchObject({ name: 'Someone who has left', deleted: true });
	expect(people.get('anna')?.name).toBe('Anna');
});
