/** What of a picture is taken: the square around a point, in the picture's pixels. */
export interface Crop {
	/** Centre. */
	x: number;
	y: number;
	/** 1 takes the largest square that fits. */
	zoom: number;
}

export interface Size {
	width: number;
	height: number;
}

export const ZOOM_MAX = 4;

/** The middle of a picture, as much of it as a square can hold. */
export function wholeCrop({ width, height }: Size): Crop {
	return { x: width / 2, y: height / 2, zoom: 1 };
}

/** Side of the square, in the picture's pixels. */
export function cropSide(picture: Size, { zoom }: Crop): number {
	return Math.min(picture.width, picture.height) / zoom;
}

/** The crop after a pull of the picture by so much of the view: 1 is the view's whole side. */
export function pull(picture: Size, crop: Crop, right: number, down: number): Crop {
	const side = cropSide(picture, crop);
	return within(picture, { ...crop, x: crop.x - right * side, y: crop.y - down * side });
}

/** The crop at another zoom, around the same point as far as the picture's edges let it. */
export function zoomTo(picture: Size, crop: Crop, zoom: number): Crop {
	return within(picture, { ...crop, zoom: Math.min(Math.max(zoom, 1), ZOOM_MAX) });
}

/** Nothing beyond the picture's edges: a square that hangs over them would be saved with a bare stripe. */
function within(picture: Size, crop: Crop): Crop {
	const half = cropSide(picture, crop) / 2;
	const clamp = (value: number, length: number) => Math.min(Math.max(value, half), length - half);
	return { ...crop, x: clamp(crop.x, picture.width), y: clamp(crop.y, picture.height) };
}
