import type { PersonSummary } from '../protocol/rest-people.ts';
import { call, type Answer } from './call.ts';

/** People: what is asked for directly. None of these throws. */
export const peopleApi = {
	/** People whose name, username or, where that may be seen, email address begins with `query`; everyone without one. */
	search: async (query = ''): Promise<Answer<PersonSummary[]>> => {
		const answer = await call<{ people: PersonSummary[] }>('GET', `people?q=${encodeURIComponent(query)}`);
		return answer.ok ? { ok: true, value: answer.value.people } : answer;
	},
	/** Gives the account a picture, made by the browser (at most `AVATAR_MAX_BYTES`). */
	setAvatar: (picture: Blob) => call<{ avatar: string }>('PUT', 'me/avatar', picture),
	removeAvatar: () => call<undefined>('DELETE', 'me/avatar')
};
