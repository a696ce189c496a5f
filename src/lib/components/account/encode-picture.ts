import { AVATAR_MAX_BYTES } from '../../protocol/limits.ts';
import { cropSide, type Crop } from './crop.ts';

/** Side of a stored picture, in pixels: a face of 5 rem on a screen of three dots to the pixel. */
const SIDE = 256;

/** From good to barely good: the first that is small enough is taken. */
const QUALITIES = [0.9, 0.8, 0.7, 0.55, 0.4, 0.25];

/** Draws what the crop takes of a picture over the whole of a canvas. */
export function drawCrop(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop): void {
	const context = canvas.getContext('2d');
	if (context === null) return;
	const side = cropSide(picture, crop);
	// What is see-through would turn black in a JPEG.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, canvas.width, canvas.height);
}

/**
 * The crop as a small picture. It is drawn anew, so nothing of the file is left in it but what can be seen: no place, no
 * camera, no name. Undefined where this browser can write none that is small enough.
 */
export async function encodePicture(picture: ImageBitmap, crop: Crop): Promise<Blob | undefined> {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = SIDE;
	drawCrop(canvas, picture, crop);
	for (const quality of QUALITIES) {
		// Safari writes no WebP, and says so by answering with a PNG.
		const webp = await toBlob(canvas, 'image/webp', quality);
		const blob = webp?.type === 'image/webp' ? webp : await toBlob(canvas, 'image/jpeg', quality);
		if (blob !== null && blob.size <= AVATAR_MAX_BYTES) return blob;
	}
	return undefined;
}

function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
	return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
