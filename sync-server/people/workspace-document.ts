import type * as Y from 'yjs';
import { WORKSPACE_ROOTS, type Person, type WorkspaceSettings } from '../../src/lib/protocol/workspace.ts';

/** Mirrors what has changed of the workspace's settings into the workspace document. SQLite stays the truth (I6). */
export function writeSettings(doc: Y.Doc, change: Partial<WorkspaceSettings>): void {
	const settings = doc.getMap(WORKSPACE_ROOTS.settings);
	for (const [name, value] of Object.entries(change)) settings.set(name, value);
}

/** Mirrors a person, for everyone but guests. SQLite stays the truth (I6). */
export function writePerson(doc: Y.Doc, userId: string, person: Person): void {
	peopleIn(doc).set(userId, person);
}

/** The people of the workspace document, by user id. */
export function peopleIn(doc: Y.Doc): Y.Map<Person> {
	return doc.getMap<Person>(WORKSPACE_ROOTS.people);
}
