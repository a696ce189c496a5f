/** Limits under which a run of some minutes meets everything that a limit brings about. */
export const SMALL_LIMITS = { SEGMENT_MAX_ENTRIES: 15, GENERATION_MAX_CLIENT_IDS: 14, SYNC_PART_BYTES: 700 };

export const SMALL_ROOM_LIMITS = { COMPACT_LIVE_UPDATES: 12, COMPACT_IDLE_UPDATES: 4 };
