/**
 * Store version 4: the search index. It holds pieces of words (`search-grams.ts`) and none of the text, which the log has; its
 * rowid is the entry of a message's first version, so that newest first is the order of its rows. Where a piece stands in a text
 * is not kept (`detail=none`): that halves the index, and the text itself says it.
 *
 * `search_backlog` is where the indexing of what was there before has got to: entries below are still to come.
 */
export const FOURTH_SCHEMA = `
CREATE VIRTUAL TABLE message_search USING fts5 (
	grams, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none
);

CREATE TABLE search_backlog (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	below INTEGER NOT NULL
) STRICT;
INSERT INTO search_backlog (id, below) SELECT 1, coalesce(max(entry), 0) + 1 FROM message_log;
`;
