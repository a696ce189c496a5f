import type { HeadView } from './head-view.ts';
import type { WriteBar } from './model.ts';

/** Why an account cannot write in a room at the moment; undefined where it can. Says what the server would say. */
export function writeBarOf(
	head: HeadView,
	userId: string,
	{ now, blocked }: { now: number; blocked: boolean }
): WriteBar | undefined {
	const member = head.members.get(userId);
	const moderates = member?.role === 'owner' || member?.role === 'moderator';
	if (head.archivedAt !== undefined) return { kind: 'archived' };
	if (blocked) return { kind: 'blocked' };
	if (member?.role === 'read-only') return { kind: 'read-only' };
	if (head.announcements === true && !moderates) return { kind: 'announcements' };
	const until = member?.mutedUntil ?? 0;
	return until > now ? { kind: 'muted', until } : undefined;
}
