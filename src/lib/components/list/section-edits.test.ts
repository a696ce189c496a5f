import { expect, it } from 'vitest';
import { aRoom } from './a-room.ts';
import { addSection, deleteSection, renameSection, stepSection } from './section-edits.ts';

const before = { sections: ['Work', 'Home', 'Club'], closedSections: ['Home', ':rooms'] };
const rooms = [aRoom('a', { choice: { section: 'Home' } }), aRoom('b', { choice: { section: 'Work' } }), aRoom('c')];

it('adds a section at the end', () => {
	expect(addSection({}, 'First').settings).toEqual({ sections: ['First'] });
	expect(addSection(before, 'Last').settings.sections).toEqual(['Work', 'Home', 'Club', 'Last']);
});

it('takes the rooms along when a section gets another name, and stays closed', () => {
	const edit = renameSection(before, rooms, 'Home', 'House');
	expect(edit.settings).toEqual({ sections: ['Work', 'House', 'Club'], closedSections: ['House', ':rooms'] });
	expect([...edit.rooms]).toEqual([['a', { section: 'House' }]]);
});

it('lets the rooms of a deleted section go back', () => {
	const edit = deleteSection(before, rooms, 'Home');
	expect(edit.settings).toEqual({ sections: ['Work', 'Club'], closedSections: [':rooms'] });
	expect([...edit.rooms]).toEqual([['a', { section: undefined, order: undefined }]]);
});

it('moves a section among the others, not past the ends', () => {
	expect(stepSection(before, 'Club', -1).settings.sections).toEqual(['Work', 'Club', 'Home']);
	expect(stepSection(before, 'Club', 1).settings.sections).toEqual(['Work', 'Home', 'Club']);
	expect(stepSection(before, 'Work', -1).settings.sections).toEqual(['Work', 'Home', 'Club']);
});
