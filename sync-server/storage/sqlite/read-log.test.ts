import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from './migrations.ts';
import { LOG_PAGES, LOG_PLACE } from './read-log.ts';

const STATEMENTS = {
	'a page of what came before': LOG_PAGES.before,
	'a page of what came after': LOG_PAGES.after,
	'the place of a time': LOG_PLACE
};

test.each(Object.entries(STATEMENTS))('%s is found by the log’s index, however long the room is (I8)', (_name, sql) => {
	const db = new Sqlite(':memory:');
	migrate(db);
	const named = { roomId: 'r', seq: 1, limit: 50 };
	const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(sql === LOG_PLACE ? ['r', 1] : [named])) as {
		detail: string;
	}[];
	const steps = plan
		.map(({ detail }) => detail)
		.filter((detail) => / (first|version|newest|message_log)\b/.test(detail));
	expect(steps.length).toBeGreaterThan(0);
	for (const step of steps) {
		expect(step).toMatch(
			/USING (COVERING )?INDEX message_log_by_room \(room_id=\? AND seq[=<>]+\?\)|USING INTEGER PRIMARY KEY/
		);
	}
	expect(plan.filter(({ detail }) => /TEMP B-TREE/.test(detail)).length).toBeLessThanOrEqual(1);
	db.close();
});
