// Engine. Two small changes to a model's graph as it is loaded, on the protobuf itself (onnx.proto3); weights stay as they are.
//
// [Note: Initializers as inputs] Models exported under IR version 3 (SFace) list every weight as an input too. ONNX
// Runtime must then treat weights as changeable and cannot fold batch normalisation into the convolutions: 22.7 ms
// an inference instead of 16.4 ms, measured with one thread.
//
// [Note: Fixed size] RetinaFace is fully convolutional, and its only fixed shape is the declared 640 x 640 input. With
// that freed, a 320 x 320 frame takes 4.5 ms instead of 16 ms. The results at 640 x 640 are bit for bit the same.

/** Field numbers of onnx.proto3. */
const graphOfModel = 7;
const initializerOfGraph = 5;
const inputOfGraph = 11;
const outputOfGraph = 12;
const nameOfTensor = 8;
const nameOfValue = 1;
const typeOfValue = 2;
const tensorOfType = 1;
const shapeOfTensor = 2;
const dimensionOfShape = 1;
const parameterOfDimension = 2;

interface Field {
  readonly number: number;
  /** The whole field, tag included. */
  readonly whole: Uint8Array;
  /** Content of a length-delimited field; empty for the others. */
  readonly content: Uint8Array;
}

/** Removes weights from the graph's inputs; where `freeSize` is set, frees height and width of the image input. */
export function relaxInputs(model: Uint8Array, options: { readonly freeSize: boolean }): Uint8Array {
  return rewrite(model, (field) =>
    field.number === graphOfModel ? relaxGraph(field, options) : field.whole,
  );
}

function relaxGraph(graph: Field, { freeSize }: { readonly freeSize: boolean }): Uint8Array {
  const weights = new Set<string>();
  for (const field of fields(graph.content)) {
    if (field.number === initializerOfGraph) weights.add(text(field.content, nameOfTensor));
  }
  const content = rewrite(graph.content, (field) => {
    if (field.number === inputOfGraph && weights.has(text(field.content, nameOfValue))) return null;
    if (freeSize && field.number === inputOfGraph) return inShape(field, freeHeightAndWidth);
    if (freeSize && field.number === outputOfGraph) return inShape(field, () => null);
    return field.whole;
  });
  return delimited(graph.number, content);
}

const freeHeightAndWidth = (shape: Field): Uint8Array => {
  let axis = 0;
  const content = rewrite(shape.content, (field) => {
    if (field.number !== dimensionOfShape) return field.whole;
    const named = axis++ >= 2;
    if (!named) return field.whole;
    return delimited(
      dimensionOfShape,
      delimited(parameterOfDimension, new TextEncoder().encode(`side${axis}`)),
    );
  });
  return delimited(shape.number, content);
};

/** Applies `change` to the shape inside a ValueInfoProto. */
function inShape(value: Field, change: (shape: Field) => Uint8Array | null): Uint8Array {
  const within = (parent: Field, path: readonly number[]): Uint8Array | null => {
    const [next, ...rest] = path;
    if (next === undefined) return change(parent);
    return delimited(
      parent.number,
      rewrite(parent.content, (field) => (field.number === next ? within(field, rest) : field.whole)),
    );
  };
  return within(value, [typeOfValue, tensorOfType, shapeOfTensor]) ?? value.whole;
}

function rewrite(message: Uint8Array, change: (field: Field) => Uint8Array | null): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields(message)) {
    const changed = change(field);
    if (changed) parts.push(changed);
  }
  return Buffer.concat(parts);
}

function* fields(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('The model is not a whole protobuf message.');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    let contentStart = at;
    switch (tag & 7) {
      case 0:
        varint();
        contentStart = at;
        break;
      case 1:
        at += 8;
        contentStart = at;
        break;
      case 2: {
        const length = varint();
        contentStart = at;
        at += length;
        break;
      }
      case 5:
        at += 4;
        contentStart = at;
        break;
      default:
        throw new Error('The model uses a protobuf wire type that ONNX does not have.');
    }
    yield {
      number: Math.floor(tag / 8),
      whole: message.subarray(start, at),
      content: message.subarray(contentStart, at),
    };
  }
}

function text(message: Uint8Array, number: number): string {
  for (const field of fields(message)) {
    if (field.number === number) return new TextDecoder().decode(field.content);
  }
  return '';
}

function delimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varintBytes(number * 8 + 2), varintBytes(content.length), content]);
}

function varintBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
