import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import type { LocalStoreBench } from './local-store/page.ts';

/** A member of many rooms with a day's messages in each. */
const CONTENT = { documents: 100, updatesEach: 50 };
const SENDS = 100;
const ROUNDS = 5;

declare const localStoreBench: LocalStoreBench;

const bundle = await build({
	entryPoints: ['tests/bench/local-store/page.ts'],
	bundle: true,
	write: false,
	format: 'iife',
	platform: 'browser'
});
const script = bundle.outputFiles[0]?.text ?? '';
const server = createServer((_, response) => {
	response
		.setHeader('content-type', 'text/html')
		.end(`<!doctype html><meta charset="utf-8"><script>${script}</script>`);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const executablePath = findChromium();
const browser = await chromium.launch({
	...(executablePath === undefined ? {} : { executablePath }),
	args: chromiumArgs()
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

type Side = 'yIndexeddb' | 'localStore';
const fill = (side: Side) =>
	page.evaluate(([name, content]) => localStoreBench[name].fill(content), [side, CONTENT] as const);
const open = (side: Side) =>
	page.evaluate(([name, content]) => localStoreBench.timed(() => localStoreBench[name].openAll(content)), [
		side,
		CONTENT
	] as const);
const send = (side: Side) =>
	page.evaluate(([name, count]) => localStoreBench.timed(() => localStoreBench[name].send(count)), [
		side,
		SENDS
	] as const);

await fill('yIndexeddb');
await fill('localStore');
await report(`open ${CONTENT.documents} documents of ${CONTENT.updatesEach} updates`, open);
await report(`send ${SENDS} messages, each strictly durable before the next`, send);
await browser.close();
server.close();

/** Runs both sides in turn and prints the medians and their ratio. */
async function report(what: string, run: (side: Side) => Promise<number>): Promise<void> {
	const times: Record<Side, number[]> = { yIndexeddb: [], localStore: [] };
	for (let round = 0; round < ROUNDS; round++) {
		for (const side of ['yIndexeddb', 'localStore'] as const) times[side].push(await run(side));
	}
	const [theirs, ours] = [median(times.yIndexeddb), median(times.localStore)];
	console.log(
		`${what}: ours/y-indexeddb ${(ours / theirs).toFixed(2)} (${ours.toFixed(0)} ms / ${theirs.toFixed(0)} ms)`
	);
}

function median(values: number[]): number {
	return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
