import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { listFiles } from './files.mjs';

const COMPRESSIBLE = /\.(html|js|css|svg|json|webmanifest|txt)$/;

/**
 * Puts a `.br` and a `.gz` beside every text file of the web build, so that the server never compresses. A step of our
 * own, after everything else has written: the adapter's would miss what comes after it. @param {string} folder
 */
export async function precompress(folder) {
	const files = listFiles(folder).filter((file) => COMPRESSIBLE.test(file));
	await Promise.all(files.map(compressFile));
	return files.length;
}

/** @param {string} file */
async function compressFile(file) {
	const content = readFileSync(file);
	const [br, gz] = await Promise.all([
		promisify(brotliCompress)(content, {
			params: {
				[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
				[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
				[constants.BROTLI_PARAM_SIZE_HINT]: content.length
			}
		}),
		promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION })
	]);
	writeFileSync(`${file}.br`, br);
	writeFileSync(`${file}.gz`, gz);
}
