/** The bar at the foot of a case: what this person may do now, the way forward first, refusals in red, rarer verbs folded away. */
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import type { CaseDetail, Offer } from '../case/use-case.ts';
import { allHolders } from '../case/holder-words.ts';
import { useNarrow } from '../use-narrow.ts';
import { arrangeOffers } from './arrange-offers.ts';

export function ActionBar(props: {
  readonly detail: CaseDetail;
  readonly acting: boolean;
  readonly onChoose: (offer: Offer) => void;
}): ReactNode {
  const { detail } = props;
  const { claim, forward, negative, more } = arrangeOffers(detail.offers, useNarrow() ? 'narrow' : 'wide');
  if (detail.offers.length === 0) return null;
  const who = allHolders(detail);
  return (
    <div className="flow-bar" role="toolbar" aria-label="办理操作">
      <span className="flow-bar-words city-muted">
        {detail.stageTitle && `当前环节：${detail.stageTitle}`}
        {who && ` · ${who}`}
      </span>
      {more.length > 0 && (
        <Dropdown
          trigger={['click']}
          placement="topRight"
          menu={{
            items: more.map((offer) => ({ key: keyOf(offer), label: nameOf(offer), danger: offer.negative })),
            onClick: ({ key }) => {
              const offer = more.find((one) => keyOf(one) === key);
              if (offer) props.onChoose(offer);
            },
          }}
        >
          <Button>更多操作</Button>
        </Dropdown>
      )}
      {negative.map((offer) => (
        <Button key={keyOf(offer)} danger onClick={() => props.onChoose(offer)}>
          {nameOf(offer)}
        </Button>
      ))}
      {forward.toReversed().map((offer, index) => (
        <Button
          key={keyOf(offer)}
          {...(!claim && index === forward.length - 1 ? { type: 'primary' as const } : {})}
          onClick={() => props.onChoose(offer)}
        >
          {nameOf(offer)}
        </Button>
      ))}
      {claim && (
        <Button type="primary" loading={props.acting} onClick={() => props.onChoose(claim)}>
          {claim.title}
        </Button>
      )}
    </div>
  );
}

function keyOf(offer: Offer): string {
  return `${offer.item ?? ''} ${offer.action}`;
}

/** Who holds several items of a case must see which of them a button is about. */
function nameOf(offer: Offer): string {
  return offer.itemTitle === undefined ? offer.title : `${offer.itemTitle} · ${offer.title}`;
}

/** A verb that asks nothing is done at once; asked first when it ends or gives away something. */
export async function confirmBare(offer: Offer, number: string): Promise<boolean> {
  return (
    !offer.negative || confirmDanger({ title: `确定${offer.title}?`, hint: number, okText: offer.title })
  );
}
