import * as z from 'zod/mini';
import { idSchema, timeSchema } from './document-schemas.ts';
import { ROOM_ROLES, type RoomKind, type RoomRole } from './head.ts';
import {
	GROUP_MEMBERS_MAX,
	REPORT_REASON_MAX_CHARS,
	ROOM_TITLE_MAX_CHARS,
	ROOM_TOPIC_MAX_CHARS,
	SLOW_SECONDS_MAX
} from './limits.ts';
import { lineSchema, usernameSchema } from './names.ts';
import { tokenSchema } from './rest.ts';

/**
 * `POST /api/v1/rooms`. The same id twice is the same room, so that a device may ask again when it has heard no answer; a
 * device that was offline has shown the room under this id already.
 */
export const createRoomSchema = z.strictObject({
	id: z.optional(idSchema),
	/** May be empty for a group. */
	title: lineSchema(ROOM_TITLE_MAX_CHARS),
	kind: z.enum(['public', 'private', 'group']),
	topic: z.optional(lineSchema(ROOM_TOPIC_MAX_CHARS)),
	/** User ids of those who are in it from the start, besides whoever makes it. */
	members: z.optional(z.array(idSchema).check(z.maxLength(GROUP_MEMBERS_MAX - 1)))
});
export type CreateRoomRequest = z.infer<typeof createRoomSchema>;

/** `POST /api/v1/rooms/direct`: the direct room with somebody, made where there is none yet. */
export const directRoomSchema = z.strictObject({ userId: idSchema });

/** `PATCH /api/v1/rooms/:id`: what is named changes. Title and topic: moderators and owners, in a group every member. */
export const changeRoomSchema = z.strictObject({
	title: z.optional(lineSchema(ROOM_TITLE_MAX_CHARS)),
	/** The title that this device last saw: where it is another by now, the answer is `changed-meanwhile`. */
	seenTitle: z.optional(z.string()),
	topic: z.optional(lineSchema(ROOM_TOPIC_MAX_CHARS)),
	announcements: z.optional(z.boolean()),
	slowSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(SLOW_SECONDS_MAX))),
	/** Owners only. */
	archived: z.optional(z.boolean())
});
export type ChangeRoomRequest = z.infer<typeof changeRoomSchema>;

/** `POST /api/v1/rooms/:id/members`: by moderators and owners; in a group by every member. One of the two names somebody. */
export const addMemberSchema = z.strictObject({ userId: z.optional(idSchema), username: z.optional(usernameSchema) });

/** `POST /api/v1/rooms/:id/members/:userId/remove`, by a moderator or an owner of the room, of somebody below them. */
export const removeMemberSchema = z.strictObject({
	/** Whether the member may not come back. */
	ban: z.boolean()
});

/** `POST /api/v1/rooms/:id/members/:userId/role`, by an owner. */
export const changeRoleSchema = z.strictObject({ role: z.enum(ROOM_ROLES) });

/** `POST /api/v1/rooms/:id/members/:userId/mute`, by a moderator or an owner: until then; 0 ends it. */
export const muteMemberSchema = z.strictObject({ until: timeSchema });

/** `POST /api/v1/rooms/:id/messages/:messageId/report`, by a member. */
export const reportSchema = z.strictObject({ reason: lineSchema(REPORT_REASON_MAX_CHARS) });

/**
 * `POST /api/v1/rooms/:id/read`: read up to there, knowing of this marking. `POST /api/v1/rooms/:id/unread`: unread from
 * there on, by a marking of this name. Without a name it is 0, which is also what a room has that was never marked (N8).
 */
export const readSchema = z.strictObject({
	seq: z.int().check(z.minimum(0)),
	marking: z.optional(z.int().check(z.minimum(0)))
});
export type ReadRequest = z.infer<typeof readSchema>;

/** `POST /api/v1/invites` (workspace) and `POST /api/v1/rooms/:id/invites`. */
export const createInviteSchema = z.strictObject({
	/** In hours. */
	lastsHours: z.int().check(z.minimum(1), z.maximum(24 * 30)),
	uses: z.int().check(z.minimum(1), z.maximum(500)),
	/** What someone without an account becomes by it. */
	role: z.enum(['member', 'guest'])
});

/** `POST /api/v1/invites/look` and `POST /api/v1/invites/accept`. */
export const inviteTokenSchema = z.strictObject({ token: tokenSchema });

/** An invitation as those who may take it back see it. The token is in the answer that makes it, and nowhere else. */
export interface Invite {
	id: string;
	roomId: string | null;
	role: 'member' | 'guest';
	createdBy: string;
	createdAt: number;
	expiresAt: number;
	usesMax: number;
	uses: number;
}

/** What an invitation is to, for whoever has its link. */
export interface InviteView {
	workspace: string;
	/** Null for an invitation to the workspace alone. */
	room: { id: string; title: string } | null;
	/** Display name of who made it. */
	by: string;
	role: 'member' | 'guest';
}

/** The newest message of a room. */
export interface LastMessage {
	id: string;
	seq: number;
	author: string;
	/** Empty where it was deleted. */
	body: string;
	/** Server's clock, milliseconds since the Unix epoch, like every time here. */
	at: number;
	state: 'sent' | 'edited' | 'deleted';
}

/** A room as the REST API shows it in a list. */
export interface RoomSummary {
	id: string;
	title: string;
	topic: string;
	avatar: string | null;
	kind: RoomKind;
	/** User id. */
	createdBy: string;
	createdAt: number;
	archivedAt: number | null;
	memberCount: number;
	/** Messages ever written in it, which is the newest one's sequence. Null for those who are not in the room. */
	messageCount: number | null;
	lastMessage: LastMessage | null;
	/** The asker's role; null when they are not a member. */
	role: RoomRole | null;
}

/** `GET /api/v1/rooms`: the asker's rooms and the public ones, by title. */
export interface RoomList {
	rooms: RoomSummary[];
}

/** `GET /api/v1/rooms/:id`, for members. */
export interface RoomDetails extends RoomSummary {
	announcements: boolean;
	slowSeconds: number;
	members: {
		id: string;
		name: string;
		username: string;
		role: RoomRole;
		joinedAt: number;
		mutedUntil: number | null;
	}[];
}

/** `POST /api/v1/invites` and `POST /api/v1/rooms/:id/invites`: the link is told this once. */
export interface MadeInvite {
	invite: Invite;
	/** `<origin>/invite#<token>`: what stands after the `#` is sent to no server by a browser that opens it. */
	url: string;
}

/** `GET /api/v1/invites` and `GET /api/v1/rooms/:id/invites`. */
export interface InviteList {
	invites: Invite[];
}

/** `POST /api/v1/invites/accept`: the room that one is in now; null for an invitation to the workspace alone. */
export interface AcceptedInvite {
	room: RoomSummary | null;
}

/** `GET /api/v1/rooms/:id/bans`, by a moderator or an owner. */
export interface BanList {
	bans: { userId: string; bannedBy: string; bannedAt: number }[];
}

/** A message that somebody has reported, for those who keep the room in order. */
export interface Report {
	id: string;
	roomId: string;
	messageId: string;
	/** User id. */
	reporter: string;
	reason: string;
	/** Milliseconds since the Unix epoch. */
	at: number;
	/** User id of who wrote the message. */
	author: string;
	/** What it said when it was reported. */
	body: string;
	/** User id of who has dealt with it; null while nobody has. */
	resolvedBy: string | null;
	resolvedAt: number | null;
}

/** `GET /api/v1/reports`, for owners and administrators; for others those of the rooms that they keep in order. */
export interface ReportList {
	reports: Report[];
}
