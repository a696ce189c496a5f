/**
 * Store version 2. Versions count the commits of the whole store from here on; the counter begins where the longest
 * document of a store of version 1 ended, so that every document's versions go on rising.
 *
 * A snapshot stands for the updates up to its version, which are gone. `secrets` are the store's own and travel with its
 * backups; `histories` are the server's starts, which tell a store from an older copy of itself.
 */
export const SECOND_SCHEMA = `
ALTER TABLE documents ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN segment INTEGER NOT NULL DEFAULT 0;

CREATE TABLE document_snapshots (
	document_id INTEGER PRIMARY KEY REFERENCES documents (id),
	version INTEGER NOT NULL,
	data BLOB NOT NULL
) STRICT;

CREATE TABLE commit_counter (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	last_version INTEGER NOT NULL
) STRICT;
INSERT INTO commit_counter (id, last_version) SELECT 1, coalesce(max(version), 0) FROM documents;

CREATE TABLE histories (
	ordinal INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	first_version INTEGER NOT NULL,
	started_at INTEGER NOT NULL
) STRICT;

CREATE TABLE secrets (
	name TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
	room_id TEXT NOT NULL REFERENCES rooms (id),
	user_id TEXT NOT NULL REFERENCES users (id),
	banned_by TEXT NOT NULL,
	banned_at INTEGER NOT NULL,
	PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_log_by_id ON message_log (room_id, message_id, seq);
`;
