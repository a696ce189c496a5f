import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartupError } from '../../startup-error.ts';

/**
 * Claims a data directory for this process; the returned function gives it back. Two servers on one store would each
 * keep their own live documents and refuse each other's commits. The claim is SQLite's exclusive lock on a file of its
 * own, which the operating system takes away with the process, so `kill -9` leaves nothing to clean up.
 * Throws {@link StartupError} when another process holds it.
 */
export function lockDataDir(dataDir: string): () => void {
	const lock = new Sqlite(join(dataDir, 'lock.db'), { timeout: 0 });
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock.close();
		if (!(error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
		throw new StartupError(`Another Tidings server is already using the data directory ${dataDir}.`);
	}
	return () => lock.close();
}
