// Draws the PNG icons from static/icon.svg. Run it after changing the drawing; its results are kept in git.
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { chromiumArgs, findChromium } from './chromium.mjs';

const drawing = readFileSync('static/icon.svg', 'utf8');
/** Launchers cut these to their own shape: ground up to the edge, the mark within the middle 80 %. */
const fullBleed = drawing
	.replace(' rx="112"', '')
	.replace('class="mark"', 'class="mark" transform="translate(256 256) scale(0.8) translate(-256 -262)"');

const icons = [
	{ file: 'icon-192.png', size: 192, svg: drawing },
	{ file: 'icon-512.png', size: 512, svg: drawing },
	{ file: 'icon-maskable-512.png', size: 512, svg: fullBleed },
	{ file: 'apple-touch-icon.png', size: 180, svg: fullBleed }
];

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('Run scripts/ensure-chromium.mjs first.');
const browser = await chromium.launch({ executablePath, args: chromiumArgs() });
for (const { file, size, svg } of icons) {
	const page = await browser.newPage({ viewport: { width: size, height: size } });
	await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
	await page.screenshot({ path: `static/${file}`, omitBackground: true });
	await page.close();
}
await browser.close();
