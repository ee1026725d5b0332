/** The copy of what a department's registers hold on a person: JSON for programs, a document for people, in one archive. Kept nowhere. */
import { zipSync } from 'fflate';
import type { Register } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type Block, documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { departmentName, type PersonalRow, showValue, valueOf } from '../hold/describe-register.ts';
import { type RequestRow, registersOf } from '../request/request-row.ts';
import { setting } from '../setting.ts';

interface Held {
  readonly id: string;
  readonly declaration: Register;
  readonly rows: readonly PersonalRow[];
}

/** Who of the officials did it is their personal information, not his. */
function fieldsOf(declaration: Register): readonly string[] {
  return Object.keys(declaration.fields).filter((name) => declaration.fields[name]?.type !== 'subject');
}

async function gather(context: Context, row: RequestRow): Promise<readonly Held[]> {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const most = setting(context, 'copy-rows');
  const held: Held[] = [];
  for (const id of registersOf(row)) {
    const info = rows.find(id);
    if (info === undefined) continue;
    const { declaration } = info;
    const found = await rows.personal.list(db, id, context.principal.id, most + 1);
    if (found.length > most)
      throw errors.tooMuch({
        title: declaration.title,
        most,
        owner: departmentName(context, declaration.owner),
      });
    held.push({ id, declaration, rows: found });
  }
  return held;
}

function asJson(context: Context, row: RequestRow, held: readonly Held[]): string {
  const { retention } = context.use(registers);
  return JSON.stringify(
    {
      format: 'city-personal-copy/1',
      request: row.number,
      at: context.now.toISOString(),
      name: context.principal.name,
      registers: held.map(({ id, declaration, rows }) => ({
        id,
        title: declaration.title,
        summary: declaration.summary ?? null,
        owner: departmentName(context, declaration.owner),
        kept: retention.rule(id) ?? null,
        fields: Object.fromEntries(
          fieldsOf(declaration).map((name) => [name, declaration.fields[name]?.title ?? name]),
        ),
        rows: rows.map((one) => ({
          id: one.id,
          createdAt: one.createdAt,
          updatedAt: one.updatedAt,
          ...Object.fromEntries(fieldsOf(declaration).map((name) => [name, valueOf(one, name)])),
        })),
      })),
    },
    null,
    1,
  );
}

function rowBlock(services: Services, declaration: Register, row: PersonalRow): Block {
  const fields = fieldsOf(declaration).flatMap((name) => {
    const words = showValue(services, declaration, name, valueOf(row, name));
    return words === '' ? [] : [[declaration.fields[name]?.title ?? name, words] as const];
  });
  return { fields: [['登记日期', shanghaiDate(new Date(row.createdAt))], ...fields], columns: 2 };
}

function blocksOf(context: Context, { id, declaration, rows }: Held): readonly Block[] {
  const most = setting(context, 'paper-rows');
  const rule = context.use(registers).retention.rule(id);
  const kept = rule === undefined ? '' : `；保存 ${rule.days} 天（${rule.basis}）`;
  const rest = rows.length - most;
  return [
    { heading: `${declaration.title}（${rows.length} 条）` },
    {
      text: `${departmentName(context, declaration.owner)}；${declaration.summary ?? ''}${kept}`,
      note: true,
    },
    ...rows.slice(0, most).map((row) => rowBlock(context, declaration, row)),
    ...(rest > 0 ? [{ text: `其余 ${rest} 条见同一压缩包内的 JSON 文件`, note: true }] : []),
  ];
}

export interface Copy {
  readonly archive: Uint8Array;
  readonly rows: number;
}

export async function makeCopy(context: Context, row: RequestRow): Promise<Copy> {
  const held = await gather(context, row);
  const paper = await context.use(documents).renderPdf({
    title: '个人信息副本',
    subtitle: `${context.principal.name}　请求编号 ${row.number}　${shanghaiDate(context.now)}`,
    footer: '依据个人信息保护法第45条提供给本人；含敏感个人信息，请妥善保管',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: held.flatMap((one) => blocksOf(context, one)),
  });
  const archive = zipSync({
    '个人信息副本.json': new TextEncoder().encode(asJson(context, row, held)),
    '个人信息副本.pdf': paper,
  });
  return { archive, rows: held.reduce((sum, { rows }) => sum + rows.length, 0) };
}
