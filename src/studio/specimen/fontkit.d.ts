// The part of fontkit that is used; the package brings no types.
declare module 'fontkit' {
  export function openSync(file: string): unknown;
}
