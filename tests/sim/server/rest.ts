import { problemOf } from '../../../sync-server/http/problem-of.ts';
import { problemResponse } from '../../../sync-server/http/problem.ts';
import type { EditMessageRequest } from '../../../src/lib/protocol/rest-edits.ts';
import { Edits } from '../../../sync-server/room/edits.ts';
import { Messages } from '../../../sync-server/room/messages.ts';
import type { Rooms } from '../../../sync-server/room/rooms.ts';
import type { Answer, Request } from '../browser/fetch.ts';

const COMMAND = /^rooms\/([^/]+)\/messages\/([^/]+)\/(edit|delete)$/;

/** The REST API, as far as devices use it in a run. */
export async function carryOut(rooms: Rooms, { userId, path, body }: Request): Promise<Answer> {
	const [, roomId = '', messageId = '', act] = COMMAND.exec(path) ?? [];
	const named = { roomId, messageId };
	try {
		if (act === 'edit') await new Edits(rooms.desk).edit(userId, named, body as EditMessageRequest);
		else await new Messages(rooms.desk).delete(userId, named);
		return { status: 204 };
	} catch (error) {
		const problem = problemOf(error);
		return { status: problemResponse(problem).status, code: problem.code };
	}
}
