/** Makes a new system's folder, and names it in the plan when the item is given. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Task, tasks } from '../../kernel/contract.ts';
import { filesOf, type NewSystem } from './templates.ts';

export interface Wish {
  /** 'governance/street-trees' */
  readonly path: string;
  readonly title?: string;
  /** A plan item that the system is to carry out. */
  readonly plan?: string;
}

function isTask(word: string): word is Task {
  return Object.hasOwn(tasks, word);
}

/** Throws with a sentence for the person at the command line. */
export function readWish(
  wish: Wish,
  known: { ids: readonly string[]; planItems: readonly { id: string; name: string }[] },
): NewSystem {
  const [task = '', id = '', ...more] = wish.path.split('/');
  if (!isTask(task)) throw new Error(`没有任务“${task}”,应是 ${Object.keys(tasks).join('、')} 之一`);
  if (more.length > 0 || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))
    throw new Error('编号用小写英文单词,以短横连接,如 governance/street-trees');
  if (known.ids.includes(id)) throw new Error(`编号 ${id} 已被使用`);
  const item = known.planItems.find((one) => one.id === wish.plan);
  if (wish.plan !== undefined && item === undefined)
    throw new Error(`规划中没有 ${wish.plan},可用 npm run find 查找`);
  return { task, id, title: wish.title ?? item?.name ?? id, plan: item === undefined ? [] : [item.id] };
}

/** Writes the files under `root`; refuses a folder that exists. Returns their paths. */
export function createSystem(root: string, system: NewSystem): readonly string[] {
  const folder = path.join(root, 'systems', system.task, system.id);
  if (existsSync(folder)) throw new Error(`文件夹 ${folder} 已存在`);
  const written: string[] = [];
  for (const [name, text] of filesOf(system)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(file);
  }
  return written;
}

/** One line of plan/items.json holds one item; only its `system` changes. */
export function nameInPlan(root: string, system: NewSystem): void {
  const file = path.join(root, 'plan/items.json');
  const lines = readFileSync(file, 'utf8').split('\n');
  const changed = lines.map((line) =>
    system.plan.some((item) => line.includes(`"id": "${item}"`))
      ? line.replace('"system": "planned"', `"system": "${system.id}"`)
      : line,
  );
  writeFileSync(file, changed.join('\n'));
}
