// Console renderer. A share as people read it: one decimal, or two figures where it is small.

export const percent = (share: number): string => {
  const value = share * 100;
  return `${value >= 1 || value === 0 ? Number(value.toFixed(1)) : Number(value.toPrecision(2))} %`;
};
