/** The links as they stand to each other: above, here, below; each one is a button. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { LinkView } from '../../link-routes.ts';
import { stateOfLink } from './link-state.ts';

interface Choosing {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

export function LinkTree(
  props: Choosing & { readonly node: string; readonly links: readonly LinkView[] },
): ReactNode {
  const { node, links, ...choosing } = props;
  const rank = (direction: string) => links.filter((link) => link.direction === direction);
  return (
    <div className="data-sharing-tree">
      <Rank links={rank('up')} label="上级平台" {...choosing} />
      <div className="data-sharing-here">{node}（本平台）</div>
      <Rank links={rank('down')} label="下级平台" {...choosing} />
    </div>
  );
}

function Rank(props: Choosing & { readonly label: string; readonly links: readonly LinkView[] }): ReactNode {
  if (props.links.length === 0) return null;
  return (
    <ul className="data-sharing-rank" aria-label={props.label}>
      {props.links.map((link) => (
        <li key={link.id} data-tone={stateOfLink(link).tone}>
          <LinkCard link={link} chosen={props.chosen === link.id} onChoose={props.onChoose} />
        </li>
      ))}
    </ul>
  );
}

function LinkCard(props: {
  readonly link: LinkView;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const { link, chosen } = props;
  const { title, tone } = stateOfLink(link);
  return (
    <button
      type="button"
      className="data-sharing-end"
      aria-pressed={chosen}
      onClick={() => props.onChoose(link.id)}
    >
      <span className="data-sharing-end-name">{link.name}</span>
      <StatusTag tone={tone}>{title}</StatusTag>
      <span className="city-muted">
        待发 {link.waiting} · 搁置 {link.aside}
      </span>
    </button>
  );
}
