/** How many conditions and decisions a second the rules engine answers, beside feelin doing the same without being compiled. */
import { evaluate as bareEvaluate, unaryTest as bareTest } from 'feelin';
import { compileModel } from '../engines/rules/dmn/compile-model.ts';
import { newDmn } from '../engines/rules/dmn/moddle.ts';
import { readModel } from '../engines/rules/dmn/read-model.ts';
import { addTable } from '../engines/rules/dmn/write-table.ts';
import { feeTable, soundRows } from '../engines/rules/test-support/fee-table.ts';
import { makeFeel } from '../engines/rules/test-support/make-feel.ts';

/** What the flow engine needs for its conditions. */
const target = 200_000;

/** Calls a second, after a first round in which the engine warms up. */
function perSecond(times: number, run: (index: number) => unknown): number {
  for (let index = 0; index < times / 10; index += 1) run(index);
  const start = process.hrtime.bigint();
  for (let index = 0; index < times; index += 1) run(index);
  return (times / Number(process.hrtime.bigint() - start)) * 1e9;
}

function say(what: string, ours: number, bare: number): void {
  const rate = (value: number) => Math.round(value).toLocaleString('en').padStart(12);
  console.log(
    `  ${what.padEnd(42)}${rate(ours)}/s   feelin bare${rate(bare)}/s   ${(ours / bare).toFixed(0)}×`,
  );
}

export async function run(): Promise<void> {
  const feel = makeFeel();
  const condition = '金额 > 5000 and 类别 = "公开"';
  const compiled = feel.compile('expression', condition);
  const scope = (index: number) => ({ 金额: index, 类别: '公开' });
  const bare = perSecond(5000, (index) => bareEvaluate(condition, scope(index)));
  const ours = perSecond(2_000_000, (index) => compiled.run(scope(index)));
  say('condition, compiled before', ours, bare);
  say(
    'condition, looked up by its text',
    perSecond(500_000, (index) => feel.evaluate(condition, scope(index))),
    bare,
  );
  say(
    'unary tests',
    perSecond(500_000, (index) => feel.test('[10..20], > 5000', index)),
    perSecond(5000, (index) => bareTest('[10..20], > 5000', { '?': index })),
  );

  const document = newDmn('停车收费', 'parking');
  addTable(document, 'fee', '停车费', feeTable('U', soundRows));
  const model = compileModel(readModel(document.root), feel);
  const car = (index: number) => ({ 车型: index % 2 === 0 ? '小型' : '大型', 分钟: index % 600 });
  const bareTable = (index: number) =>
    soundRows.find((row) => {
      const [kind = '', minutes = ''] = row.split('|').map((cell) => cell.trim());
      const { 车型, 分钟 } = car(index);
      return bareTest(kind, { '?': 车型 }).value === true && bareTest(minutes, { '?': 分钟 }).value === true;
    });
  say(
    'table of five rows and two inputs',
    perSecond(200_000, (index) => model.take('fee', car(index))),
    perSecond(2000, bareTable),
  );
  console.log(ours >= target ? `  holds: ≥ ${target}/s` : `  MISSED: ${target}/s`);
}
