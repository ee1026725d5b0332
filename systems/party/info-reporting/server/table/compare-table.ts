/** Compares a request with all that is held: for the page while it is written, and again when it is sent. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { askedItem } from '../../registers/asked-item.ts';
import { issue } from '../../registers/issue.ts';
import type { tableRoutes } from '../../routes/table-routes.ts';
import { compareAsks, type Finding } from '../../table/compare-asks.ts';
import { knownAsks, tablesInForce } from './known-asks.ts';
import { readBody } from './read-body.ts';

/** Nothing is left for anybody to fill. */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.length > 0 && findings.every(({ verdict }) => verdict === 'held' || verdict === 'computed');
}

export const compareTable: Handler<typeof tableRoutes.compare> = async (input, context) => {
  const known = await knownAsks(context, context.use(store).db, shanghaiDate(context.now));
  const findings = compareAsks(
    { ...input, ...(input.id === undefined ? {} : { id: input.id }) } as Parameters<typeof compareAsks>[0],
    known,
  );
  return { findings: [...findings], refused: isRefused(findings) };
};

const mostCounted = 100_000;

export const countSavings: Handler<typeof tableRoutes.savings> = async (_input, context) => {
  context.use(access).require(context.principal, 'info-reporting:read-tables');
  const rows = context.use(registers);
  const { db } = context.use(store);
  const [tables, asked, issues] = await Promise.all([
    tablesInForce(context, db, shanghaiDate(context.now)),
    rows.of(askedItem).trusted.findEvery(db, { most: mostCounted }),
    rows.of(issue).trusted.findEvery(db, { most: mostCounted }),
  ]);
  const cells = issues.reduce((sum, row) => {
    const filled = readBody(row.body as Parameters<typeof readBody>[0]).columns;
    return sum + row.expected * filled.filter(({ mode }) => mode === 'prefill').length;
  }, 0);
  return {
    tables: tables.length,
    asked: asked.length,
    held: asked.filter(({ verdict }) => verdict === 'held').length,
    cells,
  };
};
