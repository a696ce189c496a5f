import { expect, it } from 'vitest';
import { detailWords } from './audit-detail.ts';

const detail = (of: Record<string, string | number | boolean | null>) => detailWords({ detail: of }, 'en');

it('says in words what it knows, and shows the rest as it is', () => {
	expect(detail({ role: 'admin', usesMax: 5 })).toEqual(['role: Administrator', 'for 5']);
	expect(detail({ role: 'moderator', archived: true })).toEqual(['role: moderator', 'archived: true']);
	expect(detail({ title: 'General' })).toEqual(['General']);
});

it('leaves out what says nothing', () => {
	expect(detail({ messageId: '0190', device: '', by: null })).toEqual([]);
	expect(detailWords({ detail: null }, 'en')).toEqual([]);
});
