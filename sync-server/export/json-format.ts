import type { ExportFormat } from './export-format.ts';

/** Of the format, so that a program can tell it from a later one. */
const VERSION = 1;

/** Everything, for programs: a message in each line, as `GET /api/v1/rooms/:id/messages` answers it, and then who is who. */
export const jsonFormat: ExportFormat = {
	mediaType: 'application/json; charset=utf-8',
	extension: '.json',
	head({ id, title, kind, topic, createdAt, exportedBy, exportedAt }) {
		const about = { version: VERSION, room: { id, title, kind, topic, createdAt }, exportedBy, exportedAt };
		return `${JSON.stringify(about).slice(0, -1)},"messages":[`;
	},
	message: (_room, message, before) => `${before === undefined ? '\n' : ',\n'}${JSON.stringify(message)}`,
	foot: ({ people }) => `\n],"people":${JSON.stringify(Object.fromEntries(people))}}\n`
};
