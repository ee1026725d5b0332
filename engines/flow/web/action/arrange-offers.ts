/** Sorts what a person may do into the buttons of the bar. Pure. */

interface OfferShape {
  readonly action: string;
  readonly negative: boolean;
}

export interface ArrangedOffers<O> {
  /** 签收: comes before anything else. */
  readonly claim: O | undefined;
  /** Declared actions that lead on, the first one first. */
  readonly forward: readonly O[];
  /** Declared actions and 退回 that refuse. */
  readonly negative: readonly O[];
  /** Verbs, in the order in which they are used most. */
  readonly more: readonly O[];
}

const verbOrder = [
  'answer',
  'return',
  'add-signer',
  'delegate',
  'reassign',
  'drop-signer',
  'circulate',
  'copy',
  'take-back',
  'dispute',
  'delay',
  'suspend',
  'resume',
  'merge',
  'split',
  'comment',
  'urge',
  'supervise',
  'withdraw',
  'reopen',
  'retry',
  'jump',
  'terminate',
];

/** As many as stand beside each other in the bar of a desk, and of a phone. */
const room = { wide: { forward: 3, negative: 2 }, narrow: { forward: 1, negative: 0 } } as const;

export function arrangeOffers<O extends OfferShape>(
  offers: readonly O[],
  width: keyof typeof room = 'wide',
): ArrangedOffers<O> {
  const most = room[width];
  const verbs = offers.filter((offer) => offer.action.startsWith('verb.'));
  const actions = offers.filter((offer) => !offer.action.startsWith('verb.'));
  const forward = actions.filter((offer) => !offer.negative);
  const negative = actions.filter((offer) => offer.negative);
  const rank = (offer: O) => {
    const place = verbOrder.indexOf(offer.action.slice('verb.'.length));
    return place < 0 ? verbOrder.length : place;
  };
  // Requests are decided in their own panel.
  const rest = verbs
    .filter((offer) => offer.action !== 'verb.claim' && offer.action !== 'verb.decide')
    .toSorted((left, right) => rank(left) - rank(right));
  // Where the process declares no action (only urging, supervising …) the first verbs stand in the bar themselves.
  const alone = actions.length === 0 ? rest.slice(0, most.forward) : [];
  return {
    claim: verbs.find((offer) => offer.action === 'verb.claim'),
    forward: [...forward.slice(0, most.forward), ...alone.filter((offer) => !offer.negative)],
    negative: [...negative.slice(0, most.negative), ...alone.filter((offer) => offer.negative)],
    more: [
      ...forward.slice(most.forward),
      ...negative.slice(most.negative),
      ...rest.filter((offer) => !alone.includes(offer)),
    ],
  };
}
