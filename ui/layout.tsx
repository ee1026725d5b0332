/** How a page is laid out: header with breadcrumb, sections, two columns, description list. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { usePageHolder } from './page-context.ts';

export interface Crumb {
  readonly title: string;
  readonly to?: string;
}

export interface PageFrameProps {
  readonly title: ReactNode;
  /** Default: menu group and system from the session. */
  readonly breadcrumb?: readonly Crumb[];
  /** Tags and lights beside the title. */
  readonly tags?: ReactNode;
  /** Buttons on the right. */
  readonly extra?: ReactNode;
  /** One sentence under the title: what this page is for. */
  readonly summary?: ReactNode;
  readonly children: ReactNode;
}

/** Every desk page stands in one of these. */
export function PageFrame(props: PageFrameProps): ReactNode {
  const { page } = usePageHolder();
  const crumbs = props.breadcrumb ?? crumbsOf(page?.menu ?? undefined, page?.systemTitle);
  return (
    <div className="city-page">
      <header className="city-page-header">
        {crumbs.length > 0 && (
          <nav className="city-breadcrumb" aria-label="所在位置">
            {crumbs.map((crumb) => (
              <span key={crumb.title}>
                {crumb.to ? <Link to={crumb.to}>{crumb.title}</Link> : crumb.title}
              </span>
            ))}
          </nav>
        )}
        <div className="city-page-title">
          <h1>{props.title}</h1>
          {props.tags}
        </div>
        {props.extra && <div className="city-page-extra">{props.extra}</div>}
        {props.summary && <p className="city-page-summary">{props.summary}</p>}
      </header>
      {props.children}
    </div>
  );
}

function crumbsOf(menu: string | undefined, system: string | undefined): readonly Crumb[] {
  return [menu, system]
    .filter((title, index, all) => title && all.indexOf(title) === index)
    .map((title) => ({ title: title ?? '' }));
}

export interface SectionProps {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  /** Content reaches the edges (tables, maps). */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Section(props: SectionProps): ReactNode {
  return (
    <section className={`city-section${props.flush ? ' is-flush' : ''} ${props.className ?? ''}`}>
      {(props.title || props.extra) && (
        <header className="city-section-header">
          {props.title && <h2>{props.title}</h2>}
          {props.extra && <div className="city-section-extra">{props.extra}</div>}
        </header>
      )}
      <div className="city-section-body">{props.children}</div>
    </section>
  );
}

/** Detail pages: what it is on the left, what happened and what to do on the right; one column on a phone. */
export function TwoColumns(props: { readonly main: ReactNode; readonly side: ReactNode }): ReactNode {
  return (
    <div className="city-two-columns">
      <div className="city-column">{props.main}</div>
      <aside className="city-column">{props.side}</aside>
    </div>
  );
}

/** A row of cards or charts that wraps; `minimum` is the least width of one, in px. */
export function Tiles(props: { readonly minimum?: number; readonly children: ReactNode }): ReactNode {
  return (
    <div
      className="city-tiles"
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${props.minimum ?? 220}px), 1fr))` }}
    >
      {props.children}
    </div>
  );
}

export interface DescriptionItem {
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** Takes the whole row (long text, photos). */
  readonly wide?: boolean;
}

export function DescriptionList(props: {
  readonly items: readonly DescriptionItem[];
  readonly columns?: 1 | 2 | 3;
}): ReactNode {
  return (
    <dl className={`city-descriptions columns-${props.columns ?? 2}`}>
      {props.items.map((item, index) => (
        // The list is declared, never reordered, so the place is the key.
        <div key={index} className={item.wide ? 'is-wide' : ''}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
