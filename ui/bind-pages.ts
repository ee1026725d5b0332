/** Ties the pages that a contract promises to the components that show them; a page without a component is a type error. */
import type { ComponentType } from 'react';

/** A page module: its default export is the page. Pages read their path parts with react-router's useParams. */
export interface PageModule {
  readonly default: ComponentType;
}

export type PageLoader = () => Promise<PageModule>;

/** What `web/index.ts` exports by default. */
export interface BoundPages {
  readonly contract: string;
  readonly pages: Readonly<Record<string, PageLoader>>;
}

export function bindPages<P>(
  contract: { readonly id: string; readonly pages?: P },
  pages: { readonly [K in keyof P]: PageLoader },
): BoundPages {
  return { contract: contract.id, pages };
}
