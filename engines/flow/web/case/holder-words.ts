/** Who holds a case now, in words: one, or the first of several and how many they are. Pure. */

interface Holding {
  readonly stageTitle: string;
  readonly unitName: string | null;
  readonly personName: string | null;
}

interface Held {
  readonly holder: Holding | null;
  readonly signers?: readonly (Holding & { readonly state: string })[] | undefined;
}

export function holdersOf({ holder, signers }: Held): readonly Holding[] {
  return signers?.filter((signer) => signer.state === 'open') ?? (holder === null ? [] : [holder]);
}

export function holderWords(holding: Holding): string {
  return [holding.unitName, holding.personName].filter(Boolean).join(' · ');
}

/** '市水利局 · 吴六 等 3 人'; '' where nobody is named. */
export function allHolders(held: Held): string {
  const [first, ...others] = holdersOf(held);
  if (first === undefined) return '';
  const who = holderWords(first);
  return others.length === 0 ? who : `${who} 等 ${others.length + 1} 人`;
}
