import type { ExportedRoom } from './export-format.ts';

/** What somebody is called in an export. */
export function nameOf({ people, words }: Pick<ExportedRoom, 'people' | 'words'>, userId: string): string {
	return people.get(userId)?.name || words.deletedAccount;
}
