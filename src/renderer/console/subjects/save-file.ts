// Console renderer. Hands bytes to the browser as a file to save; main lets this window do so and asks where to.

/** The address lives until main has begun to write. */
const addressMs = 60_000;

export function saveFile(name: string, mediaType: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), addressMs);
}
