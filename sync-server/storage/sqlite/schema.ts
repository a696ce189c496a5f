/**
 * Store version 1. STRICT, so that a column holds what it says (https://www.sqlite.org/stricttables.html). Times are
 * milliseconds since the Unix epoch. `*_key` columns hold the folded form that is compared.
 *
 * `message_log` and `document_updates` name rooms and documents without foreign keys: they are the record of what was
 * said, and outlive what they speak of.
 */
export const FIRST_SCHEMA = `
CREATE TABLE users (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL,
	email_key TEXT NOT NULL UNIQUE,
	username TEXT NOT NULL,
	username_key TEXT NOT NULL UNIQUE,
	display_name TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
	token_hash TEXT PRIMARY KEY,
	user_id TEXT NOT NULL REFERENCES users (id),
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE rooms (
	id TEXT PRIMARY KEY,
	title TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('public', 'private')),
	created_by TEXT NOT NULL REFERENCES users (id),
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
	room_id TEXT NOT NULL REFERENCES rooms (id),
	user_id TEXT NOT NULL REFERENCES users (id),
	role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
	joined_at INTEGER NOT NULL,
	PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_user ON memberships (user_id);

CREATE TABLE documents (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	version INTEGER NOT NULL
) STRICT;

CREATE TABLE document_updates (
	document_id INTEGER NOT NULL REFERENCES documents (id),
	version INTEGER NOT NULL,
	data BLOB NOT NULL,
	PRIMARY KEY (document_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_ids (
	document_id INTEGER NOT NULL REFERENCES documents (id),
	client_id INTEGER NOT NULL,
	owner TEXT NOT NULL,
	PRIMARY KEY (document_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_log (
	entry INTEGER PRIMARY KEY,
	message_id TEXT NOT NULL,
	room_id TEXT NOT NULL,
	seq INTEGER NOT NULL,
	author TEXT NOT NULL,
	value TEXT NOT NULL,
	received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_log_by_room ON message_log (room_id, seq);

CREATE TABLE audit_log (
	entry INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT
) STRICT;

CREATE TABLE write_probe (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	filler BLOB NOT NULL
) STRICT;
INSERT INTO write_probe (id, filler) VALUES (1, zeroblob(65536));

CREATE TRIGGER message_log_keeps BEFORE UPDATE ON message_log BEGIN SELECT RAISE(ABORT, 'message_log is append-only'); END;
CREATE TRIGGER message_log_stays BEFORE DELETE ON message_log BEGIN SELECT RAISE(ABORT, 'message_log is append-only'); END;
CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
`;
