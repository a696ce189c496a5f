/**
 * Store version 3: people, roles, invitations and what keeps a room in order. `users`, `rooms` and `memberships` are made
 * anew because a CHECK cannot be changed in place (https://www.sqlite.org/lang_altertable.html#otheralter); foreign keys
 * are off while a migration runs and checked before it commits.
 */
export const THIRD_SCHEMA = `
CREATE TABLE users_3 (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL,
	email_key TEXT NOT NULL UNIQUE,
	username TEXT NOT NULL,
	username_key TEXT NOT NULL UNIQUE,
	display_name TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'guest')),
	created_at INTEGER NOT NULL,
	avatar TEXT,
	about TEXT NOT NULL DEFAULT '',
	time_zone TEXT,
	status_emoji TEXT,
	status_text TEXT,
	status_until INTEGER,
	availability TEXT NOT NULL DEFAULT 'auto' CHECK (availability IN ('auto', 'busy', 'hidden')),
	last_seen_at INTEGER,
	totp_secret TEXT,
	totp_step INTEGER,
	deleted_at INTEGER
) STRICT;
INSERT INTO users_3 (id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
	SELECT id, email, email_key, username, username_key, display_name, password_hash, role, created_at FROM users;
DROP TABLE users;
ALTER TABLE users_3 RENAME TO users;

CREATE TABLE rooms_3 (
	id TEXT PRIMARY KEY,
	title TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('public', 'private', 'group', 'direct')),
	created_by TEXT NOT NULL REFERENCES users (id),
	created_at INTEGER NOT NULL,
	segment INTEGER NOT NULL DEFAULT 0,
	topic TEXT NOT NULL DEFAULT '',
	avatar TEXT,
	announcements INTEGER NOT NULL DEFAULT 0,
	slow_seconds INTEGER NOT NULL DEFAULT 0,
	archived_at INTEGER,
	deleted_at INTEGER
) STRICT;
INSERT INTO rooms_3 (id, title, kind, created_by, created_at, segment)
	SELECT id, title, kind, created_by, created_at, segment FROM rooms;
DROP TABLE rooms;
ALTER TABLE rooms_3 RENAME TO rooms;

CREATE TABLE memberships_3 (
	room_id TEXT NOT NULL REFERENCES rooms (id),
	user_id TEXT NOT NULL REFERENCES users (id),
	role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'member', 'read-only')),
	joined_at INTEGER NOT NULL,
	muted_until INTEGER,
	PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO memberships_3 (room_id, user_id, role, joined_at) SELECT room_id, user_id, role, joined_at FROM memberships;
DROP TABLE memberships;
ALTER TABLE memberships_3 RENAME TO memberships;
CREATE INDEX memberships_by_user ON memberships (user_id);

ALTER TABLE sessions ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';

ALTER TABLE audit_log ADD COLUMN room_id TEXT;
ALTER TABLE audit_log ADD COLUMN detail TEXT;
CREATE INDEX audit_log_by_time ON audit_log (at);

CREATE TABLE settings (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE avatars (
	id TEXT PRIMARY KEY,
	media_type TEXT NOT NULL,
	data BLOB NOT NULL,
	created_by TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE contacts (
	user_id TEXT NOT NULL REFERENCES users (id),
	other_id TEXT NOT NULL REFERENCES users (id),
	state TEXT NOT NULL CHECK (state IN ('asked', 'asks', 'contact')),
	at INTEGER NOT NULL,
	PRIMARY KEY (user_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
	user_id TEXT NOT NULL REFERENCES users (id),
	blocked_id TEXT NOT NULL REFERENCES users (id),
	at INTEGER NOT NULL,
	PRIMARY KEY (user_id, blocked_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_blocked ON blocks (blocked_id);

CREATE TABLE invites (
	id TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL UNIQUE,
	room_id TEXT REFERENCES rooms (id),
	role TEXT NOT NULL CHECK (role IN ('member', 'guest')),
	created_by TEXT NOT NULL REFERENCES users (id),
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	uses_max INTEGER NOT NULL,
	uses INTEGER NOT NULL DEFAULT 0,
	revoked_at INTEGER
) STRICT;
CREATE INDEX invites_by_room ON invites (room_id);

CREATE TABLE invite_uses (
	invite_id TEXT NOT NULL REFERENCES invites (id),
	user_id TEXT NOT NULL REFERENCES users (id),
	at INTEGER NOT NULL,
	PRIMARY KEY (invite_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_links (
	token_hash TEXT PRIMARY KEY,
	user_id TEXT NOT NULL REFERENCES users (id),
	purpose TEXT NOT NULL CHECK (purpose IN ('password-reset', 'email-change')),
	email TEXT,
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
	user_id TEXT NOT NULL REFERENCES users (id),
	code_hash TEXT NOT NULL,
	PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE reads (
	user_id TEXT NOT NULL REFERENCES users (id),
	room_id TEXT NOT NULL REFERENCES rooms (id),
	seq INTEGER NOT NULL,
	marked_seq INTEGER,
	mark INTEGER NOT NULL DEFAULT 0,
	at INTEGER NOT NULL,
	PRIMARY KEY (user_id, room_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reads_by_room ON reads (room_id);

CREATE TABLE reports (
	id TEXT PRIMARY KEY,
	room_id TEXT NOT NULL REFERENCES rooms (id),
	message_id TEXT NOT NULL,
	reporter TEXT NOT NULL REFERENCES users (id),
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	resolved_by TEXT,
	resolved_at INTEGER
) STRICT;
`;
