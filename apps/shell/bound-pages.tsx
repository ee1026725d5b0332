/** Finds the component behind a page of the session: systems and engines are found by folder and loaded when first opened. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import type { BoundPages } from '../../ui/bind-pages.ts';
import { ErrorBoundary, ErrorPage } from '../../ui/error-page.tsx';
import type { SessionPage } from '../../ui/session.ts';
import { Waiting } from './waiting.tsx';

type IndexLoader = () => Promise<{ readonly default: BoundPages }>;

const indexes: Readonly<Record<string, IndexLoader>> = {
  ...import.meta.glob<{ readonly default: BoundPages }>('../../engines/*/web/index.ts'),
  ...import.meta.glob<{ readonly default: BoundPages }>('../../systems/*/*/web/index.ts'),
};

const components = new Map<string, ComponentType>();

/** The page, lazily; the same component each time, so that React keeps its state. */
function componentOf(page: SessionPage): ComponentType {
  const key = `${page.system} ${page.key}`;
  const known = components.get(key);
  if (known) return known;
  const made = lazy(async () => {
    const bound = await findBound(page.system);
    const load = bound?.pages[page.key];
    return load ? await load() : { default: NotBuilt };
  });
  components.set(key, made);
  return made;
}

/** A folder is named like its contract's id; where it is not, every index is asked. */
async function findBound(system: string): Promise<BoundPages | undefined> {
  const direct = Object.entries(indexes).find(([path]) => path.endsWith(`/${system}/web/index.ts`));
  if (direct) {
    const bound = (await direct[1]()).default;
    if (bound.contract === system) return bound;
  }
  const all = await Promise.all(Object.values(indexes).map((load) => load()));
  return all.find((one) => one.default.contract === system)?.default;
}

export function BoundPage(props: { readonly page: SessionPage }): ReactNode {
  const Page = componentOf(props.page);
  return (
    <ErrorBoundary>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  );
}

function NotBuilt(): ReactNode {
  return <ErrorPage status={404} />;
}
