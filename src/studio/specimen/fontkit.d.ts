// The part of fontkit that the studio uses; the package brings no types.
declare module 'fontkit' {
  export function openSync(file: string): unknown;
}
