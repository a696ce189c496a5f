// @y/websocket-server as it comes, with its LevelDB persistence (YPERSISTENCE is its own variable, the folder).
import { getPersistence, setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import { endWith, listen } from './listening.mjs';

const sockets = new WebSocketServer({ server: listen() });
sockets.on('connection', setupWSConnection);
// Its transactions are a queue: when one more has run, so have all before it.
endWith(() => getPersistence()?.provider.getStateVector('nothing'));
