/** One message's text, in UTF-16 code units: four dense pages, the most a reader can be asked to take in at once. */
export const MESSAGE_BODY_MAX_CHARS = 16_000;

/** People that one message may name. */
export const MENTIONS_MAX = 50;

/** One draft's text, in UTF-16 code units: more than can be sent, because what was pasted is cut down by its writer. */
export const DRAFT_BODY_MAX_CHARS = 4 * MESSAGE_BODY_MAX_CHARS;

/**
 * One Yjs update from a client, in bytes: fifteen of the longest messages in four-byte script. A client that owes more
 * sends it message by message (PROTOCOL.md, D7), so the limit bounds a single check, not a person's offline work.
 */
export const UPDATE_MAX_BYTES = 1024 * 1024;

/**
 * Structs in one Yjs update from a client: a weekend of offline messages. What a struct costs to integrate can grow with
 * what is under its key already, so their number is bounded as well as their bytes.
 */
export const UPDATE_MAX_STRUCTS = 2_000;

/** Versions of one value in one update. More are a thousand edits of a single message, or an attack on its chain. */
export const UPDATE_MAX_VERSIONS_PER_KEY = 100;

/** One socket frame, in bytes: an update and its envelope, with room for an oversize one to be refused by name. */
export const FRAME_MAX_BYTES = 4 * UPDATE_MAX_BYTES;

/** A piece of a step 2, in bytes: a second of a slow radio, so that other documents' news need not wait for a whole one. */
export const SYNC_PART_BYTES = 64 * 1024;

/**
 * Timeline entries at which a segment is closed: what a phone reads, checks and draws at once, and about as many client ids
 * as a state vector may hold.
 */
export const SEGMENT_MAX_ENTRIES = 1_000;

/** What a segment may weigh in updates, in bytes, before it is closed: a second's download on a slow radio, several times. */
export const SEGMENT_MAX_BYTES = 512 * 1024;

/** Client ids in one document before it is rebased: a state vector of at most about 9 kB. */
export const GENERATION_MAX_CLIENT_IDS = 1_000;

/** One awareness message, in bytes: a presence is a handful of short fields. */
export const AWARENESS_MAX_BYTES = 1024;

/** A document name, in characters: `room/`, an id, `/` and a segment number, rounded up. */
export const DOCUMENT_NAME_MAX_CHARS = 64;

/** A state vector, in bytes: 1,000 client ids at about 3 B + 5 B each fit twice; more would be an attack or a lost doc. */
export const STATE_VECTOR_MAX_BYTES = 64 * 1024;

/** A room's title, in characters: one line of a phone's list, twice over. */
export const ROOM_TITLE_MAX_CHARS = 80;

/** What a room is for, in characters: two lines of a wide screen. */
export const ROOM_TOPIC_MAX_CHARS = 250;

/** Members that a room may have: the largest team that this is made for. */
export const ROOM_MEMBERS_MAX = 500;

/** Members of a group, which is for named people and not for a department. */
export const GROUP_MEMBERS_MAX = 50;

/** The longest wait between two messages in slow mode, in seconds: six hours. */
export const SLOW_SECONDS_MAX = 6 * 60 * 60;

/** What someone says about themselves, in characters. */
export const ABOUT_MAX_CHARS = 500;

/** A status in words, in characters: one line beside a name. */
export const STATUS_TEXT_MAX_CHARS = 80;

/** A picture of a person or a room, in bytes, as the browser has made it: 256 pixels square. */
export const AVATAR_MAX_BYTES = 48 * 1024;

/** Why a message is reported, in characters. */
export const REPORT_REASON_MAX_CHARS = 500;

/** Combining marks that may follow one letter of a name: more than any language writes, too few to climb over the line above. */
export const NAME_MARKS_MAX = 4;

/** A person's shown name, in characters. */
export const DISPLAY_NAME_MAX_CHARS = 80;

/** An email address, in characters (RFC 5321 §4.5.3.1.3, less the angle brackets). */
export const EMAIL_MAX_CHARS = 254;

/** A username, in characters: short enough to be typed after an `@`. */
export const USERNAME_MIN_CHARS = 2;
export const USERNAME_MAX_CHARS = 32;

/** A password, in characters: NIST SP 800-63B §5.1.1.2 asks for at least 8; the ceiling bounds the hashing work. */
export const PASSWORD_MIN_CHARS = 8;
export const PASSWORD_MAX_CHARS = 128;

/** Messages in one answer of a room's history: some screens of a desktop, and a few milliseconds of the server's one thread. */
export const HISTORY_PAGE_MAX = 200;

/** Versions of one message that are counted: whoever edits one message all day must not make its room slow to read. */
export const VERSIONS_COUNTED_MAX = 100;

/** What is searched for, in characters: a long sentence that somebody remembers. */
export const SEARCH_MAX_CHARS = 200;

/** What a search shows of a message, in UTF-16 code units: four lines of a phone. */
export const SNIPPET_MAX_CHARS = 200;
