import type { ExportFormat } from './export-format.ts';
import { beginsDay, cameLate, dayAndMinute, dayOf, minuteOf } from './export-times.ts';
import { nameOf } from './person-name.ts';

/**
 * For people who keep their notes in text files. What was said stands in quotes, line by line, so that nobody can write a
 * message that looks like somebody else's, or like a heading.
 */
export const markdownFormat: ExportFormat = {
	mediaType: 'text/markdown; charset=utf-8',
	extension: '.md',
	head(room) {
		const { title, topic, words, exportedBy, exportedAt } = room;
		const exported = words.exported(escape(nameOf(room, exportedBy)), dayAndMinute(exportedAt));
		return [`# ${escape(title)}`, ...(topic === '' ? [] : [escape(topic)]), exported].join('\n\n') + '\n';
	},
	message(room, message, before) {
		const { words } = room;
		const day = beginsDay(message, before) ? `\n## ${dayOf(message.receivedAt)}\n` : '';
		const facts = [
			minuteOf(message.receivedAt),
			...(cameLate(message) ? [words.written(dayAndMinute(message.createdAt))] : []),
			...(message.editedAt === null ? [] : [words.edited])
		];
		const who = `**${escape(nameOf(room, message.author))}** · ${facts.join(' · ')}`;
		const said = message.deleted ? `*${words.deleted(escape(nameOf(room, message.deleted.by)))}*` : quote(message.body);
		return `${day}\n${who}\n\n${said}\n`;
	},
	foot: () => ''
};

/** A line that is no Markdown: every mark of ASCII is escaped (CommonMark §2.4). */
function escape(line: string): string {
	return line.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

/**
 * What was written, Markdown as it is, but for HTML, which runs in some readers, and pictures, which would tell a stranger's
 * server who is reading.
 */
function quote(body: string): string {
	const harmless = body.replace(/<(?=[a-z/!?])/gi, '&lt;').replace(/!\[/g, '!\\[');
	return harmless
		.split(/\r\n|\r|\n/)
		.map((line) => (line === '' ? '>' : `> ${line}`))
		.join('\n');
}
