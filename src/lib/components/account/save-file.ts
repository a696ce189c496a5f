/** Hands the person a file, as if they had chosen "Save as". */
export function saveFile(name: string, content: Blob): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	// The browser has begun to read it by then; before, some would save nothing.
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
