import { describe, expect, it } from 'vitest';
import { narrow, type Option } from './narrow.ts';

const zones: Option[] = [
	{ value: 'America/Los_Angeles', label: 'Los Angeles', detail: 'America · GMT-8' },
	{ value: 'America/Sao_Paulo', label: 'São Paulo', detail: 'America · GMT-3' },
	{ value: 'Europe/Kyiv', label: 'Kyiv', detail: 'Europe · GMT+2' },
	{ value: 'Europe/Berlin', label: 'Berlin', detail: 'Europe · GMT+1' }
];
const found = (query: string) => narrow(zones, query).map(({ value }) => value);

describe('narrow', () => {
	it('shows everything to nothing typed', () => {
		expect(found(' ')).toHaveLength(4);
	});

	it('finds every word, in whatever order, case and accent', () => {
		expect(found('angeles LOS')).toEqual(['America/Los_Angeles']);
		expect(found('sao')).toEqual(['America/Sao_Paulo']);
		expect(found('europe kyi')).toEqual(['Europe/Kyiv']);
		expect(found('atlantis')).toEqual([]);
	});

	it('puts first what begins with the word', () => {
		const options = [
			{ value: '1', label: 'Mozambique' },
			{ value: '2', label: 'Ambato' }
		];
		expect(narrow(options, 'amb').map(({ value }) => value)).toEqual(['2', '1']);
	});

	it('draws no more than a list can show', () => {
		const many = Array.from({ length: 500 }, (_, index) => ({ value: `${index}`, label: `zone ${index}` }));
		expect(narrow(many, 'zone').length).toBeLessThan(100);
	});
});
