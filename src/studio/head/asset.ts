// Any JavaScript: Node and the kiosk's page. A head as plain data, made once from a photograph (prepare.ts).

export interface HeadAsset {
  readonly name: string;
  /** Head, neck and shoulders, flat as the photograph shows them; grown beyond its edges by a plain garment. */
  readonly texture: {
    readonly widthPx: number;
    readonly heightPx: number;
    /** sRGB and coverage, `widthPx * heightPx * 4`. */
    readonly rgba: Uint8Array;
  };
  /** The room behind without the person, far out of focus; it is stretched over the whole frame. sRGB, three a pixel. */
  readonly plate: { readonly widthPx: number; readonly heightPx: number; readonly rgb: Uint8Array };
  readonly pxPerCm: number;
  /** Middle between eyes and mouth, texture pixels. The origin of all centimetres: x right, y down, z to the camera. */
  readonly originPx: readonly [number, number];
  /** The grid of the surface: x of each column and y of each row, texture pixels, increasing. */
  readonly columns: Float32Array;
  readonly rows: Float32Array;
  /** For each point of the grid, row by row: how far before the plane of eyes and mouth, cm. */
  readonly depthCm: Float32Array;
  /** How much it goes with the head: 1 on the face, 0 on the shoulders. */
  readonly withHead: Float32Array;
  /** How far down it goes when the eyes close, cm. */
  readonly lidDropCm: Float32Array;
  /** How far the photograph's head is turned off the camera, radians: positive towards the picture's right. */
  readonly yaw: number;
  /** Texture pixels: outline of the face, and of each eye's opening, as polygons (x, y, x, y, ...). */
  readonly faceOutline: Float32Array;
  readonly eyes: readonly [Float32Array, Float32Array];
  /** The photograph itself, as it would be printed: the part of the texture that it covers, and its pixels. */
  readonly photograph: {
    readonly leftPx: number;
    readonly topPx: number;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly rgb: Uint8Array;
  };
}

type Packed = { readonly [key: string]: unknown } | readonly unknown[] | number | string;

const kinds = { Uint8Array, Float32Array } as const;

/** JSON text; typed arrays become base64. */
export function packHead(asset: HeadAsset): string {
  return JSON.stringify(asset, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array || value instanceof Float32Array)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let binary = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return { array: value instanceof Uint8Array ? 'Uint8Array' : 'Float32Array', base64: btoa(binary) };
  });
}

export function unpackHead(text: string): HeadAsset {
  return JSON.parse(text, (_key, value: Packed) => {
    if (typeof value !== 'object' || !('base64' in value)) return value;
    const { array, base64 } = value as { array: keyof typeof kinds; base64: string };
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
    return new kinds[array](bytes.buffer);
  }) as HeadAsset;
}
