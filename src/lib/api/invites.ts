import type * as z from 'zod/mini';
import type { AcceptedInvite, createInviteSchema, Invite, InviteView, MadeInvite } from '../protocol/rest-rooms.ts';
import { call, type Answer } from './call.ts';

export type CreateInvite = z.infer<typeof createInviteSchema>;

/** Invitations to the workspace, or to a room where one is named. None of these throws. */
export const invitesApi = {
	/** The link is in this answer and nowhere else. */
	create: (request: CreateInvite, roomId?: string) => call<MadeInvite>('POST', place(roomId), request),
	list: async (roomId?: string): Promise<Answer<Invite[]>> => {
		const answer = await call<{ invites: Invite[] }>('GET', place(roomId));
		return answer.ok ? { ok: true, value: answer.value.invites } : answer;
	},
	revoke: (inviteId: string) => call<undefined>('POST', `invites/${inviteId}/revoke`),
	/** What an invitation is to; also for those without an account. */
	look: (token: string) => call<InviteView>('POST', 'invites/look', { token }),
	/** Follows it with the account that is signed in. `roomId` is where it leads; null for the workspace alone. */
	accept: async (token: string): Promise<Answer<{ roomId: string | null }>> => {
		const answer = await call<AcceptedInvite>('POST', 'invites/accept', { token });
		return answer.ok ? { ok: true, value: { roomId: answer.value.room?.id ?? null } } : answer;
	}
};

function place(roomId: string | undefined): string {
	return roomId === undefined ? 'invites' : `rooms/${roomId}/invites`;
}
