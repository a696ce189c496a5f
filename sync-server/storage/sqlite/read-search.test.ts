import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from './migrations.ts';
import { FIND } from './read-search.ts';

test('a search walks the index from its newest row back, and finds the rest by keys', () => {
	const db = new Sqlite(':memory:');
	migrate(db);
	const named = { userId: 'u', after: 0, before: 9, below: 9, match: '"x"' };
	const plan = (db.prepare(`EXPLAIN QUERY PLAN ${FIND}`).all(named) as { detail: string }[]).map(
		({ detail }) => detail
	);
	expect(plan[0]).toMatch(/^SCAN message_search VIRTUAL TABLE INDEX/);
	expect(plan.filter((step) => /SCAN|TEMP B-TREE|AUTOMATIC/.test(step))).toHaveLength(1);
	db.close();
});
