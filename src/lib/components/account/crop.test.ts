import { describe, expect, it } from 'vitest';
import { cropSide, pull, wholeCrop, zoomTo, ZOOM_MAX } from './crop.ts';

const wide = { width: 400, height: 200 };

describe('a crop', () => {
	it('begins as the largest square in the middle', () => {
		const crop = wholeCrop(wide);
		expect(crop).toEqual({ x: 200, y: 100, zoom: 1 });
		expect(cropSide(wide, crop)).toBe(200);
	});

	it('follows the hand: a pull to the right shows what is further left', () => {
		expect(pull(wide, wholeCrop(wide), 0.25, 0)).toMatchObject({ x: 150, y: 100 });
	});

	it('never leaves the picture', () => {
		expect(pull(wide, wholeCrop(wide), 9, 9)).toMatchObject({ x: 100, y: 100 });
		expect(pull(wide, wholeCrop(wide), -9, -9)).toMatchObject({ x: 300, y: 100 });
		const corner = pull(wide, zoomTo(wide, wholeCrop(wide), 2), -9, -9);
		expect(corner).toMatchObject({ x: 350, y: 150 });
		expect(zoomTo(wide, corner, 1)).toMatchObject({ x: 300, y: 100 });
	});

	it('zooms between the whole and the limit', () => {
		expect(zoomTo(wide, wholeCrop(wide), 0.2).zoom).toBe(1);
		expect(zoomTo(wide, wholeCrop(wide), 99).zoom).toBe(ZOOM_MAX);
	});
});
