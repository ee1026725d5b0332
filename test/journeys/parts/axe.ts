/** What axe finds grave on the page as it stands, with an open dialog or without. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.1 A and AA, which GB/T 37668-2019 follows. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const grave = new Set(['serious', 'critical']);

/** 'color-contrast (3): .ant-tag' for each. */
export async function seriousTroubles(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const result = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: { run(where: unknown, how: unknown): Promise<AxeResults> } }).axe.run(
        // The component kit measures its columns by a hidden copy of the header; nobody can reach it.
        { exclude: ['.ant-table-measure-row'] },
        { runOnly: only, resultTypes: ['violations'] },
      ),
    rules,
  );
  return result.violations
    .filter((violation) => grave.has(violation.impact ?? ''))
    .map(
      ({ id, nodes }) =>
        `${id} (${nodes.length}): ${nodes
          .slice(0, 3)
          .map((node) => node.target.join(' '))
          .join(' | ')}`,
    );
}
