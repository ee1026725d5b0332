/** Shares of an income in whole 分 that add up to it: the remainders go to the largest fractions, then to whom comes first. Pure. */

export interface Split {
  readonly publicPart: number;
  readonly providerPart: number;
  readonly operatorPart: number;
}

/** The operator has what the two percentages leave. */
export function splitIncome(total: number, publicShare: number, providerShare: number): Split {
  const shares = [publicShare, providerShare, 100 - publicShare - providerShare];
  const parts = shares.map((share, index) => ({
    index,
    whole: Math.floor((total * share) / 100),
    rest: (total * share) % 100,
  }));
  let left = total - parts.reduce((sum, { whole }) => sum + whole, 0);
  for (const part of parts.toSorted((one, other) => other.rest - one.rest || one.index - other.index)) {
    if (left === 0) break;
    part.whole += 1;
    left -= 1;
  }
  const [publicPart = 0, providerPart = 0, operatorPart = 0] = parts.map(({ whole }) => whole);
  return { publicPart, providerPart, operatorPart };
}

/** 1234 → '12.34'. */
export function yuan(cents: number): string {
  return (cents / 100).toFixed(2);
}
