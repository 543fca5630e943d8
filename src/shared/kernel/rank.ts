// Any process. Where a value stands among sorted ones. Pure.

/** How many of the ascending values are lower. */
export function rank(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
