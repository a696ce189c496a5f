import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, register } from '../support/people.ts';
import { joinRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { StockClient } from '../support/stock-client.ts';
import { textsOf } from '../support/sync-client.ts';
import { test } from '../support/test.ts';
import { until } from '../support/until.ts';

test('a program with nothing but y-websocket and a session talks with someone at a browser', async ({ context }) => {
	await using server = await TestServer.start();
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const roomId = new URL(anna.page.url()).pathname.split('/').at(-1) ?? '';
	const boris = await register(server.origin, BORIS);
	await joinRoom(server.origin, boris.cookie, roomId);

	const headers = { origin: server.origin, cookie: boris.cookie };
	const program = new StockClient(server.origin, segmentName(roomId, 0), headers);
	await program.synced();
	await anna.send('Anyone there?');
	await until('the program reads it', () => textsOf(program.doc).includes('Anyone there?'));
	const answer = { author: boris.account.id, body: 'A program of Boris, at your service', createdAt: Date.now() };
	program.doc.getMap('messages').set(newId(), answer);
	await anna.hasDelivered(['Anyone there?', 'A program of Boris, at your service']);
	program.destroy();
});
