import { m } from '$lib/paraglide/messages';
import type { ProblemCode } from '../../protocol/problem.ts';

/** Why the server refused something that was asked for. `detail` is what it is now, where somebody else was faster. */
export function refusalWords(code: ProblemCode, detail?: string): string {
	switch (code) {
		case 'forbidden':
			return m.why_forbidden();
		case 'not-found':
			return m.why_not_found();
		case 'blocked':
			return m.why_blocked();
		case 'banned':
			return m.why_banned();
		case 'changed-meanwhile':
			return detail === undefined || detail === '' ? m.why_changed() : m.why_changed_to({ now: detail });
		case 'last-owner':
			return m.why_last_owner();
		case 'room-archived':
			return m.why_archived();
		case 'read-only':
			return m.why_read_only();
		case 'message-deleted':
			return m.why_message_deleted();
		case 'too-many':
			return m.why_too_many();
		case 'username-taken':
			return m.field_username_taken();
		case 'email-taken':
			return m.field_email_taken();
		case 'invalid-fields':
		case 'bad-request':
		case 'body-too-large':
		case 'unsupported-media-type':
		case 'method-not-allowed':
			return m.why_not_understood();
		case 'not-signed-in':
		case 'wrong-credentials':
		case 'second-factor-needed':
		case 'wrong-origin':
			return m.why_signed_out();
		case 'registration-closed':
		case 'link-over':
			return m.why_link_over();
		case 'too-many-requests':
			return m.problem_too_many();
		case 'storage-unavailable':
			return m.problem_storage();
		case 'internal':
			return m.problem_other();
	}
}
