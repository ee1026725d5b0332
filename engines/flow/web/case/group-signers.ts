/** Puts the signers of a case into its branches, added and delegated ones behind those who asked them. Pure. */

interface SignerShape {
  readonly item: string;
  readonly stage: string;
  readonly stageTitle: string;
  readonly state: 'open' | 'parked' | 'waiting' | 'done';
  readonly manner: string;
}

export interface Branch<S> {
  readonly key: string;
  readonly title: string;
  readonly signers: readonly S[];
  /** Of those whose signature counts: not who only gives an opinion or corrects something. */
  readonly signed: number;
  readonly total: number;
}

const asked = new Set(['before', 'delegate', 'detour']);

export function groupSigners<S extends SignerShape>(signers: readonly S[]): readonly Branch<S>[] {
  const groups = new Map<string, S[]>();
  for (const signer of signers) {
    const group = groups.get(signer.stage);
    if (group === undefined) groups.set(signer.stage, [signer]);
    else group.push(signer);
  }
  return [...groups].map(([key, group]) => {
    const counted = group.filter((signer) => !asked.has(signer.manner));
    return {
      key,
      title: group[0]?.stageTitle ?? key,
      signers: group,
      signed: counted.filter((signer) => signer.state === 'done').length,
      total: counted.length,
    };
  });
}
